"""Rooms of dates in words. Pure."""

from bot.community.people import Member
from bot.features.events import words
from bot.features.events.check_in.views import here_button
from bot.features.events.dates.views import called, title_and_time, when_and_where
from bot.features.events.ports import Happening
from bot.ui.commands import named
from bot.ui.messages import Actions, Button, Mention, Message, Note, row, say

JOIN = named("event day join", "event")


def opened(happening: Happening, new: int, there: int, hidden: int) -> Message:
    """What a host is told: how many rooms there are, and who is in none."""
    title = happening.event.details.title
    if not there:
        return say(words("room.too_few", title=title))
    key = "room.opened" if new else "room.there"
    return say(
        words(key, title=title, count=new or there),
        words("room.hidden", count=hidden) if hidden else None,
        Note(words("room.small_print")),
    )


def first_message(happening: Happening) -> Message:
    """The first message in a room of those who come."""
    event, date = happening.event, happening.date
    return say(
        words("room.hello", title=event.details.title),
        when_and_where(event, date, comes=True),
        row(here_button(happening)),
        Note(words("room.privacy")),
    )


def cancelled(happening: Happening) -> Message:
    """What is said in the rooms of a date that does not take place."""
    title = happening.event.details.title
    return say(words("room.cancelled", title=title))


def join_row(happening: Happening) -> Actions:
    """By which whoever hides their name comes in all the same."""
    name, id_ = called(happening.event, happening.date), str(happening.date.id)
    label = words.text("button.join_room")
    return row(Button(label, "events.join_room", id_, command=JOIN(event=name)))


def invited(happening: Happening, key: str) -> Message:
    """What whoever was not put into a room is told of it, and why not."""
    title = happening.event.details.title
    return say(words(f"room.invited.{key}", title=title), join_row(happening))


def joined(happening: Happening) -> Message:
    """The answer to coming in."""
    return say(words("room.joined", title=happening.event.details.title))


def word(happening: Happening, by: Member | None, message: str) -> Message:
    """A word of a host to somebody who comes; to guests hosts are named nowhere."""
    when = title_and_time(happening.event, happening.date)
    host = Mention(by.id, by.name) if by else words.text("word.host")
    return say(
        words("word", host=host, event=when),
        message,
        Note(words("word.small_print")),
    )


def word_sent(happening: Happening, count: int) -> Message:
    """What the host is told."""
    return say(words("word.sent", title=happening.event.details.title, count=count))
