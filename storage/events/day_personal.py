"""What the days of events hold about one person: to give it to them, and to remove it."""

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.events.day_tables import (
    event_agains,
    event_breakout_seats,
    event_breakouts,
    event_check_ins,
    event_outcomes,
)
from storage.events.tables import event_dates, events
from storage.kernel.tables import members

_CAME = event_check_ins.c
_AGAIN = event_agains.c
_SEAT = event_breakout_seats.c
_TOLD = event_outcomes.c


class DayPersonalData:
    """One person's part in the days of events."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def export(self, member: int) -> dict[str, object]:
        """What they did themselves; never who would like to talk to them again."""
        return {
            "was there": await self._came(member),
            "in groups": await self._groups(member),
            "would like to talk again": await self._again(member),
            "told what came of it": await self._outcomes(member),
        }

    async def erase(self, member: int) -> None:
        run = self._connection.execute
        await run(delete(event_check_ins).where(_CAME.member_id == member))
        await run(delete(event_breakout_seats).where(_SEAT.member_id == member))
        about = or_(_AGAIN.by_id == member, _AGAIN.other_id == member)
        await run(delete(event_agains).where(about))
        for table, column in (
            (event_check_ins, _CAME.by_id),
            (event_breakouts, event_breakouts.c.made_by),
            (event_outcomes, _TOLD.by_id),
        ):
            await run(update(table).where(column == member).values({column.name: None}))

    async def _came(self, member: int) -> list[dict[str, object]]:
        rows = await self._connection.execute(
            select(events.c.title, _CAME.at, _CAME.people)
            .select_from(event_check_ins)
            .join(event_dates, event_dates.c.id == _CAME.date_id)
            .join(events, events.c.id == event_dates.c.event_id)
            .where(_CAME.member_id == member)
            .order_by(_CAME.at, _CAME.id)
        )
        return [{"event": r.title, "at": r.at.isoformat(), "people": r.people} for r in rows]

    async def _groups(self, member: int) -> list[dict[str, object]]:
        rows = await self._connection.execute(
            select(events.c.title, _SEAT.number)
            .select_from(event_breakout_seats)
            .join(event_breakouts, event_breakouts.c.id == _SEAT.breakout_id)
            .join(event_dates, event_dates.c.id == event_breakouts.c.date_id)
            .join(events, events.c.id == event_dates.c.event_id)
            .where(_SEAT.member_id == member, event_breakouts.c.told_at.is_not(None))
            .order_by(event_breakouts.c.id)
        )
        return [{"event": row.title, "group": row.number} for row in rows]

    async def _again(self, member: int) -> list[dict[str, object]]:
        rows = await self._connection.execute(
            select(events.c.title, members.c.name, _AGAIN.said_at)
            .select_from(event_agains)
            .join(event_dates, event_dates.c.id == _AGAIN.date_id)
            .join(events, events.c.id == event_dates.c.event_id)
            .join(members, members.c.id == _AGAIN.other_id)
            .where(_AGAIN.by_id == member)
            .order_by(_AGAIN.said_at, _AGAIN.other_id)
        )
        return [{"event": r.title, "whom": r.name, "on": r.said_at.isoformat()} for r in rows]

    async def _outcomes(self, member: int) -> list[dict[str, object]]:
        rows = await self._connection.execute(
            select(events.c.title, _TOLD.text, func.coalesce(_TOLD.link, "").label("recording"))
            .select_from(event_outcomes)
            .join(event_dates, event_dates.c.id == _TOLD.date_id)
            .join(events, events.c.id == event_dates.c.event_id)
            .where(_TOLD.by_id == member)
            .order_by(_TOLD.date_id)
        )
        return [{"event": r.title, "text": r.text, "recording": r.recording} for r in rows]
