"""The relay, the refresher of homes and the clock, running side by side until told to stop."""

import asyncio

from jobs.clockwork import clockwork
from jobs.homes import HomeRefresher
from jobs.relay import Relay
from jobs.ticks import Ticks

_TICK_SECONDS = 15


async def work(
    relay: Relay, ticks: Ticks, stopping: asyncio.Event, homes: HomeRefresher | None = None
) -> None:
    """Work until `stopping` is set; what is being sent then is sent and recorded first."""
    async with clockwork(ticks.run_due, _TICK_SECONDS):
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
