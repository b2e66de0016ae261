"""Where an event hangs: the card of its next date, in each of its channels."""

from datetime import datetime

from bot.community.places import Purpose
from bot.delivery.addresses import ChannelFor, ToPlace
from bot.features.events.cards.live import card_of
from bot.features.events.domain import Event
from bot.features.events.ports import Work


async def hang(work: Work, event: Event, date: int) -> None:
    """Hang the card of a date in the channels of its event; where it hangs, it stays."""
    for place in event.details.places:
        there = ToPlace(ChannelFor(Purpose.ANNOUNCEMENTS, place))
        await work.live.hang(there, card_of(date), community=event.community)


async def hang_by_rule(
    work: Work, event: Event, date: int, by: int, now: datetime, *, unbounded: bool = False
) -> frozenset[int]:
    """The same for a member, by the rules of these channels; returns those where it has to wait."""
    waits = set[int]()
    for place in event.details.places:
        hung = await work.cards.hang(
            place, card_of(date), by, now, community=event.community, unbounded=unbounded
        )
        if not hung:
            waits.add(place)
    return frozenset(waits)
