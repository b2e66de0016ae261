"""Who looks after an event. Pure."""

from collections.abc import Sequence

from bot.community.people import Member
from bot.features.events import words
from bot.features.events.domain import Event
from bot.ui.messages import Button, Mention, Message, Note, bullets, row, say
from bot.ui.text import label

_BUTTONS = 4  # beside the one that adds somebody
_LABEL = 60


def hosts(event: Event, there: Sequence[Member]) -> Message:
    """Who looks after an event, with a button for each."""
    add = Button(words.text("button.add_host"), "events.add_host", str(event.id), "primary")
    remove = [
        Button(
            label(words.text("button.remove_host", name=each.name), _LABEL),
            "events.remove_host",
            f"{each.id}:{event.id}",
        )
        for each in there[:_BUTTONS]
    ]
    key = "host.list" if there else "host.nobody"
    return say(
        words(key, title=event.details.title),
        bullets(Mention(each.id, each.name) for each in there),
        row(add, *(remove if len(there) > 1 else [])),
        Note(words("host.what")),
    )


def added(event: Event, who: Member, there: Sequence[Member]) -> Message:
    """What is said once somebody is a host, too."""
    return say(
        words("host.added", who=Mention(who.id, who.name), title=event.details.title),
        *hosts(event, there).blocks[1:],
    )


def told(event: Event, by: Member) -> Message:
    """What somebody is told who is a host now."""
    return say(
        words("host.told", by=Mention(by.id, by.name), title=event.details.title),
        row(Button(words.text("button.show"), "events.show", str(event.id))),
    )
