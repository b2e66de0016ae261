"""Offering members by what was typed of their names (`bot.community.ports.NameBook`)."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.community.people import Member, Named, Ref
from bot.features.members.directory.search import MOST_WORDS, Term
from bot.features.members.ports import Where
from bot.routing.autocomplete import fold, nearest
from bot.ui.folding import folded
from bot.ui.tokens import tokens
from storage.kernel.columns import AnyRow
from storage.kernel.tables import accounts, member_networks, members, networks, spaces
from storage.members.directory import SqlDirectory, engine_on, visible_to
from storage.members.tables import profiles

_NEAR = 200
"""Of those whose names hold nearly what was typed, so many are compared with it."""

_AT_ONCE = 100  # lists that one statement reads

_NAMESAKES = 500
"""Networks of people who share a name are compared up to here."""

_MISREAD = re.compile(r"[\"“”<>]|^@|^\d+$")  # what commands do not take for a name
_IN_NETWORK = re.compile(r"(.+?) \((.+)\)")  # as `SqlPeople.called` reads it


class SqlNames:
    """The names of one database."""

    def __init__(self, connection: AsyncConnection, directory: SqlDirectory) -> None:
        self._connection = connection
        self._directory = directory
        self._engine = engine_on(connection)

    async def autocomplete(
        self,
        viewer: Member,
        space: Ref,
        typed: str,
        limit: int,
        *,
        everybody: bool = False,
        without: Collection[int] = (),
    ) -> list[Named]:
        people = select(members.c.id, members.c.name)
        if without:
            people = people.where(members.c.id.not_in(sorted(without)))
        people = people.join_from(profiles, members, members.c.id == profiles.c.member_id)
        community: ColumnElement[int] = profiles.c.community_id
        searched = self._engine.beside_the_search(community)
        if everybody:
            here, found = community == viewer.community, searched == viewer.community
        else:
            people = people.where(members.c.id != viewer.id)
            looking = await self._directory.viewer(viewer.id, viewer.community)
            here, found = visible_to(looking, community), visible_to(looking, searched)
        said = _key(typed)
        if not said:
            latest = people.where(here).order_by(profiles.c.updated_at.desc(), members.c.id)
            rows = (await self._connection.execute(latest.limit(limit))).all()
        else:
            rows = await self._holding(people.where(here), said, limit)
            if len(rows) < limit:
                rows = [*rows, *await self._spelled_alike(people.where(found), viewer, said)]
        names = {row.id: row.name for row in rows}
        best = [list(names)[i] for i in nearest(said, list(names.values()))[:limit]]
        return await self.named(viewer.community, space, best)

    async def shown_to_each(
        self, looking: Sequence[tuple[Member, Collection[int]]]
    ) -> list[set[int]]:
        found: list[set[int]] = [set() for _ in looking]
        viewers = await self._directory.viewers([viewer for viewer, _ in looking])
        asked = [(at, *each) for at, each in enumerate(looking) if each[1]]
        for start in range(0, len(asked), _AT_ONCE):
            seen = [
                select(literal(at).label("at"), profiles.c.member_id)
                .where(profiles.c.member_id.in_(sorted(ids)))
                .where(visible_to(viewers[viewer.id]))
                for at, viewer, ids in asked[start : start + _AT_ONCE]
            ]
            for at, member in await self._connection.execute(union_all(*seen)):
                found[at].add(member)
        return found

    async def named(self, community: int, space: Ref, ids: Collection[int]) -> list[Named]:
        rows = await self._connection.execute(
            select(members.c.id, members.c.name, members.c.name_key).where(members.c.id.in_(ids))
        )
        found = {row.id: row for row in rows}
        shared = await self._shared(community, {row.name_key for row in found.values()})
        in_network = await self._in_networks(community, shared)
        mentions = await self._mentions(space, ids)
        named = []
        for row in (found[id_] for id_ in ids if id_ in found):
            label = name = row.name
            if row.name_key in shared:
                name = in_network.get(row.id, "")
                label = name or row.name
            if not name or _MISREAD.search(name):
                name = mentions.get(row.id, "")
            if name:
                named.append(Named(row.id, label, name))
        return named

    async def _holding(self, people: Select[Any], said: str, limit: int) -> Sequence[AnyRow]:
        """Those whose names hold it: at the beginning, of a word, or anywhere."""
        key = members.c.name_key
        order = case(
            (key.startswith(said, autoescape=True), 0),
            (key.contains(f" {said}", autoescape=True), 1),
            else_=2,
        )
        holding = people.where(key.contains(said, autoescape=True))
        holding = holding.order_by(order, key, members.c.id).limit(limit)
        rows: Sequence[AnyRow] = (await self._connection.execute(holding)).all()
        return rows

    async def _spelled_alike(
        self, people: Select[Any], viewer: Member, said: str
    ) -> Sequence[AnyRow]:
        """Those with a name of nearly these words, accents and slips of typing aside."""
        words = [*tokens(fold(said))][:MOST_WORDS]
        terms = [Term((word,), "name", prefix=True) for word in words]
        alike = await self._directory.spelled_like(viewer.community, *words)
        terms += [Term((other,), "name") for other in alike]
        condition = self._engine.condition(terms, Where(), any_of=True) if terms else None
        if condition is None:
            return []
        index = self._engine.index
        found = people.join_from(profiles, index, profiles.c.member_id == self._engine.member)
        found = found.where(condition).limit(_NEAR)
        rows: Sequence[AnyRow] = (await self._connection.execute(found)).all()
        return rows

    async def _shared(self, community: int, keys: Iterable[str]) -> set[str]:
        """Which of these names, in small letters, several members have."""
        rows = await self._connection.scalars(
            select(members.c.name_key)
            .where(members.c.community_id == community, members.c.name_key.in_(sorted(keys)))
            .group_by(members.c.name_key)
            .having(func.count() > 1)
        )
        return set(rows)

    async def _in_networks(self, community: int, shared: Collection[str]) -> dict[int, str]:
        """For people who share a name, "Name (Network)" with one that tells them apart, if any."""
        if not shared:
            return {}
        rows = await self._connection.execute(
            select(members.c.id, members.c.name, members.c.name_key)
            .add_columns(networks.c.name.label("network"), networks.c.name_key.label("network_key"))
            .join_from(members, member_networks, member_networks.c.member_id == members.c.id)
            .join(networks, networks.c.id == member_networks.c.network_id)
            .where(members.c.community_id == community, members.c.name_key.in_(sorted(shared)))
            .order_by(member_networks.c.position, members.c.id)
            .limit(_NAMESAKES)
        )
        ways: dict[tuple[str, str], list[AnyRow]] = defaultdict(list)
        for row in rows:
            ways[row.name_key, row.network_key].append(row)
        alone = {f"{name} ({net})": way[0] for (name, net), way in ways.items() if len(way) == 1}
        taken = await self._taken(community, alone)
        labels: dict[int, str] = {}
        for key, row in alone.items():
            read = _IN_NETWORK.fullmatch(key)
            if key not in taken and read and read.groups() == (row.name_key, row.network_key):
                labels.setdefault(row.id, f"{row.name} ({row.network})")
        return labels

    async def _taken(self, community: int, keys: Iterable[str]) -> set[str]:
        """Which of these are somebody's whole name."""
        here = members.c.community_id == community
        named = and_(here, members.c.name_key.in_(sorted(keys)))
        return set(await self._connection.scalars(select(members.c.name_key).where(named)))

    async def _mentions(self, space: Ref, ids: Collection[int]) -> dict[int, str]:
        """How people are mentioned in a space."""
        rows = await self._connection.execute(
            select(accounts.c.member_id, accounts.c.external_id)
            .join(spaces, spaces.c.id == accounts.c.space_id)
            .where(accounts.c.member_id.in_(ids))
            .where(spaces.c.platform == space.platform, spaces.c.external_id == space.id)
            .order_by(accounts.c.id.desc())
        )
        return {row.member_id: f"<@{Ref(space.platform, row.external_id)}>" for row in rows}


def _key(typed: str) -> str:
    """What was typed of a name, in small letters; a network that was begun is left to ranking."""
    name, _, _ = re.sub(r"[\"“”@]", "", typed).partition(" (")
    return folded(name)
