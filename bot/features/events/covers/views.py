"""The cover of an event, in messages. Pure."""

from bot.features.events import words
from bot.features.events.covers.domain import MEDIA_TYPES
from bot.features.events.domain import Event
from bot.ui.commands import named
from bot.ui.files import File, file_name
from bot.ui.messages import Button, Image, Message, Note, row, say

COVER = named("event cover", "event")


def picture(event: Event, address: str) -> Image | None:
    """The picture with words for those who do not see it, if there is one."""
    cover = event.details.cover
    if cover is None:
        return None
    return Image(address, cover.alt or words.text("cover.alt", title=event.details.title))


def picture_file(event: Event) -> File | None:
    """The picture itself, for a chat that does not take its address."""
    cover = event.details.cover
    if cover is None:
        return None
    name = file_name(event.details.title, cover.ending)
    return File(name, MEDIA_TYPES[cover.ending], "events.cover", cover.key)


def cover(event: Event, address: str) -> Message:
    """The picture as its hosts see it, with what they can do about it."""
    told = event.details.cover.alt if event.details.cover else ""
    id_ = str(event.id)
    return say(
        words("cover.there", title=event.details.title),
        picture(event, address),
        Note(words("cover.described", alt=told) if told else words("cover.undescribed")),
        row(
            Button(words.text("button.new_cover"), "events.new_cover", id_),
            Button(words.text("button.remove_cover"), "events.remove_cover", id_, "danger"),
        ),
    )


def removed(event: Event) -> Message:
    """What a host is told who took the picture away."""
    return say(words("cover.removed", title=event.details.title))


def cover_button(event: Event) -> Button:
    """The button that asks for a picture, or shows that which is there."""
    command = COVER(event=event.details.title)
    return Button(words.text("button.cover"), "events.cover", str(event.id), command=command)
