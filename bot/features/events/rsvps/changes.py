"""Changes to who comes, each with the domain events that it raises.

Handlers, schedules and reactions go this way, so that nobody is given a seat without a word.
"""

from datetime import datetime

from bot.community.domain_events import RsvpChanged, SeatGiven, SeatLost, SeatOffered
from bot.features.events.dates.domain import NotTaken
from bot.features.events.ports import LockedDate, Work
from bot.features.events.rsvps.domain import Attendee, Pending, Respond, Response, Rsvp
from bot.features.events.rsvps.outcomes import Below, Lost, Lowering, Outcome
from bot.features.events.waiting_list.domain import Offered


async def answer(
    work: Work, date: int, who: Attendee, response: Response | Respond, now: datetime
) -> Outcome | NotTaken | None:
    """Answer one date; see `ports.Rsvps.answer`."""
    outcome = await work.events.rsvps.answer(date, who, response, now)
    if isinstance(outcome, Outcome):
        tell(work, outcome)
    return outcome


async def answer_locked(
    work: Work, locked: LockedDate, who: Attendee, response: Response | Respond, now: datetime
) -> Outcome | NotTaken:
    """Answer a date that was locked for this."""
    outcome = await work.events.rsvps.answer_locked(locked, who, response, now)
    if isinstance(outcome, Outcome):
        tell(work, outcome)
    return outcome


async def answer_series(
    work: Work, event: int, member: int, response: Response, now: datetime
) -> list[Outcome | NotTaken]:
    """Answer every date to come of a series, also those that are still to be made."""
    await work.events.standing_answers.say(event, member, response, now)
    outcomes: list[Outcome | NotTaken] = []
    for date in await work.events.dates.to_come(event, now):
        outcome = await answer(work, date.id, Attendee(member), response, now)
        if outcome:
            outcomes.append(outcome)
    return outcomes


async def admit(work: Work, date: int, who: Attendee, now: datetime) -> Outcome | None:
    """Let a yes count that was pending."""
    return told(work, await work.events.rsvps.admit(date, who, now))


async def withdraw(work: Work, date: int, who: Attendee, now: datetime) -> Outcome | None:
    """Forget an answer."""
    return told(work, await work.events.rsvps.withdraw(date, who, now))


async def let_in(work: Work, date: int, who: Attendee, now: datetime) -> Outcome | None:
    """Give somebody seats past the limit: a host's hand."""
    outcome = told(work, await work.events.rsvps.let_in(date, who, now))
    if outcome and outcome.rsvp and outcome.former:
        seats = outcome.rsvp.seats - outcome.former.seats
        if seats:
            work.domain_events.append(SeatGiven(*_whose(outcome, who), seats))
    return outcome


async def set_capacity(
    work: Work, date: int, capacity: int | None, now: datetime, lowering: Lowering = Lowering.ASK
) -> Outcome | Below | None:
    """Let there be more or fewer seats; see `ports.Rsvps.set_capacity`."""
    outcome = await work.events.rsvps.set_capacity(date, capacity, now, lowering)
    if isinstance(outcome, Outcome):
        tell(work, outcome)
    return outcome


async def lapse_offers(work: Work, date: int, now: datetime) -> Outcome | None:
    """Let offers lapse whose time is over, and pass on what they held."""
    return told(work, await work.events.rsvps.lapse(date, now))


async def settle_all(work: Work, community: int, now: datetime) -> None:
    """Pass on whatever seats are free in a community although somebody waits."""
    for date in await work.events.attendance.unsettled(community, now):
        told(work, await work.events.rsvps.settle(date, now))


async def free_seats(work: Work, member: int, now: datetime) -> list[Outcome]:
    """Let somebody who has gone hold no seat at anything that is to come."""
    outcomes = await work.events.rsvps.free_seats(member, now)
    for outcome in outcomes:
        tell(work, outcome)
    return outcomes


def told(work: Work, outcome: Outcome | None) -> Outcome | None:
    """Raise what follows of an outcome, if there is one."""
    if outcome:
        tell(work, outcome)
    return outcome


def tell(work: Work, outcome: Outcome) -> None:
    """Raise a domain event for each person for whom something is different."""
    before, after = outcome.former, outcome.rsvp
    mine = after or before
    if mine and _said(before) != _said(after):
        answered = after.answer.value if after else None
        asks = after is not None and after.pending is Pending.APPROVAL
        whose, rooms = _whose(outcome, mine.who), outcome.may_have_rooms
        work.domain_events.append(RsvpChanged(*whose, answered, asks, rooms))
    for lost in outcome.lost:
        work.domain_events.append(_seat_lost(outcome, lost))
    for passed in outcome.passed:
        whose, change = _whose(outcome, passed.who), passed.change
        if isinstance(change, Offered):
            work.domain_events.append(SeatOffered(*whose, change.seats, change.until))
        else:
            work.domain_events.append(SeatGiven(*whose, change.seats))


def _seat_lost(outcome: Outcome, lost: Lost) -> SeatLost:
    former, after = lost.former, lost.rsvp
    waiting = bool(after and after.in_line)
    lapsed = after is None or after.lapses != former.lapses
    whose = _whose(outcome, former.who)
    return SeatLost(*whose, waiting, lapsed, former.offered_until)


def _said(rsvp: Rsvp | None) -> tuple[Response, int] | None:
    return (rsvp.response, rsvp.seats) if rsvp else None


def _whose(outcome: Outcome, who: Attendee) -> tuple[int, int, int, int | None, int | None]:
    return (outcome.date.event, outcome.date.id, outcome.community, who.member, who.guest)
