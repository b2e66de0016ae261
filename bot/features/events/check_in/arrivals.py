"""Somebody comes in: who has a seat is there; who has none is given one, or a host is asked."""

from datetime import datetime
from enum import StrEnum
from functools import partial

from bot.community.facts import Fact
from bot.community.roles import ScopedRole
from bot.delivery.notices import tell_facilitators_anew
from bot.features.events.attendees.notices import tell_hosts
from bot.features.events.check_in import views
from bot.features.events.check_in.domain import is_open
from bot.features.events.dates.domain import DateState, NotTaken
from bot.features.events.ports import Happening, Work
from bot.features.events.rsvps import changes
from bot.features.events.rsvps.domain import Answer, Attendee, Response, Rsvp
from bot.features.events.rsvps.outcomes import Outcome
from bot.features.events.waiting_list.notices import close_offer


class Arrival(StrEnum):
    """What comes of it that somebody says they are here."""

    HERE = "here"
    CANCELLED = "cancelled"
    EARLY = "early"
    OVER = "over"
    UNKNOWN = "unknown"
    """They have not answered, and have no code of the door."""

    ASKED = "asked"
    """There is no room, or the event is not for them: a host decides."""


async def arrive(
    work: Work, happening: Happening, who: Attendee, now: datetime, *, at_the_door: bool
) -> Arrival:
    """Note that somebody is there; again and again, it is the same.

    Whoever has no seat is given one if there is room, if they have answered or stand `at_the_door`.
    """
    date = happening.date
    if not is_open(date, now):
        return _closed(happening, now)
    if await work.events.check_ins.has(date.id, who):
        return Arrival.HERE
    rsvp = await work.events.attendance.get(date.id, who)
    if rsvp is None and not at_the_door:
        return Arrival.UNKNOWN
    if not (rsvp and rsvp.seats):
        rsvp = await _seated(work, happening, who, rsvp, now)
    if rsvp is None or not rsvp.seats:
        await _ask_hosts(work, happening, who)
        return Arrival.ASKED
    await work.events.check_ins.add(date.id, who, rsvp.seats, None, now)
    return Arrival.HERE


def _closed(happening: Happening, now: datetime) -> Arrival:
    if happening.date.state is not DateState.PLANNED:
        return Arrival.CANCELLED
    return Arrival.OVER if now >= happening.date.ends_at else Arrival.EARLY


async def _seated(
    work: Work, happening: Happening, who: Attendee, former: Rsvp | None, now: datetime
) -> Rsvp | None:
    """Their answer once they have asked for a seat, if the event is for them."""
    if not await _is_for(work, happening, who, former):
        return None
    hidden = bool(former and former.hidden)
    response = Response(Answer.COMING, max(former.party if former else 1, 1), hidden)
    outcome = await changes.answer(work, happening.date.id, who, response, now)
    if isinstance(outcome, NotTaken) or outcome is None:
        return None
    await close_offer(work, happening.event, outcome)
    return outcome.rsvp


async def _is_for(work: Work, happening: Happening, who: Attendee, former: Rsvp | None) -> bool:
    if former or who.member is None:
        return former is not None
    mine = await work.events.audience.of(who.member)
    return happening.event.details.open_to(mine)


# What hosts decide ----------------------------------------------------------------------------


async def _ask_hosts(work: Work, happening: Happening, who: Attendee) -> None:
    """Tell every host that somebody stands at the door; facilitators, where there is none."""
    member = await work.people.member(who.member) if who.member else None
    if member is None:
        return
    rsvp = await work.events.attendance.get(happening.date.id, who) or Rsvp(happening.date.id, who)
    question = partial(views.at_the_door, happening, member.id)
    fact = _at_the_door(happening, member.id)
    await tell_hosts(work, happening.event, rsvp, member.name, question, fact)


async def note(
    work: Work, happening: Happening, who: Attendee, by: int, now: datetime
) -> Rsvp | None:
    """Note that somebody is there: a host's hand, which lets people in past any limit.

    `None`, with nothing noted, for somebody who is known to nobody.
    """
    date, book = happening.date, work.events
    rsvp = await book.attendance.get(date.id, who)
    if rsvp is None and who.member is None:
        return None
    if not (rsvp and rsvp.seats):
        rsvp = await _let_in(work, happening, who, rsvp, now)
    await book.check_ins.add(date.id, who, max(1, rsvp.seats if rsvp else 1), by, now)
    rsvp = rsvp or Rsvp(date.id, who)
    await _close_question(work, happening, rsvp)
    return rsvp


async def _let_in(
    work: Work, happening: Happening, who: Attendee, former: Rsvp | None, now: datetime
) -> Rsvp | None:
    """Their answer, with a seat; of a date that is over it stays what it was."""
    date, party = happening.date, max(former.party if former else 1, 1)
    if now >= date.ends_at:
        return former
    response = Response(Answer.COMING, party, bool(former and former.hidden))
    outcome = await work.events.rsvps.answer(date.id, who, response, now, approved=True)
    if not isinstance(outcome, Outcome):
        return former
    changes.tell(work, outcome)
    await close_offer(work, happening.event, outcome)
    if outcome.rsvp and not outcome.rsvp.seats:
        outcome = await changes.let_in(work, date.id, who, now) or outcome
    return outcome.rsvp


async def _close_question(work: Work, happening: Happening, rsvp: Rsvp) -> None:
    """Let what was asked say that somebody was let in; facilitators are told no hidden name."""
    member = await work.people.member(rsvp.who.member) if rsvp.who.member else None
    if member is None:
        return
    event, fact = happening.event, _at_the_door(happening, member.id)
    for host in await work.roles.holders(ScopedRole.HOST, event.scope):
        await work.outbox.edit(fact.to(host.id), partial(views.let_in, member.name))
    known = "" if rsvp.hidden else member.name
    await tell_facilitators_anew(work, event.community, partial(views.let_in, known), fact)


def _at_the_door(happening: Happening, member: int) -> Fact:
    return Fact.of("events.at_door", f"{happening.date.id}:{member}")
