"""Who comes, waits, or has gone (`bot.features.events.ports.Attendance`)."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.events.dates.domain import DateState, EventDate
from bot.features.events.rsvps.domain import Answer, Attendee, Rsvp
from bot.features.events.rsvps.outcomes import Attending
from bot.features.events.waiting_list.domain import PASSED_AT_MOST, Party, Place, why_waiting
from storage.events.rows import RSVP, WHO, as_rsvp
from storage.events.tables import WAITS, event_dates, event_guests, event_rsvps, events
from storage.kernel.columns import instant
from storage.kernel.direct import Direct
from storage.kernel.tables import members

_IT = event_rsvps.c
_MEMBERS = Direct(
    select(*RSVP).where(_IT.date_id == bindparam("its_date"), _IT.member_id == bindparam("who"))
)
_GUESTS = Direct(
    select(*RSVP).where(_IT.date_id == bindparam("its_date"), _IT.guest_id == bindparam("who"))
)
_BEFORE = Direct(
    select(
        func.count().label("parties"),
        func.coalesce(func.sum(_IT.need), 0).label("people"),
        func.count()
        .filter(_IT.passed >= PASSED_AT_MOST, _IT.party <= bindparam("its_capacity"))
        .label("gathering"),
    ).where(_IT.date_id == bindparam("its_date"), WAITS, _IT.position < bindparam("its_position"))
)
_LAPSING = Direct(
    select(_IT.date_id, func.min(_IT.offered_until).label("until"))
    .join(event_dates, event_dates.c.id == _IT.date_id)
    .where(_IT.offered_until.is_not(None), _IT.offered_until <= instant("now"))
    .where(event_dates.c.state == DateState.PLANNED.value)
    .group_by(_IT.date_id)
    .order_by(_IT.date_id)
)


class SqlAttendance:
    """The answers of one database, to be looked at."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, date: int, who: Attendee) -> Rsvp | None:
        theirs, id_ = (_MEMBERS, who.member) if who.guest is None else (_GUESTS, who.guest)
        row = await theirs.first(self._connection, {"its_date": date, "who": id_})
        return as_rsvp(row) if row else None

    async def place_of(self, date: EventDate, rsvp: Rsvp) -> Place | None:
        if not rsvp.need or date.capacity is None:
            return None
        those = {"its_date": date.id, "its_position": rsvp.position, "its_capacity": date.capacity}
        (before,) = await _BEFORE.all(self._connection, those)
        party = Party(rsvp.id, rsvp.party, rsvp.need, rsvp.passed)
        tally, gathers = date.tally, before.gathering > 0
        why = why_waiting(party, date.capacity, tally.seated, tally.offered, gathers)
        return Place(before.parties, before.people, why)

    async def places_of(self, date: EventDate) -> dict[int, Place]:
        if date.capacity is None:
            return {}
        waits = select(_IT.id, _IT.party, _IT.need, _IT.passed).where(_IT.date_id == date.id, WAITS)
        found, people, gathers = {}, 0, False
        rows = await self._connection.execute(waits.order_by(_IT.position))
        for parties, row in enumerate(rows):
            party = Party(row.id, row.party, row.need, row.passed)
            why = why_waiting(party, date.capacity, date.tally.seated, date.tally.offered, gathers)
            found[row.id] = Place(parties, people, why)
            people += row.need
            gathers = gathers or (row.passed >= PASSED_AT_MOST and row.party <= date.capacity)
        return found

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
        rows = await _LAPSING.all(self._connection, {"now": now})
        return [(row.date_id, row.until) for row in rows]

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
