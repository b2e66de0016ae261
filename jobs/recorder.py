"""Records what came of deliveries: all that end about the same time in one unit of work."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from bot.errors import NotReady

T = TypeVar("T")


class Recorder(Generic[T]):
    """Has whoever comes while something is being recorded recorded together after it.

    `record` is given a few at a time. If that fails, each is recorded by itself, so that a fault of
    one holds up no other.
    """

    def __init__(self, record: Callable[[Sequence[T]], Awaitable[None]]) -> None:
        self._record = record
        self._waiting: list[tuple[T, asyncio.Future[None]]] = []
        self._recording: asyncio.Task[None] | None = None

    async def __call__(self, one: T) -> None:
        """Have this recorded; raises what `record` raises of it."""
        recorded: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((one, recorded))
        if self._recording is None or self._recording.done():
            self._recording = asyncio.create_task(self._record_all())
        await recorded

    async def _record_all(self) -> None:
        while self._waiting:
            some, self._waiting = self._waiting, []
            if not await self._record_together(some):
                for each in some:
                    await self._record_together([each])

    async def _record_together(self, some: Sequence[tuple[T, asyncio.Future[None]]]) -> bool:
        """Record these, and let everybody know; `False` if each has to be recorded by itself."""
        fault: Exception | None = None
        try:
            await self._record([one for one, _ in some])
        except Exception as why:  # noqa: BLE001  # it is told, as if it were recorded by itself
            if len(some) > 1 and not isinstance(why, NotReady):
                return False
            fault = why
        for _, recorded in some:
            if recorded.done():  # nobody waits for it any more
                continue
            if fault:
                recorded.set_exception(fault)
            else:
                recorded.set_result(None)
        return True
