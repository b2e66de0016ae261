"""The directory (`bot.features.members.ports.Directory`), on the database's own search engine."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Table,
    and_,
    exists,
    func,
    literal,
    not_,
    or_,
    select,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.community.people import OWN_CHAT, Member
from bot.features.members.directory.search import Column, Document, Term, vocabulary
from bot.features.members.domain import Viewer
from bot.features.members.ports import Counts, Held, Matches, Overview, Where
from bot.ui.folding import folded
from storage.kernel.store import Store
from storage.kernel.tables import accounts, member_networks, networks, spaces
from storage.members.engines import Engine
from storage.members.fts5 import Fts5
from storage.members.tables import profile_topics, profiles
from storage.members.tsvector import TsVector

CAP = 2000
"""Of a word that very many profiles hold, so many are ranked; nobody turns 400 pages."""

_NEAREST = 12


def engine_on(connection: AsyncConnection) -> Engine:
    """The search engine of a connection's database."""
    return Fts5(connection) if connection.dialect.name == "sqlite" else TsVector(connection)


class SqlDirectory:
    """Finds members by what is in their profiles."""

    def __init__(self, connection: AsyncConnection, stores: Sequence[Store]) -> None:
        self._connection = connection
        self._engine = engine_on(connection)
        self._met = [store.met for store in stores if store.met]

    async def put(
        self, community: int, documents: Mapping[int, Document], former: Mapping[int, Document]
    ) -> None:
        """Have members found by these documents from now on, no more by their `former` ones.

        Words that nobody's document holds any more are forgotten.
        """
        new = {id_: each for id_, each in documents.items() if former.get(id_) != each}
        if not new:
            return
        await self._engine.put(community, new)
        words, before = (
            vocabulary(new.values()),
            vocabulary(former[id_] for id_ in new if id_ in former),
        )
        if words - before:
            await self._engine.learn(community, words)
        if before - words:
            await self._engine.unlearn(community, before - words)

    async def drop(self, community: int, former: Mapping[int, Document]) -> None:
        """Have members found no more by their `former` documents."""
        await self._engine.drop(former)
        if words := vocabulary(former.values()):
            await self._engine.unlearn(community, words)

    async def viewer(self, member: int, community: int) -> Viewer:
        return (await self._viewers({member: community}))[member]

    async def viewers(self, members_: Collection[Member]) -> dict[int, Viewer]:
        """Each of these by id, in one statement."""
        return await self._viewers({member.id: member.community for member in members_})

    async def _viewers(self, communities: Mapping[int, int]) -> dict[int, Viewer]:
        of_network, of_person = literal("network").label("kind"), literal("person").label("kind")
        mine = select(member_networks.c.member_id, of_network, member_networks.c.network_id)
        others = [each.subquery() for met in self._met for each in met(communities)]
        known = union_all(
            mine.where(member_networks.c.member_id.in_(communities)),
            *(select(each.c[0], of_person, each.c[1]) for each in others),
        )
        its: dict[tuple[int, str], set[int]] = defaultdict(set)
        for member, kind, id_ in await self._connection.execute(known):
            its[member, kind].add(id_)
        return {
            member: Viewer(
                member,
                community,
                frozenset(its[member, "network"]),
                frozenset(its[member, "person"]),
            )
            for member, community in communities.items()
        }

    async def sees(self, viewer: Viewer, member: int) -> bool:
        return member in await self.seen_among(viewer, [member])

    async def seen_among(self, viewer: Viewer, those: Collection[int]) -> set[int]:
        """Return those of these members whose profiles the viewer may see."""
        theirs = profiles.c.member_id.in_(those)
        seen = select(profiles.c.member_id).where(theirs, visible_to(viewer))
        return set(await self._connection.scalars(seen))

    async def matches(
        self,
        viewer: Viewer,
        terms: Sequence[Term],
        where: Where,
        *,
        offset: int,
        limit: int,
        any_of: bool = False,
    ) -> Matches:
        found, ranked = self._candidates(viewer, terms, where, any_of=any_of)
        score = self._engine.score(terms, any_of=any_of) if ranked else literal(0.0)
        candidates = (
            found.add_columns(score.label("score"), profiles.c.updated_at).limit(CAP + 1).subquery()
        )
        page = (
            select(candidates.c.id, func.count().over().label("total"))
            .order_by(candidates.c.score, candidates.c.updated_at.desc(), candidates.c.id)
            .offset(offset)
            .limit(limit)
        )
        rows = (await self._connection.execute(page)).all()
        total = rows[0].total if rows else 0
        if offset and not rows:  # beyond the last page there is nobody to tell the number
            count = select(func.count()).select_from(candidates)
            total = (await self._connection.execute(count)).scalar_one()
        return Matches(tuple(row.id for row in rows), min(total, CAP), total > CAP)

    async def anyone(self, viewer: Viewer, terms: Sequence[Term], where: Where) -> bool:
        found, _ = self._candidates(viewer, terms, where, any_of=False)
        return (await self._connection.execute(found.limit(1))).first() is not None

    async def spelled_like(self, community: int, *words: str) -> list[str]:
        if not words:
            return []
        near = await self._engine.spelled_like(community, words, _NEAREST)
        return list(dict.fromkeys(near))

    async def touched(
        self, documents: Mapping[int, Document], terms: Sequence[Term]
    ) -> set[tuple[int, Column, int]]:
        if not documents or not terms:
            return set()
        return await self._engine.touched(documents, terms)

    async def overview(self, viewer: Viewer, limit: int) -> Overview:
        here = profiles.c.community_id == viewer.community
        people = select(func.count()).select_from(profiles)
        everybody = await self._connection.scalar(people.where(here)) or 0
        hidden = await self._connection.scalar(people.where(_hidden_from(viewer))) or 0
        topics = _most(profile_topics, "topic", viewer, limit)
        towns = _most(profiles, "place_key", viewer, limit, profiles.c.place_key != "")
        return Overview(
            everybody - hidden,
            await self._counts(topics),
            await self._named(networks.c.id, networks.c.name, self._networks(viewer, limit)),
            await self._named(profiles.c.place_key, profiles.c.place, towns, here),
        )

    async def topics(self, viewer: Viewer, limit: int) -> list[str]:
        counted = await self._counts(_most(profile_topics, "topic", viewer, limit))
        return [topic for topic, _ in counted]

    async def holding(self, viewer: Viewer, part: str, limit: int) -> Held:
        part = folded(part)
        topic = profile_topics.c.topic.contains(part, autoescape=True)
        town = profiles.c.place_key.contains(part, autoescape=True)
        here = profiles.c.community_id == viewer.community
        topics = await self._counts(_most(profile_topics, "topic", viewer, limit, topic))
        named = self._networks(viewer, limit, part)
        towns = _most(profiles, "place_key", viewer, limit, town, profiles.c.place_key != "")
        return Held(
            topics,
            await self._named(networks.c.id, networks.c.name, named),
            await self._named(profiles.c.place_key, profiles.c.place, towns, here),
        )

    def _networks(self, viewer: Viewer, limit: int, part: str = "") -> Select[Any, int]:
        here = select(networks.c.id).where(networks.c.community_id == viewer.community)
        here = here.where(networks.c.name_key.contains(part, autoescape=True)) if part else here
        of_here = member_networks.c.network_id.in_(here)
        return _most(member_networks, "network_id", viewer, limit, of_here)

    async def _named(
        self,
        key: ColumnElement[Any],
        name: ColumnElement[str],
        counted: Select[Any, int],
        *here: ColumnElement[bool],
    ) -> Counts:
        """What was counted by key, by the names that go with the keys."""
        counts = dict(await self._counts(counted))
        rows = await self._connection.execute(
            select(key, func.min(name)).where(key.in_(list(counts)), *here).group_by(key)
        )
        names = [(row[1], counts[row[0]]) for row in rows]
        return tuple(sorted(names, key=lambda named: (-named[1], named[0])))

    def _candidates(
        self, viewer: Viewer, terms: Sequence[Term], where: Where, *, any_of: bool
    ) -> tuple[Select[int], bool]:
        """Who matches and may be seen; and whether the engine takes part, so that it can rank."""
        condition = self._engine.condition(terms, where, any_of=any_of)
        community: ColumnElement[int] = profiles.c.community_id
        if condition is not None:
            community = self._engine.beside_the_search(community)
        visible = visible_to(viewer, community)
        query = select(profiles.c.member_id.label("id")).where(visible, _there())
        if where.networks:
            query = query.where(_belongs_to(where.networks))
        if condition is None:
            newest_first = query.order_by(profiles.c.updated_at.desc(), profiles.c.member_id)
            return newest_first, False
        index = self._engine.index
        query = query.join_from(index, profiles, profiles.c.member_id == self._engine.member)
        return query.where(condition), True

    async def _counts(self, counted: Select[Any, int]) -> Counts:
        return tuple((row[0], row[1]) for row in await self._connection.execute(counted))


