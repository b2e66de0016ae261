"""How many interactions are worked on at a time, so that acknowledging the next never waits."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary

from bot.community.people import Ref


class Slot:
    """The place of one interaction among those that are worked on."""

    def __init__(self, own: asyncio.Semaphore, together: asyncio.Semaphore) -> None:
        self._own = own
        self._together = together

    async def take(self) -> None:
        """Wait for a place in the space, and then for one of all."""
        await self._own.acquire()
        try:
            await self._together.acquire()
        except BaseException:
            self._own.release()
            raise

    def leave(self) -> None:
        """Let others have the place."""
        self._together.release()
        self._own.release()

    @asynccontextmanager
    async def let_go(self) -> AsyncIterator[None]:
        """Let others go on while something is waited for that may take long."""
        self.leave()
        try:
            yield
        finally:
            await self.take()


class Slots:
    """So many places in all, and fewer for each space: no space takes all of them."""

    def __init__(self, together: int, each: int) -> None:
        self._each = each
        self._together = asyncio.Semaphore(together)
        self._spaces: WeakValueDictionary[Ref, asyncio.Semaphore] = WeakValueDictionary()

    @property
    def full(self) -> bool:
        """Whether somebody would have to wait now, wherever they are."""
        return self._together.locked()

    @asynccontextmanager
    async def slot(self, space: Ref) -> AsyncIterator[Slot]:
        """Work on something of a space, when one of the places is free."""
        own = self._spaces.get(space)
        if own is None:
            own = self._spaces[space] = asyncio.Semaphore(self._each)
        slot = Slot(own, self._together)
        await slot.take()
        try:
            yield slot
        finally:
            slot.leave()
