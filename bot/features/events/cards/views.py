"""What a card says. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.features.events import words
from bot.features.events.covers.views import picture
from bot.features.events.dates.domain import DateState, EventDate
from bot.features.events.dates.views import called, city, its_own_time, planned_for, when, where
from bot.features.events.domain import Details, Event
from bot.features.events.plans.repeats import in_plain_words
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
    rich,
    row,
    say,
)
from bot.ui.words import listed

COMING = named("event coming", "event")
MAYBE = named("event maybe", "event")
NO = named("event no", "event")
SHOW = named("event show", "event")
WHO = named("event who", "event")

_DESCRIPTION = 280  # characters on a card
_HOSTS = 8


@dataclass(frozen=True, slots=True)
class Card:
    """All that a card is made of; nothing in it is for some readers alone.

    `cover` is the address of its picture, if it has one.
    """

    event: Event
    date: EventDate
    hosts: Sequence[str]
    now: datetime
    cover: str = ""

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
        told = words("card.cancelled", when=its_own_time(date))
        return say(
            Heading(title), told, fallback=words.text("card.cancelled.fallback", title=title)
        )
    description = short(" ".join(event.details.description.split()), _DESCRIPTION)
    return say(
        Heading(title),
        picture(event, about.cover),
        words("card.over") if about.over else _moved(date),
        description or None,
        fields(
            [
                (words.text("date.when"), when(date)),
                (words.text("fact.repeats"), repeats(event.details)),
                (words.text("date.where"), where(event, date, comes=False)),
                (words.text("card.hosts"), listed(_few(about.hosts))),
            ]
        ),
        counts(date, over=about.over) or None,
        None if about.over else _small_print(event, date),
        row(_more(event, date)) if about.over else answer_buttons(event, date),
        fallback=words.text("card.fallback", title=title, when=its_own_time(date)),
    )


def counts(date: EventDate, *, over: bool = False) -> str:
    """How many come, may come, and wait, and how many places are left; of old, how many came."""
    tally = date.tally
    if over:
        return words.text("card.said", count=tally.seated) if tally.seated else ""
    first = not (tally.seated or tally.pending)
    parts = [words.text("card.nobody" if first else "card.coming", count=tally.seated)]
    if tally.maybe:
        parts.append(words.text("card.maybe", count=tally.maybe))
    waiting = tally.waiting + tally.offered
    if waiting:
        parts.append(words.text("card.waiting", count=waiting))
    full = "card.full_and_waiting" if waiting else "card.full"
    if date.free is not None:
        parts.append(words.text("card.left", count=date.free) if date.free else words.text(full))
    return " · ".join(parts)


def repeats(details: Details) -> str:
    """How often it happens, and until when; nothing for what happens once."""
    return in_plain_words(details.series) if details.series else ""


def _few(hosts: Sequence[str]) -> list[str]:
    rest = len(hosts) - _HOSTS
    return [*hosts[:_HOSTS], *([words.text("card.more_hosts", count=rest)] if rest > 0 else [])]


def _moved(date: EventDate) -> Part | None:
    return words("card.moved", when=planned_for(date)) if date.moved else None


def _small_print(event: Event, date: EventDate) -> Part:
    """By whose clock the time is, since a card is the same for all who read it."""
    told = [words.text("card.clock", city=city(date.zone))]
    if event.details.by_approval:
        told.append(words.text("card.by_approval"))
    return Note(rich(" ".join(told)))


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
    return Button(words.text("button.more"), "events.more", str(date.id), command=SHOW(event=name))
