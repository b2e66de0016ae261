"""Where an event hangs: the card of its next date, in each of its channels."""

from collections.abc import Collection
from datetime import datetime

from bot.community.places import Purpose
from bot.delivery.addresses import ChannelFor, ToPlace
from bot.delivery.cards import hang_in
from bot.features.events.cards.live import card_of
from bot.features.events.domain import Event
from bot.features.events.ports import Work


async def hang(work: Work, event: Event, date: int) -> None:
    """Hang the card of a date in the channels of its event; where it hangs, it stays."""
    for place in event.details.places:
        await work.live.hang(_in(place), card_of(date), community=event.community)


async def hang_by_rule(
    work: Work, event: Event, date: int, by: int, now: datetime, *, unbounded: bool = False
) -> frozenset[int]:
    """The same for a member, by the rules of these channels; returns those where it has to wait."""
    places, card, here = event.details.places, card_of(date), event.community
    return await hang_in(work.cards, places, card, by, now, community=here, unbounded=unbounded)


async def take_down(work: Work, event: Event, places: Collection[int], now: datetime) -> None:
    """Take the cards of dates to come back in these channels; what was stays where it hangs."""
    if places:
        to_come = await work.events.dates.to_come(event.id, now)
        cards = [card_of(date.id) for date in to_come]
        for place in places:
            await work.live.take_down(*cards, hangs_in=_in(place))
            for card in cards:
                await work.cards.withdraw(card, place)


def _in(place: int) -> ToPlace:
    return ToPlace(ChannelFor(Purpose.ANNOUNCEMENTS, place))
