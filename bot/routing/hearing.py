"""What people write where Kindred listens: one cheap question before, and in order after.

Adapters ask `listens` before they read anything; what is written elsewhere they drop unread.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from bot.community.clock import Clock
from bot.community.people import Ref
from bot.delivery.conversations import Conversations, KnownMessage, ListenedPlace
from bot.delivery.heard import Heard, Reacted, ReactionsCleared
from bot.delivery.sender import Posted
from bot.errors import Conflict
from bot.routing.interaction import Arrival
from bot.routing.reacting import react
from bot.routing.registry import Registry
from bot.work import OpenWork, Work

T = TypeVar("T")

_TRIES = 5


class Ears(Conversations, Protocol):
    """What is asked of the conversations by whoever hears."""

    async def listens(self, channel: Ref, top: Ref | None) -> bool:
        """Whether what is written there, below this message if any, is part of a conversation."""
        ...

    async def listened_in(self, space: Ref) -> list[ListenedPlace]:
        """The places in a space that are listened to."""
        ...

    async def recent(self, place: ListenedPlace) -> list[KnownMessage]:
        """What was heard last in a place, the oldest first; what is long ago is left out."""
        ...

    async def hear(self, arrival: Arrival, heard: Heard) -> None:
        """Carry what somebody wrote to all other places, once; or what has become of it."""
        ...

    async def knows(self, message: Posted) -> bool:
        """Whether this is something that was said in a conversation, or a copy of it."""
        ...

    async def react(self, arrival: Arrival, reacted: Reacted) -> None:
        """Count a reaction where the others read."""
        ...

    async def clear(self, cleared: ReactionsCleared) -> None:
        """Count what was taken off no more."""
        ...

    async def lose(self, channel: Ref, top: Ref | None) -> None:
        """Carry nothing more to a place whose thread or room is gone."""
        ...

    async def read_back(self, place: ListenedPlace, written: Sequence[float]) -> None:
        """Say in the other places that much was written in one, and is carried now."""
        ...

    async def missed(self, place: ListenedPlace) -> None:
        """Say in the other places that what was written in one lately could not be read."""
        ...


class HearingWork(Work, Protocol):
    """A unit of work in which something is heard."""

    @property
    def conversations(self) -> Ears: ...


class Hearing:
    """Hears for all chats. What is written in one place is heard in the order in which it came.

    Every method raises `NotReady` while the database does not answer: then it has to be told again,
    which may be done as often as one likes.
    """

    def __init__(
        self,
        registry: Registry,
        open_work: OpenWork[HearingWork],
        clock: Clock,
        nudge: Callable[[], None] = lambda: None,
    ) -> None:
        self._registry = registry
        self._open_work = open_work
        self._clock = clock
        self._nudge = nudge
        self._turns: dict[Ref, _Turn] = {}

    async def listens(self, channel: Ref, top: Ref | None = None) -> bool:
        """Whether what is written there is to be heard.

        In a thread, `top` is the message above it. Where somebody is alone with Kindred it may be
        any message of a conversation, as the one that they answer; without one, the only
        conversation that they have there is meant.
        """
        async with self._open_work(read_only=True) as work:
            return await work.conversations.listens(channel, top)

    async def listened_in(self, space: Ref) -> list[ListenedPlace]:
        """The places in a space that are listened to, for what was written in the meantime."""
        async with self._open_work(read_only=True) as work:
            return await work.conversations.listened_in(space)

    async def recent(self, place: ListenedPlace) -> list[KnownMessage]:
        """What was heard last in a place: to see whether it still stands there as it was."""
        async with self._open_work(read_only=True) as work:
            return await work.conversations.recent(place)

    async def knows(self, message: Posted) -> bool:
        """Whether this was said in a conversation, or is a copy of it."""
        async with self._open_work(read_only=True) as work:
            return await work.conversations.knows(message)

    async def hear(self, arrival: Arrival, heard: Heard) -> None:
        """Hear what somebody wrote, or what has become of it; when this returns, it is kept."""
        async with self._in_turn(heard.message.channel):
            await self._once(lambda work: work.conversations.hear(arrival, heard))

    async def hear_kept(
        self, arrival: Arrival, keep: Callable[[HearingWork], Awaitable[Heard | None]]
    ) -> None:
        """Hear what a chat keeps itself, in the unit of work in which that is kept.

        `keep` is called again if another unit of work got there first. It returns nothing where
        there is nothing to hear.
        """

        async def act(work: HearingWork) -> None:
            if heard := await keep(work):
                await work.conversations.hear(arrival, heard)

        async with self._in_turn(arrival.channel):
            await self._once(act)

    async def react(self, arrival: Arrival, reacted: Reacted) -> None:
        """Hear of a reaction; most are put to something else, and write nothing."""
        async with self._in_turn(reacted.message.channel):
            if not await self.knows(reacted.message):
                return
            await self._once(lambda work: work.conversations.react(arrival, reacted))

    async def clear(self, cleared: ReactionsCleared) -> None:
        """Hear that pictures were taken off a message; most is something else."""
        async with self._in_turn(cleared.message.channel):
            if await self.knows(cleared.message):
                await self._once(lambda work: work.conversations.clear(cleared))

    async def lose(self, channel: Ref, top: Ref | None) -> None:
        """Hear that a thread or a room is gone; most are nothing that is listened to."""
        if await self.listens(channel, top):
            await self._once(lambda work: work.conversations.lose(channel, top))

    async def read_back(self, place: ListenedPlace, written: Sequence[float]) -> None:
        """Note that this was written meanwhile (seconds since 1970), before any of it is heard."""
        if written:
            await self._once(lambda work: work.conversations.read_back(place, written))

    async def missed(self, place: ListenedPlace) -> None:
        """Note that what was written in a place since its last message cannot be read."""
        await self._once(lambda work: work.conversations.missed(place))

    @asynccontextmanager
    async def _in_turn(self, channel: Ref) -> AsyncIterator[None]:
        """One after the other in each channel, as they came: only this process knows that order."""
        turn = self._turns.setdefault(channel, _Turn())
        turn.wanted += 1
        try:
            async with turn.lock:
                yield
        finally:
            turn.wanted -= 1
            if not turn.wanted:
                del self._turns[channel]

    async def _once(self, act: Callable[[HearingWork], Awaitable[None]]) -> None:
        for left in reversed(range(_TRIES)):
            try:
                async with self._open_work() as work:
                    await act(work)
                    await react(self._registry, work, self._clock.now())
                break
            except Conflict:
                if not left:
                    raise
        self._nudge()


@dataclass(slots=True)
class _Turn:
    """Whose turn it is in a channel, and how many want theirs."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    wanted: int = 0
