"""Everything said later, elsewhere or to others: written with the fact it tells of, sent after.

A feature names a message by a key that names the fact (`introductions.matched:12`): posting the
same key again does nothing, so a retry or a crash says a thing once. Who carries the messages out
is `jobs.relay`; how, is each adapter's `Sender`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol

from bot.capabilities import Capabilities
from bot.people import Account, Ref, Space
from bot.ui import Message

# Where to -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ToMember:
    """To one person, wherever they can be reached: see `Ladder` in docs/decisions."""

    member: int


@dataclass(frozen=True, slots=True)
class ToRoom:
    """Into the room that `Outbox.open_room` was asked for under `key`."""

    key: str


@dataclass(frozen=True, slots=True)
class ToSquare:
    """Into the channel of a space where everybody may be spoken to."""

    space: int


@dataclass(frozen=True, slots=True)
class ToChannel:
    """Into one channel."""

    channel: Ref


Address = ToMember | ToRoom | ToSquare | ToChannel


class Outbox(Protocol):
    """What features may ask for; nothing happens before the unit of work is committed."""

    async def open_room(
        self, key: str, members: Sequence[int], title: str, *, community: int
    ) -> None:
        """Ask for a private room for these members; asking again under one key does nothing."""
        ...

    async def post(self, to: Address, message: Message, key: str, *, community: int) -> None:
        """Say something; saying it again under one key does nothing."""
        ...

    async def edit(self, key: str, message: Message) -> None:
        """Put `message` in the place of what was posted under `key`; nothing if nothing was."""
        ...

    async def retract(self, key: str) -> None:
        """Take back what was posted under `key`."""
        ...

    async def concerning(self, member: int) -> dict[str, list[str]]:
        """What is kept about a member: messages to them that wait, and the rooms they are in."""
        ...

    async def forget(self, member: int) -> None:
        """Erase what is kept about a member."""
        ...


# Carrying out ---------------------------------------------------------------------------------

Act = Literal["open_room", "post", "edit", "retract"]


@dataclass(frozen=True, slots=True)
class Delivery:
    """One thing to do for the relay, under lease: nobody else does it meanwhile.

    `rung` counts the ways tried to reach a member. `posted` is where an earlier post under the
    same key arrived, for an edit or a retraction.
    """

    id: int
    key: str
    act: Act
    community: int
    address: Address
    message: Message | None
    attempts: int
    rung: int
    posted: "Posted | None"


@dataclass(frozen=True, slots=True)
class Posted:
    """Where a message arrived."""

    channel: Ref
    message: Ref


@dataclass(frozen=True, slots=True)
class Receipt:
    """Done. For a post, where it arrived; for a room, its channel."""

    channel: Ref
    message: Ref | None = None


@dataclass(frozen=True, slots=True)
class Retry:
    """Not now: the platform asks us to wait, or did not answer."""

    after: timedelta
    reason: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Not ever, in this way: a closed direct message, a deleted channel, a revoked token."""

    reason: str


Outcome = Receipt | Retry | Refused


@dataclass(frozen=True, slots=True)
class DeliveryRefused:
    """Domain event: something could not be delivered in any way. `key` names the fact."""

    key: str
    community: int
    member: int | None
    reason: str


class Sender(Protocol):
    """What a chat platform does for the relay. One per adapter.

    Every method may be called again with the same `key` after a crash, and then does nothing new:
    it returns the receipt of the first time. None raises for what the platform answers; an
    exception is a fault of ours and counts as `Retry`.
    """

    platform: str
    capabilities: Capabilities

    async def open_room(
        self, key: str, space: Space, members: Sequence[Account], title: str
    ) -> Outcome: ...

    async def post(self, key: str, channel: Ref, message: Message) -> Outcome: ...

    async def direct(self, key: str, account: Account, message: Message) -> Outcome: ...

    async def edit(self, key: str, posted: Posted, message: Message) -> Outcome: ...

    async def retract(self, key: str, posted: Posted) -> Outcome: ...


class Mailbag(Protocol):
    """The relay's side of the outbox."""

    async def claim(self, now: datetime, lease: timedelta, limit: int) -> list[Delivery]:
        """Lease up to `limit` deliveries that are due, at most one for each destination."""
        ...

    async def destination(self, delivery: Delivery) -> "Destination":
        """Resolve where a delivery goes, as of now."""
        ...

    async def ways(self, member: int) -> int:
        """How many ways there are to write to this member."""
        ...

    async def done(self, delivery: Delivery, receipt: Receipt) -> None: ...

    async def later(self, delivery: Delivery, at: datetime, reason: str) -> None: ...

    async def next_rung(self, delivery: Delivery, reason: str) -> None: ...

    async def give_up(self, delivery: Delivery, reason: str) -> None:
        """Park it as dead: visible in `kindred check`, never lost."""
        ...

    async def dead(self) -> list[tuple[str, str]]:
        """Key and reason of everything that was given up."""
        ...

    async def waiting(self) -> int:
        """How many deliveries are not finished."""
        ...


@dataclass(frozen=True, slots=True)
class Direct:
    """A member's account to write to."""

    account: Account


@dataclass(frozen=True, slots=True)
class InChannel:
    """A channel to write into."""

    channel: Ref


@dataclass(frozen=True, slots=True)
class NewRoom:
    """A room to open, in the space where all the members have accounts."""

    space: Space
    title: str
    members: tuple[Account, ...]


@dataclass(frozen=True, slots=True)
class Nowhere:
    """There is no such place, or no way left to reach the person."""

    reason: str


Destination = Direct | InChannel | NewRoom | Nowhere
