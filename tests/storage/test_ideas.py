"""Interests under pressure: many at once, from several processes, and each is counted once."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.community.profiles import Profile
from bot.errors import Conflict, NotReady
from bot.features.ideas.cards.live import card_of
from bot.features.ideas.domain import Details, Idea
from storage.ideas.merging import merge
from storage.kernel.database import connect
from storage.kernel.journal import Journal
from storage.kernel.unit_of_work import OpenSqlWork
from storage.stores import work_on
from tests.database import engine_at
from tests.extent import few_or_all, on_both
from tests.forks import FORKS

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
PEOPLE = few_or_all(60, 200)
PROCESSES = few_or_all(2, 8)


@pytest.fixture
async def open_work(database_url: str) -> AsyncIterator[OpenSqlWork]:
    async with engine_at(database_url) as engine:
        yield work_on(engine)


async def begun(open_work: OpenSqlWork, people: int) -> tuple[Idea, list[int]]:
    async with open_work() as work:
        community = (await work.people.establish("Tea")).id
        profiles = [Profile(f"Person {n}") for n in range(people)]
        ids = list(await work.members.add_many(community, profiles, NOW))
        idea = await work.ideas.proposals.add(community, Details("Bees"), ids[0], NOW)
    return idea, ids


async def tap(open_work: OpenSqlWork, idea: int, member: int, can_host: bool | None) -> None:
    """What a tap does, until nobody else gets there first."""
    while True:
        try:
            async with open_work() as work:
                await work.ideas.interests.say(idea, member, NOW, can_host=can_host)
                await work.ideas.proposals.stir(idea, NOW)
                await work.live.touch(card_of(idea))
            return
        except (Conflict, NotReady):
            continue


def in_a_process(url: str, idea: int, people: list[int], number: int) -> None:
    async def everybody_taps_twice() -> None:
        async with engine_at(url) as engine:
            open_work = work_on(engine)
            for _ in range(2):
                turns = people[number:] + people[:number]
                for at in range(0, len(turns), 5):
                    some = turns[at : at + 5]
                    await asyncio.gather(
                        *(tap(open_work, idea, m, True if m % 4 == 0 else None) for m in some)
                    )

    asyncio.run(everybody_taps_twice())


@on_both
@pytest.mark.forks
@pytest.mark.timeout(600)
@pytest.mark.slow("several processes")
async def test_whoever_taps_often_everywhere_at_once_is_counted_once(database_url: str) -> None:
    engine = connect(database_url)
    open_work = work_on(engine)
    idea, people = await begun(open_work, PEOPLE)
    processes = [
        FORKS.Process(target=in_a_process, args=(database_url, idea.id, people, number))
        for number in range(PROCESSES)
    ]
    for process in processes:
        process.start()
    for process in processes:
        await asyncio.to_thread(process.join)
    assert [process.exitcode for process in processes] == [0] * PROCESSES
    async with open_work(read_only=True) as work:
        found = await work.ideas.proposals.get(idea.id)
        all_ = await work.ideas.interests.all_of(idea.id)
    assert found
    assert (found.interested, found.hosting) == (PEOPLE, len([m for m in people if m % 4 == 0]))
    assert sorted(each.member for each in all_) == sorted(people)
    await engine.dispose()


async def test_what_is_said_again_keeps_what_was_said_before(open_work: OpenSqlWork) -> None:
    idea, (one, *_) = await begun(open_work, 1)
    async with open_work() as work:
        interests = work.ideas.interests
        await interests.say(idea.id, one, NOW, hidden=True)
        await interests.say(idea.id, one, NOW, can_host=True)
        said = await interests.say(idea.id, one, NOW)
        assert (said.can_host, said.hidden, said.since) == (True, True, NOW)
        assert await interests.take_back(idea.id, one)
        assert not await interests.take_back(idea.id, one)


async def test_all_that_is_held_about_somebody_is_given_to_them_and_erased(
    open_work: OpenSqlWork,
) -> None:
    idea, (one, other) = await begun(open_work, 2)
    async with open_work() as work:
        book = work.ideas
        await book.proposals.change(idea.id, Details("Bees", "Honey", ("hives", "fun")), NOW)
        await book.interests.say(idea.id, other, NOW, hidden=True)
        hers = await book.personal_data.export(one)
        assert hers["proposed"] == [
            {
                "idea": "Bees",
                "why": "Honey",
                "for those who care about": ["hives", "fun"],
                "state": "open",
                "what came of it": "",
                "proposed": NOW.isoformat(),
            }
        ]
        his = await book.personal_data.export(other)
        assert his["interested"] == [
            {
                "idea": "Bees",
                "could help host": False,
                "name told to nobody": True,
                "since": NOW.isoformat(),
            }
        ]
        assert await book.personal_data.erase(one) == [idea.id]
        assert await book.personal_data.erase(other) == [idea.id]
        for member in (one, other):
            assert not any((await book.personal_data.export(member)).values())
        found = await book.proposals.get(idea.id)
        assert found
        assert (found.made_by, found.interested) == (None, 0)


async def test_two_interests_of_one_person_become_one_that_keeps_what_either_said(
    open_work: OpenSqlWork,
) -> None:
    idea, (kept, gone) = await begun(open_work, 2)
    later = NOW.replace(hour=12)
    async with open_work() as work:
        interests, journal = work.ideas.interests, Journal(work.connection)
        await interests.say(idea.id, kept, later, can_host=True)
        await interests.say(idea.id, gone, NOW, hidden=True)
        await merge(work.connection, journal, gone, kept)
        (one,) = await interests.all_of(idea.id)
        assert (one.member, one.can_host, one.hidden, one.since) == (kept, True, True, NOW)
        await journal.undo(journal.as_text())
        assert [
            (each.member, each.can_host, each.hidden, each.since)
            for each in await interests.all_of(idea.id)
        ] == [(kept, True, False, later), (gone, False, True, NOW)]
