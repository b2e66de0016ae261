"""New names for networks, topics and towns (`bot.features.members.names.ports.Renamings`)."""

import json
from collections.abc import AsyncIterator, Collection, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Column, ColumnElement, and_, delete, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.community.profiles import Profile, each_once
from bot.errors import Conflict
from bot.features.members.directory.search import document_of
from bot.features.members.names.domain import Named, NameKind, Renaming
from bot.ui.folding import folded
from storage.kernel.columns import AnyRow, instant, metadata
from storage.kernel.direct import Direct
from storage.kernel.journal import Journal
from storage.kernel.tables import member_networks, networks, scoped_roles
from storage.members.directory import SqlDirectory
from storage.members.profiles import SqlMembers
from storage.members.tables import profile_topics, profiles, renamings

_AT_ONCE = 500
"""So many profiles are read and written at a time."""

_RENAMING = select(
    *(renamings.c[name] for name in ("id", "community_id", "kind", "former", "name", "by_id")),
    renamings.c.at,
)
_OLDER = Direct(_RENAMING.where(renamings.c.at <= instant("than")).order_by(renamings.c.id))


class SqlRenamings:
    """The names of one database."""

    def __init__(
        self, connection: AsyncConnection, members: SqlMembers, directory: SqlDirectory
    ) -> None:
        self._connection = connection
        self._members = members
        self._directory = directory

    async def names(self, community: int, kind: NameKind) -> Sequence[Named]:
        count = func.count().label("people")
        if kind == "network":
            people = func.count(member_networks.c.member_id).label("people")
            counted = (
                select(networks.c.name, people)
                .outerjoin(member_networks, member_networks.c.network_id == networks.c.id)
                .where(networks.c.community_id == community)
                .group_by(networks.c.id, networks.c.name)
            )
        elif kind == "topic":
            topic = profile_topics.c.topic
            here = profile_topics.c.community_id == community
            counted = select(topic.label("name"), count).where(here).group_by(topic)
        else:
            here = and_(profiles.c.community_id == community, profiles.c.place_key != "")
            town = func.min(profiles.c.place).label("name")
            counted = select(town, count).where(here).group_by(profiles.c.place_key)
        rows = await self._connection.execute(counted)
        found = [Named(row.name, row.people) for row in rows]
        return sorted(found, key=lambda each: (-each.people, each.name))

    async def rename(
        self, community: int, kind: NameKind, former: str, name: str, by: int, now: datetime
    ) -> Renaming | None:
        if kind == "network":
            done = await self._rename_network(community, former, name)
        else:
            done = await self._rename_word(community, kind, former, name, now)
        if done is None:
            return None
        was, before = done
        added = await self._connection.execute(
            renamings.insert()
            .values(community_id=community, kind=kind, former=was, name=name, by_id=by, at=now)
            .values(before=json.dumps(before, ensure_ascii=False))
            .returning(renamings.c.id)
        )
        return Renaming(int(added.scalar_one()), community, kind, was, name, by, now)

    async def latest(self, community: int, since: datetime, limit: int) -> Sequence[Renaming]:
        here = and_(renamings.c.community_id == community, renamings.c.at > since)
        newest = renamings.c.at.desc(), renamings.c.id.desc()
        return await self._all(here, *newest, limit=limit)

    async def get(self, id_: int) -> Renaming | None:
        found = await self._all(renamings.c.id == id_)
        return found[0] if found else None

    async def by(self, member: int) -> Sequence[Renaming]:
        return await self._all(renamings.c.by_id == member, renamings.c.id)

    async def disown(self, member: int) -> None:
        theirs = update(renamings).where(renamings.c.by_id == member)
        await self._connection.execute(theirs.values(by_id=None))

    async def older(self, than: datetime) -> Sequence[Renaming]:
        return [_renaming(row) for row in await _OLDER.all(self._connection, {"than": than})]

    async def forget(self, id_: int) -> None:
        await self._connection.execute(delete(renamings).where(renamings.c.id == id_))

    async def undo(self, renaming: Renaming, now: datetime) -> None:
        row = select(renamings.c.before).where(renamings.c.id == renaming.id).with_for_update()
        text = await self._connection.scalar(row)
        if text is None:
            raise Conflict("it was undone meanwhile")
        await self.forget(renaming.id)
        before = json.loads(text)
        if renaming.kind != "network":
            await self._give_back(renaming, before, now)
            return
        those = await self._of_network(before["networks"])
        async with self._found_anew(renaming.community, those):
            await Journal(self._connection).undo(before["journal"])

    async def drop_unused(self, network: int) -> None:
        used = [exists().where(column == network) for column in _belonging()]
        used.append(exists().where(_in_network(network)))
        unused = delete(networks).where(networks.c.id == network, *(~each for each in used))
        await self._connection.execute(unused)
        self._members.forget_networks()

    # Networks ---------------------------------------------------------------------------------

    async def _rename_network(
        self, community: int, former: str, name: str
    ) -> tuple[str, Mapping[str, Any]] | None:
        keys = {folded(former), folded(name)}
        here = select(networks).where(networks.c.community_id == community)
        rows = await self._connection.execute(
            here.where(networks.c.name_key.in_(keys)).order_by(networks.c.id).with_for_update()
        )
        found = {row.name_key: row for row in rows}
        gone, kept = found.get(folded(former)), found.get(folded(name))
        if gone is None or (gone is kept and gone.name == name):
            return None
        kept = kept or gone
        those = [each.id for each in (gone, kept)]
        journal = Journal(self._connection)
        async with self._found_anew(community, await self._of_network(those)):
            if gone.id != kept.id:
                await _merge(self._connection, journal, gone.id, kept.id)
            its_own = networks.c.id == kept.id
            await journal.change(networks, its_own, name=name, name_key=folded(name))
        return gone.name, {"networks": those, "journal": journal.as_text()}

    @asynccontextmanager
    async def _found_anew(self, community: int, those: Sequence[int]) -> AsyncIterator[None]:
        """Let these people be found by the names that their networks have afterwards."""
        former = await self._members.profiles(those)
        yield
        self._members.forget_networks()
        now = await self._members.profiles(those)
        documents = ({i: document_of(p) for i, p in each.items()} for each in (now, former))
        await self._directory.put(community, *documents)

    async def _of_network(self, those: Collection[int]) -> list[int]:
        there = member_networks.c.network_id.in_(those)
        rows = await self._connection.scalars(select(member_networks.c.member_id).where(there))
        return sorted(set(rows))

    # Topics and towns -------------------------------------------------------------------------

    async def _rename_word(
        self, community: int, kind: NameKind, former: str, name: str, now: datetime
    ) -> tuple[str, Mapping[str, Any]] | None:
        """Rewrite it in every profile; what each had is kept, to be given back."""
        key, before = folded(former), dict[str, Sequence[str]]()
        for ids in _in_parts(await self._having(community, kind, key)):
            there = await self._members.profiles(ids)
            changed = {id_: _with_word(each, kind, key, name) for id_, each in there.items()}
            news = {id_: each for id_, each in changed.items() if each != there[id_]}
            await self._members.save_many(community, news, now)
            before |= {str(id_): _words(there[id_], kind) for id_ in news}
        return (former, before) if before else None

    async def _give_back(
        self, renaming: Renaming, before: Mapping[str, Sequence[str]], now: datetime
    ) -> None:
        """Only to those who still have the name; whatever else they have told since stays."""
        kind, name = renaming.kind, folded(renaming.name)
        former = folded(renaming.former)
        for ids in _in_parts([int(id_) for id_ in before]):
            there = await self._members.profiles(ids)
            back = {
                id_: _given_back(each, kind, name, former, before[str(id_)])
                for id_, each in there.items()
                if name in map(folded, _words(each, kind))
            }
            await self._members.save_many(renaming.community, back, now)

    async def _having(self, community: int, kind: NameKind, key: str) -> Sequence[int]:
        if kind == "topic":
            topics = profile_topics.c
            its = select(topics.member_id).where(topics.topic == key)
            its = its.where(topics.community_id == community).order_by(topics.member_id)
        else:
            its = select(profiles.c.member_id).where(profiles.c.place_key == key)
            its = its.where(profiles.c.community_id == community).order_by(profiles.c.member_id)
        return (await self._connection.scalars(its)).all()

    async def _all(
        self, which: ColumnElement[bool], *order: ColumnElement[Any], limit: int | None = None
    ) -> list[Renaming]:
        query = _RENAMING.where(which).order_by(*order).limit(limit)
        return [_renaming(row) for row in await self._connection.execute(query)]


