"""Who comes to a date (`bot.features.events.ports.Rsvps`).

Whatever changes seats locks the row of the date first, so that there is one list and one limit
however many processes there are; the counters in that row say what the answers add up to.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.events.dates.domain import DateState, EventDate, NotTaken, refusal
from bot.features.events.rsvps.domain import (
    Answer,
    Attendee,
    Pending,
    Response,
    Rsvp,
    Tally,
    claiming,
    lapse,
    let_in,
    respond,
    same,
    seated,
    sent_back,
)
from bot.features.events.rsvps.outcomes import Below, Lost, Lowering, Outcome, Passed
from bot.features.events.waiting_list.domain import Passing, Policy
from storage.events.attendance import SqlAttendance
from storage.events.counters import recount_community
from storage.events.line import Line, write_tally
from storage.events.rows import DATE, RSVP, as_date, as_rsvp, rsvp_values
from storage.events.standing import SqlStandingAnswers
from storage.events.tables import WAITS, event_dates, event_rsvps, events

_IT = event_rsvps.c
# An answer is these four; made once, they cost a fraction of what making them costs.
_LOCK = (
    select(*DATE, events.c.community_id, events.c.passing, events.c.by_approval)
    .join(events, events.c.id == event_dates.c.event_id)
    .where(event_dates.c.id == bindparam("its_date"))
    .with_for_update(of=event_dates, key_share=True)
)
_ADD = event_rsvps.insert().returning(_IT.id)
_ADD_ALL = event_rsvps.insert()
_SAVE = (
    update(event_rsvps)
    .where(_IT.id == bindparam("its_id"))
    .values({c.name: bindparam(c.name) for c in _IT if not c.primary_key})
)


@dataclass(frozen=True, slots=True)
class _Locked:
    """A date that nobody else changes, and how its event lets people in."""

    date: EventDate
    community: int
    policy: Policy
    by_approval: bool


class SqlRsvps:
    """The answers of one database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._line = Line(connection)
        self._seen = SqlAttendance(connection)

    # What people do ---------------------------------------------------------------------------

    async def answer(
        self, date: int, who: Attendee, response: Response, now: datetime, *, approved: bool = False
    ) -> Outcome | NotTaken | None:
        known = await self._seen.get(date, who)
        locked = await self._lock(date)
        if locked is None:
            return None
        if no := refusal(locked.date, response, now):
            return no
        # Of two first answers at once the second clashes, so that nobody waits for a second look.
        former = await self._seen.get(date, who) if known else None
        goes_on = former and (former.offered or former.lapses or (former.pending and approved))
        if former and not goes_on and same(former, response):
            return Outcome(locked.community, locked.date, former, former)
        asks = locked.by_approval and not approved
        pending = Pending.APPROVAL if asks else Pending.NOTHING
        position = locked.date.last_position + 1
        after = respond(former or Rsvp(date, who), response, now, position, pending)
        return await self._settle(locked, former, after, now)

    async def take_standing(self, date: int, now: datetime) -> None:
        locked = await self._lock(date)
        if locked is None:
            return
        there, tally, position = locked.date, locked.date.tally, locked.date.last_position
        rows = []
        for member, response in await SqlStandingAnswers(self._connection).of(there.event):
            if refusal(there, response, now):
                continue
            pending = Pending.APPROVAL if locked.by_approval else Pending.NOTHING
            new = respond(Rsvp(date, Attendee(member)), response, now, position + 1, pending)
            fits = there.capacity is None or new.need <= there.capacity - tally.taken
            if new.need and fits and not tally.waiting:
                new = seated(new, new.need)
            new = replace(new, standing=True)
            position, tally = max(position, new.position), tally + new.tally
            rows.append(rsvp_values(new))
        if rows:
            await self._connection.execute(_ADD_ALL, rows)
            await write_tally(self._connection, replace(there, tally=tally, last_position=position))
            await self.settle(date, now)

    async def admit(self, date: int, who: Attendee, now: datetime) -> Outcome | None:
        locked, former = await self._with(date, who)
        if locked is None or former is None or not former.pending:
            return None
        after = claiming(former, locked.date.last_position + 1)
        return await self._settle(locked, former, after, now)

    async def withdraw(self, date: int, who: Attendee, now: datetime) -> Outcome | None:
        locked, former = await self._with(date, who)
        if locked is None or former is None:
            return None
        return await self._settle(locked, former, None, now)

    # What hosts do ----------------------------------------------------------------------------

    async def let_in(self, date: int, who: Attendee, now: datetime) -> Outcome | None:
        locked, former = await self._with(date, who)
        if locked is None or former is None or former.answer is not Answer.COMING:
            return None
        return await self._settle(locked, former, let_in(former), now)

    async def move(
        self, date: int, who: Attendee, before: Attendee | None, now: datetime
    ) -> Outcome | None:
        locked, mine = await self._with(date, who)
        other = await self._seen.get(date, before) if before else None
        if locked is None or mine is None or not mine.need or (before and not other):
            return None
        last = locked.date.last_position + 1
        if other is None:
            await self._put(mine.id, last, passed=0)
        else:
            behind = update(event_rsvps).where(_IT.date_id == date, WAITS)
            behind = behind.where(_IT.position >= other.position)
            await self._connection.execute(behind.values(position=_IT.position + 1))
            await self._put(mine.id, other.position, passed=max(mine.passed, other.passed))
        locked = replace(locked, date=replace(locked.date, last_position=last))
        return await self._finish(locked, locked.date.tally, None, None, now)

    async def set_capacity(
        self, date: int, capacity: int | None, now: datetime, lowering: Lowering = Lowering.ASK
    ) -> Outcome | Below | None:
        locked = await self._lock(date)
        if locked is None:
            return None
        back: list[tuple[Rsvp, Rsvp]] = []
        tally = locked.date.tally
        if capacity is not None and capacity < tally.taken and lowering is not Lowering.KEEP:
            holding = await self._select(_IT.date_id == date, _IT.seats + _IT.offered > 0)
            back = sent_back(holding, tally.taken - capacity)
            if lowering is Lowering.ASK and tally.seated > capacity:
                return Below(locked.date, capacity, tuple(rsvp for rsvp, _ in back if rsvp.seats))
            back = await self._first_in_line(locked.date, back)
        for former, after in back:
            tally = tally + after.tally - former.tally
        locked = replace(locked, date=replace(locked.date, capacity=capacity))
        lost = tuple(Lost(former, after) for former, after in back)
        return await self._finish(locked, tally, None, None, now, lost)

    # What time does ---------------------------------------------------------------------------

    async def lapse(self, date: int, now: datetime) -> Outcome | None:
        locked = await self._lock(date)
        over = await self._select(_IT.date_id == date, _IT.offered_until <= now) if locked else []
        if locked is None or not over:
            return None
        tally, lost, position = locked.date.tally, [], locked.date.last_position
        for former in sorted(over, key=lambda each: (each.offered_until, each.position)):
            position += 1
            after = lapse(former, position)
            tally = tally + _tally(after) - former.tally
            await self._write(former, after)
            lost.append(Lost(former, after))
        locked = replace(locked, date=replace(locked.date, last_position=position))
        return await self._finish(locked, tally, None, None, now, tuple(lost))

    async def settle(self, date: int, now: datetime) -> Outcome | None:
        locked = await self._lock(date)
        if locked is None:
            return None
        return await self._finish(locked, locked.date.tally, None, None, now)

    async def free_seats(self, member: int, now: datetime) -> list[Outcome]:
        theirs = (
            select(_IT.date_id)
            .join(event_dates, event_dates.c.id == _IT.date_id)
            .where(_IT.member_id == member, event_dates.c.ends_at > now)
            .order_by(_IT.date_id)
        )
        dates = list(await self._connection.scalars(theirs))
        outcomes = [await self.withdraw(date, Attendee(member), now) for date in dates]
        return [outcome for outcome in outcomes if outcome]

    async def recount(self, community: int) -> list[tuple[int, int]]:
        return await recount_community(self._connection, community)

    # How it is kept ---------------------------------------------------------------------------

    async def _lock(self, date: int) -> _Locked | None:
        found = await self._connection.execute(_LOCK, {"its_date": date})
        row = found.one_or_none()
        if row is None:
            return None
        there = as_date(row)
        policy = Policy(Passing(row.passing), there.starts_at)
        return _Locked(there, row.community_id, policy, row.by_approval)

    async def _with(self, date: int, who: Attendee) -> tuple[_Locked | None, Rsvp | None]:
        locked = await self._lock(date)
        return locked, await self._seen.get(date, who) if locked else None

    async def _settle(
        self, locked: _Locked, former: Rsvp | None, after: Rsvp | None, now: datetime
    ) -> Outcome:
        """Pass on what an answer frees, or give it what there is; write it and the counters."""
        tally = locked.date.tally + _tally(after) - _tally(former)
        return await self._finish(locked, tally, former, after, now)

    async def _finish(
        self,
        locked: _Locked,
        tally: Tally,
        former: Rsvp | None,
        after: Rsvp | None,
        now: datetime,
        lost: tuple[Lost, ...] = (),
    ) -> Outcome:
        date = locked.date
        if after is None:
            await self._write(former, None)
        passed: list[tuple[Rsvp, Passed]] = []
        if date.state is DateState.PLANNED:
            after, passed, tally = await self._line.pass_on(date, tally, locked.policy, after, now)
        if after is not None:
            after = await self._write(former, after)
        last = max(date.last_position, after.position if after else 0)
        date = replace(date, tally=tally, last_position=last)
        await write_tally(self._connection, date)
        told = tuple(each for _, each in passed)
        return Outcome(locked.community, date, after, former, told, lost)

    async def _write(self, former: Rsvp | None, after: Rsvp | None) -> Rsvp | None:
        if after is None:
            if former is not None:
                await self._connection.execute(delete(event_rsvps).where(_IT.id == former.id))
            return None
        if former is None:
            added = await self._connection.execute(_ADD, rsvp_values(after))
            return replace(after, id=added.scalar_one())
        if former != after:
            await self._connection.execute(_SAVE, {"its_id": former.id, **rsvp_values(after)})
        return after

    async def _put(self, rsvp: int, position: int, passed: int) -> None:
        there = update(event_rsvps).where(_IT.id == rsvp)
        await self._connection.execute(there.values(position=position, passed=passed))

    async def _first_in_line(
        self, date: EventDate, back: Sequence[tuple[Rsvp, Rsvp]]
    ) -> list[tuple[Rsvp, Rsvp]]:
        """Let these wait, in their order, before all others who do."""
        first = await self._connection.scalar(
            select(func.min(_IT.position)).where(_IT.date_id == date.id, WAITS)
        )
        start = (date.last_position + 1 if first is None else first) - len(back)
        placed = [
            (former, replace(after, position=start + number, passed=0))
            for number, (former, after) in enumerate(back)
        ]
        for former, after in placed:
            await self._write(former, after)
        return placed

    async def _select(self, *such: ColumnElement[bool]) -> list[Rsvp]:
        rows = await self._connection.execute(
            select(*RSVP).where(*such).order_by(_IT.position, _IT.id)
        )
        return [as_rsvp(row) for row in rows]


def _tally(rsvp: Rsvp | None) -> Tally:
    return rsvp.tally if rsvp else Tally()
