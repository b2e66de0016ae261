"""Work that falls due: once for each period, whoever runs it and however late."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from bot.community.facts import Fact
from bot.errors import Conflict
from bot.routing.background import ThreadExecutor
from bot.routing.feature import Feature
from bot.routing.interaction import Answer, Compute
from bot.routing.registry import Registry
from bot.ui.messages import say
from bot.ui.words import WordBook
from bot.work import Work
from jobs.ticks import Ticks
from storage.kernel.delivery_tables import outbox
from storage.kernel.unit_of_work import OpenSqlWork, SqlWork
from storage.stores import work_on
from tests.chat import START, FakeChance, FakeClock
from tests.database import engine_at
from tests.extent import on_both
from tests.places import to_all

pytestmark = on_both


def squared(number: int) -> int:
    return number * number


class Office:
    """Ticks over a database, with schedules that leave a trace in the outbox."""

    def __init__(self, open_work: OpenSqlWork, community: int) -> None:
        self.open_work, self.community, self.clock = open_work, community, FakeClock(START)
        self.feature = Feature[Work]("testing", WordBook("bot"))
        self.clashes = self.begun = 0

    def ticks(self) -> Ticks:
        registry = Registry.of([self.feature])
        return Ticks(registry, self._counting, self.clock, FakeChance(), ThreadExecutor())

    def _counting(self, *, read_only: bool = False) -> AbstractAsyncContextManager[SqlWork]:
        self.begun += 1
        return self.open_work(read_only=read_only)

    async def never(self, work: Work, period: str, now: datetime, seed: int) -> None:
        raise AssertionError("nothing of this was due")

    async def trace(self, work: Work, key: str) -> None:
        (space,) = await work.people.spaces(self.community)
        to = await to_all(work, space)
        await work.outbox.post(to, say(key), Fact(key), community=self.community)

    async def traces(self) -> list[str]:
        async with self.open_work(read_only=True) as work:
            found = await work.connection.execute(select(outbox.c.key).order_by(outbox.c.id))
            return [key for key in found.scalars() if key]

    def every_monday(self) -> None:
        async def mondays(work: Work, now: datetime) -> list[str]:
            monday = now.date() - timedelta(days=now.weekday())
            return [monday.isoformat()]

        @self.feature.schedule("weekly", mondays)
        async def weekly(work: Work, period: str, now: datetime, seed: int) -> None:
            await self.trace(work, f"week of {period}")


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[Office]:
    async with engine_at(database_url) as engine:
        open_work = work_on(engine)
        async with open_work() as work:
            community = (await work.people.establish("Testers")).id
        yield Office(open_work, community)


async def test_a_period_is_run_once(office: Office) -> None:
    office.every_monday()
    await office.ticks().run_due()
    await office.ticks().run_due()
    assert await office.traces() == ["week of 2026-11-23"]


async def test_a_missed_monday_is_run_on_tuesday(office: Office) -> None:
    office.every_monday()
    office.clock.at += timedelta(days=1, hours=5)
    await office.ticks().run_due()
    assert await office.traces() == ["week of 2026-11-23"]


async def test_many_workers_at_once_run_a_period_once(office: Office) -> None:
    office.every_monday()
    await asyncio.gather(*(office.ticks().run_due() for _ in range(6)))
    assert await office.traces() == ["week of 2026-11-23"]


async def test_a_fault_in_one_schedule_holds_up_no_other_and_is_tried_again(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    faults = [RuntimeError("first time")]

    async def now_and_then(work: Work, now: datetime) -> list[str]:
        return ["x"]

    @office.feature.schedule("shaky", now_and_then)
    async def shaky(work: Work, period: str, now: datetime, seed: int) -> None:
        await office.trace(work, "shaky")
        if faults:
            raise faults.pop()

    office.every_monday()
    with caplog.at_level(logging.ERROR):
        await office.ticks().run_due()
    assert await office.traces() == ["week of 2026-11-23"]
    await office.ticks().run_due()
    assert "shaky" in await office.traces()


async def test_a_fault_in_one_period_holds_up_no_other(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    async def three(work: Work, now: datetime) -> list[str]:
        return ["1", "2", "3"]

    @office.feature.schedule("uneven", three)
    async def uneven(work: Work, period: str, now: datetime, seed: int) -> None:
        if period == "1":
            raise RuntimeError("always")
        await office.trace(work, f"period {period}")

    with caplog.at_level(logging.ERROR):
        await office.ticks().run_due()
    assert await office.traces() == ["period 2", "period 3"]


async def test_all_are_asked_in_one_unit_of_work_what_is_due(office: Office) -> None:
    async def nothing(work: Work, now: datetime) -> list[str]:
        return []

    for name in ("one", "another", "a_third"):
        office.feature.schedule(name, nothing)(office.never)
    office.every_monday()
    ticks = office.ticks()
    await ticks.run_due()
    begun = office.begun
    office.clock.at += timedelta(hours=1)
    await ticks.run_due()
    assert office.begun == begun + 1
    office.clock.at += timedelta(days=7)
    await ticks.run_due()
    assert await office.traces() == ["week of 2026-11-23", "week of 2026-11-30"]


@pytest.mark.parametrize("told", [True, False], ids=["told", "kept to itself"])
async def test_one_that_cannot_say_what_is_due_holds_up_no_other(
    office: Office, caplog: pytest.LogCaptureFixture, told: bool
) -> None:
    async def broken(work: Any, now: datetime) -> list[str]:
        try:
            await work.connection.execute(text("SELECT nonsense"))  # ends PostgreSQL's transaction
        except DBAPIError:
            if told:
                raise
        return []

    async def once(work: Work, now: datetime) -> list[str]:
        return ["x"]

    @office.feature.schedule("before", once)
    async def before(work: Work, period: str, now: datetime, seed: int) -> None:
        await office.trace(work, "before")

    office.feature.schedule("broken", broken)(office.never)
    office.every_monday()
    with caplog.at_level(logging.WARNING):
        await office.ticks().run_due()
    assert await office.traces() == ["before", "week of 2026-11-23"]
    assert ["testing.broken" in said.getMessage() for said in caplog.records] == [True] * told


async def test_a_clash_is_done_over(office: Office) -> None:
    async def once(work: Work, now: datetime) -> list[str]:
        return ["x"]

    @office.feature.schedule("clashing", once)
    async def clashing(work: Work, period: str, now: datetime, seed: int) -> None:
        office.clashes += 1
        await office.trace(work, f"try {office.clashes}")
        if office.clashes < 3:
            raise Conflict

    await office.ticks().run_due()
    assert await office.traces() == ["try 3"]


async def test_a_slow_computation_runs_between_two_units_of_work(office: Office) -> None:
    async def once(work: Work, now: datetime) -> list[str]:
        return ["x"]

    @office.feature.schedule("computing", once)
    async def computing(work: Work, period: str, now: datetime, seed: int) -> Compute[int]:
        async def then(later: Work, result: int) -> Answer:
            await office.trace(later, f"computed {result}")
            return None

        return Compute(squared, (7,), then)

    await asyncio.gather(office.ticks().run_due(), office.ticks().run_due())
    assert await office.traces() == ["computed 49"]
