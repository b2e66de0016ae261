"""What those see to whom something could not be written. Pure: from data to messages."""

from collections.abc import Sequence
from dataclasses import replace

from bot.community.people import Space, name_of
from bot.delivery.views import how, show_button
from bot.features.reaching import words
from bot.ui.messages import Message, Part, row, say
from bot.ui.words import listed


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


def home_lines(held: Sequence[int], closed: Sequence[Space]) -> list[Part | None]:
    """What waits to be fetched, and where somebody cannot be written to."""
    parts: list[Part | None] = []
    if held:
        parts += [words("reaching.waiting", count=len(held)), row(show_button(held[0]))]
    if closed:
        places = listed(name_of(space) for space in closed)
        parts += [words("reaching.closed", places=places), how()]
    return parts
