"""What is asked before an event is cancelled, and said afterwards. Pure."""

from bot.community.dates.echo import said
from bot.community.dates.when import When
from bot.features.events import words
from bot.features.events.ports import Happening
from bot.ui.messages import Button, Message, Note, row, say


def really(happening: Happening, when: When) -> Message:
    """Whether it is to be cancelled, and how much of it; nothing has happened yet."""
    event, date = happening.event, happening.date
    one = Button(
        words.text("button.cancel_date" if event.details.series else "button.cancel_it"),
        "events.cancel_date",
        str(date.id),
        "danger",
    )
    whole = Button(words.text("button.cancel_all"), "events.cancel_all", str(date.id), "danger")
    return say(
        words("cancel.really", title=event.details.title, when=said(when)),
        words("cancel.coming", count=date.tally.seated) if date.tally.seated else None,
        row(one, *([whole] if event.details.series else [])),
        Note(words("cancel.what")),
    )


def done(title: str, when: When, *, whole: bool) -> Message:
    """What a host is told of what does not take place."""
    return say(words("cancel.done_all" if whole else "cancel.done", title=title, when=said(when)))