def visible_to(
    viewer: Viewer, community: ColumnElement[int] = profiles.c.community_id
) -> ColumnElement[bool]:
    """The one rule of who sees whose profile."""
    here = community == viewer.community
    return and_(here, or_(profiles.c.visibility == "everyone", _lets_in(viewer)))


def _there() -> ColumnElement[bool]:
    """Not somebody who has left every chat that they were in: those have accounts, all gone."""
    its = exists().where(accounts.c.member_id == profiles.c.member_id).correlate(profiles)
    elsewhere = select(spaces.c.id).where(spaces.c.platform != OWN_CHAT)
    in_use = its.where(accounts.c.gone_at.is_(None), accounts.c.space_id.in_(elsewhere))
    return or_(not_(its.where(accounts.c.gone_at.is_not(None))), in_use)


def _hidden_from(viewer: Viewer) -> ColumnElement[bool]:
    """The same rule, from the other side: few profiles, which an index finds."""
    guarded = profiles.c.visibility.in_(("networks", "introduced"))
    return and_(profiles.c.community_id == viewer.community, guarded, not_(_lets_in(viewer)))


def _lets_in(viewer: Viewer) -> ColumnElement[bool]:
    """Whether a profile is the viewer's own, or one whose owner has let them in."""
    known = profiles.c.member_id.in_(sorted({viewer.member, *viewer.introduced}))
    if not viewer.networks:
        return known
    return or_(known, and_(profiles.c.visibility == "networks", _belongs_to(viewer.networks)))


