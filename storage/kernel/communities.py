"""Communities, and the spaces of their chats."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.community.people import OWN_CHAT, Community, Ref, Space
from bot.community.places import Purpose
from bot.ui.folding import folded
from storage.kernel.database import insert
from storage.kernel.places import SqlPlaces
from storage.kernel.rows import as_space
from storage.kernel.tables import communities, spaces


class SqlCommunities:
    """The communities of one database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def community(self, community: int) -> Community:
        found = await self._connection.execute(
            select(communities.c.id, communities.c.name).where(communities.c.id == community)
        )
        return Community(*found.one())

    async def establish(self, name: str) -> Community:
        return await self.found(name) or await self._community_called(name)

    async def found(self, name: str) -> Community | None:
        founded = await self._connection.execute(
            insert(self._connection, communities)
            .values(name=" ".join(name.split()), name_key=folded(name))
            .on_conflict_do_nothing()
        )
        if not founded.rowcount:
            return None
        community = await self._community_called(name)
        id_ = community.id
        own = await self.connect(id_, Ref(OWN_CHAT, str(id_)), "")
        everybody = Ref(OWN_CHAT, f"square:{id_}")
        await SqlPlaces(self._connection).choose(own, everybody, [Purpose.ANNOUNCEMENTS])
        return community

    async def communities(self) -> list[Community]:
        rows = await self._connection.execute(
            select(communities.c.id, communities.c.name).order_by(communities.c.id)
        )
        return [Community(*row) for row in rows]

    async def spaces(self, community: int) -> list[Space]:
        rows = await self._connection.execute(
            select(spaces).where(spaces.c.community_id == community).order_by(spaces.c.id)
        )
        return [as_space(row) for row in rows]

    async def space(self, ref: Ref) -> Space | None:
        found = (await self._connection.execute(select(spaces).where(is_space(ref)))).one_or_none()
        return as_space(found) if found else None

    async def connect(self, community: int, ref: Ref, name: str) -> Space:
        await self._connection.execute(
            spaces.insert().values(
                community_id=community, platform=ref.platform, external_id=ref.id, name=name
            )
        )
        return as_space((await self._connection.execute(select(spaces).where(is_space(ref)))).one())

    async def lose(self, space: Ref, why: str, now: datetime) -> Space | None:
        lost = await self._connection.execute(
            update(spaces)
            .where(is_space(space), spaces.c.lost_at.is_(None))
            .values(lost_at=now, lost_why=why)
        )
        return await self.space(space) if lost.rowcount else None

    async def regain(self, space: Ref, name: str) -> Space | None:
        before = await self.space(space)
        back = update(spaces).where(is_space(space)).values(lost_at=None, lost_why="", name=name)
        await self._connection.execute(back)
        return await self.space(space) if before and before.lost else None

    async def _community_called(self, name: str) -> Community:
        found = await self._connection.execute(
            select(communities.c.id, communities.c.name).where(
                communities.c.name_key == folded(name)
            )
        )
        return Community(*found.one())


def is_space(space: Ref) -> ColumnElement[bool]:
    """Whether a row of spaces is this one."""
    return and_(spaces.c.platform == space.platform, spaces.c.external_id == space.id)
