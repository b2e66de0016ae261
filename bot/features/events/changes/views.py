"""What is asked and said when an event is changed. Pure."""

from bot.community.dates.echo import said
from bot.community.dates.when import When
from bot.features.events import words
from bot.features.events.dates.domain import EventDate
from bot.features.events.domain import Event
from bot.features.events.plans.details import when_on
from bot.features.events.ports import Happening
from bot.features.events.rsvps.outcomes import Below, Lowering
from bot.ui.messages import Button, Message, row, say


def which_dates(happening: Happening, ahead: EventDate, *, begun: bool) -> Message:
    """What of a series is to be changed: its date, which may have `begun`, or those `ahead`."""
    event, date = happening.event, happening.date
    one, rest = f"{event.id}:{date.id}", f"{event.id}:{ahead.id}"
    key, when = "edit.which_begun" if begun else "edit.which", said(when_on(ahead))
    this = words.text("button.begun_date" if begun else "button.this_date")
    return say(
        words(key, title=event.details.title, when=when),
        row(
            Button(this, "events.edit_date", one),
            Button(words.text("button.following"), "events.edit_from", rest),
            Button(words.text("button.all_dates"), "events.edit_all", rest),
        ),
    )


def below(subject: str, found: Below) -> Message:
    """More people come than there are to be places: what is to become of them."""
    people = sum(rsvp.seats for rsvp in found.last)
    coming = found.date.tally.seated
    buttons = [
        Button(
            words.text(f"button.lower.{how.value}", count=people),
            "events.lower",
            f"{subject}:{how.value}",
        )
        for how in (Lowering.KEEP, Lowering.MOVE_LAST)
    ]
    return say(words("below.what", coming=coming, count=found.capacity), row(*buttons))


def changed(event: Event, when: When, extent: str) -> Message:
    """What a host is told of a change that was made."""
    key = "edit.done_from" if extent == "from" else "edit.done"
    return say(
        words(key, title=event.details.title, when=said(when)),
        words("edit.told"),
        row(Button(words.text("button.show"), "events.show", str(event.id))),
    )


def date_changed(event: Event, when: When) -> Message:
    """What a host is told of one date that is different now."""
    return say(
        words("edit.done_date", title=event.details.title, when=said(when)),
        words("edit.told"),
    )
