"""Finding people and places (`bot.people.PeopleBook`)."""

import re
from typing import Any

from rapidfuzz import fuzz, process
from sqlalchemy import Select, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.people import Account, Community, Member, Ref, Role, Space
from storage.kernel import insert
from storage.tables.columns import AnyRow
from storage.tables.people import (
    accounts,
    communities,
    member_networks,
    members,
    networks,
    spaces,
)

MEMBER = (
    members.c.id,
    members.c.community_id,
    members.c.name,
    members.c.role,
    members.c.zone,
    members.c.locale,
)
"""The columns that `as_member` reads."""


def as_member(row: AnyRow) -> Member:
    """Make a member of the columns `MEMBER`."""
    return Member(row.id, row.community_id, row.name, Role(row.role), row.zone, row.locale)


class SqlPeople:
    """The people of one database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def community(self, community: int) -> Community:
        """Return the community; it exists."""
        found = await self._connection.execute(
            select(communities.c.id, communities.c.name).where(communities.c.id == community)
        )
        return Community(*found.one())

    async def establish(self, name: str) -> Community:
        """Return the community of this name, founded with its web chat if there is none."""
        key = " ".join(name.split()).casefold()
        founded = await self._connection.execute(
            insert(self._connection, communities)
            .values(name=" ".join(name.split()), name_key=key)
            .on_conflict_do_nothing()
        )
        found = await self._connection.execute(
            select(communities.c.id, communities.c.name).where(communities.c.name_key == key)
        )
        community = Community(*found.one())
        if founded.rowcount:
            id_ = community.id
            await self._connection.execute(
                spaces.insert().values(
                    community_id=id_, platform="web", external_id=str(id_), square=f"square:{id_}"
                )
            )
        return community

    async def communities(self) -> list[Community]:
        """Return all communities, oldest first."""
        rows = await self._connection.execute(
            select(communities.c.id, communities.c.name).order_by(communities.c.id)
        )
        return [Community(*row) for row in rows]

    async def member(self, member: int) -> Member | None:
        """Return the member, if there still is one of this id."""
        return (await self.members([member])).get(member)

    async def members(self, ids: list[int]) -> dict[int, Member]:
        """Return the members of these ids that exist, by id."""
        found = await self._all(select(*MEMBER).where(members.c.id.in_(ids)))
        return {member.id: member for member in found}

    async def member_behind(self, account: Ref, space: Ref) -> Member | None:
        """Return who uses this account in this space."""
        found = await self._all(
            select(*MEMBER)
            .join(accounts, accounts.c.member_id == members.c.id)
            .join(spaces, spaces.c.id == accounts.c.space_id)
            .where(accounts.c.external_id == account.id)
            .where(spaces.c.platform == space.platform, spaces.c.external_id == space.id)
        )
        return found[0] if found else None

    async def called(self, community: int, name: str, *, by_email: bool = False) -> list[Member]:
        """Return the members of this name or "name (network)", or of this e-mail address."""
        key = " ".join(name.split()).casefold()
        here = select(*MEMBER).where(members.c.community_id == community)
        named = members.c.name_key == key
        found = await self._all(
            here.where(named | (members.c.email_key == key) if by_email else named)
        )
        within = re.fullmatch(r"(.+?) \((.+)\)", key)
        if found or not within:
            return found
        return await self._all(
            here.join(member_networks, member_networks.c.member_id == members.c.id)
            .join(networks, networks.c.id == member_networks.c.network_id)
            .where(members.c.name_key == within[1], networks.c.name_key == within[2])
        )

    async def named_like(self, community: int, name: str, limit: int = 5) -> list[Member]:
        """Return the members whose names come nearest, out of those that share a beginning."""
        key = " ".join(name.split()).casefold()
        starts = {word[:2] for word in key.split() if len(word) > 1} or {key[:1]}
        near = select(*MEMBER, members.c.name_key).where(members.c.community_id == community)
        likes = [members.c.name_key.contains(start, autoescape=True) for start in sorted(starts)]
        rows = (await self._connection.execute(near.where(or_(*likes)).limit(2000))).all()
        best = process.extract(
            key, [row.name_key for row in rows], scorer=fuzz.WRatio, limit=limit, score_cutoff=60
        )
        return [as_member(rows[index]) for _, _, index in best]

    async def with_role(self, community: int, role: Role) -> list[Member]:
        """Return the members with at least this role, by id."""
        return await self._all(
            select(*MEMBER)
            .where(members.c.community_id == community, members.c.role >= role)
            .order_by(members.c.id)
        )

    async def spaces(self, community: int) -> list[Space]:
        """Return the community's spaces, oldest first."""
        rows = await self._connection.execute(
            select(spaces).where(spaces.c.community_id == community).order_by(spaces.c.id)
        )
        return [as_space(row) for row in rows]

    async def _all(self, query: Select[Any]) -> list[Member]:
        return [as_member(row) for row in await self._connection.execute(query)]


def as_space(row: AnyRow) -> Space:
    """Make a space of a row of its table."""
    ref = Ref(row.platform, row.external_id)
    return Space(
        row.id, row.community_id, ref, Ref(row.platform, row.square) if row.square else None
    )


def as_account(row: AnyRow) -> Account:
    """Make an account of member_id, space_id, platform and external_id."""
    return Account(row.member_id, row.space_id, Ref(row.platform, row.external_id))
