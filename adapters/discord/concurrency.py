"""How many requests are worked on at a time, and which of them go first."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from bot.community.people import Ref
from bot.routing.slots import Slot, Slots

_LONGEST_WAIT = 1.0  # seconds that something ordinary waits for what is urgent


class ConcurrencyLimit:
    """Lets what cannot wait go before everything else, and `ordinary` others go side by side,
    of one server at most `each`.

    A form must be the first answer, and suggestions are of use only while somebody types. What
    else there is to answer can be announced and done later.
    """

    def __init__(self, ordinary: int, each: int) -> None:
        self._ordinary = Slots(ordinary, each)
        self._calm = asyncio.Event()
        self._calm.set()
        self._urgent = 0

    @property
    def busy(self) -> bool:
        """Whether something ordinary would have to wait now."""
        return self._ordinary.full or not self._calm.is_set()

    @asynccontextmanager
    async def urgent(self) -> AsyncIterator[None]:
        """Go at once; nothing ordinary begins meanwhile."""
        self._urgent += 1
        self._calm.clear()
        try:
            yield
        finally:
            self._urgent -= 1
            if not self._urgent:
                self._calm.set()

    @asynccontextmanager
    async def ordinary(self, space: Ref) -> AsyncIterator[Slot]:
        """Go when one of the few may."""
        async with self._ordinary.slot(space) as slot:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._calm.wait(), _LONGEST_WAIT)
            yield slot
