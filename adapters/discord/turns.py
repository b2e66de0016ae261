"""What comes to pass in each channel is taken in its order, and again until it is done."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any

from bot.delivery.errors import Away, Busy
from bot.errors import Conflict, NotReady

log = logging.getLogger(__name__)

Act = Callable[[], Awaitable[None]]

_LEAST_WAIT, _LONGEST_WAIT = 0.5, 30.0  # seconds between two tries


class Turns:
    """One after the other in each channel. What cannot be done yet holds up what comes after it."""

    def __init__(
        self, in_background: Callable[[Coroutine[Any, Any, None]], None], haste: float
    ) -> None:
        self._in_background = in_background
        self._haste = haste
        self._waiting: dict[int, deque[Act]] = {}
        self._held = 0
        self._going = asyncio.Event()
        self._going.set()
        self._ended = asyncio.Event()

    def put(self, channel: int, act: Act) -> None:
        """Do this when all is done that came before it in a channel."""
        there = self._waiting.get(channel)
        if there is not None:
            there.append(act)
            return
        self._waiting[channel] = deque([act])
        self._in_background(self._take(channel))

    def put_first(self, channel: int, act: Act) -> None:
        """Do this before all else that waits in a channel."""
        self.put(channel, act)
        there = self._waiting[channel]
        there.rotate(1)

    def hold(self) -> None:
        """Begin nothing more until `go_on` was called as often."""
        self._held += 1
        self._going.clear()

    def go_on(self) -> None:
        """Begin again with what waits."""
        self._held -= 1
        if not self._held:
            self._going.set()

    def end(self) -> None:
        """Wait for nothing any more: what cannot be done at once is left undone."""
        self._ended.set()

    async def until_done(self, act: Act) -> None:
        """Do something, as often as it takes."""
        wait = _LEAST_WAIT
        while not self._ended.is_set():
            try:
                await act()
                return
            except Busy as busy:
                wait = min(busy.after, _LONGEST_WAIT)
            except (NotReady, Away, Conflict) as away:
                log.warning("what was written has to wait: %s", away)
                wait = min(2 * wait, _LONGEST_WAIT)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._ended.wait(), wait / self._haste)

    async def _take(self, channel: int) -> None:
        """Do all that waits in a channel; a fault of ours holds up nothing else."""
        there = self._waiting[channel]
        try:
            while there:
                await self._going.wait()
                act = there.popleft()
                try:
                    await self.until_done(act)
                except Exception:
                    log.exception("something in a channel could not be heard")
        finally:
            del self._waiting[channel]
