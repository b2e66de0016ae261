"""Everything said later, elsewhere or to others: written with the fact it tells of, sent after.

A feature names a message by a key that names the fact (`introductions.matched:12`): posting the
same key again does nothing, so a retry or a crash says a thing once. It gives what composes
the message, and that is done in the language of whom it is for. Who carries the messages out
is `jobs.relay`; how, is each adapter's `Sender`.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol

from bot.community.people import Account, Ref, Space
from bot.delivery.destinations import Destination
from bot.ui.capabilities import Capabilities
from bot.ui.messages import Message

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


@dataclass(frozen=True, slots=True)
class ToAccount:
    """To somebody in a space who is not a member, or not yet."""

    space: int
    account: Ref


Address = ToMember | ToRoom | ToSquare | ToChannel | ToAccount


@dataclass(frozen=True, slots=True)
class Outlook:
    """How far some deliveries are: how many arrived, are given up, wait, and for how long."""

    done: int
    dead: int
    waiting: int
    left: timedelta


Said = Message | Callable[[], Message]
"""What is to be said: a view with its arguments bound, or words that are the same in any language.
"""


class Outbox(Protocol):
    """What features may ask for; nothing happens before the unit of work is committed."""

    async def open_room(
        self, key: str, members: Sequence[int], title: str, *, community: int
    ) -> None:
        """Ask for a private room for these members; asking again under one key does nothing."""
        ...

    async def post(self, to: Address, message: Said, key: str, *, community: int) -> None:
        """Say something; saying it again under one key does nothing.

        To a member it is said in their language, to somebody unknown in the one being spoken, to
        several in the default one.
        """
        ...

    async def edit(self, key: str, message: Said) -> None:
        """Put `message` in the place of what was posted under `key`; nothing if nothing was."""
        ...

    async def retract(self, key: str) -> None:
        """Take back what was posted under `key`."""
        ...

    async def outlook(
        self, keys: Sequence[str], paces: Mapping[str, "Pace"], now: datetime
    ) -> Outlook:
        """How far the rooms and posts of these keys are, at these paces by platform."""
        ...

    async def given_up(self, community: int, since: datetime) -> int:
        """How many people of a community could not be reached since an instant."""
        ...

    async def unreached(self, keys: Collection[str]) -> set[str]:
        """Which of these posts never arrived, and are no longer tried."""
        ...

    async def held(self, member: int) -> list[int]:
        """The ids of what a member was only told of in public and has not fetched, oldest first."""
        ...

    async def fetched(self, member: int) -> int | None:
        """The id of what a member fetched last, while its words are kept."""
        ...

    async def fetch(self, member: int, held: int, now: datetime) -> Message | None:
        """Hand what is held to its member, and take back what was said of it in public.

        The answer may be lost on its way: until `forget_held`, it is handed over as often as the
        member asks, unless what it tells of was taken back.
        """
        ...

    async def forget_held(self, before: datetime, fetched_before: datetime) -> None:
        """Forget the words of what nobody fetched, and of what was fetched, before these instants.

        Where the member was told that something is there, that is taken back, too.
        """
        ...

    async def recipient(self, posted: "Posted", among: Collection[int]) -> int | None:
        """Which of these members a message was for that arrived there."""
        ...

    async def apart(self, room: str) -> bool:
        """Whether a room is none: each of its people is written to alone."""
        ...

    async def concerning(self, member: int) -> dict[str, list[str]]:
        """What is kept about a member: messages to them that wait, and the rooms they are in."""
        ...

    async def forget(self, member: int) -> None:
        """Erase what is kept about a member."""
        ...


_APART = re.compile(r"apart:(\d+):(.+)", re.DOTALL)


def apart_key(key: str, member: int) -> str:
    """The key under which one member alone is sent what was meant for a room."""
    return f"apart:{member}:{key}"


def fact_of(key: str) -> str:
    """The key that names the fact, of one that `apart_key` may have made."""
    apart = _APART.fullmatch(key)
    return apart[2] if apart else key


# Carrying out ---------------------------------------------------------------------------------

Act = Literal["open_room", "post", "edit", "retract"]


@dataclass(frozen=True, slots=True)
class Delivery:
    """One thing to do for the relay, under lease: nobody else does it meanwhile.

    `attempts` counts from 1: a later one may follow a crash, or an answer that was lost, so the
    thing may be done already, in the way that is being tried (`trying`). `refused` are the ways
    that are not tried again; ways are named by `destinations.way_name`. `paced` tells that the
    delivery has waited for its turn. `posted` is where an earlier post under the same key arrived,
    for an edit or a retraction; it is `held` when only word of it arrived there, in public.
    `opening` is true of the first words in a room.
    """

    id: int
    key: str
    act: Act
    community: int
    address: Address
    message: Message | None
    attempts: int
    refused: tuple[str, ...]
    trying: str
    paced: bool
    posted: "Posted | None"
    opening: bool = False
    held: bool = False


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
    """Not now: the platform asks us to wait, or did not answer.

    `untouched` is true when the platform certainly did nothing, so that waiting is no failure.
    """

    after: timedelta
    reason: str
    untouched: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """Not ever, in this way: a closed direct message, a deleted channel, a revoked token.

    `remedy` are plain words for facilitators on what would help, if they can do something about it.
    """

    reason: str
    remedy: str = ""


Outcome = Receipt | Retry | Refused


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds between two of a kind in one space; 0 is as fast as it goes."""

    room: float = 0.0
    message: float = 0.0


