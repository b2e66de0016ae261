"""Waiting for something to become true of a local Discord."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Waiting:
    """Wakes those who wait whenever something happened."""

    def __init__(self) -> None:
        self._stirred = asyncio.Event()

    def stir(self) -> None:
        """Wake those who wait in ``until``."""
        self._stirred.set()

    async def until(self, true: Callable[[], T], seconds: float = 10.0) -> T:
        """Wait until something is true, and return it; raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while not (found := true()):
                self._stirred.clear()
                # Some of what tests wait for happens in the app alone: look again now and then.
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._stirred.wait(), 0.02)
        return found
