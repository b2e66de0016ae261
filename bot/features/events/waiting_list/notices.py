"""Offers: what those are told for whom seats are held, and what becomes of that message."""

from datetime import datetime
from functools import partial

from bot.community.facts import Fact
from bot.delivery.addresses import ToMember
from bot.features.events.domain import Event
from bot.features.events.ports import Happening, Work
from bot.features.events.rsvps.outcomes import Outcome
from bot.features.events.waiting_list import views


async def tell_offer(
    work: Work, happening: Happening, member: int, seats: int, until: datetime
) -> None:
    """Tell somebody that seats are held for them, and until when."""
    event, date = happening.event, happening.date
    message = partial(views.offer, happening, seats, until)
    fact = _offer(date.id, member, until)
    await work.outbox.post(ToMember(member), message, fact, community=event.community)


async def close_offer(work: Work, event: Event, outcome: Outcome) -> None:
    """Say in the place of an offer what became of it, if somebody's was open and is no more."""
    before, after = outcome.former, outcome.rsvp
    if before is None or before.offered_until is None or before.who.member is None:
        return
    if after is not None and after.offered_until == before.offered_until:
        return
    taken = bool(after and after.seats > before.seats)
    message = partial(views.offer_taken if taken else views.offer_given_on, event)
    await work.outbox.edit(_offer(before.date, before.who.member, before.offered_until), message)


async def close_lapsed(work: Work, event: Event, date: int, member: int, until: datetime) -> None:
    """Say in the place of an offer that it is open no more."""
    await work.outbox.edit(_offer(date, member, until), partial(views.offer_over, event))


def _offer(date: int, member: int, until: datetime) -> Fact:
    """An offer is known by the instant at which it lapses: there is one at a time."""
    return Fact.of("events.offer", date, part=until.isoformat(), member=member)
