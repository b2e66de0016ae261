"""Keeps calls apart: each kind has its own slots, and a wait that Slack asked for holds."""

import asyncio
from collections import OrderedDict

from adapters.slack.errors import Busy

_PATIENCE = 15.0  # seconds that a call may wait inside its lease; longer waits go back to the relay
_MOST = 10_000  # kinds that are remembered; the one used longest ago is forgotten first


class Pacer:
    """Gives turns by the generic cell rate algorithm (ITU-T I.371), one bucket for each key.

    `scale` stretches all paces; 0 is no pace at all, for tests.
    """

    def __init__(self, scale: float = 1.0) -> None:
        self._scale = scale
        self._next: OrderedDict[str, float] = OrderedDict()
        self._closed: dict[str, float] = {}

    async def turn(self, key: str, seconds: float, burst: int) -> None:
        """Wait for the next turn of `key`; raises `Busy` when that would take too long."""
        now = asyncio.get_running_loop().time()
        shut = self._closed.get(key, now) - now
        if shut <= 0:
            self._closed.pop(key, None)
        interval = seconds * self._scale
        due = max(self._next.get(key, now), now)
        wait = max(due - now - (burst - 1) * interval, shut, 0.0)
        if wait > _PATIENCE:
            raise Busy(wait)
        self._next[key] = due + interval
        self._next.move_to_end(key)
        while len(self._next) > _MOST:
            self._next.popitem(last=False)
        if wait:
            await asyncio.sleep(wait)

    def close(self, key: str, seconds: float) -> None:
        """Let nobody pass for a while: Slack said so."""
        self._closed[key] = asyncio.get_running_loop().time() + seconds
