"""What a card shows has changed: it is shown anew wherever it hangs."""

from datetime import datetime

from bot.community.domain_events import (
    EventCancelled,
    EventChanged,
    EventHeld,
    MembersMerged,
    RsvpChanged,
    SeatGiven,
    SeatLost,
    SeatOffered,
)
from bot.features.events import feature
from bot.features.events.cards.live import card_of
from bot.features.events.ports import Work

_MOST = 1000  # dates of a community that are looked at


@feature.when(RsvpChanged, SeatGiven, SeatOffered, SeatLost)
async def seats_have_changed(
    changed: RsvpChanged | SeatGiven | SeatOffered | SeatLost, work: Work, now: datetime
) -> None:
    """Show how many come now, and how many places are left."""
    await work.live.touch(card_of(changed.date))


@feature.when(EventChanged)
async def an_event_has_changed(changed: EventChanged, work: Work, now: datetime) -> None:
    """Show what is said of it now, on each of its dates."""
    all_ = await work.events.dates.of(changed.event)
    dates = {*changed.dates, *(date.id for date in all_)}
    await work.live.touch(*map(card_of, sorted(dates)))


@feature.when(EventCancelled)
async def dates_are_cancelled(cancelled: EventCancelled, work: Work, now: datetime) -> None:
    """Show that they do not take place; what waits to be hung is hung no more."""
    for date in cancelled.dates:
        await work.cards.withdraw(card_of(date))
    await work.live.touch(*map(card_of, cancelled.dates))


@feature.when(EventHeld)
async def a_date_is_over(held: EventHeld, work: Work, now: datetime) -> None:
    """Show that it is over; what waits to be hung is hung no more."""
    await work.cards.withdraw(card_of(held.date))
    await work.live.touch(card_of(held.date))


@feature.when(MembersMerged)
async def two_are_one(merged: MembersMerged, work: Work, now: datetime) -> None:
    """Show how many come, where one person was counted twice."""
    dates = await work.events.dates.in_community(merged.community, now, _MOST)
    await work.live.touch(*(card_of(each.date.id) for each in dates))
