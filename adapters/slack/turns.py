"""In which order what was written in a channel is heard: as it was written.

Slack delivers by several connections side by side, so what comes first need not be the first.
"""

import asyncio
import itertools
from bisect import insort
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.community.people import Ref

Turn = Callable[[], Awaitable[None]]
"""Waits until it is one's turn."""

_LAST = float("inf")


@dataclass(order=True)
class _Waiting:
    stamp: float
    number: int
    comes: asyncio.Future[None] | None = field(default=None, compare=False)
    acts: bool = field(default=False, compare=False)


class Turns:
    """One after the other in each channel; of all that is here, what was written first."""

    def __init__(self) -> None:
        self._lines: dict[Ref, list[_Waiting]] = {}
        self._count = itertools.count()

    @asynccontextmanager
    async def line(self, channel: Ref, stamp: float) -> AsyncIterator[Turn]:
        """Stand in line from now on, with what was written at an instant; it ends with the block.

        Who never asks for their turn holds up nobody for longer than that.
        """
        line = self._lines.setdefault(channel, [])
        entry = _Waiting(stamp, next(self._count))
        insort(line, entry)

        async def turn() -> None:
            entry.comes = asyncio.get_running_loop().create_future()
            _call_first(line)
            await entry.comes

        try:
            yield turn
        finally:
            line.remove(entry)
            _call_first(line)
            if not line:
                self._lines.pop(channel, None)

    async def all_over(self) -> None:
        """Wait until everybody who stands in line by now has had their turn."""
        for channel in list(self._lines):
            async with self.line(channel, _LAST) as turn:
                await turn()


def _call_first(line: list[_Waiting]) -> None:
    if not line or any(entry.acts for entry in line):
        return
    first = line[0]
    if first.comes and not first.comes.done():
        first.acts = True
        first.comes.set_result(None)
