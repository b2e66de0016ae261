"""What is said where people cannot be written to as they should be. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from bot.community.people import Space, name_of
from bot.delivery.destinations import Reached
from bot.ui.commands import named
from bot.ui.messages import Button, Mention, Message, Note, Plain, bullets, row, say
from bot.ui.words import WordBook

words = WordBook("bot")

WAITING = named("kindred waiting")
TEST = named("kindred test")


def called_out(member: int, name: str, held: int) -> Message:
    """What is said in public to somebody who can be written to in no other way: nothing private."""
    person = Mention(member, name)
    return say(words("reaching.called", person=person), row(show_button(held)), how())


def with_note(message: Message) -> Message:
    """The first words in a room that moderators can read, who are not in it."""
    return replace(message, blocks=(*message.blocks, Note(words("reaching.moderators"))))


def with_backlog(message: Message, count: int) -> Message:
    """The first of many that could not be said for a while; first, that they come now."""
    told = Note(words("reaching.backlog", count=count))
    return replace(message, blocks=(told, *message.blocks))


def with_topic(message: Message) -> Message:
    """Words that were meant for a thread, in a channel without: first, what they are about."""
    if not message.thread:
        return message
    topic = Note(words("live.about", title=message.thread))
    return replace(message, blocks=(topic, *message.blocks))


def alone(message: Message, others: Sequence[Reached]) -> Message:
    """Words that were meant for a room, to one of its people; first, who the `others` are."""
    if not others:
        return message
    people = bullets(
        (Mention(each.member, each.name), Plain(_where(each.space))) for each in others
    )
    first = say(words("reaching.alone", count=len(others)), people)
    return replace(message, blocks=(*first.blocks, *message.blocks))


def _where(space: Space | None) -> str:
    return words.text("reaching.where", space=name_of(space)) if space else ""


def how() -> Note:
    """How somebody opens a way by which they can be written to alone."""
    return Note(words("reaching.how"))


def show_button(held: int) -> Button:
    """Hands over what is held."""
    label = words.text("button.show")
    return Button(label, "reaching.show", str(held), "primary", WAITING())


def no_more() -> Message:
    """What stands for a live view that is composed no more."""
    return say(words("live.no_more"))


def test_button() -> Button:
    """Sends a message to see whether it comes."""
    return Button(words.text("button.test"), "reaching.test", command=TEST())
