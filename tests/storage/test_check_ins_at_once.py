"""Hundreds say at once that they are there: each is noted once, and nobody waits for a counter."""

import asyncio
from datetime import datetime

import pytest

from bot.errors import Conflict, NotReady
from bot.features.events.rsvps.domain import Attendee
from storage.kernel.database import connect
from storage.kernel.unit_of_work import OpenSqlWork
from storage.stores import work_on
from tests.extent import few_or_all, on_both
from tests.storage.test_rsvps import NOW, TEA, Table

pytestmark = [
    on_both,
    pytest.mark.timeout(300),
    pytest.mark.slow("as many as are at a large event"),
]

PEOPLE = few_or_all(60, 300)


async def checks_in(open_work: OpenSqlWork, date: int, member: int, now: datetime) -> bool:
    """Say it until nobody else gets there first; whether it was new."""
    while True:
        try:
            async with open_work() as work:
                new: bool = await work.events.check_ins.add(date, Attendee(member), 1, None, now)
                return new
        except (Conflict, NotReady):
            continue


async def test_hundreds_check_in_at_once_and_each_is_there_once(database_url: str) -> None:
    engine = connect(database_url)
    open_work = work_on(engine)
    names = [f"Person {n}" for n in range(PEOPLE)]
    tea = await Table(open_work).begin(TEA, *names)
    taps = [*tea.people.values(), *tea.people.values()]
    new = await asyncio.gather(*(checks_in(open_work, tea.date, each, NOW) for each in taps))
    assert sum(new) == PEOPLE
    async with open_work(read_only=True) as work:
        assert await work.events.check_ins.count(tea.date) == PEOPLE
        there = await work.events.check_ins.present(tea.date)
    assert sorted(each.name for each in there) == sorted(names)
    await engine.dispose()
