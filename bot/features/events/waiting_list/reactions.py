"""Seats are offered, given or lost: whoever it is about is told at once, in private."""

from datetime import datetime
from functools import partial

from bot.community.domain_events import SeatGiven, SeatLost, SeatOffered
from bot.community.facts import Fact
from bot.delivery.addresses import ToMember
from bot.features.events import feature
from bot.features.events.ports import Work
from bot.features.events.rsvps.standing import happening_of, mine_of
from bot.features.events.waiting_list import views
from bot.features.events.waiting_list.notices import close_lapsed, tell_offer


@feature.when(SeatOffered)
async def a_seat_is_offered(offered: SeatOffered, work: Work, now: datetime) -> None:
    """Ask whether they take it."""
    happening = await happening_of(work, offered.date)
    if happening and offered.member:
        await tell_offer(work, happening, offered.member, offered.seats, offered.until)


@feature.when(SeatGiven)
async def a_seat_is_given(given: SeatGiven, work: Work, now: datetime) -> None:
    """Tell them that they are in."""
    happening = await happening_of(work, given.date)
    if happening is None or given.member is None:
        return
    mine = await mine_of(work, happening, given.member)
    fact = Fact.of("events.given", given.date, part=now.isoformat(), member=given.member)
    told = partial(views.given, mine, now)
    await work.outbox.post(ToMember(given.member), told, fact, community=given.community)


@feature.when(SeatLost)
async def a_seat_is_lost(lost: SeatLost, work: Work, now: datetime) -> None:
    """Tell them kindly, and where they stand now."""
    happening = await happening_of(work, lost.date)
    if happening is None or lost.member is None:
        return
    if lost.offered_until:
        event, until = happening.event, lost.offered_until
        await close_lapsed(work, event, lost.date, lost.member, until)
    mine = await mine_of(work, happening, lost.member)
    fact = Fact.of("events.lost", lost.date, part=now.isoformat(), member=lost.member)
    told = partial(views.lost, mine, lapsed=lost.lapsed)
    await work.outbox.post(ToMember(lost.member), told, fact, community=lost.community)
