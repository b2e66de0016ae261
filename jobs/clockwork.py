"""APScheduler in, ticks out: nothing else. What is due is rows, not jobs."""

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from jobs.ticks import Ticks


def clockwork(ticks: Ticks, every_seconds: int) -> AsyncIOScheduler:
    """A scheduler that looks at once and then every so many seconds; not started yet."""
    scheduler = AsyncIOScheduler(timezone="UTC")
    scheduler.add_job(
        ticks.run_due,
        "interval",
        seconds=every_seconds,
        max_instances=1,
        coalesce=True,
        misfire_grace_time=None,
    )
    return scheduler
