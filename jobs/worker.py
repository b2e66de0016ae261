"""The relay, the refresher of homes and the clock, running side by side until told to stop."""

import asyncio

from jobs.clockwork import Tick, clockwork
from jobs.homes import HomeRefresher
from jobs.relay import Relay

TICK_SECONDS = 15


async def work(
    relay: Relay,
    tick: Tick,
    stopping: asyncio.Event,
    homes: HomeRefresher | None = None,
    *,
    every_seconds: float = TICK_SECONDS,
) -> None:
    """Work until `stopping` is set; what is being sent then is sent and recorded first."""
    async with clockwork(tick, every_seconds):
        relaying = asyncio.create_task(relay.run(stopping))
        keeping = asyncio.create_task(homes.run(stopping)) if homes else None
        try:
            await stopping.wait()
            relay.nudge()
            await relaying
            if keeping:
                await keeping
        finally:
            relaying.cancel()
            if keeping:
                keeping.cancel()
