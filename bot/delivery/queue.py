"""The delivery queue: what is in the outbox, from the side of the relay that carries it out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol

from bot.community.facts import Fact
from bot.community.people import Account
from bot.delivery.addresses import Address
from bot.delivery.destinations import Destination
from bot.delivery.live import Hanging
from bot.delivery.sender import Posted, Receipt
from bot.ui.messages import Message

Act = Literal["open_room", "gather", "close_room", "post", "edit", "retract"]

OF_ROOMS: tuple[Act, ...] = ("gather", "close_room")
"""What is done to a room that is open, without a word."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One thing to do for the relay, under lease: nobody else does it meanwhile.

    The chat knows it by `key`, that of the `fact` as it was when it was first sent.

    `attempts` counts from 1: a later one may follow a crash, or an answer that was lost, so the
    thing may be done already, in the way that is being tried (`trying`). `refused` are the ways
    that are not tried again; ways are named by `destinations.way_name`. `posted` is
    where an earlier post under the same key arrived, for an edit or a retraction; it is `held` when
    only word of it arrived there, in public. `is_first` is true of the first words in a room.

    What is `live` has no message before it is composed, of what is `hanging` there; of nothing, if
    that was taken down meanwhile.
    """

    id: int
    key: str
    fact: Fact
    act: Act
    community: int
    address: Address
    message: Message | None
    attempts: int
    refused: tuple[str, ...]
    trying: str
    posted: Posted | None
    is_first: bool = False
    held: bool = False
    live: bool = False
    hanging: Hanging | None = None


class DeliveryQueue(Protocol):
    """The relay's side of the outbox."""

    async def claim(self, now: datetime, lease: timedelta, limit: int) -> list[Delivery]:
        """Lease up to `limit` deliveries that are due, at most one for each destination."""
        ...

    async def waiting_behind(self, delivery: Delivery) -> int:
        """How many posts wait in its lane until it has gone out."""
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

    async def write_each_alone(self, delivery: Delivery) -> None:
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

    async def postpone(self, until: Mapping[int, datetime]) -> None:
        """Let deliveries, by id, wait for a rate limit until an instant; that is no attempt."""
        ...

    async def skip(self, delivery: Delivery) -> None:
        """Note that there is nothing to do for it any more, or for what would change it."""
        ...

    async def give_up(self, delivery: Delivery, reason: str) -> None:
        """Park it as dead: visible in `kindred check`; its words are kept for a while."""
        ...

    async def dead(self, since: datetime | None = None) -> list[tuple[str, str]]:
        """Key and reason of everything that was given up, lately or ever; oldest first."""
        ...

    async def waiting(self) -> int:
        """How many deliveries are not finished."""
        ...
