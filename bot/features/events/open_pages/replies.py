"""What is said in chats about open pages. Pure."""

from collections.abc import Sequence

from bot.features.events import words
from bot.features.events.domain import Event
from bot.ui.commands import named as command_named
from bot.ui.messages import Button, Code, LinkButton, Message, Note, row, say

SHARE = command_named("event page", "event")
NAMED = command_named("event page named", "event")
UNNAMED = command_named("event page unnamed", "event")
PAGES = command_named("facilitate event pages", "state")


def page(event: Event, address: str, *, named: bool | None, guests: bool) -> Message:
    """Where an event is on the web; a host is told whether they are `named` there."""
    return say(
        words("page.here", title=event.details.title),
        (Code(address),),
        words("page.for_guests" if guests else "page.no_guests"),
        None if named is None else Note(words("page.you_are" if named else "page.you_are_not")),
        row(LinkButton(words.text("button.open_page"), address), *_name_me(event, named)),
    )


def no_page(event: Event) -> Message:
    """What is said of an event that is not on the web."""
    return say(words("page.none", title=event.details.title))


def _name_me(event: Event, named: bool | None) -> list[Button]:
    """The button by which a host is named, or is not any more."""
    if named is None:
        return []
    key, action, command = (
        ("unname_me", "unnamed", UNNAMED) if named else ("name_me", "named", NAMED)
    )
    label, title = words.text(f"button.{key}"), event.details.title
    return [Button(label, f"events.page_{action}", str(event.id), command=command(event=title))]


def share_button(event: Event) -> Button:
    """The button that tells where an event is on the web."""
    command = SHARE(event=event.details.title)
    return Button(words.text("button.page"), "events.page", str(event.id), command=command)


def pages(address: str, *, on: bool, beside: Sequence[Button] = ()) -> Message:
    """Whether events are on the web, with the button for the other, and what is `beside` it."""
    other = "off" if on else "on"
    button = Button(
        words.text(f"button.pages_{other}"), "events.pages", other, command=PAGES(state=other)
    )
    told = words("pages.are", address=Code(address)) if on else words("pages.are_not")
    shown = [LinkButton(words.text("button.open_page"), address)] if on else []
    return say(told, row(*shown, button, *beside))
