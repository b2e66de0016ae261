"""Check-ins as they are kept: planned at one cost, one person's once, given and erased."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.community.profiles import Profile
from bot.features.challenges.check_ins.domain import (
    Answered,
    CheckIn,
    Every,
    Offer,
    Preferences,
    Rhythm,
    Round,
    planned_at,
)
from bot.features.challenges.check_ins.rounds.planning import plan
from bot.features.challenges.domain import Details
from storage.challenges.merging import merge
from storage.kernel.journal import Journal
from storage.kernel.unit_of_work import OpenSqlWork
from storage.stores import work_on
from tests.database import engine_at
from tests.statements import counting

MONDAY = date(2026, 12, 7)
NOW = planned_at(MONDAY)
ALL_SAID = Answered.ANSWERED


@pytest.fixture
async def open_work(database_url: str) -> AsyncIterator[OpenSqlWork]:
    async with engine_at(database_url) as engine:
        yield work_on(engine)


async def begun(open_work: OpenSqlWork, people: int) -> tuple[Rhythm, list[int]]:
    async with open_work() as work:
        community = (await work.people.establish("Tea")).id
        profiles = [Profile(f"Person {n}") for n in range(people)]
        ids = list(await work.members.add_many(community, profiles, NOW))
        challenge = await work.challenges.proposals.add(community, Details("Why?"), ids[0], NOW)
        for id_ in ids:
            await work.challenges.participants.join(challenge.id, id_, NOW)
        rhythm = Rhythm(challenge.id, Every.DAILY, 0, MONDAY, next_day=MONDAY)
        await work.challenges.rhythms.choose(rhythm)
    return rhythm, ids


async def test_a_round_is_planned_at_the_same_cost_for_few_and_for_many(
    open_work: OpenSqlWork,
) -> None:
    cost = list[int]()
    for people in (3, 300):
        rhythm, _ = await begun(open_work, people)
        async with open_work() as work:
            assert await work.challenges.rhythms.to_plan(NOW - timedelta(seconds=1)) == []
            (due, *_) = reversed(await work.challenges.rhythms.to_plan(NOW))
            assert due == (rhythm.challenge, 1)
            with counting() as asked:
                await plan(work, rhythm, MONDAY, NOW)
            cost.append(len(asked.statements))
            at_nine = datetime(2026, 12, 7, 9, tzinfo=UTC)
            assert await work.challenges.check_ins.due(at_nine - timedelta(seconds=1)) == []
            assert len(await work.challenges.check_ins.due_of(rhythm.challenge, at_nine)) == people
            kept = await work.challenges.rhythms.of(rhythm.challenge)
            assert kept
            assert kept.next_day == date(2026, 12, 8)
            await work.challenges.rhythms.forget(rhythm.challenge)
    assert cost[0] == cost[1] < 8


async def test_two_who_are_one_have_one_check_in_for_a_day_and_all_is_given_and_erased(
    open_work: OpenSqlWork,
) -> None:
    rhythm, (gone, kept, cy) = await begun(open_work, 3)
    async with open_work() as work:
        book, challenge = work.challenges.check_ins, rhythm.challenge
        asked = [CheckIn(challenge, each, MONDAY, MONDAY, ask_at=NOW) for each in (gone, kept)]
        await book.add(asked)
        await book.add(asked)  # whoever is there stays as they are
        said = CheckIn(
            challenge, gone, MONDAY, MONDAY, state=ALL_SAID, tried="Tea", help="Cake", asks=1
        )
        await book.keep(said)
        await book.prefer(challenge, gone, Preferences(hour=11, glad=True))
        assert await book.offer(said, cy, NOW)
        assert not await book.offer(said, cy, NOW)
        assert await book.offer(said, kept, NOW)
        await work.challenges.rhythms.begin(Round(challenge, MONDAY, NOW))
        told = Round(challenge, MONDAY, None, 1, stands=True, named=(gone, cy))
        await work.challenges.rhythms.told(told)
        assert await work.challenges.rhythms.naming(gone) == [(challenge, MONDAY)]
        assert await work.challenges.rhythms.round(challenge, MONDAY) == told
        await merge(work.connection, Journal(work.connection), gone, kept)
        (one,) = await book.answers(challenge, MONDAY)
        assert (one.member, one.tried, one.ask_at) == (kept, "Tea", None)
        person = await book.person(challenge, kept)
        assert person
        assert person.preferences == Preferences(hour=11, glad=True)
        assert await book.settle(one, cy, Offer.ACCEPTED)
        assert not await book.settle(one, cy, Offer.DECLINED)
        assert await book.helped(challenge, MONDAY) == {kept}
        data = await work.challenges.personal_data.export(kept)
        names = ("check-ins", "how asked", "help offered", "help offered to me")
        assert [len(list(data[name])) for name in names] == [1, 1, 0, 1]
        assert await work.challenges.personal_data.erase(kept) == [challenge]
        data = await work.challenges.personal_data.export(kept)
        assert [data[name] for name in names] == [[], [], [], []]
