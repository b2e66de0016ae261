"""The relay and the clock, running side by side until told to stop."""

import asyncio

from jobs.clockwork import clockwork
from jobs.relay import Relay
from jobs.ticks import Ticks

_TICK_SECONDS = 15


async def work(relay: Relay, ticks: Ticks, stopping: asyncio.Event) -> None:
    """Work until `stopping` is set; what is being sent then is sent and recorded first."""
    scheduler = clockwork(ticks, _TICK_SECONDS)
    scheduler.start()
    relaying = asyncio.create_task(relay.run(stopping))
    try:
        await stopping.wait()
        relay.nudge()
        await relaying
    finally:
        scheduler.shutdown(wait=False)
        relaying.cancel()
