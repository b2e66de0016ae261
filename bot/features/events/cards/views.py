"""What a card says, and what one sees of a date beyond it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.features.events import words
from bot.features.events.dates.domain import DateState, EventDate
from bot.features.events.dates.views import called, facts, its_own_time, planned_for
from bot.features.events.domain import Event
from bot.features.events.ports import Happening
from bot.ui.capabilities import short
from bot.ui.commands import named
from bot.ui.messages import (
    Actions,
    Button,
    Heading,
    Message,
    Note,
    Part,
    fields,
    row,
    say,
)
from bot.ui.words import listed

COMING = named("event coming", "event")
MAYBE = named("event maybe", "event")
NO = named("event no", "event")
WHO = named("event who", "event")
MORE = named("event more", "event")

_DESCRIPTION = 280  # characters on a card
_HOSTS = 8


@dataclass(frozen=True, slots=True)
class Card:
    """All that a card is made of; nothing in it is for some readers alone."""

    event: Event
    date: EventDate
    hosts: Sequence[str]
    now: datetime

    @property
    def over(self) -> bool:
        """Whether the date has ended."""
        return self.date.ends_at <= self.now

    @property
    def cancelled(self) -> bool:
        """Whether it does not take place."""
        return self.date.state is not DateState.PLANNED


def card(about: Card) -> Message:
    """A date as everybody sees it: no name of anybody who comes."""
    event, date = about.event, about.date
    title = event.details.title
    if about.cancelled:
        when = its_own_time(date)
        told = words("card.cancelled", when=when)
        return say(
            Heading(title), told, fallback=words.text("card.cancelled.fallback", title=title)
        )
    description = short(" ".join(event.details.description.split()), _DESCRIPTION)
    hosts = [(words.text("card.hosts"), listed(_few(about.hosts)))] if about.hosts else []
    return say(
        Heading(title),
        words("card.over") if about.over else _moved(date),
        description or None,
        fields([*facts(event, date, comes=False), *hosts]),
        counts(date, over=about.over),
        _small_print(event, about),
        row(_more(event, date)) if about.over else answer_buttons(event, date),
        fallback=words.text("card.fallback", title=title, when=its_own_time(date)),
    )


def counts(date: EventDate, *, over: bool = False) -> str:
    """How many come, may come, and wait, and how many places are left."""
    tally = date.tally
    parts = [words.text("card.coming", count=tally.seated)]
    if tally.maybe:
        parts.append(words.text("card.maybe", count=tally.maybe))
    if tally.waiting + tally.offered:
        parts.append(words.text("card.waiting", count=tally.waiting + tally.offered))
    if date.free is not None and not over:
        parts.append(
            words.text("card.left", count=date.free) if date.free else words.text("card.full")
        )
    return " · ".join(parts)


def more(happening: Happening, hosts: Sequence[str], mine: Sequence[Part | None]) -> Message:
    """All that somebody may know of a date, with what they have answered (`mine`)."""
    event, date = happening.event, happening.date
    return say(
        Heading(event.details.title),
        event.details.description or None,
        fields([(words.text("card.hosts"), listed(hosts))]) if hosts else None,
        counts(date),
        *mine,
    )


def _few(hosts: Sequence[str]) -> list[str]:
    rest = len(hosts) - _HOSTS
    return [*hosts[:_HOSTS], *([words.text("card.more_hosts", count=rest)] if rest > 0 else [])]


def _moved(date: EventDate) -> Part | None:
    return words("card.moved", when=planned_for(date)) if date.moved else None


def _small_print(event: Event, about: Card) -> Part | None:
    if event.details.by_approval and not about.over:
        return Note(words("card.by_approval"))
    return None


# Buttons --------------------------------------------------------------------------------------


def answer_buttons(event: Event, date: EventDate) -> Actions:
    """What everybody can answer, and see."""
    name, id_ = called(event, date), str(date.id)
    return row(
        Button(words.text("button.coming"), "events.coming", id_, "primary", COMING(event=name)),
        Button(words.text("button.maybe"), "events.maybe", id_, command=MAYBE(event=name)),
        Button(words.text("button.no"), "events.no", id_, command=NO(event=name)),
        Button(words.text("button.who"), "events.who", id_, command=WHO(event=name)),
        _more(event, date),
    )


def _more(event: Event, date: EventDate) -> Button:
    name = called(event, date)
    return Button(words.text("button.more"), "events.more", str(date.id), command=MORE(event=name))
