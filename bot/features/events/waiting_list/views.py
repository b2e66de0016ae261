"""The waiting list in words: offers, seats given and lost. Pure."""

from datetime import datetime

from bot.features.events import words
from bot.features.events.cards.views import COMING
from bot.features.events.dates.views import called, length_and_where, title_and_time
from bot.features.events.domain import Event
from bot.features.events.ports import Happening
from bot.features.events.rsvps.views import Mine, answered, take_or_pass, waits
from bot.ui.messages import Button, Message, Moment, Note, row, say


def offer(happening: Happening, seats: int, until: datetime) -> Message:
    """Seats are held for somebody until then: do they take them?"""
    event, date = happening.event, happening.date
    return say(
        words("offer", event=title_and_time(event, date), count=seats),
        words("offer.until", until=Moment(until)),
        length_and_where(event, date, comes=False),
        take_or_pass(happening),
        Note(words("offer.small_print")),
    )


def offer_taken(event: Event) -> Message:
    """What stands in the place of an offer that was taken."""
    return say(words("offer.taken", title=event.details.title))


def offer_given_on(event: Event) -> Message:
    """What stands in the place of an offer that was given on."""
    return say(words("offer.given_on", title=event.details.title))


def offer_over(event: Event) -> Message:
    """What stands in the place of an offer that is open no more."""
    return say(words("offer.over", title=event.details.title))


def given(mine: Mine, now: datetime) -> Message:
    """Somebody who waited has seats."""
    hello = words("given", title=_title(mine), count=mine.rsvp.seats if mine.rsvp else 1)
    rest = answered(mine, now).blocks[1:]
    return Message((*say(hello).blocks, *rest), words.text("given.fallback", title=_title(mine)))


def lost(mine: Mine, *, lapsed: bool) -> Message:
    """Somebody has lost seats, or an offer, without their doing: why, and where they stand."""
    event, date = mine.happening.event, mine.happening.date
    name, id_ = called(event, date), str(date.id)
    again = Button(words.text("button.again"), "events.coming", id_, command=COMING(event=name))
    told = words("lost.lapsed" if lapsed else "lost.fewer", event=title_and_time(event, date))
    if mine.rsvp is None:
        return say(told, words("lost.off_the_list"), row(again))
    if mine.rsvp.need:
        return say(told, *waits(mine))
    return say(told, words("lost.keep", count=mine.rsvp.seats) if mine.rsvp.seats else None)


def passed_on(mine: Mine) -> Message:
    """The answer to whoever gave an offer on."""
    title = _title(mine)
    if mine.seated and mine.rsvp:
        return say(words("passed_on.keep", title=title, count=mine.rsvp.seats))
    name, id_ = called(mine.happening.event, mine.happening.date), str(mine.happening.date.id)
    again = Button(words.text("button.again"), "events.coming", id_, command=COMING(event=name))
    return say(words("passed_on", title=title), row(again))


def _title(mine: Mine) -> str:
    return mine.happening.event.details.title
