"""What one may see in the chat that each community has of its own (`people.OWN_CHAT`)."""

from dataclasses import dataclass
from datetime import datetime

from bot.community.places import PlaceKind
from bot.ui.messages import Message


@dataclass(frozen=True, slots=True)
class ChatPlace:
    """Somewhere to talk. `key` is what it is known by elsewhere, as `Ref("web", key)`."""

    id: int
    key: str
    kind: PlaceKind
    title: str


@dataclass(frozen=True, slots=True)
class ListedPlace(ChatPlace):
    """A place in one member's list, with its `newest` message and what they have not read."""

    unread: int
    newest: int


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """One message as a member may see it. Without an `author` it is Kindred's own.

    `change` grows whenever the message changes; `replies` counts what was said in its thread.
    """

    id: int
    place: int
    thread: int | None
    author: int | None
    author_name: str
    private: bool
    asked_by: str
    asked: str
    body: Message
    at: datetime
    change: int
    replies: int


@dataclass(frozen=True, slots=True)
class ChatChange:
    """A message came, changed or went: who may learn of it (`None`: the whole community)."""

    number: int
    community: int
    members: frozenset[int] | None
