"""Who comes, waits, or has gone (`bot.features.events.ports.Attendance`)."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.events.dates.domain import DateState
from bot.features.events.rsvps.domain import Answer, Attendee, Rsvp
from bot.features.events.rsvps.outcomes import Attending
from bot.features.events.waiting_list.domain import PASSED_AT_MOST, Party, Place, why_waiting
from storage.events.rows import DATE, RSVP, WHO, as_date, as_rsvp
from storage.events.tables import WAITS, event_dates, event_guests, event_rsvps, events
from storage.kernel.tables import members

_IT = event_rsvps.c
_MEMBERS = select(*RSVP).where(
    _IT.date_id == bindparam("its_date"), _IT.member_id == bindparam("who")
)
_GUESTS = select(*RSVP).where(
    _IT.date_id == bindparam("its_date"), _IT.guest_id == bindparam("who")
)


class SqlAttendance:
    """The answers of one database, to be looked at."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, date: int, who: Attendee) -> Rsvp | None:
        theirs, id_ = (_MEMBERS, who.member) if who.guest is None else (_GUESTS, who.guest)
        found = await self._connection.execute(theirs, {"its_date": date, "who": id_})
        row = found.one_or_none()
        return as_rsvp(row) if row else None

    async def place(self, date: int, who: Attendee) -> Place | None:
        mine = await self.get(date, who)
        if mine is None or not mine.need:
            return None
        row = await self._connection.execute(select(*DATE).where(event_dates.c.id == date))
        there = as_date(row.one())
        if there.capacity is None:
            return None
        before = _IT.position < mine.position
        fits = _IT.party <= there.capacity
        gathers = func.count().filter(_IT.passed >= PASSED_AT_MOST, fits)
        counted = await self._connection.execute(
            select(func.count(), func.coalesce(func.sum(_IT.need), 0), gathers).where(
                _IT.date_id == date, WAITS, before
            )
        )
        parties, people, gathering = counted.one()
        party = Party(mine.id, mine.party, mine.need, mine.passed)
        tally = there.tally
        why = why_waiting(party, there.capacity, tally.seated, tally.offered, gathering > 0)
        return Place(parties, people, why)

    async def all_of(self, date: int, answers: Collection[Answer] = ()) -> list[Attending]:
        such = [_IT.date_id == date]
        if answers:
            such.append(_IT.answer.in_([answer.value for answer in answers]))
        return await self._attending(select(*RSVP, *WHO).select_from(event_rsvps).where(*such))

    async def of_event(self, event: int) -> list[Attending]:
        theirs = select(*RSVP, *WHO).select_from(event_rsvps)
        theirs = theirs.join(event_dates, event_dates.c.id == _IT.date_id)
        theirs = theirs.where(event_dates.c.event_id == event)
        return await self._attending(theirs.order_by(event_dates.c.original, _IT.date_id))

    async def _attending(self, theirs: Select[Any]) -> list[Attending]:
        rows = await self._connection.execute(
            theirs.outerjoin(members, members.c.id == _IT.member_id)
            .outerjoin(event_guests, event_guests.c.id == _IT.guest_id)
            .order_by(_IT.position, _IT.id)
        )
        return [Attending(as_rsvp(row), row.who_name, row.who_zone) for row in rows]

    async def lapsing(self, now: datetime) -> list[tuple[int, datetime]]:
        open_ = (
            select(_IT.date_id, func.min(_IT.offered_until))
            .join(event_dates, event_dates.c.id == _IT.date_id)
            .where(_IT.offered_until.is_not(None), _IT.offered_until <= now)
            .where(event_dates.c.state == DateState.PLANNED.value)
            .group_by(_IT.date_id)
        )
        rows = await self._connection.execute(open_.order_by(_IT.date_id))
        return [(date, until) for date, until in rows]

    async def unsettled(self, community: int, now: datetime) -> list[int]:
        date = event_dates.c
        found = (
            select(date.id)
            .join(events, events.c.id == date.event_id)
            .where(events.c.community_id == community, date.ends_at > now, date.waiting > 0)
            .where(date.state == DateState.PLANNED.value)
            .where(or_(date.capacity.is_(None), date.seated + date.offered < date.capacity))
        )
        return list(await self._connection.scalars(found.order_by(date.id)))
