"""What a chat platform does for the relay, and what it answers."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol, Self

from bot.community.people import Account, Ref
from bot.community.permissions import Missing
from bot.community.places import Place
from bot.ui.capabilities import Capabilities
from bot.ui.messages import Message, Words


@dataclass(frozen=True, slots=True)
class Posted:
    """Where a message arrived; in a thread, `below` which message, as far as that is known."""

    channel: Ref
    message: Ref
    below: Ref | None = field(default=None, compare=False)

    def __str__(self) -> str:
        return f"{self.channel} {self.message}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what `str` wrote."""
        channel, _, message = text.partition(" ")
        return cls(Ref.parse(channel), Ref.parse(message))


@dataclass(frozen=True, slots=True)
class Receipt:
    """Done. For a post, where it arrived; for a room, its channel."""

    channel: Ref
    message: Ref | None = None


@dataclass(frozen=True, slots=True)
class Retry:
    """Not now: the platform asks us to wait, or did not answer.

    `untouched` is true when the platform certainly did nothing, so that waiting is no failure. It
    asks to wait with all else of the space, too, unless that is `here_only`, where this was to go.
    """

    after: timedelta
    reason: str
    untouched: bool = False
    here_only: bool = False

    @property
    def holds_up_all(self) -> bool:
        """Whether nothing else can be sent into the space before."""
        return self.untouched and not self.here_only


@dataclass(frozen=True, slots=True)
class Refused:
    """Not ever, in this way: a closed direct message, a deleted channel, a revoked token.

    `remedy` are words for facilitators on what would help, if they can do something about it; or
    else it is said which permissions are `missing`. A channel is `gone` that was deleted or
    archived, or that Kindred can see no more. Of its people, those may be `absent`; who is, is to
    be asked.
    """

    reason: str
    remedy: Words = ""
    missing: tuple[Missing, ...] = ()
    gone: bool = False
    absent: tuple[Account, ...] = ()


@dataclass(frozen=True, slots=True)
class Gone:
    """What was to be changed is there no more, or what something was to be said below.

    Somebody took it away, or its thread. Where its channel has gone, too, it is `Refused`.
    """

    reason: str


SendResult = Receipt | Retry | Refused | Gone


@dataclass(frozen=True, slots=True)
class RateLimit:
    """Seconds between two of a kind in one space; 0 is as fast as it goes."""

    room: float = 0.0
    message: float = 0.0


class Sender(Protocol):
    """What a chat platform does for the relay. One per adapter.

    Every method may be called again with the same `key` after a crash, and then does nothing new:
    it returns the receipt of the first time. `again` tells that this may be so: look first. None
    raises for what the platform answers; an exception is a fault of ours and counts as `Retry`.
    """

    platform: str
    capabilities: Capabilities
    rate_limit: RateLimit

    async def open_room(self, key: str, place: Place, *, again: bool = False) -> SendResult:
        """Open a room for the people of a place that is not open yet."""
        ...

    async def gather(self, key: str, place: Place) -> SendResult:
        """Let just the people of a place be in its room, which is open; never more than can be."""
        ...

    async def close_room(self, key: str, place: Place) -> SendResult:
        """Put away a room in which nothing more is to be said; what was said stays."""
        ...

    async def post(
        self, key: str, place: Place, message: Message, *, again: bool = False
    ) -> SendResult:
        """Say something in a channel or a room that is open, or to one person alone.

        What is said `below` a message of the place goes into its thread, which is opened or woken
        if need be; `Gone` if there can be none any more. Only chats that have `threads` are asked.
        """
        ...

    async def edit(self, key: str, posted: Posted, message: Message) -> SendResult:
        """Put a message in the place of what was posted; `Gone` if that is there no more."""
        ...

    async def retract(self, key: str, posted: Posted) -> SendResult: ...
