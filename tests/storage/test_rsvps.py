"""Who comes to a date, as both databases keep it: the seats, the line, and the counters."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from sqlalchemy import select

from bot.community.profiles import Profile
from bot.features.events.dates.domain import EventDate, NotTaken
from bot.features.events.domain import Details, Event
from bot.features.events.ports import EventsBook
from bot.features.events.rsvps.domain import Answer, Attendee, Pending, Response, Rsvp
from bot.features.events.rsvps.outcomes import Below, Lowering, Outcome
from bot.features.events.waiting_list.domain import Offered, Passing, Place, Policy, Why
from storage.events.counters import counted
from storage.events.tables import event_dates
from storage.kernel.unit_of_work import OpenSqlWork, SqlWork
from storage.stores import work_on
from tests.database import engine_at
from tests.extent import each_once, few_or_all
from tests.seating import Room
from tests.statements import counting

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
COMING, MAYBE, NO = (Response(answer) for answer in Answer)
TEA = Details(
    "Tea", datetime.fromisoformat("2026-12-18 18:00"), "Europe/London", passing=Passing.AT_ONCE
)


@pytest.fixture
async def open_work(database_url: str) -> AsyncIterator[OpenSqlWork]:
    async with engine_at(database_url) as engine:
        yield work_on(engine, secret_key="a key for tests that is long enough to be one")


class Table:
    """An event with one date, and people who may sit down."""

    def __init__(self, open_work: OpenSqlWork) -> None:
        self.open_work = open_work
        self.now = NOW

    async def begin(self, details: Details, *names: str) -> Table:
        async with self.open_work() as work:
            self.community = (await work.people.establish("Tea")).id
            profiles = [Profile(name) for name in names]
            ids = await work.members.add_many(self.community, profiles, NOW)
            self.people = dict(zip(names, ids, strict=True))
            self.event = await planned(work, self.community, details)
            (date,) = await work.events.dates.of(self.event.id)
            self.date: int = date.id
        return self

    def who(self, name: str) -> Attendee:
        return Attendee(self.people[name])

    @asynccontextmanager
    async def book(self) -> AsyncIterator[EventsBook]:
        """What events remember, in a unit of work."""
        async with self.open_work() as work:
            yield work.events

    async def another(self, name: str) -> int:
        """Somebody else who may sit down."""
        async with self.open_work() as work:
            (id_,) = await work.members.add_many(self.community, [Profile(name)], NOW)
        return int(id_)

    async def says(self, name: str, response: Response = COMING) -> Outcome:
        found = await self.tries(name, response)
        assert isinstance(found, Outcome)
        return found

    async def tries(self, name: str, response: Response) -> Outcome | NotTaken | None:
        async with self.book() as book:
            return await book.rsvps.answer(self.date, self.who(name), response, self.now)

    async def let_in(self, name: str) -> Outcome:
        async with self.book() as book:
            found = await book.rsvps.let_in(self.date, self.who(name), self.now)
        assert found
        return found

    async def seats(
        self, capacity: int | None, lowering: Lowering = Lowering.ASK
    ) -> Outcome | Below | None:
        async with self.book() as book:
            return await book.rsvps.set_capacity(self.date, capacity, self.now, lowering)

    async def rsvp(self, name: str) -> Rsvp | None:
        async with self.book() as book:
            return await book.attendance.get(self.date, self.who(name))

    async def there(self) -> EventDate:
        async with self.book() as book:
            date = await book.dates.get(self.date)
        assert date
        return date

    async def lists(self) -> tuple[list[str], list[str]]:
        """Who has a seat, and who waits, in their order; the counters are right."""
        async with self.open_work(read_only=True) as work:
            all_ = await work.events.attendance.all_of(self.date)
            await counters_are_right(work)
        sits = [each.name for each in all_ if each.rsvp.seats]
        return sits, [each.name for each in all_ if each.rsvp.need]

    def told(self, outcome: Outcome | Below | None) -> list[str]:
        """Who is given or offered seats."""
        assert isinstance(outcome, Outcome)
        names = {id_: name for name, id_ in self.people.items()}
        return [names[passed.who.member or 0] for passed in outcome.passed]


async def planned(work: SqlWork, community: int, details: Details) -> Event:
    event: Event = await work.events.plans.add(community, details, None, NOW)
    await work.events.dates.add(event, [details.start])
    return event


async def counters_are_right(work: SqlWork) -> None:
    """What each date says of its answers is what they add up to."""
    should_be = counted()
    names = list(should_be)
    kept = await work.connection.execute(select(*(event_dates.c[name] for name in names)))
    found = await work.connection.execute(select(*should_be.values()).select_from(event_dates))
    assert [tuple(row) for row in kept] == [tuple(row) for row in found]


async def table(open_work: OpenSqlWork, capacity: int | None, *names: str) -> Table:
    return await Table(open_work).begin(replace(TEA, capacity=capacity), *names)


async def full(open_work: OpenSqlWork, capacity: int, *names: str) -> Table:
    """All of these come, as far as there are seats."""
    found = await table(open_work, capacity, *names)
    for name in names:
        await found.says(name)
    return found


async def test_somebody_who_says_yes_twice_counts_once(open_work: OpenSqlWork) -> None:
    tea = await table(open_work, 2, "Ada", "Bo", "Cy")
    for name in ("Ada", "Bo", "Cy", "Ada"):
        outcome = await tea.says(name)
    assert not outcome.changed
    assert await tea.lists() == (["Ada", "Bo"], ["Cy"])


async def test_one_seat_is_promoted_once_and_only_they_are_told(open_work: OpenSqlWork) -> None:
    tea = await full(open_work, 2, "Ada", "Bo", "Cy", "Dee")
    assert tea.told(await tea.says("Ada", NO)) == ["Cy"]
    assert await tea.lists() == (["Bo", "Cy"], ["Dee"])


async def test_no_and_maybe_are_taken_on_a_full_event(open_work: OpenSqlWork) -> None:
    tea = await full(open_work, 1, "Ada", "Bo")
    tea.people |= {name: await tea.another(name) for name in ("Cy", "Dee")}
    assert tea.told(await tea.says("Cy", NO)) == []
    assert tea.told(await tea.says("Dee", MAYBE)) == []
    assert tea.told(await tea.says("Ada", MAYBE)) == ["Bo"]
    tally = (await tea.there()).tally
    assert (tally.seated, tally.waiting, tally.maybe, tally.declined) == (1, 0, 2, 1)


async def test_nobody_is_dropped_when_there_are_fewer_seats_until_a_host_says_so(
    open_work: OpenSqlWork,
) -> None:
    names = ("Ada", "Bo", "Cy", "Dee", "Eve", "Fay", "Gus")
    tea = await full(open_work, 5, *names)
    below = await tea.seats(3)
    assert isinstance(below, Below)
    assert [rsvp.who for rsvp in below.last] == [tea.who("Dee"), tea.who("Eve")]
    assert await tea.lists() == (list(names[:5]), ["Fay", "Gus"])
    outcome = await tea.seats(3, Lowering.MOVE_LAST)
    assert isinstance(outcome, Outcome)
    assert [lost.former.who for lost in outcome.lost] == [tea.who("Dee"), tea.who("Eve")]
    assert await tea.lists() == (["Ada", "Bo", "Cy"], ["Dee", "Eve", "Fay", "Gus"])


async def test_hosts_may_keep_all_when_there_are_fewer_seats(open_work: OpenSqlWork) -> None:
    tea = await full(open_work, 3, "Ada", "Bo", "Cy", "Dee")
    await tea.seats(2, Lowering.KEEP)
    assert tea.told(await tea.says("Ada", NO)) == []
    assert tea.told(await tea.says("Bo", NO)) == ["Dee"]


async def test_more_seats_go_to_as_many_as_fit(open_work: OpenSqlWork) -> None:
    tea = await full(open_work, 2, "Ada", "Bo", "Cy", "Dee", "Eve")
    assert tea.told(await tea.seats(4)) == ["Cy", "Dee"]
    assert await tea.lists() == (["Ada", "Bo", "Cy", "Dee"], ["Eve"])


async def test_without_a_limit_all_who_wait_come(open_work: OpenSqlWork) -> None:
    tea = await full(open_work, 1, "Ada", "Bo", "Cy")
    assert tea.told(await tea.seats(None)) == ["Bo", "Cy"]
    assert await tea.lists() == (["Ada", "Bo", "Cy"], [])


async def test_who_a_host_lets_in_is_one_too_many_and_nobody_follows_one_who_leaves(
    open_work: OpenSqlWork,
) -> None:
    seats = [f"Guest {n}" for n in range(20)]
    before, after = [f"Before {n}" for n in range(4)], [f"After {n}" for n in range(2)]
    tea = await full(open_work, 20, *seats, *before, "Ada", *after)
    await tea.let_in("Ada")
    assert await tea.lists() == ([*seats, "Ada"], [*before, *after])
    assert (await tea.there()).tally.seated == 21
    assert tea.told(await tea.says(seats[0], NO)) == []
    assert (await tea.there()).tally.seated == 20
    assert tea.told(await tea.says(seats[1], NO)) == [before[0]]


async def test_a_party_waits_for_all_its_seats_and_is_passed_three_times_at_most(
    open_work: OpenSqlWork,
) -> None:
    small = [f"Small {n}" for n in range(5)]
    tea = await table(open_work, 4, "Ada", "Bo", *small)
    await tea.says("Ada", Response(Answer.COMING, 2))
    await tea.says("Bo", Response(Answer.COMING, 3))
    await tea.says(small[0])
    await tea.says(small[1])
    rsvp = await tea.rsvp("Bo")
    assert rsvp
    assert (rsvp.need, rsvp.passed) == (3, 2)
    await tea.says(small[0], NO)
    await tea.says(small[2])
    await tea.says(small[2], NO)
    await tea.says(small[3])
    assert await tea.lists() == (["Ada", small[1]], ["Bo", small[3]])
    assert await place(tea, small[3]) == Place(1, 3, Why.GATHERED)
    assert tea.told(await tea.says("Ada", NO)) == ["Bo"]
    assert await tea.lists() == (["Bo", small[1]], [small[3]])


async def place(tea: Table, name: str) -> Place | None:
    async with tea.open_work(read_only=True) as work:
        mine = await work.events.attendance.get(tea.date, tea.who(name))
        there = await work.events.dates.get(tea.date)
        found: Place | None = await work.events.attendance.place_of(there, mine)
    return found


async def test_a_freed_seat_is_offered_held_and_goes_to_the_next(open_work: OpenSqlWork) -> None:
    tea = await Table(open_work).begin(
        replace(TEA, capacity=1, passing=Passing.OFFERED), "Ada", "Bo", "Cy", "Dee"
    )
    for name in ("Ada", "Bo", "Cy"):
        await tea.says(name)
    outcome = await tea.says("Ada", NO)
    tomorrow = NOW + timedelta(days=1)
    assert [passed.change for passed in outcome.passed] == [Offered(2, 1, tomorrow)]
    assert outcome.passed[0].who == tea.who("Bo")
    await tea.says("Dee")
    assert await tea.lists() == ([], ["Cy", "Dee"])
    assert await place(tea, "Dee") == Place(1, 1, Why.HELD)
    tea.now = tomorrow
    async with open_work() as work:
        assert await work.events.attendance.lapsing(NOW) == []
        assert await work.events.attendance.lapsing(tomorrow) == [(tea.date, tomorrow)]
        lapsed = await work.events.rsvps.lapse(tea.date, tomorrow)
        assert await work.events.rsvps.lapse(tea.date, tomorrow) is None
    assert tea.told(lapsed) == ["Cy"]
    assert await tea.lists() == ([], ["Dee", "Bo"])
    outcome = await tea.says("Cy")
    assert outcome.rsvp
    assert outcome.rsvp.seats == 1
    assert await tea.lists() == (["Cy"], ["Dee", "Bo"])


async def test_who_says_yes_again_after_a_lapse_keeps_their_place_and_may_let_one_lapse_again(
    open_work: OpenSqlWork,
) -> None:
    offered = replace(TEA, capacity=1, passing=Passing.OFFERED)
    tea = await Table(open_work).begin(offered, "Ada", "Bo", "Cy")
    for name in ("Ada", "Bo", "Cy"):
        await tea.says(name)
    await tea.says("Ada", NO)
    tea.now += timedelta(days=1)
    async with open_work() as work:
        await work.events.rsvps.lapse(tea.date, tea.now)
    outcome = await tea.says("Bo")
    assert outcome.changed
    assert outcome.rsvp
    assert (outcome.rsvp.need, outcome.rsvp.lapses) == (1, 0)
    assert not (await tea.says("Bo")).changed


async def test_a_host_moves_people_who_wait(open_work: OpenSqlWork) -> None:
    tea = await full(open_work, 1, "Ada", "Bo", "Cy", "Dee")
    async with open_work() as work:
        await work.events.rsvps.move(tea.date, tea.who("Dee"), tea.who("Bo"), NOW)
    assert await tea.lists() == (["Ada"], ["Dee", "Bo", "Cy"])
    async with open_work() as work:
        await work.events.rsvps.move(tea.date, tea.who("Bo"), None, NOW)
    assert await tea.lists() == (["Ada"], ["Dee", "Cy", "Bo"])
    assert tea.told(await tea.says("Ada", NO)) == ["Dee"]


async def test_who_is_moved_before_somebody_waits_no_longer_than_they_would(
    open_work: OpenSqlWork,
) -> None:
    tea = await full(open_work, 4, "Ada")
    await tea.says("Ada", Response(Answer.COMING, 3))
    tea.people |= {name: await tea.another(name) for name in ("Bo", "Cy", "Dee", "Eve", "Fay")}
    await tea.says("Bo", Response(Answer.COMING, 4))
    for name in ("Cy", "Dee", "Eve"):  # each passes Bo, and is gone again
        await tea.says(name)
        await tea.says(name, NO)
    await tea.says("Fay", Response(Answer.COMING, 2))
    async with open_work() as work:
        await work.events.rsvps.move(tea.date, tea.who("Fay"), tea.who("Bo"), NOW)
    await tea.says("Cy")
    assert await tea.lists() == (["Ada"], ["Fay", "Bo", "Cy"])
    rsvp = await tea.rsvp("Fay")
    assert rsvp
    assert rsvp.passed == 3


async def test_where_hosts_let_people_in_a_yes_takes_no_seat_before(
    open_work: OpenSqlWork,
) -> None:
    tea = await Table(open_work).begin(replace(TEA, by_approval=True, capacity=1), "Ada", "Bo")
    outcome = await tea.says("Ada")
    assert outcome.rsvp
    assert outcome.rsvp.pending is Pending.APPROVAL
    await tea.says("Bo")
    assert (await tea.there()).tally.pending == 2
    async with open_work() as work:
        for name, seats in (("Bo", 1), ("Ada", 0)):
            admitted = await work.events.rsvps.admit(tea.date, tea.who(name), NOW)
            assert admitted
            assert admitted.rsvp
            assert (admitted.rsvp.seats, admitted.rsvp.pending) == (seats, Pending.NOTHING)
    assert await tea.lists() == (["Bo"], ["Ada"])
    assert (await tea.says("Bo", Response(Answer.COMING, 1, hidden=True))).changed
    assert await tea.lists() == (["Bo"], ["Ada"])


async def test_a_guest_is_in_the_same_line_and_known_by_their_mailbox(
    open_work: OpenSqlWork,
) -> None:
    tea = await table(open_work, 1, "Ada", "Bo")
    async with open_work() as work:
        guests, until = work.events.guests, NOW + timedelta(days=40)
        community = tea.event.community
        mailbox = await work.mailboxes.open(community, "Gil@example.org", until=until)
        assert mailbox
        gil = await guests.add(tea.event.id, mailbox.id, "Bil", "UTC", "en", NOW)
        same = await guests.add(tea.event.id, mailbox.id, "Gil", "UTC", "en", NOW)
        assert (gil.id, same.name) == (same.id, "Gil")
        who = Attendee(guest=gil.id)
        await guests.confirm(gil.id, "Gil", NOW)
        again = await guests.add(tea.event.id, mailbox.id, "Somebody else", "UTC", "en", NOW)
        assert again.name == "Gil"
    await tea.says("Ada")
    async with open_work() as work:
        outcome = await work.events.rsvps.answer(tea.date, who, COMING, NOW)
    assert outcome.rsvp.need == 1
    await tea.says("Bo")
    assert await tea.lists() == (["Ada"], ["Gil", "Bo"])
    async with open_work() as work:
        assert await work.events.guests.answered(gil.id) == [tea.date]
        withdrawn = await work.events.rsvps.withdraw(tea.date, who, NOW)
        assert withdrawn.former.need == 1
        await work.events.guests.forget(gil.id)
        assert await work.events.guests.get(gil.id) is None
    assert await tea.lists() == (["Ada"], ["Bo"])


async def test_what_can_not_be_taken_is_said_and_a_no_always_is(open_work: OpenSqlWork) -> None:
    tea = await table(open_work, 4, "Ada")
    assert await tea.tries("Ada", Response(Answer.COMING, 5)) is NotTaken.TOO_LARGE
    tea.now = datetime(2026, 12, 18, 19, tzinfo=UTC)
    assert await tea.tries("Ada", COMING) is NotTaken.OVER
    assert isinstance(await tea.tries("Ada", NO), Outcome)


async def test_somebody_gone_frees_the_seat(open_work: OpenSqlWork) -> None:
    tea = await full(open_work, 2, "Ada", "Bo", "Cy")
    async with open_work() as work:
        (outcome,) = await work.events.rsvps.free_seats(tea.people["Ada"], NOW)
    assert tea.told(outcome) == ["Cy"]
    assert await tea.lists() == (["Bo", "Cy"], [])


# What it costs --------------------------------------------------------------------------------


async def asked(tea: Table, name: str, response: Response) -> int:
    async with tea.open_work() as work:
        with counting() as found:
            await work.events.rsvps.answer(tea.date, tea.who(name), response, NOW)
    return len(found.statements)


async def test_a_first_answer_locks_and_writes_another_looks_and_one_that_frees_a_seat_passes_it_on(
    open_work: OpenSqlWork, database_url: str
) -> None:
    tea = await table(open_work, 3, *(f"Person {n}" for n in range(12)))
    counts = [await asked(tea, f"Person {n}", COMING) for n in range(12)]
    writing = 2 if database_url.startswith("sqlite") else 1  # the answer, and the counters
    assert set(counts) == {1 + writing}
    assert await asked(tea, "Person 0", COMING) == 2
    assert await asked(tea, "Person 0", NO) == 4 + writing
    assert await asked(tea, "Person 0", MAYBE) == 2 + writing


# Held against what is kept in memory ----------------------------------------------------------


@each_once
@pytest.mark.slow("long histories")
@pytest.mark.parametrize("seed", range(few_or_all(2, 20)))
@pytest.mark.parametrize("passing", Passing)
async def test_whatever_happens_both_keep_the_same(
    open_work: OpenSqlWork, passing: Passing, seed: int
) -> None:
    dice = Random(seed)
    names = [f"Person {n}" for n in range(9)]
    details = replace(TEA, start=TEA.start + timedelta(days=90), capacity=6, passing=passing)
    tea = await Table(open_work).begin(details, *names)
    ids = list(tea.people.values())
    room = Room(6, Policy(passing, (await tea.there()).starts_at), NOW)
    for _ in range(few_or_all(60, 200)):
        await something(tea, room, dice, ids)
        async with open_work(read_only=True) as work:
            kept = [each.rsvp for each in await work.events.attendance.all_of(tea.date)]
            await counters_are_right(work)
        assert as_seats(kept) == as_seats(list(room.rsvps.values()))


async def something(tea: Table, room: Room, dice: Random, ids: Sequence[int]) -> None:
    """Somebody answers, withdraws, is let in; or some hours pass."""
    who, what = dice.choice(ids), dice.random()
    async with tea.open_work() as work:
        if what < 0.6:
            answer, party = dice.choice((*Answer, Answer.COMING, Answer.COMING)), dice.randint(1, 4)
            await work.events.rsvps.answer(
                tea.date, Attendee(who), Response(answer, party), room.now
            )
            room.answer(who, answer, party)
        elif what < 0.75:
            await work.events.rsvps.withdraw(tea.date, Attendee(who), room.now)
            room.withdraw(who)
        elif what < 0.8:
            await work.events.rsvps.let_in(tea.date, Attendee(who), room.now)
            room.let_in(who)
        else:
            room.pass_time(dice.randint(1, 30))
            await work.events.rsvps.lapse(tea.date, room.now)
            await work.events.rsvps.settle(tea.date, room.now)


def as_seats(rsvps: Sequence[Rsvp]) -> list[tuple[object, ...]]:
    """What of answers is the same wherever they are kept."""
    ordered = sorted(rsvps, key=lambda rsvp: (rsvp.position, rsvp.who.member))
    return [
        (
            rsvp.who.member,
            rsvp.answer,
            rsvp.party,
            rsvp.seats,
            rsvp.offered,
            rsvp.offered_until,
            rsvp.need,
            rsvp.passed,
            rsvp.lapses,
        )
        for rsvp in ordered
    ]
