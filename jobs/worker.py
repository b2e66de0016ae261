"""The relay, the clock and what keeps things current, side by side until told to stop."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from jobs.clockwork import Tick, clockwork
from jobs.relay import Relay

TICK_SECONDS = 15

Job = Callable[[asyncio.Event], Awaitable[None]]
"""Does something again and again until the event is set."""


async def work(
    relay: Relay,
    tick: Tick,
    stopping: asyncio.Event,
    beside: Sequence[Job] = (),
    *,
    every_seconds: float = TICK_SECONDS,
) -> None:
    """Work until `stopping` is set; what is being sent then is sent and recorded first."""
    async with clockwork(tick, every_seconds):
        relaying = asyncio.create_task(relay.run(stopping))
        others = [asyncio.ensure_future(job(stopping)) for job in beside]
        try:
            await stopping.wait()
            relay.nudge()
            await relaying
            await asyncio.gather(*others)
        finally:
            for task in (relaying, *others):
                task.cancel()
