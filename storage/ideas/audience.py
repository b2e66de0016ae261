"""Who is in which network (`bot.features.ideas.ports.Audience`)."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.community.people import Network
from bot.community.roles import ScopedRole
from bot.features.ideas.domain import scope_of
from storage.kernel.tables import member_networks, networks, scoped_roles


class SqlAudience:
    """The networks of one database and their members."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

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

    async def behind(self, ideas: Collection[int]) -> dict[int, frozenset[int]]:
        rows = await self._connection.execute(
            select(scoped_roles.c.scope_id, member_networks.c.network_id)
            .join(member_networks, member_networks.c.member_id == scoped_roles.c.member_id)
            .where(scoped_roles.c.role == ScopedRole.HOST)
            .where(scoped_roles.c.scope_kind == scope_of(0).kind)
            .where(scoped_roles.c.scope_id.in_(ideas))
        )
        found: dict[int, frozenset[int]] = {}
        for idea, network in rows:
            found[idea] = found.get(idea, frozenset()) | {network}
        return found
