"""Where an event hangs: the card of its next date, in each of its channels."""

from bot.community.places import Purpose
from bot.delivery.addresses import ChannelFor, ToPlace
from bot.delivery.live import View
from bot.features.events.domain import Event
from bot.features.events.ports import Work


def card_of(date: int) -> View:
    """The card of a date, which stays current wherever it hangs."""
    return View.of("events.card", date)


async def hang(work: Work, event: Event, date: int) -> None:
    """Hang the card of a date in the channels of its event; where it hangs, it stays."""
    for place in event.details.places:
        there = ToPlace(ChannelFor(Purpose.ANNOUNCEMENTS, place))
        await work.live.hang(there, card_of(date), community=event.community)


async def touch(work: Work, event: int) -> None:
    """Note that what the cards of an event say has changed."""
    dates = await work.events.dates.of(event)
    await work.live.touch(*(card_of(date.id) for date in dates))
