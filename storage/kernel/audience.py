"""Who is in which network (`bot.community.ports.Audience`)."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.community.people import Network
from bot.community.roles import ScopedRole
from storage.kernel.tables import member_networks, members, networks, scoped_roles


class SqlAudience:
    """The networks of one database and their members; hosts are those of one `kind` of things."""

    def __init__(self, connection: AsyncConnection, kind: str) -> None:
        self._connection = connection
        self._kind = kind

    async def networks(self, community: int) -> list[Network]:
        rows = await self._connection.execute(
            select(networks.c.id, networks.c.name)
            .where(networks.c.community_id == community)
            .order_by(networks.c.name, networks.c.id)
        )
        return [Network(row.id, row.name) for row in rows]

    async def of(self, member: int) -> frozenset[int]:
        its_own = select(member_networks.c.network_id).where(member_networks.c.member_id == member)
        return frozenset((await self._connection.scalars(its_own)).all())

    async def of_each(self, members: Collection[int]) -> dict[int, frozenset[int]]:
        it = member_networks.c
        rows = await self._connection.execute(
            select(it.member_id, it.network_id).where(it.member_id.in_(list(members)))
        )
        found: dict[int, set[int]] = {member: set() for member in members}
        for member, network in rows:
            found[member].add(network)
        return {member: frozenset(theirs) for member, theirs in found.items()}

    async def networks_of(self, member: int) -> list[Network]:
        rows = await self._connection.execute(
            select(networks.c.id, networks.c.name)
            .join(member_networks, member_networks.c.network_id == networks.c.id)
            .where(member_networks.c.member_id == member)
            .order_by(member_networks.c.position, networks.c.id)
        )
        return [Network(row.id, row.name) for row in rows]

    async def usual_language(self, community: int) -> str:
        spoken = func.substr(members.c.locale, 1, 2).label("spoken")  # en-GB and en are one
        here = select(spoken).where(members.c.community_id == community, members.c.locale != "")
        most = here.group_by("spoken").order_by(func.count().desc(), "spoken").limit(1)
        return await self._connection.scalar(most) or ""

    async def behind(self, things: Collection[int]) -> dict[int, frozenset[int]]:
        rows = await self._connection.execute(
            select(scoped_roles.c.scope_id, member_networks.c.network_id)
            .join(member_networks, member_networks.c.member_id == scoped_roles.c.member_id)
            .where(scoped_roles.c.role == ScopedRole.HOST)
            .where(scoped_roles.c.scope_kind == self._kind)
            .where(scoped_roles.c.scope_id.in_(things))
        )
        found = defaultdict[int, set[int]](set)
        for row in rows:
            found[row.scope_id].add(row.network_id)
        return {thing: frozenset(those) for thing, those in found.items()}
