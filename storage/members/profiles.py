"""Profiles (`bot.features.members.ports.MembersBook`), kept in step with the search index."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, exists, or_, select, union, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.community.people import KnownAs, Network, Newcomer
from bot.community.profiles import Profile, each_once
from bot.community.roles import Role
from bot.features.members.directory.search import document_of, vocabulary
from bot.features.members.ports import Known
from storage.kernel.columns import AnyRow
from storage.kernel.database import insert
from storage.kernel.tables import accounts, member_networks, members, networks, spaces
from storage.members.directory import SqlDirectory
from storage.members.tables import profile_topics, profiles
from storage.web.tables import web_messages, web_place_members

_TEXTS = ("pronouns", "headline", "about", "place", "visibility")
_LISTS = ("topics", "offers", "asks", "languages", "availability")


class SqlMembers:
    """The profiles of one database."""

    def __init__(self, connection: AsyncConnection, directory: SqlDirectory) -> None:
        self._connection = connection
        self._directory = directory

    async def add(self, community: int, profile: Profile, now: datetime) -> int:
        """Add a member; return their id."""
        return (await self.add_many(community, [profile], now))[0]

    async def add_many(
        self, community: int, profiles: Sequence[Profile], now: datetime
    ) -> list[int]:
        """Add members with their web accounts; return their ids in the same order."""
        if not profiles:
            return []
        rows = [
            {"community_id": community, "joined_at": now, **_member_values(p)} for p in profiles
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
        await self._write(community, dict(zip(ids, profiles, strict=True)), now)
        return ids

    async def enrol(self, community: int, who: Newcomer, now: datetime) -> int:
        """Add a member as their chat knows them; return their id."""
        profile = Profile(who.name, email=who.email)
        profile = replace(profile, zone=who.zone) if who.zone else profile
        member = await self.add(community, profile, now)
        if who.locale:
            its_own = update(members).where(members.c.id == member)
            await self._connection.execute(its_own.values(locale=who.locale))
        return member

    async def in_own_chat(self, member: int) -> bool:
        """Tell whether a member has read, said or asked for anything in the web chat."""
        said = web_messages.c.author_id == member, web_messages.c.asked_by == member
        read = web_place_members.c.member_id == member, web_place_members.c.last_read > 0
        used = or_(exists().where(or_(*said)), exists().where(*read))
        return bool(await self._connection.scalar(select(used)))

    async def save(self, member: int, profile: Profile, now: datetime) -> None:
        """Put a profile in the place of the former one."""
        community = await self._community(member)
        if community is not None:
            await self.save_many(community, {member: profile}, now)

    async def save_many(
        self, community: int, profiles: Mapping[int, Profile], now: datetime
    ) -> None:
        """Put profiles in the place of the former ones; words that nobody uses are forgotten."""
        if not profiles:
            return
        former = await self.profiles(profiles)
        _values = [{"its_id": id_, **_member_values(p)} for id_, p in profiles.items()]
        await self._connection.execute(
            update(members).where(members.c.id == bindparam("its_id")), _values
        )
        ids = list(profiles)
        for table in (member_networks, profile_topics):
            await self._connection.execute(delete(table).where(table.c.member_id.in_(ids)))
        await self._write(community, profiles, now)
        gone = _words(former.values()) - _words(profiles.values())
        await self._directory.forget_words(community, gone)

    async def profile(self, member: int) -> Profile | None:
        """Return a member's profile, if there is such a member."""
        return (await self.profiles([member])).get(member)

    async def profiles(self, members: Collection[int]) -> dict[int, Profile]:
        """Return the profiles of these members, by member and in their order."""
        found = await self._read(list(members))
        return {member: found[member] for member in members if member in found}

    async def known(
        self, community: int, emails: Collection[str], names: Collection[str]
    ) -> list[Known]:
        """Return members by e-mail address or name."""
        member = select(
            members.c.id, members.c.joined_at, members.c.email_key, members.c.name_key
        ).where(members.c.community_id == community)
        either = union(  # not `or`: each half has an index of its own
            member.where(members.c.email_key.in_(emails)),
            member.where(members.c.name_key.in_(names)),
        )
        found = await self._connection.execute(either.order_by(either.selected_columns.id))
        keys = {row.id: (row.joined_at, row.email_key or "", row.name_key) for row in found}
        return [
            Known(id_, *keys[id_], key(profile.home), profile)
            for id_, profile in (await self.profiles(keys)).items()
        ]

    async def page(self, community: int, after: int, limit: int) -> list[tuple[int, Profile]]:
        """Return the next members after an id."""
        ids = await self._connection.scalars(
            select(members.c.id)
            .where(members.c.community_id == community, members.c.id > after)
            .order_by(members.c.id)
            .limit(limit)
        )
        return list((await self.profiles(list(ids))).items())

    async def guarded(self, community: int) -> bool:
        """Tell whether somebody shows their profile to some only."""
        found = await self._connection.execute(
            select(profiles.c.member_id)
            .where(profiles.c.community_id == community, profiles.c.visibility != "everyone")
            .limit(1)
        )
        return found.first() is not None

    async def networks(self, community: int) -> list[Network]:
        """Return every network by name."""
        rows = await self._connection.execute(
            select(networks.c.id, networks.c.name)
            .where(networks.c.community_id == community)
            .order_by(networks.c.name_key)
        )
        return [Network(*row) for row in rows]

    async def grant(self, member: int, role: Role) -> None:
        """Give a member a role in the place of their former one."""
        await self._connection.execute(
            update(members).where(members.c.id == member).values(role=int(role))
        )

    async def accounts(self, member: int) -> list[KnownAs]:
        """Return how each chat knows a member, oldest first."""
        rows = await self._connection.execute(
            select(spaces.c.platform, spaces.c.name.label("place"), accounts)
            .join(spaces, spaces.c.id == accounts.c.space_id)
            .where(accounts.c.member_id == member)
            .order_by(accounts.c.id)
        )
        return [
            KnownAs(row.platform, row.place, row.external_id, row.name, row.zone) for row in rows
        ]

    async def erase_profile(self, member: int) -> None:
        """Delete a profile, its topics and what the directory knows."""
        community = await self._community(member)
        if community is None:
            return
        former = await self.profiles([member])
        await self._directory.drop([member])
        for table in (profile_topics, profiles):
            await self._connection.execute(delete(table).where(table.c.member_id == member))
        await self._directory.forget_words(community, _words(former.values()))

    async def leave_networks(self, member: int) -> None:
        """Take a member out of all networks."""
        await self._connection.execute(
            delete(member_networks).where(member_networks.c.member_id == member)
        )

    async def erase(self, member: int) -> None:
        """Delete a member; what refers to them goes with them."""
        await self.erase_profile(member)
        await self._connection.execute(delete(members).where(members.c.id == member))

    async def _insert(self, rows: Sequence[Mapping[str, Any]]) -> list[int]:
        """Insert members; return their ids in the order of the rows.

        Databases return ids in any order; rows that are all alike may have each other's.
        """
        alike = ("name", "email", "zone")
        columns = [members.c[name] for name in alike]
        added = await self._connection.execute(
            members.insert().returning(members.c.id, *columns), rows
        )
        ids: dict[tuple[Any, ...], list[int]] = {}
        for id_, *values in sorted(added, reverse=True):
            ids.setdefault(tuple(values), []).append(id_)
        return [ids[tuple(row[name] for name in alike)].pop() for row in rows]

    async def _community(self, member: int) -> int | None:
        return await self._connection.scalar(
            select(members.c.community_id).where(members.c.id == member)
        )

    async def _read(self, ids: list[int]) -> dict[int, Profile]:
        rows = await self._connection.execute(
            select(members.c.id, members.c.name, members.c.email, members.c.zone, profiles)
            .outerjoin(profiles, profiles.c.member_id == members.c.id)
            .where(members.c.id.in_(ids))
        )
        belonging = await self._connection.execute(
            select(member_networks.c.member_id, networks.c.name)
            .join(networks, networks.c.id == member_networks.c.network_id)
            .where(member_networks.c.member_id.in_(ids))
            .order_by(member_networks.c.member_id, member_networks.c.position)
        )
        named: dict[int, list[str]] = {}
        for member, name in belonging:
            named.setdefault(member, []).append(name)
        return {row.id: _as_profile(row, named.get(row.id, [])) for row in rows}

    async def _write(self, community: int, those: Mapping[int, Profile], now: datetime) -> None:
        """Everything about members but their own rows; networks and topics are not there yet."""
        rows = [
            {"member_id": id_, "community_id": community, "updated_at": now, **_values(profile)}
            for id_, profile in those.items()
        ]
        upsert = insert(self._connection, profiles)
        new = {name: upsert.excluded[name] for name in rows[0] if name != "member_id"}
        await self._connection.execute(
            upsert.on_conflict_do_update(index_elements=["member_id"], set_=new), rows
        )
        await self._join_networks(community, those)
        topics = [
            {"member_id": id_, "community_id": community, "topic": topic}
            for id_, profile in those.items()
            for topic in dict.fromkeys(map(key, profile.topics))
        ]
        if topics:
            await self._connection.execute(profile_topics.insert(), topics)
        documents = {id_: document_of(profile) for id_, profile in those.items()}
        await self._directory.put(community, documents)

    async def _join_networks(self, community: int, those: Mapping[int, Profile]) -> None:
        ids = await self._networks(community, [n for p in those.values() for n in p.networks])
        belonging = [
            {"member_id": id_, "network_id": ids[key(name)], "position": position}
            for id_, profile in those.items()
            for position, name in enumerate(each_once(profile.networks))
        ]
        if belonging:
            await self._connection.execute(member_networks.insert(), belonging)

    async def _networks(self, community: int, names: Iterable[str]) -> dict[str, int]:
        """The ids of networks by key; those that are not there yet are founded."""
        by_key = {key(name): name for name in reversed(list(names))}
        if not by_key:
            return {}
        found = await self._known_networks(community, by_key)
        new = [k for k in sorted(by_key) if k not in found]
        if new:
            await self._connection.execute(
                insert(self._connection, networks).on_conflict_do_nothing(),
                [{"community_id": community, "name": by_key[k], "name_key": k} for k in new],
            )
            found = await self._known_networks(community, by_key)
        return found

    async def _known_networks(self, community: int, keys: Collection[str]) -> dict[str, int]:
        rows = await self._connection.execute(
            select(networks.c.name_key, networks.c.id).where(
                networks.c.community_id == community, networks.c.name_key.in_(keys)
            )
        )
        return {row.name_key: row.id for row in rows}


def key(name: str) -> str:
    """What a name is known by: white space made single, letters' case folded."""
    return " ".join(name.split()).casefold()


def _words(those: Iterable[Profile]) -> set[str]:
    return vocabulary(map(document_of, those))


def _member_values(profile: Profile) -> dict[str, Any]:
    return {
        "name": profile.name,
        "name_key": key(profile.name),
        "email": profile.email or None,
        "email_key": key(profile.email) or None,
        "zone": profile.zone,
    }


def _values(profile: Profile) -> dict[str, Any]:
    texts = {name: getattr(profile, name) for name in _TEXTS}
    lists = {name: json.dumps(getattr(profile, name), ensure_ascii=False) for name in _LISTS}
    return {**texts, **lists, "place_key": key(profile.place)}


def _as_profile(row: AnyRow, its_networks: Sequence[str]) -> Profile:
    values: dict[str, Any] = {"name": row.name, "email": row.email or "", "zone": row.zone}
    if row.member_id is not None:
        values |= {name: getattr(row, name) for name in _TEXTS}
        values |= {name: tuple(json.loads(getattr(row, name))) for name in _LISTS}
    return Profile(**values, networks=tuple(its_networks))
