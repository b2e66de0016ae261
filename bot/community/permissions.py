"""What a chat lets Kindred do: each adapter has one table of it, its `PERMISSIONS`.

From that table comes what Kindred asks for when somebody installs it, what the documentation says
of it, what `kindred check` looks for, and what facilitators are told when something is missing.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol, Self

from bot.community.people import Ref, Space
from bot.community.places import Place
from bot.ui.words import WordBook

words = WordBook("bot")

Later = Callable[[], str]
"""Gives a text in the language that is spoken when it is shown."""


@dataclass(frozen=True, slots=True)
class Permission:
    """One thing that Kindred may do, by the `name` that the chat's interface gives it.

    `title` is what the chat's settings call it, `purpose` what it is for, and `lost` what there is
    not without it. Kindred is of no use in a chat without one that is `needed`. One that is
    `bridged` is asked for only where conversations of several chats show in channels.
    """

    name: str
    needed: bool
    title: Later
    purpose: Later
    lost: Later
    bridged: bool = False

    @classmethod
    def worded(
        cls, book: WordBook, name: str, *, needed: bool = False, bridged: bool = False
    ) -> Self:
        """One with the texts `permission.<name>.for`, `….lost` and, if it has a title, the key."""
        key = f"permission.{name}"
        title = partial(_title, book, key, name)
        purpose, lost = book.later(f"{key}.for"), book.later(f"{key}.lost")
        return cls(name, needed, title, purpose, lost, bridged)


def _title(book: WordBook, key: str, name: str) -> str:
    return book.text(key) if book.has(key) else name


@dataclass(frozen=True, slots=True)
class Missing:
    """A permission that Kindred has not got: in one channel, or without one in the whole space.

    `remedy` says what whoever looks after the space can do.
    """

    permission: Permission
    remedy: Later = str
    channel: Ref | None = None
    channel_name: str = ""


class PermissionCheck(Protocol):
    """Asks a chat what it lets Kindred do. One per adapter."""

    async def missing(self, space: Space, channels: Sequence[Place]) -> list[Missing]:
        """What Kindred has not got of its permissions in a space, and in these channels of it.

        In a channel it needs what that was chosen for.
        A channel that is not there any more lacks nothing. Raises `NotReady` when the chat does
        not tell.
        """
        ...


def told(space: str, missing: Iterable[Missing]) -> Iterator[str]:
    """What an operator is told of what is missing in a space: a line for each channel."""
    for remedy, channel, some in _together(missing):
        lost = " ".join(
            words.text("permissions.one", title=each.title(), lost=each.lost())
            for each in (missing.permission for missing in some)
        )
        where = words.text("permissions.where", space=space, channel=channel) if channel else space
        yield words.text("permissions.missing", where=where, missing=lost, remedy=remedy)


def _together(missing: Iterable[Missing]) -> Iterator[tuple[str, str, list[Missing]]]:
    """What is missing by remedy and channel, what is needed first."""
    found: dict[tuple[str, str], list[Missing]] = {}
    for each in missing:
        found.setdefault((each.remedy(), each.channel_name), []).append(each)
    for (remedy, channel), some in found.items():
        yield remedy, channel, sorted(some, key=lambda each: not each.permission.needed)
