"""When ticks come."""

import asyncio
from datetime import datetime, timedelta, tzinfo

import pytest

from jobs.clockwork import clockwork


class SettableClock:
    """The machine's clock, as somebody has set it."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def now(self, tz: tzinfo | None = None) -> datetime:
        return datetime.now(tz) + self.ahead


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SettableClock:
    made = SettableClock()
    monkeypatch.setattr("apscheduler.schedulers.base.datetime", made)
    monkeypatch.setattr("jobs.clockwork.datetime", made)
    return made


@pytest.mark.parametrize("days", [-1, 1])
async def test_a_clock_that_is_set_stops_no_ticks(clock: SettableClock, days: int) -> None:
    ticked = asyncio.Queue[None]()

    async def tick() -> None:
        ticked.put_nowait(None)

    async with asyncio.timeout(20), clockwork(tick, 0.05):
        for _ in range(2):
            await ticked.get()
        clock.ahead = timedelta(days=days)
        while not ticked.empty():
            ticked.get_nowait()
        for _ in range(3):
            await ticked.get()


async def test_a_tick_that_is_under_way_at_the_end_is_waited_for() -> None:
    begun, done = asyncio.Event(), asyncio.Event()

    async def tick() -> None:
        begun.set()
        for _ in range(5):
            await asyncio.sleep(0)
        done.set()

    async with clockwork(tick, 60):
        await begun.wait()
    assert done.is_set()
