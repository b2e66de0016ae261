"""What is said in chats about open pages. Pure."""

from bot.features.events import words
from bot.features.events.domain import Event
from bot.ui.commands import named as command_named
from bot.ui.messages import Button, Link, Message, Note, row, say

PAGE = command_named("event page", "event", "me me")
SHARE = command_named("event page", "event")
PAGES = command_named("facilitate event pages", "state")


def page(event: Event, address: str, *, named: bool | None, guests: bool) -> Message:
    """Where an event is on the web; a host is told whether they are `named` there."""
    return say(
        words("page.here", title=event.details.title),
        (Link(address, address),),
        words("page.guests" if guests else "page.no_guests"),
        None if named is None else Note(words("page.you_are" if named else "page.you_are_not")),
        None if named is None else row(_name_me(event, named=not named)),
    )


def no_page(event: Event) -> Message:
    """What is said of an event that is not on the web."""
    return say(words("page.none", title=event.details.title))


def _name_me(event: Event, *, named: bool) -> Button:
    said = "named" if named else "unnamed"
    command = PAGE(event=event.details.title, me=said)
    label = words.text("button.name_me" if named else "button.unname_me")
    return Button(label, "events.page", f"{event.id}:{said}", command=command)


def share_button(event: Event) -> Button:
    """The button that tells where an event is on the web."""
    command = SHARE(event=event.details.title)
    return Button(words.text("button.page"), "events.page", str(event.id), command=command)


def pages(address: str, *, on: bool) -> Message:
    """Whether events are on the web, with the button for the other."""
    other = "off" if on else "on"
    button = Button(
        words.text(f"button.pages_{other}"), "events.pages", other, command=PAGES(state=other)
    )
    told = words("pages.are", address=Link(address, address)) if on else words("pages.are_not")
    return say(told, row(button))
