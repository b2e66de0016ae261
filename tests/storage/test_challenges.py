"""Challenges as they are kept: one list of people, what was before, and whose it is."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.community.domain_events import ChallengeClosed
from bot.community.facts import Fact
from bot.community.profiles import Profile
from bot.errors import Conflict, NotReady
from bot.features.challenges.check_ins.digests.telling import digest_of
from bot.features.challenges.check_ins.domain import Every, Preferences, Rhythm, Round
from bot.features.challenges.commitments.domain import Commitment, CommitmentState
from bot.features.challenges.domain import Challenge, ChallengeState, Details, Outcome
from bot.features.challenges.participants.joining import join
from bot.features.challenges.proposals.interest import set_how_many
from bot.features.challenges.steps.reactions import a_group_has_ended
from storage.challenges.merging import merge
from storage.kernel.database import connect
from storage.kernel.journal import Journal
from storage.kernel.unit_of_work import OpenSqlWork
from storage.stores import work_on
from tests.database import engine_at
from tests.extent import few_or_all, on_both
from tests.forks import FORKS
from tests.statements import counting

PEOPLE = few_or_all(40, 100)
PROCESSES = few_or_all(2, 8)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=2)
UNTIL = date(2026, 12, 31)
ASKED = Details("Who has the power?", "It is time", "We would know", "Anybody", until=UNTIL)


@pytest.fixture
async def open_work(database_url: str) -> AsyncIterator[OpenSqlWork]:
    async with engine_at(database_url) as engine:
        yield work_on(engine)


async def begun(open_work: OpenSqlWork, people: int) -> tuple[Challenge, list[int]]:
    async with open_work() as work:
        community = (await work.people.establish("Tea")).id
        profiles = [Profile(f"Person {n}") for n in range(people)]
        ids = list(await work.members.add_many(community, profiles, NOW))
        challenge = await work.challenges.proposals.add(community, ASKED, ids[0], NOW)
    return challenge, ids


async def test_a_challenge_is_kept_as_it_was_said_and_goes_on_until_its_day(
    open_work: OpenSqlWork,
) -> None:
    challenge, (ada, *_) = await begun(open_work, 1)
    async with open_work() as work:
        book = work.challenges
        assert await book.proposals.get(challenge.id) == challenge
        assert challenge.details == ASKED
        assert await book.proposals.overdue(UNTIL - timedelta(days=1)) == []
        assert await book.proposals.overdue(UNTIL) == [challenge]
        await book.proposals.asked(challenge.id, LATER)
        assert await book.proposals.overdue(UNTIL) == []
        await book.proposals.go_on(challenge.id, UNTIL + timedelta(days=1))
        await book.proposals.say_where_we_are(challenge.id, "At the start")
        await book.proposals.tell_outcome(challenge.id, Outcome(changed="All"))
        await book.proposals.become(challenge.id, ChallengeState.CLOSED, LATER)
        found = await book.proposals.lock(challenge.id)
        assert found
        assert (found.where_we_are, found.outcome.text, found.since) == (
            "At the start",
            "All",
            LATER,
        )
        assert found.asked_at is None
        assert await book.proposals.overdue(date(2027, 1, 1)) == []
        assert await book.proposals.posted_by(ada, NOW - timedelta(hours=1)) == 1
        assert await book.proposals.in_nobodys_hands(found.community) == []
        for event in (7, 5, 7):
            await book.gatherings.add(found.id, event, NOW)
        assert list(await book.gatherings.of(found.id)) == [5, 7]
        assert [each.id for each in await book.gatherings.behind(7)] == [found.id]
        await book.proposals.delete(found.id)
        assert await book.proposals.get(found.id) is None


async def test_whoever_joins_again_is_in_it_once_and_was_heard_of(open_work: OpenSqlWork) -> None:
    challenge, (ada, bo) = await begun(open_work, 2)
    async with open_work() as work:
        people = work.challenges.participants
        await people.join(challenge.id, ada, NOW, hidden=True)
        again = await people.join(challenge.id, ada, LATER)
        assert (again.since, again.heard_at, again.hidden) == (NOW, LATER, True)
        await people.heard(challenge.id, ada, NOW)
        await people.heard(challenge.id, bo, LATER)
        assert await people.all_of(challenge.id) == [again]
        assert not await people.rest(challenge.id, bo, UNTIL)
        assert await people.rest(challenge.id, ada, UNTIL)
        (resting,) = await people.of(ada)
        assert resting.resting_until == UNTIL
        assert [each.people for each in await work.challenges.proposals.of_participant(ada)] == [1]
        assert await people.leave(challenge.id, ada)
        assert not await people.leave(challenge.id, ada)


def step_of(challenge: Challenge, member: int, text: str) -> Commitment:
    here, open_ = challenge.community, CommitmentState.OPEN
    return Commitment(0, here, member, challenge.id, text, None, open_, NOW, NOW)


async def test_a_digest_of_steps_and_an_end_cost_the_same_for_few_and_for_many(
    open_work: OpenSqlWork,
) -> None:
    costs = list[tuple[int, int]]()
    for steps in (2, 20):
        challenge, (ada, bo) = await begun(open_work, 2)
        async with open_work() as work:
            book = work.challenges
            for member in (ada, bo):
                await book.participants.join(challenge.id, member, NOW)
            await book.check_ins.prefer(challenge.id, bo, Preferences(glad=True))
            await book.rhythms.choose(Rhythm(challenge.id, Every.DAILY, 0, NOW.date()))
            await book.rhythms.begin(Round(challenge.id, NOW.date(), None))
            for number in range(steps):
                await book.commitments.add(step_of(challenge, ada, f"step {number}"))
            with counting() as digest:
                told = await digest_of(work, challenge.id, NOW.date(), NOW, steps=True)
            assert len(told.steps) == steps
            here, question = challenge.community, challenge.question
            ended = ChallengeClosed(challenge.id, here, question, (ada, bo), "", NOW)
            with counting() as end:
                await a_group_has_ended(ended, work, NOW)
            assert len(await book.commitments.open_of(ada)) == steps
            assert await book.commitments.open_in(challenge.id, 1) == []
            (first, _) = await book.participants.all_of(challenge.id)
            assert first.heard_at == NOW
        costs.append((len(digest.statements), len(end.statements)))
    assert costs[0] == costs[1] < (9, 20), costs


async def joins(open_work: OpenSqlWork, challenge: int, member: int) -> tuple[int, bool]:
    """Join, until nobody else gets there first; who it is, and whether it was open by then."""
    while True:
        try:
            async with open_work() as work:
                before = await work.challenges.proposals.get(challenge)
                assert before
                await join(work, before, member, NOW)
                after = await work.challenges.proposals.get(challenge)
                assert after
                return member, after.state is ChallengeState.OPEN
        except (Conflict, NotReady):
            continue


def in_a_process(url: str, challenge: int, people: list[int], said: Any) -> None:
    async def some_at_once() -> None:
        async with engine_at(url) as engine:
            open_work = work_on(engine)
            for at in range(0, len(people), 5):
                some = people[at : at + 5]
                for each in await asyncio.gather(*(joins(open_work, challenge, m) for m in some)):
                    said.put(each)

    asyncio.run(some_at_once())


@on_both
@pytest.mark.forks
@pytest.mark.timeout(600)
@pytest.mark.slow("several processes")
async def test_it_opens_once_and_each_is_told_once_however_many_join_at_once(
    database_url: str,
) -> None:
    engine = connect(database_url)
    open_work = work_on(engine)
    challenge, people = await begun(open_work, PEOPLE)
    async with open_work() as work:
        await set_how_many(work, challenge.community, 3)
        await work.challenges.proposals.become(challenge.id, ChallengeState.PROPOSED, NOW)
    said = FORKS.Queue()
    processes = [
        FORKS.Process(
            target=in_a_process,
            args=(database_url, challenge.id, people[number::PROCESSES], said),
        )
        for number in range(PROCESSES)
    ]
    for process in processes:
        process.start()
    told = dict([await asyncio.to_thread(said.get) for _ in people])
    for process in processes:
        await asyncio.to_thread(process.join)
    assert [process.exitcode for process in processes] == [0] * PROCESSES
    async with open_work(read_only=True) as work:
        found = await work.challenges.proposals.get(challenge.id)
        facts = {Fact.of("challenges.opened", challenge.id, member=m): m for m in people}
        later = {facts[each] for each in await work.outbox.posted(facts)}
    assert found
    assert (found.state, found.people) == (ChallengeState.OPEN, PEOPLE)
    assert len(later) == 2
    assert later == {member for member, is_open in told.items() if not is_open}
    await engine.dispose()


async def test_two_who_are_one_are_in_it_once_and_all_of_it_is_given_and_erased(
    open_work: OpenSqlWork,
) -> None:
    challenge, (gone, kept, cy) = await begun(open_work, 3)
    async with open_work() as work:
        book = work.challenges
        await book.participants.join(challenge.id, gone, NOW, hidden=True)
        await book.participants.join(challenge.id, kept, LATER)
        await book.participants.rest(challenge.id, gone, UNTIL)
        await book.changes.keep(challenge.id, "why", "It was time", gone, NOW)
        assert await book.host_requests.ask(challenge.id, gone, cy, LATER)
        assert await book.host_requests.ask(challenge.id, kept, cy, NOW)
        assert not await book.host_requests.ask(challenge.id, kept, cy, LATER)
        await merge(work.connection, Journal(work.connection), gone, kept)
        (one,) = await book.participants.all_of(challenge.id)
        assert (one.member, one.hidden, one.since, one.heard_at) == (kept, True, NOW, LATER)
        assert one.resting_until is None
        assert [each.id for each in await book.host_requests.all_of(challenge.id)] == [kept]
        (change,) = await book.changes.of(challenge.id, 10)
        assert (change.by, change.before, change.name) == (kept, "It was time", "Person 1")
        told = await book.personal_data.export(kept)
        assert {name: len(held) for name, held in told.items() if isinstance(held, list)} == {
            "proposed": 1,
            "in": 1,
            "changed": 1,
            "asked to host": 1,
            "asked others to host": 0,
            "check-ins": 0,
            "how asked": 0,
            "help offered": 0,
            "help offered to me": 0,
        }
        assert await book.personal_data.erase(kept) == [challenge.id]
        assert await book.personal_data.export(kept) == {name: [] for name in told}
        (change,) = await book.changes.of(challenge.id, 10)
        assert (change.by, change.name) == (None, "")
