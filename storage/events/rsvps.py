"""Who comes to a date (`bot.features.events.ports.Rsvps`).

Whatever changes seats locks the row of the date first, so that there is one list and one limit
however many processes there are; the counters in that row say what the answers add up to.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.events.dates.domain import DateState, EventDate, NotTaken, refusal
from bot.features.events.ports import LockedDate
from bot.features.events.rsvps.domain import (
    Answer,
    Attendee,
    Pending,
    Respond,
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
from storage.events.line import Line
from storage.events.reminders import as_chosen
from storage.events.rows import DATE, HAPPENING, RSVP, as_date, as_happening, as_rsvp, rsvp_values
from storage.events.standing import SqlStandingAnswers
from storage.events.tables import WAITS, event_dates, event_reminders, event_rsvps, events
from storage.events.tally import write, write_tally, write_with_tally
from storage.kernel.columns import AnyRow
from storage.kernel.direct import Direct

_IT = event_rsvps.c


def _locking(*others: ColumnElement[Any]) -> Select[Any]:
    return (
        select(*DATE, events.c.community_id, events.c.passing, events.c.by_approval, *others)
        .join(events, events.c.id == event_dates.c.event_id)
        .where(event_dates.c.id == bindparam("its_date"))
        .with_for_update(of=event_dates, key_share=True)
    )


def _locking_for_member() -> Select[Any]:
    """With its event and the member's reminders of that, too."""
    theirs = (_IT.date_id == event_dates.c.id) & (_IT.member_id == bindparam("who"))
    reminders = event_reminders.c
    of_event = (reminders.event_id == events.c.id) & (reminders.member_id == bindparam("who"))
    return (
        select(*HAPPENING, *RSVP, reminders.before)
        .join(events, events.c.id == event_dates.c.event_id)
        .outerjoin(event_rsvps, theirs)
        .outerjoin(event_reminders, of_event)
        .where(event_dates.c.id == bindparam("its_date"))
        .with_for_update(of=event_dates, key_share=True)
    )


def _locking_with(whose: ColumnElement[Any]) -> Select[Any]:
    """With the answer of one attendee, as it was before anybody was waited for."""
    theirs = (_IT.date_id == event_dates.c.id) & (whose == bindparam("who"))
    return _locking(*RSVP).outerjoin(event_rsvps, theirs)


# Statements that are made once cost a fraction of what making them costs.
_LOCK = _locking()
_LOCK_WITH_MEMBER = Direct(_locking_with(_IT.member_id))
_LOCK_WITH_GUEST = Direct(_locking_with(_IT.guest_id))
_LOCK_FOR_MEMBER = Direct(_locking_for_member())
_ADD_ALL = event_rsvps.insert()


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
        self,
        date: int,
        who: Attendee,
        response: Response | Respond,
        now: datetime,
        *,
        approved: bool = False,
    ) -> Outcome | NotTaken | None:
        locked, known = await self._lock_with(date, who)
        if locked is None:
            return None
        # Of two first answers at once the second clashes, so that nobody waits for a second look.
        former = await self._seen.get(date, who) if known else None
        return await self._answer(locked, former, who, response, now, approved=approved)

    async def lock(self, date: int, member: int) -> LockedDate | None:
        values = {"its_date": date, "who": member}
        row = await _LOCK_FOR_MEMBER.first(self._connection, values)
        if row is None:
            return None
        rsvp = None if row.rsvp_id is None else as_rsvp(row)
        if rsvp and self._connection.dialect.name != "sqlite":  # where one waits with what one read
            rsvp = await self._seen.get(date, rsvp.who)
        return LockedDate(as_happening(row), rsvp, as_chosen(row.before))

    async def answer_locked(
        self, locked: LockedDate, who: Attendee, response: Response | Respond, now: datetime
    ) -> Outcome | NotTaken:
        event, date = locked.happening.event, locked.happening.date
        policy = Policy(event.details.passing, date.starts_at)
        its = _Locked(date, event.community, policy, event.details.by_approval)
        return await self._answer(its, locked.rsvp, who, response, now)

    async def _answer(
        self,
        locked: _Locked,
        former: Rsvp | None,
        who: Attendee,
        response: Response | Respond,
        now: datetime,
        *,
        approved: bool = False,
    ) -> Outcome | NotTaken:
        date = locked.date.id
        if not isinstance(response, Response):
            response = response(former)
        if no := refusal(locked.date, response, now):
            return no
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
        if locked:
            answers = await SqlStandingAnswers(self._connection).of(locked.date.event)
            await self._take(locked, answers, now, standing=True)

    async def take(self, date: int, answers: Sequence[tuple[int, Response]], now: datetime) -> None:
        locked = await self._lock(date)
        if locked:
            await self._take(locked, answers, now, standing=False)

    async def _take(
        self,
        locked: _Locked,
        answers: Sequence[tuple[int, Response]],
        now: datetime,
        *,
        standing: bool,
    ) -> None:
        """Let members have answered a date, in this order; nobody of them has yet."""
        there, tally, position = locked.date, locked.date.tally, locked.date.last_position
        rows = []
        for member, response in answers:
            if refusal(there, response, now):
                continue
            pending = Pending.APPROVAL if locked.by_approval else Pending.NOTHING
            rsvp = Rsvp(there.id, Attendee(member))
            new = respond(rsvp, response, now, position + 1, pending)
            fits = there.capacity is None or new.need <= there.capacity - tally.taken
            if new.need and fits and not tally.waiting:
                new = seated(new, new.need)
            new = replace(new, standing=standing)
            position, tally = max(position, new.position), tally + new.tally
            rows.append(rsvp_values(new))
        if rows:
            await self._connection.execute(_ADD_ALL, rows)
            await write_tally(self._connection, replace(there, tally=tally, last_position=position))
            await self.settle(there.id, now)

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
            await write(self._connection, former, after)
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
        return _locked(row) if row else None

    async def _lock_with(self, date: int, who: Attendee) -> tuple[_Locked | None, bool]:
        """And whether they had answered before others were waited for."""
        locking, id_ = (
            (_LOCK_WITH_MEMBER, who.member) if who.guest is None else (_LOCK_WITH_GUEST, who.guest)
        )
        row = await locking.first(self._connection, {"its_date": date, "who": id_})
        return (_locked(row), row.rsvp_id is not None) if row else (None, False)

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
            await write(self._connection, former, None)
        passed: list[tuple[Rsvp, Passed]] = []
        if date.state is DateState.PLANNED:
            after, passed, tally = await self._line.pass_on(date, tally, locked.policy, after, now)
        last = max(date.last_position, after.position if after else 0)
        date = replace(date, tally=tally, last_position=last)
        after, rooms = await write_with_tally(self._connection, former, after, date)
        told = tuple(each for _, each in passed)
        return Outcome(locked.community, date, after, former, told, lost, rooms)

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
            await write(self._connection, former, after)
        return placed

    async def _select(self, *such: ColumnElement[bool]) -> list[Rsvp]:
        rows = await self._connection.execute(
            select(*RSVP).where(*such).order_by(_IT.position, _IT.id)
        )
        return [as_rsvp(row) for row in rows]


def _locked(row: AnyRow) -> _Locked:
    there = as_date(row)
    policy = Policy(Passing(row.passing), there.starts_at)
    return _Locked(there, row.community_id, policy, row.by_approval)


def _tally(rsvp: Rsvp | None) -> Tally:
    return rsvp.tally if rsvp else Tally()