def _belongs_to(some_networks: Collection[int]) -> ColumnElement[bool]:
    belonging = member_networks.alias("belonging")
    return (
        exists()
        .where(belonging.c.member_id == profiles.c.member_id)
        .where(belonging.c.network_id.in_(sorted(some_networks)))
        .correlate(profiles)
    )


def _most(
    table: Table, name: str, viewer: Viewer, limit: int, *where: ColumnElement[bool]
) -> Select[Any, int]:
    """What most people have in a column: all of them, less those who are hidden from the viewer."""
    by = table.c[name]
    here = [table.c.community_id == viewer.community] if "community_id" in table.c else []
    count = func.count().label("people")
    all_ = select(by.label("key"), count).where(*here, *where).group_by(by).subquery("all_")
    their_ids = select(profiles.c.member_id).where(_hidden_from(viewer)).cte("hidden_members")
    their_ids = their_ids.prefix_with("MATERIALIZED")  # they are few: start from them
    of_hidden = select(by.label("key"), count).join_from(
        their_ids, table, table.c.member_id == their_ids.c.member_id
    )
    hidden = of_hidden.group_by(by).subquery("hidden")
    people = all_.c.people - func.coalesce(hidden.c.people, 0)
    return (
        select(all_.c.key, people)
        .outerjoin_from(all_, hidden, hidden.c.key == all_.c.key)
        .where(people > 0)
        .order_by(people.desc(), all_.c.key)
        .limit(limit)
    )
