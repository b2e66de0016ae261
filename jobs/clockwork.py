"""APScheduler in, ticks out: nothing else. What is due is rows, not jobs."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

Tick = Callable[[], Awaitable[None]]


class _Every(BaseTrigger):  # type: ignore[misc]  # APScheduler has no types
    """Fires so long after it last did; what a clock that is set leaps over is not made up for."""

    def __init__(self, pause: timedelta) -> None:
        self._pause = pause

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:
        return now + self._pause if previous else now


@asynccontextmanager
async def clockwork(tick: Tick, every_seconds: float) -> AsyncIterator[None]:
    """Tick at once and then every so many seconds, until the block ends."""
    scheduler = AsyncIOScheduler(timezone="UTC")
    trigger = _Every(timedelta(seconds=every_seconds))
    scheduler.add_job(tick, trigger, max_instances=1, misfire_grace_time=None)
    scheduler.start()
    watching = asyncio.create_task(_watch_the_clock(scheduler, every_seconds))
    try:
        yield
    finally:
        watching.cancel()
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
