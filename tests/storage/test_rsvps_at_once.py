"""Many processes answer one date at once: no seat is given twice, and none is lost."""

import asyncio
import random
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.errors import Conflict, NotReady
from bot.features.events.rsvps.domain import Answer, Attendee, Response
from bot.features.events.rsvps.outcomes import Outcome
from bot.features.events.waiting_list.domain import Passing
from storage.kernel.database import connect
from storage.kernel.unit_of_work import OpenSqlWork
from storage.stores import work_on
from tests.extent import few_or_all, on_both
from tests.forks import FORKS
from tests.storage.test_rsvps import NOW, TEA, Table, counters_are_right

pytestmark = [
    on_both,
    pytest.mark.forks,
    pytest.mark.timeout(600),
    pytest.mark.slow("several processes"),
]

PROCESSES = few_or_all(3, 8)
ANSWERS = few_or_all(25, 150)
CAPACITY = 7


async def answer_often(url: str, date: int, people: list[int], seed: int) -> None:
    """What a process does: answer for anybody, whatever comes; look at each outcome."""
    dice, engine = random.Random(seed), connect(url)
    open_work = work_on(engine)
    for number in range(ANSWERS):
        who = Attendee(dice.choice(people))
        now = NOW + timedelta(minutes=number)
        response = Response(dice.choice((*Answer, Answer.COMING)), dice.randint(1, 3))
        outcome = await until_done(open_work, date, who, response, now)
        assert isinstance(outcome, Outcome)
        assert outcome.date.tally.taken <= CAPACITY, outcome
    await engine.dispose()


async def until_done(
    open_work: OpenSqlWork, date: int, who: Attendee, response: Response, now: datetime
) -> object:
    """Answer, or withdraw for some a "no", until nobody else gets there first."""
    while True:
        try:
            async with open_work() as work:
                if response.answer is Answer.NO and response.party == 1:
                    gone = await work.events.rsvps.withdraw(date, who, now)
                    return gone or Outcome(0, await work.events.dates.get(date))
                return await work.events.rsvps.answer(date, who, response, now)
        except (Conflict, NotReady):
            continue


def in_a_process(url: str, date: int, people: list[int], seed: int) -> None:
    asyncio.run(answer_often(url, date, people, seed))


@pytest.mark.parametrize("passing", Passing)
async def test_no_seat_is_given_twice_at_any_pace(database_url: str, passing: Passing) -> None:
    engine = connect(database_url)
    open_work = work_on(engine)
    names = [f"Person {n}" for n in range(12)]
    tea = await Table(open_work).begin(replace(TEA, capacity=CAPACITY, passing=passing), *names)
    arguments = (database_url, tea.date, list(tea.people.values()))
    processes = [
        FORKS.Process(target=in_a_process, args=(*arguments, seed)) for seed in range(PROCESSES)
    ]
    for process in processes:
        process.start()
    for process in processes:
        await asyncio.to_thread(process.join)
    assert [process.exitcode for process in processes] == [0] * PROCESSES
    async with open_work(read_only=True) as work:
        await counters_are_right(work)
        all_ = [each.rsvp for each in await work.events.attendance.all_of(tea.date)]
    date = await tea.there()
    waiting = [rsvp for rsvp in all_ if rsvp.need]
    assert date.tally.taken <= CAPACITY
    assert len({rsvp.who for rsvp in all_}) == len(all_)
    assert not waiting or waiting[0].need > CAPACITY - date.tally.taken
    await engine.dispose()


async def test_of_many_who_come_as_many_have_seats_as_there_are(database_url: str) -> None:
    engine = connect(database_url)
    open_work = work_on(engine)
    names = [f"Person {n}" for n in range(20)]
    tea = await Table(open_work).begin(replace(TEA, capacity=CAPACITY), *names)
    await asyncio.gather(*(tea.says(name) for name in names))
    sits, waits = await tea.lists()
    assert (len(sits), len(waits)) == (CAPACITY, len(names) - CAPACITY)
    await engine.dispose()


async def test_ada_who_presses_four_times_at_once_counts_once(database_url: str) -> None:
    engine = connect(database_url)
    open_work = work_on(engine)
    tea = await Table(open_work).begin(replace(TEA, capacity=2), "Ada", "Bo", "Cy")
    presses = ("Ada", "Bo", "Cy", "Ada", "Ada", "Ada")
    who = [tea.who(name) for name in presses]
    await asyncio.gather(
        *(until_done(open_work, tea.date, each, Response(Answer.COMING), NOW) for each in who)
    )
    sits, waits = await tea.lists()
    assert (len(sits), len(waits)) == (2, 1)
    assert (await tea.there()).tally.seated == 2
    await engine.dispose()
