"""Everything said later, elsewhere or to others: written with the fact it tells of, sent after.

A feature names a message by the fact that it tells of: posting the same again does nothing, so a
retry or a crash says a thing once. It gives what composes the message, and that is done in the
language of whom it is for. Who carries the messages out is `jobs.relay`, from the `queue`; how, is
each adapter's `Sender`.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.community.facts import Fact
from bot.delivery.addresses import Address
from bot.delivery.sender import Posted, RateLimit
from bot.ui.messages import Message


@dataclass(frozen=True, slots=True)
class DeliveryProgress:
    """How far some deliveries are: how many arrived, are given up, wait, and for how long."""

    done: int
    dead: int
    waiting: int
    left: timedelta


@dataclass(frozen=True, slots=True)
class Told:
    """Something that was posted, by the id of its row, and what it tells of."""

    post: int
    fact: Fact
    community: int


WORDS_KEPT = timedelta(days=30)
"""How long words are kept of what could not be delivered, or is held for somebody to fetch.

By then a round is over, and every suggestion has lapsed.
"""

Composed = Message | Callable[[], Message]
"""What is to be said: a view with its arguments bound, or words that are the same in any language.
"""


class Outbox(Protocol):
    """What features may ask for; nothing happens before the unit of work is committed."""

    async def open_room(
        self,
        room: Fact,
        members: Sequence[int],
        title: str,
        *,
        community: int,
        apart: bool = False,
    ) -> None:
        """Ask for a private room for these members; asking again for one does nothing.

        Where they share no chat, they get one in the community's own; those who may be `apart` only
        if they live there, and else they talk through Kindred (`Feature.opening`).
        """
        ...

    async def let_in(self, room: Fact, members: Collection[int]) -> None:
        """Let these be in a room, too; what was said there before is theirs to read, if they can.

        A chat whose rooms do not grow leaves it as it is. Nothing without such a room.
        """
        ...

    async def let_out(self, room: Fact, members: Collection[int]) -> None:
        """Let these be in a room no more."""
        ...

    async def close_room(self, room: Fact) -> None:
        """Put a room away in which nothing more is to be said."""
        ...

    async def post(self, to: Address, message: Composed, fact: Fact, *, community: int) -> None:
        """Say something; telling of one fact again does nothing.

        To a member it is said in their language, to somebody unknown in the one being spoken, to
        several in the default one.
        """
        ...

    async def edit(self, fact: Fact, message: Composed) -> None:
        """Put `message` in the place of what was posted of a fact; nothing if nothing was."""
        ...

    async def edit_each(self, messages: Mapping[Fact, Composed]) -> None:
        """The same of several facts, each with its own message, in a few statements."""
        ...

    async def retract(self, *facts: Fact) -> None:
        """Take back what was posted of these facts."""
        ...

    async def posted(self, facts: Collection[Fact]) -> set[Fact]:
        """Of which of these something was posted, whether it has arrived or not."""
        ...

    async def progress(
        self, facts: Sequence[Fact], rate_limits: Mapping[str, RateLimit], now: datetime
    ) -> DeliveryProgress:
        """How far the rooms and posts of these facts are, at these rate limits by platform."""
        ...

    async def given_up(self, community: int, since: datetime) -> int:
        """How many people of a community could not be reached since an instant."""
        ...

    async def unreached(self, facts: Collection[Fact]) -> set[Fact]:
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

    async def forget_held(self, before: datetime, fetched_before: datetime) -> bool:
        """Forget the words of what nobody fetched, and of what was fetched, before these instants.

        Where the member was told that something is there, that is taken back, too. Returns whether
        there is more to forget.
        """
        ...

    async def forget_before(self, when: datetime) -> bool:
        """Forget the words of what was given up before an instant, and changes that were made.

        By key, and where it arrived, all that was posted stays known: it is said no second time,
        and can be edited and retracted. Returns whether there is more to forget.
        """
        ...

    async def told(self, posted: Posted) -> Told | None:
        """What a message tells of that stands there; `None` if it is none of what was posted."""
        ...

    async def post_of(self, id_: int) -> Told | None:
        """What a post of this id tells of, if there is one."""
        ...

    async def said_below(self, fact: Fact) -> list[Fact]:
        """What was said of a fact in threads: the fact as it was told in each of them."""
        ...

    async def recipient(self, posted: Posted, among: Collection[int]) -> int | None:
        """Which of these members a message was for that arrived there."""
        ...

    async def each_alone(self, room: Fact) -> bool:
        """Whether a room is none: each of its people is written to alone."""
        ...

    async def concerning(self, member: int) -> dict[str, list[str]]:
        """What is kept about a member: messages to them that wait, and the rooms they are in."""
        ...

    async def forget(self, member: int) -> None:
        """Erase what is kept about a member."""
        ...
