"""Dates that were moved, are elsewhere, or do not take place, to those who answered them. Pure."""

from collections.abc import Sequence

from bot.features.events import words
from bot.features.events.cards.views import COMING, NO
from bot.features.events.dates.views import called, when, where
from bot.features.events.domain import Event
from bot.features.events.ports import Happening
from bot.features.events.rsvps.domain import Rsvp
from bot.ui.messages import (
    Button,
    Message,
    Moment,
    Note,
    Part,
    Plain,
    Strong,
    bullets,
    row,
    say,
)

_SHOWN = 6  # dates in a message

Answered = Sequence[tuple[Happening, Rsvp]]
"""Dates of one event with what somebody has answered to each, soonest first."""


def moved(event: Event, dates: Answered) -> Message:
    """Dates are at another time; what was answered stands."""
    return say(
        words("moved", title=event.details.title, count=len(dates)),
        bullets(when(each.date) for each, _ in dates[:_SHOWN]),
        _rest(dates),
        words("moved.stands", count=len(dates)),
        _again(dates[0]),
    )


def elsewhere(event: Event, dates: Answered) -> Message:
    """Dates are at another place, or have another link."""
    happening, rsvp = dates[0]
    place = where(event, happening.date, comes=bool(rsvp.seats))
    return say(
        words("elsewhere", title=event.details.title, count=len(dates)),
        place or None,
        bullets(when(each.date) for each, _ in dates[:_SHOWN]),
        _rest(dates),
        _again(dates[0]),
    )


def cancelled(event: Event, dates: Answered, message: str, *, taken_down: bool = False) -> Message:
    """Dates do not take place; `message` is what their host says of it.

    They are `taken_down` where that was no host.
    """
    return say(
        words("cancelled", title=event.details.title, count=len(dates)),
        bullets(when(each.date) for each, _ in dates[:_SHOWN]),
        _rest(dates),
        (Strong(words.text("cancelled.message")), Plain(f" {message}")) if message else None,
        words("cancelled.taken_down") if taken_down else None,
        Note(words("cancelled.small_print")),
    )


def no_host(happening: Happening) -> Message:
    """What facilitators are told of an event that is in nobody's hands."""
    event, date = happening.event, happening.date
    title, when = event.details.title, Moment(date.starts_at)
    return say(words("no_host", title=title, when=when), words("no_host.what"))


def _rest(dates: Answered) -> Part | None:
    rest = len(dates) - _SHOWN
    return words("dates.more", count=rest) if rest > 0 else None


def _again(answered: tuple[Happening, Rsvp]) -> Part:
    """Whether they still come, to the first of the dates."""
    happening, rsvp = answered
    name, id_ = called(happening.event, happening.date), str(happening.date.id)
    no = Button(words.text("button.no"), "events.no", id_, command=NO(event=name))
    if rsvp.seats or rsvp.in_line or rsvp.pending:
        return row(no)
    yes = Button(words.text("button.coming"), "events.coming", id_, command=COMING(event=name))
    return row(yes, no)
