"""Rooms of dates (`bot.features.events.rooms.ports.Rooms`)."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.events.day_tables import event_rooms
from storage.events.tables import event_dates
from storage.kernel.columns import instant
from storage.kernel.database import insert
from storage.kernel.direct import Direct

_IT = event_rooms.c
_TO_CLOSE = Direct(
    select(_IT.date_id)
    .join(event_dates, event_dates.c.id == _IT.date_id)
    .where(_IT.closed_at.is_(None), event_dates.c.ends_at <= instant("over_before"))
    .order_by(_IT.date_id)
    .distinct()
)


class SqlRooms:
    """The rooms of one database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def opened(self, date: int, space: int, now: datetime) -> bool:
        new = insert(self._connection, event_rooms)
        new = new.values(date_id=date, space_id=space, opened_at=now).on_conflict_do_nothing()
        added = await self._connection.execute(new.returning(_IT.space_id))
        return added.scalar_one_or_none() is not None

    async def of(self, date: int) -> list[int]:
        open_ = select(_IT.space_id).where(_IT.date_id == date, _IT.closed_at.is_(None))
        return list(await self._connection.scalars(open_.order_by(_IT.space_id)))

    async def to_close(self, over_before: datetime) -> list[int]:
        rows = await _TO_CLOSE.all(self._connection, {"over_before": over_before})
        return [row.date_id for row in rows]

    async def closed(self, date: int, now: datetime) -> None:
        its_own = update(event_rooms).where(_IT.date_id == date, _IT.closed_at.is_(None))
        await self._connection.execute(its_own.values(closed_at=now))
