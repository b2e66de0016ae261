"""Reminders in words. Pure."""

from collections.abc import Collection, Sequence

from bot.features.events import words
from bot.features.events.cards.views import NO
from bot.features.events.check_in.views import here_button
from bot.features.events.dates.views import called, length_and_where, title_and_time
from bot.features.events.ports import Happening
from bot.features.events.reminders.domain import Before, choice
from bot.features.events.rsvps.views import reminders_in_words
from bot.ui.commands import named
from bot.ui.messages import Actions, Button, Message, Note, row, say

REMIND = named("event remind", "before", "event")


def chosen(happening: Happening, before: Sequence[Before]) -> Message:
    """When somebody is reminded of an event, with a button for each that changes it."""
    event = happening.event
    return say(
        words("reminders", title=event.details.title),
        reminders_in_words(before),
        row(*(_toggle(happening, before, each) for each in Before), *_none(happening, before)),
        Note(words("reminders.small_print")),
    )


def _toggle(happening: Happening, chosen_: Collection[Before], before: Before) -> Button:
    others = [each for each in Before if (each in chosen_) != (each is before)]
    key = "button.not_before" if before in chosen_ else "button.before"
    label = words.text(f"{key}.{before}")
    return _button(happening, label, others)


def _none(happening: Happening, chosen_: Collection[Before]) -> list[Button]:
    return [_button(happening, words.text("button.before.none"), [])] if len(chosen_) > 1 else []


def _button(happening: Happening, label: str, before: Collection[Before]) -> Button:
    said = choice(before)
    command = REMIND(before=said, event=called(happening.event, happening.date))
    return Button(label, "events.remind", f"{happening.date.id}:{said}", command=command)


def reminder(happening: Happening, before: Before) -> Message:
    """A date comes nearer: when, and where."""
    event, date = happening.event, happening.date
    return say(
        words(f"reminder.{before}", event=title_and_time(event, date)),
        length_and_where(event, date, comes=True),
        _cannot(happening),
    )


def starting(happening: Happening, *, quiet: bool = False) -> Message:
    """A date begins: where to go."""
    event, date = happening.event, happening.date
    return say(
        words("starting", title=event.details.title),
        length_and_where(event, date, comes=True),
        row(here_button(happening)),
        quiet=quiet,
    )


def _cannot(happening: Happening) -> Actions:
    """Whoever cannot come after all lets somebody else have the seat."""
    name, id_ = called(happening.event, happening.date), str(happening.date.id)
    return row(Button(words.text("button.cannot"), "events.no", id_, command=NO(event=name)))
