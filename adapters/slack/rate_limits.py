"""Keeps to Slack's rate limits: each kind of call has a bucket, and a wait that Slack asks for."""

import asyncio
from collections import OrderedDict

from bot.delivery.errors import Busy

_PATIENCE = 15.0  # seconds that a call may wait inside its lease; longer waits go back to the relay
_MOST = 10_000  # buckets that are remembered; the one used longest ago is forgotten first


class RateLimiter:
    """Limits rates by the generic cell rate algorithm (ITU-T I.371), each bucket by itself.

    `scale` stretches all limits; 0 is no limit at all, for tests.
    """

    def __init__(self, scale: float = 1.0) -> None:
        self._scale = scale
        self._next: OrderedDict[str, float] = OrderedDict()
        self._paused: dict[str, float] = {}

    async def wait(self, bucket: str, seconds: float, burst: int) -> None:
        """Wait until a call of `bucket` may go; raises `Busy` when that would take too long."""
        now = asyncio.get_running_loop().time()
        paused = self._paused.get(bucket, now) - now
        if paused <= 0:
            self._paused.pop(bucket, None)
        interval = seconds * self._scale
        due = max(self._next.get(bucket, now), now)
        wait = max(due - now - (burst - 1) * interval, paused, 0.0)
        if wait > _PATIENCE:
            raise Busy(wait)
        self._next[bucket] = due + interval
        self._next.move_to_end(bucket)
        while len(self._next) > _MOST:
            self._next.popitem(last=False)
        if wait:
            await asyncio.sleep(wait)

    def pause(self, bucket: str, seconds: float) -> None:
        """Let nobody pass for a while: Slack said so."""
        self._paused[bucket] = asyncio.get_running_loop().time() + seconds