@dataclass(frozen=True, slots=True)
class RoomOpened:
    """Domain event: the room asked for under `key` is open, in this space."""

    key: str
    community: int
    space: Ref


@dataclass(frozen=True, slots=True)
class SpaceLost:
    """Domain event: a space has put Kindred out, or lets it do nothing any more."""

    space: Space
    why: str


@dataclass(frozen=True, slots=True)
class DeliveryHindered:
    """Domain event: a way was closed that facilitators can open; `remedy` says how, in words.

    What was to be delivered goes another way, if there is one.
    """

    key: str
    community: int
    remedy: str
    space: Ref | None = None


@dataclass(frozen=True, slots=True)
class DeliveryRefused:
    """Domain event: something could not be delivered in any way. `key` names the fact.

    `member` is whom it was for, if it was for one alone, be it by an account of theirs. What was
    posted into a room may have been for one of it, since there is no room.
    """

    key: str
    community: int
    member: int | None
    reason: str


class Sender(Protocol):
    """What a chat platform does for the relay. One per adapter.

    Every method may be called again with the same `key` after a crash, and then does nothing new:
    it returns the receipt of the first time. `again` tells that this may be so: look first. None
    raises for what the platform answers; an exception is a fault of ours and counts as `Retry`.
    """

    platform: str
    capabilities: Capabilities
    pace: Pace

    async def open_room(
        self,
        key: str,
        space: Space,
        members: Sequence[Account],
        title: str,
        *,
        again: bool = False,
    ) -> Outcome: ...

    async def post(
        self, key: str, channel: Ref, message: Message, *, again: bool = False
    ) -> Outcome: ...

    async def direct(
        self, key: str, account: Account, message: Message, *, again: bool = False
    ) -> Outcome: ...

    async def edit(self, key: str, posted: Posted, message: Message) -> Outcome: ...

    async def retract(self, key: str, posted: Posted) -> Outcome: ...


class Mailbag(Protocol):
    """The relay's side of the outbox."""

    async def claim(self, now: datetime, lease: timedelta, limit: int) -> list[Delivery]:
        """Lease up to `limit` deliveries that are due, at most one for each destination."""
        ...

    async def destinations(self, deliveries: Sequence[Delivery]) -> list[Destination]:
        """Resolve where deliveries go, as of now, in the same order; remember it as being tried.

        What may have arrived already in the way it was tried before goes there again.
        """
        ...

    async def go_on(self, delivery: Delivery, refused: Destination, reason: str) -> bool:
        """Try another way at once, never again the one that refused; false if there is none.

        See the ladder in docs/decisions/0003.
        """
        ...

    async def recipient(self, delivery: Delivery) -> int | None:
        """The member to whom something goes alone, by an account of theirs or by any."""
        ...

    async def done(self, delivery: Delivery, receipt: Receipt) -> None: ...

    async def hold(self, delivery: Delivery, receipt: Receipt, now: datetime) -> None:
        """Keep the words for a member to fetch who was told in public that they are there."""
        ...

    async def amend_held(self, delivery: Delivery) -> None:
        """Change the words that are held for a member, and nothing in public."""
        ...

    async def set_apart(self, delivery: Delivery) -> None:
        """Note that a room, or what was to be said in it, goes to each of its people alone."""
        ...

    async def closed(self, account: Account, since: datetime | None) -> None:
        """Remember since when an account refuses what is written to it alone, if it does."""
        ...

    async def later(
        self, delivery: Delivery, at: datetime, reason: str, *, untouched: bool = False
    ) -> None:
        """Try again at an instant; an attempt that left things `untouched` is not counted."""
        ...

    async def take_turns(self, turns: Mapping[int, datetime]) -> None:
        """Let deliveries, by id, wait until it is their turn; that is no attempt."""
        ...

    async def give_up(self, delivery: Delivery, reason: str) -> None:
        """Park it as dead: visible in `kindred check`, never lost."""
        ...

    async def dead(self) -> list[tuple[str, str]]:
        """Key and reason of everything that was given up."""
        ...

    async def waiting(self) -> int:
        """How many deliveries are not finished."""
        ...
