"""Time polls as both databases keep them: answered at once, by one person twice, made an event."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.community.facts import Fact
from bot.community.origins import Origin
from bot.community.profiles import Profile
from bot.errors import Conflict, NotReady
from bot.features.events import planning
from bot.features.events.domain import Details
from bot.features.events.origins.invitations import Making, carry_over
from bot.features.events.origins.summary import Followed
from bot.features.polls.domain import Answer, Poll, PollState, Slot, count
from storage.kernel.journal import Journal
from storage.kernel.unit_of_work import OpenSqlWork, SqlWork
from storage.polls.merging import merge
from storage.stores import work_on
from tests.database import engine_at
from tests.extent import few_or_all, on_both

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
PEOPLE = few_or_all(40, 300)
SLOTS = tuple(
    Slot.at(datetime.fromisoformat(f"2026-12-0{day} 10:00"), "Europe/London", 60)
    for day in (3, 4, 7)
)
WHEN = SLOTS[1].start


@pytest.fixture
async def open_work(database_url: str) -> AsyncIterator[OpenSqlWork]:
    async with engine_at(database_url) as engine:
        yield work_on(engine)


async def people(work: SqlWork, *names: str) -> list[int]:
    community = (await work.people.establish("Tea")).id
    ids: list[int] = await work.members.add_many(community, [Profile(n) for n in names], NOW)
    return ids


async def asked(work: SqlWork, by: int) -> Poll:
    community = (await work.people.establish("Tea")).id
    closes = SLOTS[0].starts_at
    poll = Poll(0, community, "Tea", "", "Europe/London", PollState.OPEN, closes, by, NOW, SLOTS)
    found: Poll = await work.polls.add(poll)
    return found


async def says(open_work: OpenSqlWork, poll: int, member: int, *answers: Answer) -> bool:
    """Answer every slot, until nobody else gets there first; whether it was taken."""
    while True:
        try:
            async with open_work() as work:
                there = await work.polls.lock(poll, to_answer=True)
                assert there
                if not there.takes_answers(NOW):
                    return False
                said = [(slot.id, each) for slot, each in zip(there.slots, answers, strict=False)]
                await work.polls.answer(there, member, said, NOW)
                return True
        except (Conflict, NotReady):
            continue


async def closes(open_work: OpenSqlWork, poll: int) -> None:
    async with open_work() as work:
        await work.polls.lock(poll)
        await work.polls.settle(poll, PollState.CLOSED)


@on_both
async def test_of_many_who_answer_at_once_each_counts_once_until_it_closes(
    open_work: OpenSqlWork,
) -> None:
    dice = random.Random(7)
    async with open_work() as work:
        ids = await people(work, *(f"Person {n}" for n in range(PEOPLE)))
        poll = await asked(work, ids[0])
    said = {id_: [dice.choice(list(Answer)) for _ in SLOTS] for id_ in ids[: PEOPLE // 2]}
    twice = [*said, *said]  # everybody presses twice
    dice.shuffle(twice)
    taken = await asyncio.gather(*(says(open_work, poll.id, id_, *said[id_]) for id_ in twice))
    assert all(taken)
    late = ids[PEOPLE // 2 :]
    *taken_late, _ = await asyncio.gather(
        *(says(open_work, poll.id, id_, Answer.YES) for id_ in late), closes(open_work, poll.id)
    )
    async with open_work(read_only=True) as work:
        respondents = await work.polls.respondents(poll.id)
    assert len(respondents) == len(said) + sum(map(bool, taken_late))
    for number, each in enumerate(count(poll, respondents, [])):
        sums = Counter(answers[number] for answers in said.values())
        yes = sums[Answer.YES] + (sum(map(bool, taken_late)) if number == 0 else 0)
        assert (each.yes, each.maybe, each.no) == (yes, sums[Answer.MAYBE], sums[Answer.NO])


async def test_two_who_turn_out_to_be_one_are_counted_once_and_apart_again(
    open_work: OpenSqlWork,
) -> None:
    yes, maybe, no = Answer.YES, Answer.MAYBE, Answer.NO
    async with open_work() as work:
        ada, zed = await people(work, "Ada", "Zed")
        poll = await asked(work, zed)
        await work.polls.answer(poll, ada, [(poll.slots[0].id, no), (poll.slots[1].id, maybe)], NOW)
        await work.polls.answer(poll, zed, [(poll.slots[0].id, yes), (poll.slots[2].id, no)], NOW)
        await work.polls.hide(poll.id, zed, hidden=True)
        journal = Journal(work.connection)
        await merge(work.connection, journal, zed, ada)
        (one,) = await work.polls.respondents(poll.id)
        assert (one.member, one.hidden) == (ada, True)
        assert [one.answers[slot.id] for slot in poll.slots] == [yes, maybe, no]
        merged = await work.polls.get(poll.id)
        assert merged
        assert merged.made_by == ada
        await Journal(work.connection).undo(journal.as_text())
        assert [each.member for each in await work.polls.respondents(poll.id)] == [ada, zed]


# What an event is made of ---------------------------------------------------------------------


async def planned(work: SqlWork, origin: Origin, by: int, capacity: int) -> tuple[int, Followed]:
    """An event made of something, and what followed."""
    community = (await work.people.establish("Tea")).id
    details = Details("Tea", WHEN, "Europe/London", capacity=capacity)
    event = await planning.plan(work, community, details, by, NOW, origin=origin.about)
    (date,) = await work.events.dates.of(event.id)
    me = await work.people.member(by)
    assert me
    return date.id, await carry_over(work, Making(event, date.id, origin, me, NOW))


async def test_a_full_event_has_those_wait_who_answered_last(open_work: OpenSqlWork) -> None:
    async with open_work() as work:
        ada, bo, cy, dee, eve = await people(work, "Ada", "Bo", "Cy", "Dee", "Eve")
        origin = Origin(
            Fact("ideas.idea", "1"),
            "Tea",
            interested=(eve, dee, bo, cy),
            start=WHEN,
            zone="Europe/London",
            coming=frozenset({bo, dee, eve, ada}),
            maybe=frozenset({cy}),
            unnamed=frozenset({dee}),
        )
        date, followed = await planned(work, origin, ada, 2)
        assert followed == Followed(answered=5, invited=0, hosts=0)
        all_ = {each.name: each.rsvp for each in await work.events.attendance.all_of(date)}
        assert [name for name, rsvp in all_.items() if rsvp.seats] == ["Eve", "Dee"]
        assert [name for name, rsvp in all_.items() if rsvp.need] == ["Bo", "Ada"]
        assert [name for name, rsvp in all_.items() if rsvp.hidden] == ["Dee"]
        tally = (await work.events.dates.get(date)).tally
        assert (tally.seated, tally.waiting, tally.maybe) == (2, 2, 1)


async def test_at_another_time_nobody_is_answered_for(open_work: OpenSqlWork) -> None:
    async with open_work() as work:
        ada, bo, cy, dee = await people(work, "Ada", "Bo", "Cy", "Dee")
        await work.introductions.membership.refuse(cy, ada, NOW)
        origin = Origin(
            Fact("ideas.idea", "1"),
            "Tea",
            hosts=(ada, dee, cy),
            interested=(bo, cy, dee),
            start=WHEN.replace(hour=11),
            zone="Europe/London",
            coming=frozenset({bo, cy}),
        )
        date, followed = await planned(work, origin, ada, 9)
        assert followed == Followed(answered=0, invited=1, hosts=1)
        assert await work.events.attendance.all_of(date) == []
        same = replace(
            origin, start=datetime.fromisoformat("2026-12-04 11:00"), zone="Europe/Paris"
        )
        date, followed = await planned(work, same, ada, 9)
        assert followed == Followed(answered=2, invited=0, hosts=1)