async def _merge(connection: AsyncConnection, journal: Journal, gone: int, kept: int) -> None:
    """Let all that is of one network be of the other; whose home it was has it as their home."""
    for column in _belonging():
        combine = _first_place if column.table is member_networks else _nothing
        await journal.join(column, gone, kept, combine)
    holders = scoped_roles.c.scope_kind == "network"
    rows = select(scoped_roles).where(holders, scoped_roles.c.scope_id.in_((gone, kept)))
    roles = (await connection.execute(rows)).all()
    has = {(row.member_id, row.role) for row in roles if row.scope_id == kept}
    for row in roles:
        if row.scope_id == gone:
            mine = and_(scoped_roles.c.member_id == row.member_id, scoped_roles.c.role == row.role)
            its = and_(mine, _in_network(gone))
            if (row.member_id, row.role) in has:
                await journal.drop(scoped_roles, its)
            else:
                await journal.change(scoped_roles, its, scope_id=kept)
    await journal.drop(networks, networks.c.id == gone)


def _belonging() -> Iterator[Column[int]]:
    """Whatever refers to networks: people, and what is open to some of them alone."""
    for table in metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column is networks.c.id:
                yield cast("Column[int]", key.parent)


def _in_network(network: int) -> ColumnElement[bool]:
    return and_(scoped_roles.c.scope_kind == "network", scoped_roles.c.scope_id == network)


def _first_place(old: AnyRow, new: AnyRow) -> dict[str, Any]:
    return {"position": old.position} if old.position < new.position else {}


def _nothing(old: AnyRow, new: AnyRow) -> dict[str, Any]:
    return {}


def _words(profile: Profile, kind: NameKind) -> Sequence[str]:
    return profile.topics if kind == "topic" else (profile.town,)


def _with_words(profile: Profile, kind: NameKind, words: Sequence[str]) -> Profile:
    if kind == "topic":
        return replace(profile, topics=each_once(words))
    return replace(profile, town=words[0])


def _with_word(profile: Profile, kind: NameKind, key: str, name: str) -> Profile:
    words = [
        name if folded(each) in (key, folded(name)) else each for each in _words(profile, kind)
    ]
    return _with_words(profile, kind, words)


def _given_back(
    profile: Profile, kind: NameKind, name: str, former: str, before: Sequence[str]
) -> Profile:
    was = [each for each in before if folded(each) in (name, former)]
    words: list[str] = []
    for each in _words(profile, kind):
        words += was if folded(each) == name else [each]
    return _with_words(profile, kind, words)


def _in_parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[at : at + _AT_ONCE] for at in range(0, len(ids), _AT_ONCE))


def _renaming(row: AnyRow) -> Renaming:
    kind = cast("NameKind", row.kind)
    return Renaming(row.id, row.community_id, kind, row.former, row.name, row.by_id, row.at)
