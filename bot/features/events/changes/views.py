"""What is asked and said when an event is changed. Pure."""

from bot.community.dates.echo import said
from bot.community.dates.when import When
from bot.features.events import words
from bot.features.events.domain import Event
from bot.features.events.ports import Happening
from bot.features.events.rsvps.outcomes import Below, Lowering
from bot.ui.messages import Button, Message, row, say


def which_dates(happening: Happening, when: When) -> Message:
    """What of a series is to be changed."""
    event, date = happening.event, happening.date
    value = f"{event.id}:{date.id}"
    return say(
        words("edit.which", title=event.details.title, when=said(when)),
        row(
            Button(words.text("button.this_date"), "events.edit_date", value),
            Button(words.text("button.following"), "events.edit_from", value),
            Button(words.text("button.all_dates"), "events.edit_all", value),
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
