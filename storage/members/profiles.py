"""Profiles (`bot.features.members.ports.MembersBook`), kept in step with the search index."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, bindparam, delete, func, or_, select, union, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.community.people import AccountInfo, KnownAs, Network
from bot.community.profiles import Profile
from bot.community.roles import Role
from bot.features.members.directory.search import Document, document_of
from bot.features.members.ports import ExistingMember
from bot.ui.folding import address_key, folded
from storage.kernel.columns import AnyRow
from storage.kernel.database import insert
from storage.kernel.rows import ZONE_TOLD
from storage.kernel.tables import STAND_IN, accounts, member_networks, members, networks, spaces
from storage.members.directory import SqlDirectory
from storage.members.networks import SqlNetworks
from storage.members.tables import profile_topics, profiles
from storage.web.tables import web_sessions

_TEXTS = ("pronouns", "headline", "about", "visibility")
_LISTS = ("topics", "offers", "asks", "languages", "availability")


@dataclass(frozen=True, slots=True)
class _Entry:
    """What there is of a member; they have `told` of themselves once their profile was saved."""

    community: int
    profile: Profile
    told: bool


_Entries = Mapping[int, _Entry]


class SqlMembers:
    """The profiles of one database."""

    def __init__(self, connection: AsyncConnection, directory: SqlDirectory) -> None:
        self._connection = connection
        self._directory = directory
        self._networks = SqlNetworks(connection)
        self._locked: dict[int, _Entry] = {}
        """Read since they were locked; each is forgotten once it is written over."""

    async def add(self, community: int, profile: Profile, now: datetime) -> int:
        return (await self.add_many(community, [profile], now))[0]

    async def add_many(
        self, community: int, profiles: Sequence[Profile], now: datetime
    ) -> list[int]:
        if not profiles:
            return []
        usual = await self._usual_zone(community, profiles)
        rows = [
            {"community_id": community, "joined_at": now, **_member_values(p, usual)}
            for p in profiles
        ]
        ids = await self._insert(rows)
        space = await self._connection.scalar(
            select(spaces.c.id).where(
                spaces.c.community_id == community, spaces.c.platform == "web"
            )
        )
        await self._connection.execute(
            accounts.insert(),
            [{"member_id": i, "space_id": space, "external_id": str(i)} for i in ids],
        )
        await self._write(community, dict(zip(ids, profiles, strict=True)), {}, now)
        return ids

    async def enrol(self, community: int, who: AccountInfo, now: datetime) -> int:
        profile = Profile(who.name, email=who.email, zone=who.zone)
        member = await self.add(community, profile, now)
        if who.locale:
            its_own = update(members).where(members.c.id == member)
            await self._connection.execute(its_own.values(locale=who.locale))
        return member

    async def lock(self, member: int, naming: Collection[str] = ()) -> Profile | None:
        await self._lock([member], naming)
        return self._locked[member].profile if member in self._locked else None

    async def save(self, member: int, profile: Profile, now: datetime) -> Profile | None:
        if member not in self._locked and await self.lock(member) is None:
            return None
        community = self._locked[member].community
        return (await self.save_many(community, {member: profile}, now))[member]

    async def save_many(
        self, community: int, profiles: Mapping[int, Profile], now: datetime
    ) -> dict[int, Profile]:
        """Put profiles in the place of the former ones; only what has changed is written.

        Words that nobody uses any more are forgotten.
        """
        if not profiles:
            return {}
        await self._lock([id_ for id_ in profiles if id_ not in self._locked])
        former = {id_: self._locked.pop(id_) for id_ in profiles if id_ in self._locked}
        usual = await self._usual_zone(community, profiles.values())
        before = {id_: _member_values(entry.profile, usual) for id_, entry in former.items()}
        after = {id_: _member_values(profile, usual) for id_, profile in profiles.items()}
        if changed := [id_ for id_ in after if after[id_] != before.get(id_)]:
            await self._connection.execute(
                update(members).where(members.c.id == bindparam("its_id")),
                [{"its_id": id_, **after[id_]} for id_ in changed],
            )
        return await self._write(community, profiles, former, now)

    async def profile(self, member: int) -> Profile | None:
        return (await self.profiles([member])).get(member)

    async def profiles(self, members: Collection[int]) -> dict[int, Profile]:
        found = await self._read(members)
        return {member: found[member].profile for member in members if member in found}

    async def known(
        self, community: int, emails: Collection[str], names: Collection[str]
    ) -> list[ExistingMember]:
        member = select(
            members.c.id,
            members.c.joined_at,
            members.c.email_key,
            members.c.name_key,
            _has_joined().label("joined"),
        ).where(members.c.community_id == community)
        either = union(  # not `or`: each half has an index of its own
            member.where(members.c.email_key.in_(emails)),
            member.where(members.c.name_key.in_(names)),
        )
        found = await self._connection.execute(either.order_by(either.selected_columns.id))
        keys = {row.id: row for row in found}
        return [
            ExistingMember(
                id_,
                keys[id_].joined_at,
                keys[id_].email_key or "",
                keys[id_].name_key,
                folded(profile.home_network),
                profile,
                bool(keys[id_].joined),
            )
            for id_, profile in (await self.profiles(keys)).items()
        ]

    async def page(self, community: int, after: int, limit: int) -> list[tuple[int, Profile]]:
        ids = await self._connection.scalars(
            select(members.c.id)
            .where(members.c.community_id == community, members.c.id > after)
            .order_by(members.c.id)
            .limit(limit)
        )
        return list((await self.profiles(list(ids))).items())

    async def guarded(self, community: int) -> bool:
        found = await self._connection.execute(
            select(profiles.c.member_id)
            .where(profiles.c.community_id == community, profiles.c.visibility != "everyone")
            .limit(1)
        )
        return found.first() is not None

    async def networks(self, community: int, limit: int | None = None) -> list[Network]:
        return await self._networks.every(community, limit)

    async def networks_called(self, community: int, names: Collection[str]) -> list[Network]:
        return list((await self._networks.called(community, names)).values())

    def forget_networks(self) -> None:
        """Look networks up anew: their names have changed."""
        self._networks = SqlNetworks(self._connection)
        self._locked.clear()

    async def grant(self, member: int, role: Role) -> None:
        await self._connection.execute(
            update(members).where(members.c.id == member).values(role=int(role))
        )

    async def accounts(self, member: int) -> list[KnownAs]:
        rows = await self._connection.execute(
            select(spaces.c.platform, spaces.c.name.label("space_name"), accounts)
            .join(spaces, spaces.c.id == accounts.c.space_id)
            .where(accounts.c.member_id == member)
            .order_by(accounts.c.id)
        )
        return [
            KnownAs(row.platform, row.space_name, row.external_id, row.name, row.zone)
            for row in rows
        ]

    async def erase_profile(self, member: int) -> None:
        former = (await self._read([member])).get(member)
        if former is None:
            return
        self._locked.pop(member, None)
        for table in (profile_topics, profiles):
            await self._connection.execute(delete(table).where(table.c.member_id == member))
        await self._directory.drop(former.community, {member: document_of(former.profile)})

    async def leave_networks(self, member: int) -> None:
        self._locked.pop(member, None)
        await self._connection.execute(
            delete(member_networks).where(member_networks.c.member_id == member)
        )

    async def erase(self, member: int) -> None:
        await self.erase_profile(member)
        await self._connection.execute(delete(members).where(members.c.id == member))

    async def _usual_zone(self, community: int, profiles: Collection[Profile]) -> str:
        """What stands in for zones that nobody has told: that of most, or London of nobody yet."""
        if all(profile.zone for profile in profiles):
            return STAND_IN
        found = await self._connection.scalar(
            select(members.c.zone)
            .where(members.c.community_id == community, members.c.zone_known)
            .group_by(members.c.zone)
            .order_by(func.count().desc(), members.c.zone)
            .limit(1)
        )
        return found or STAND_IN

    async def _insert(self, rows: Sequence[Mapping[str, Any]]) -> list[int]:
        """Insert members; return their ids in the order of the rows.

        Databases return ids in any order; rows that are all alike may have each other's.
        """
        alike = ("name", "email", "zone", "zone_known")
        columns = [members.c[name] for name in alike]
        added = await self._connection.execute(
            members.insert().returning(members.c.id, *columns), rows
        )
        ids: dict[tuple[Any, ...], list[int]] = {}
        for id_, *values in sorted(added, reverse=True):
            ids.setdefault(tuple(values), []).append(id_)
        return [ids[tuple(row[name] for name in alike)].pop() for row in rows]

    async def _lock(self, ids: Collection[int], naming: Collection[str] = ()) -> None:
        """Lock first and read then: what is read with a lock may be of before it was had."""
        if ids:
            await self._networks.look_up_and_hold(ids, naming)
            self._locked |= await self._read(ids)

    async def _read(self, ids: Collection[int]) -> dict[int, _Entry]:
        """What there is of these members; a row for each of their networks."""
        rows = await self._connection.execute(
            select(members.c.id, members.c.name, members.c.email, ZONE_TOLD, profiles)
            .add_columns(members.c.community_id.label("community"))
            .add_columns(networks.c.name.label("network"))
            .outerjoin(profiles, profiles.c.member_id == members.c.id)
            .outerjoin(member_networks, member_networks.c.member_id == members.c.id)
            .outerjoin(networks, networks.c.id == member_networks.c.network_id)
            .where(members.c.id.in_(ids))
            .order_by(members.c.id, member_networks.c.position)
        )
        return {id_: _as_entry(list(its)) for id_, its in groupby(rows, attrgetter("id"))}

    async def _write(
        self, community: int, those: Mapping[int, Profile], former: _Entries, now: datetime
    ) -> dict[int, Profile]:
        """Everything about members but their own rows; returns the profiles as they are kept."""
        rows = [
            {"member_id": id_, "community_id": community, "updated_at": now, **_values(profile)}
            for id_, profile in those.items()
        ]
        upsert = insert(self._connection, profiles)
        new = {name: upsert.excluded[name] for name in rows[0] if name != "member_id"}
        await self._connection.execute(
            upsert.on_conflict_do_update(index_elements=["member_id"], set_=new), rows
        )
        kept = await self._join_networks(community, those, former)
        await self._share_topics(community, those, former)
        documents = {id_: document_of(profile) for id_, profile in kept.items()}
        await self._directory.put(community, documents, _documents(former))
        return kept

    async def _join_networks(
        self, community: int, those: Mapping[int, Profile], former: _Entries
    ) -> dict[int, Profile]:
        """Let members belong to the networks that they name, and return them with their names."""
        before = {id_: entry.profile.networks for id_, entry in former.items()}
        after = {id_: list(dict.fromkeys(map(folded, p.networks))) for id_, p in those.items()}
        moved = [id_ for id_ in those if after[id_] != [*map(folded, before.get(id_, ()))]]
        if left := [id_ for id_ in moved if before.get(id_)]:
            await self._connection.execute(
                delete(member_networks).where(member_networks.c.member_id.in_(left))
            )
        there = await self._networks.named(community, [n for m in moved for n in those[m].networks])
        belonging = [
            {"member_id": id_, "network_id": there[k].id, "position": position}
            for id_ in moved
            for position, k in enumerate(after[id_])
        ]
        if belonging:
            await self._connection.execute(member_networks.insert(), belonging)
        now = {id_: tuple(there[k].name for k in after[id_]) for id_ in moved}
        return {
            id_: replace(profile, networks=now.get(id_, before.get(id_, ())))
            for id_, profile in those.items()
        }

    async def _share_topics(
        self, community: int, those: Mapping[int, Profile], former: _Entries
    ) -> None:
        """Let members be counted among those who share their topics, and no longer among others."""
        before = {
            (id_, t) for id_, e in former.items() if e.told for t in map(folded, e.profile.topics)
        }
        after = {(id_, topic) for id_, p in those.items() for topic in map(folded, p.topics)}
        if gone := sorted(before - after):
            its_row = profile_topics.c.member_id == bindparam("its_id")
            await self._connection.execute(
                delete(profile_topics).where(
                    its_row, profile_topics.c.topic == bindparam("former")
                ),
                [{"its_id": id_, "former": topic} for id_, topic in gone],
            )
        if new := sorted(after - before):
            await self._connection.execute(
                profile_topics.insert(),
                [{"member_id": i, "community_id": community, "topic": topic} for i, topic in new],
            )


def _has_joined() -> ColumnElement[bool]:
    """Whether a member has come in themselves, in a chat or a browser, or has been given a role."""
    elsewhere = (
        select(accounts.c.id)
        .join(spaces, spaces.c.id == accounts.c.space_id)
        .where(accounts.c.member_id == members.c.id, spaces.c.platform != "web")
    )
    here = select(web_sessions.c.token_hash).where(web_sessions.c.member_id == members.c.id)
    return or_(members.c.role > 0, elsewhere.exists(), here.exists())


def _documents(entries: _Entries) -> dict[int, Document]:
    """By what these members are found so far."""
    return {id_: document_of(entry.profile) for id_, entry in entries.items() if entry.told}


def _member_values(profile: Profile, usual_zone: str) -> dict[str, Any]:
    return {
        "name": profile.name,
        "name_key": folded(profile.name),
        "email": profile.email or None,
        "email_key": address_key(profile.email) or None,
        "zone": profile.zone or usual_zone,
        "zone_known": bool(profile.zone),
    }


def _values(profile: Profile) -> dict[str, Any]:
    texts = {name: getattr(profile, name) for name in _TEXTS}
    lists = {name: json.dumps(getattr(profile, name), ensure_ascii=False) for name in _LISTS}
    return {**texts, **lists, "place": profile.town, "place_key": folded(profile.town)}


def _as_entry(rows: Sequence[AnyRow]) -> _Entry:
    """Make an entry of a member's rows, of which there is one for each network."""
    row, told = rows[0], rows[0].member_id is not None
    values: dict[str, Any] = {"name": row.name, "email": row.email or "", "zone": row.zone}
    if told:
        values |= {name: getattr(row, name) for name in _TEXTS}
        values |= {name: tuple(json.loads(getattr(row, name))) for name in _LISTS}
        values["town"] = row.place
    names = tuple(each.network for each in rows if each.network is not None)
    return _Entry(row.community, Profile(**values, networks=names), told)
