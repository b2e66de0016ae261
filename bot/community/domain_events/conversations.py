"""What happens in conversations that show in several places."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.community.facts import Fact
from bot.community.people import Ref


@dataclass(frozen=True, slots=True)
class Said:
    """A member has said something in a conversation about a fact: this `message` of it.

    It may be the `first` that they say in it.
    """

    conversation: int
    community: int
    about: Fact
    message: int
    member: int
    at: datetime
    first: bool = False


@dataclass(frozen=True, slots=True)
class CameIn:
    """Members take part in a conversation from now on, without having said anything yet.

    What they share they share with these `others`, too, who may not have said anything either.
    """

    conversation: int
    community: int
    members: tuple[int, ...]
    others: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class StrangerSpoke:
    """Somebody who is no member has written where a conversation shows; nothing of it is kept."""

    conversation: int
    community: int
    space: int
    account: Ref


@dataclass(frozen=True, slots=True)
class WentUnread:
    """A member has written where a conversation shows, and the chat does not let Kindred read it.

    The account is theirs in the space of this id, and the language is theirs, too.
    """

    conversation: int
    community: int
    space: int
    account: Ref
    locale: str


@dataclass(frozen=True, slots=True)
class SpokeTooLate:
    """A member has written where a conversation showed that is closed; nothing of it is kept.

    The account is theirs in the space of this id, and the language is theirs, too.
    """

    conversation: int
    community: int
    space: int
    account: Ref
    locale: str


@dataclass(frozen=True, slots=True)
class PlaceLost:
    """The thread or room in which a conversation showed is there no more: this `place` of it."""

    conversation: int
    community: int
    place: int


@dataclass(frozen=True, slots=True)
class RoomNotShared:
    """The people of a room share no chat that it could be in: each is written to alone.

    It was to be `opened`, or `closed`; or other people are its `members` now.
    """

    room: Fact
    community: int
    title: str
    members: tuple[int, ...]
    change: Literal["opened", "members", "closed"] = "opened"


@dataclass(frozen=True, slots=True)
class OutOfReach:
    """A member cannot be written to, and so takes no part in the conversation about this."""

    about: Fact
    community: int
    member: int


@dataclass(frozen=True, slots=True)
class MeetingRefused:
    """A member never wants to meet another one, who does not learn of it."""

    community: int
    member: int
    other: int


@dataclass(frozen=True, slots=True)
class WordsMissed:
    """What was written in a place of a conversation after this message of it cannot be read.

    It is none, if nothing was ever heard there.
    """

    conversation: int
    community: int
    place: int
    last: Ref | None
    since: datetime


@dataclass(frozen=True, slots=True)
class WordsReadBack:
    """So many messages were written in a place after this one while nobody heard.

    The first of them was written `since` that instant. They are heard now.
    """

    conversation: int
    community: int
    place: int
    last: Ref | None
    count: int
    since: datetime


@dataclass(frozen=True, slots=True)
class PlacesChanged:
    """A conversation about a fact shows in other places than before, or in none any more."""

    conversation: int
    community: int
    about: Fact
