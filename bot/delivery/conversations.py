"""One conversation in many places: what is said in one of them appears in all the others.

A conversation is about a fact (a challenge's card, the room of an introduction). It shows in
places: below a post, in a room, or below what one person was sent alone. What is said in it is a
live view in each of the other places, so that edits, deletions and reactions follow, however long
ago it was said. See docs/decisions/0037-conversations.md.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from bot.community.facts import Fact
from bot.community.people import Ref
from bot.delivery.addresses import Below, ToPlace

SAID = "conversations.said"
"""The kind of the live view of what was said: its subject is the id, and in somebody's own place
the id of that after a colon.
"""
HEAD = "conversations.head"
"""The kind of the live view that stands on top of somebody's own place: its subject is the id of
the conversation, and that of the place after a colon.
"""


@dataclass(frozen=True, slots=True)
class Conversation:
    """What people talk about, wherever they are; `about` is what it belongs to.

    They may be `apart`: introduced to each other, and in no room that they share.
    """

    id: int
    community: int
    about: Fact
    title: str
    opened_at: datetime
    closed_at: datetime | None = None
    apart: bool = False


@dataclass(frozen=True, slots=True)
class ConversationPlace:
    """Where a conversation shows. It is one `member`'s own, or else for all who read the place.

    `space` and `channel` are known once it is open, and what it is called there. Something of
    Kindred's own can be said `to` it.
    """

    id: int
    conversation: int
    member: int | None = None
    space: int | None = None
    channel: Ref | None = None
    title: str = ""
    to: Below | ToPlace | None = None


@dataclass(frozen=True, slots=True)
class ListenedPlace:
    """A place that is listened to, as its chat knows it: to read there what was missed.

    `top` is the message at the top of its thread. `last` is the newest message that was heard
    there, or else the one with which it began; it stood there at the instant `since`. There is
    none in a room in which nothing was heard since it is listened to. In a place of their own, a
    member is `alone` with Kindred.
    """

    id: int
    channel: Ref
    top: Ref | None
    last: Ref | None
    since: datetime
    alone: bool = False


@dataclass(frozen=True, slots=True)
class KnownMessage:
    """What was heard in a place and not taken back since, so far as is known; in which version."""

    message: Ref
    version: float


class Conversations(Protocol):
    """What features may ask for (`work.conversations`)."""

    async def open(
        self, about: Fact, title: str, *, community: int, apart: bool = False
    ) -> Conversation:
        """Open the conversation about this; the one that there is, if it is open."""
        ...

    async def of(self, about: Fact) -> Conversation | None:
        """The conversation about this, as long as it is open."""
        ...

    async def of_room(self, room: int) -> Conversation | None:
        """The open one of those who share no room: by the id of the place that is none."""
        ...

    async def unread_heads(self, rooms: Collection[Fact]) -> dict[Fact, Literal["waiting", "dead"]]:
        """Of rooms that are none: about which not everybody has been told who the others are.

        That still waits to be said, or somebody cannot be reached.
        """
        ...

    async def show_in(self, conversation: int, *places: Below | ToPlace) -> None:
        """Let it show in these places from now on, too; where it does already, nothing happens."""
        ...

    async def let_in(self, conversation: int, member: int) -> None:
        """Let a member take part where they are alone with Kindred."""
        ...

    async def let_out(self, conversation: int, member: int) -> None:
        """Take somebody's own place away; what was said there stays."""
        ...

    async def people(self, conversation: int) -> list[int]:
        """Who takes part: by having said something, or in a place of their own."""
        ...

    async def hide_names(self, conversation: int, *members: int) -> None:
        """Carry what these say without their names, and what they have said."""
        ...

    async def show_name(self, conversation: int, member: int) -> None:
        """Carry what somebody says by their name again, and what they have said."""
        ...

    async def close(self, about: Fact) -> None:
        """Let nothing more be carried; what was said stays where it is."""
        ...

    async def places(self, conversation: int) -> list[ConversationPlace]:
        """Where it shows, the oldest first."""
        ...

    async def of_member(self, member: int) -> list[Conversation]:
        """The open conversations that somebody has in a place of their own, the oldest first."""
        ...

    async def say(self, conversation: int, member: int, text: str) -> None:
        """Say something for a member in all places, as they typed it in a form."""
        ...
