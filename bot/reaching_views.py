"""What is said where people cannot be written to as they should be. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from bot.community.joining import name_of
from bot.community.people import Space
from bot.delivery.destinations import Reached
from bot.ui.messages import Button, Mention, Message, Note, Part, Plain, bullets, row, say
from bot.ui.words import WordBook, listed

words = WordBook("bot")

# For the relay --------------------------------------------------------------------------------


def called_out(member: int, name: str, held: int) -> Message:
    """What is said in public to somebody who can be written to in no other way: nothing private."""
    person = Mention(member, name)
    return say(
        words("reaching.called", person=person), row(show_button(held)), Note(words("reaching.how"))
    )


def with_note(message: Message) -> Message:
    """The first words in a room that moderators can read, who are not in it."""
    return replace(message, blocks=(*message.blocks, Note(words("reaching.moderators"))))


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
    return words.text("reaching.where", place=name_of(space)) if space else ""


# For the one who is to be reached -------------------------------------------------------------


def fetched(message: Message, more: Sequence[int]) -> Message:
    """What was held, for its member alone, and the way to what is held besides."""
    if not more:
        return message
    rest = say(words("reaching.more", count=len(more)), row(show_button(more[0])))
    return replace(message, blocks=(*message.blocks, *rest.blocks))


def once_more(message: Message) -> Message:
    """What was fetched before, when nothing else waits."""
    return replace(message, blocks=(*say(words("reaching.read")).blocks, *message.blocks))


def try_out() -> Message:
    """The message that somebody asks for to see whether it comes."""
    return say(words("test.message"))


def sent() -> Message:
    """The answer to who asked for it."""
    return say(words("test.sent"), words("test.missing"))


def glance(held: Sequence[int], closed: Sequence[Space]) -> list[Part | None]:
    """What waits to be fetched, and where somebody cannot be written to."""
    parts: list[Part | None] = []
    if held:
        parts += [words("reaching.waiting", count=len(held)), row(show_button(held[0]))]
    if closed:
        places = listed(name_of(space) for space in closed)
        parts += [words("reaching.closed", places=places), Note(words("reaching.how"))]
    return parts


def show_button(held: int) -> Button:
    """Hands over what is held."""
    label = words.text("button.show")
    return Button(label, "reaching.show", str(held), "primary", "/kindred waiting")


def test_button() -> Button:
    """Sends a message to see whether it comes."""
    return Button(words.text("button.test"), "reaching.test", command="/kindred test")
