"""APScheduler in, ticks out: nothing else. What is due is rows, not jobs."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

Tick = Callable[[], Awaitable[None]]

_LAST_TICK = 10.0  # seconds


class _Every(BaseTrigger):  # type: ignore[misc]  # APScheduler has no types
    """Fires so long after it last did; what a clock that is set leaps over is not made up for."""

    def __init__(self, pause: timedelta) -> None:
        self._pause = pause

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:
        return now + self._pause if previous else now


@asynccontextmanager
async def clockwork(tick: Tick, every_seconds: float) -> AsyncIterator[None]:
    """Tick at once and then every so many seconds, until the block ends.

    A tick that is under way then is waited for, ten seconds at most.
    """
    ticking, ended = asyncio.Lock(), asyncio.Event()

    async def tick_unless_ended() -> None:
        if not ended.is_set():
            async with ticking:
                await tick()

    scheduler = AsyncIOScheduler(timezone="UTC")
    trigger = _Every(timedelta(seconds=every_seconds))
    scheduler.add_job(tick_unless_ended, trigger, max_instances=1, misfire_grace_time=None)
    scheduler.start()
    watching = asyncio.create_task(_watch_the_clock(scheduler, every_seconds))
    try:
        yield
    finally:
        watching.cancel()
        ended.set()
        with suppress(TimeoutError):
            await asyncio.wait_for(ticking.acquire(), _LAST_TICK)
        scheduler.shutdown(wait=False)


async def _watch_the_clock(scheduler: AsyncIOScheduler, every_seconds: float) -> None:
    """Wake the scheduler when the machine's clock was set back: it would sleep until that is over.

    What passes here is time by the monotonic clock, which nobody sets.
    """
    last = datetime.now(UTC)
    while True:
        await asyncio.sleep(every_seconds)
        now = datetime.now(UTC)
        if now < last:
            for job in scheduler.get_jobs():
                job.modify(next_run_time=now)
        last = now
