"""Events, series and their dates, planned and changed, as both databases keep them."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from bot.community.domain_events import EventCancelled, EventChanged, EventHeld, EventPlanned
from bot.community.profiles import Profile
from bot.community.roles import ScopedRole
from bot.features.events import planning
from bot.features.events.dates.domain import DateState, EventDate
from bot.features.events.domain import Details, Event, EventState
from bot.features.events.reminders.domain import Before, due
from bot.features.events.rsvps import changes
from bot.features.events.rsvps.domain import Answer, Attendee, Response
from bot.features.events.rsvps.outcomes import Below, Lowering
from bot.features.events.series.domain import Series, weekly
from bot.features.events.waiting_list.domain import Passing
from storage.events.tables import event_dates
from storage.kernel.unit_of_work import OpenSqlWork, SqlWork
from storage.stores import work_on
from tests.database import engine_at
from tests.storage.test_rsvps import counters_are_right

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
COMING = Response(Answer.COMING)
FIRST = datetime.fromisoformat("2026-12-01 18:00")
ONCE = Details("Tea", FIRST, "Europe/London", passing=Passing.AT_ONCE)
WEEKLY = replace(ONCE, series=Series(weekly(FIRST)))
WEEK = timedelta(weeks=1)


@pytest.fixture
async def work(database_url: str) -> AsyncIterator[SqlWork]:
    async with engine_at(database_url) as engine:
        open_work: OpenSqlWork = work_on(engine)
        async with open_work() as work:
            yield work
            await counters_are_right(work)


async def people(work: SqlWork, *names: str) -> list[int]:
    community = (await work.people.establish("Tea")).id
    ids: list[int] = await work.members.add_many(community, [Profile(n) for n in names], NOW)
    return ids


async def planned(work: SqlWork, details: Details, by: int | None = None) -> Event:
    community = (await work.people.establish("Tea")).id
    return await planning.plan(work, community, details, by, NOW)


async def dates_of(work: SqlWork, event: Event) -> list[EventDate]:
    found: list[EventDate] = await work.events.dates.of(event.id)
    return found


async def again(work: SqlWork, event: Event) -> Event:
    found: Event | None = await work.events.plans.get(event.id)
    assert found
    return found


async def test_an_event_is_kept_as_it_was_planned_with_its_hosts(work: SqlWork) -> None:
    ada, bo = await people(work, "Ada", "Bo")
    details = replace(
        WEEKLY, description="Cake", venue="Hall", link="https://example.org", hidden_place=True,
        capacity=9, by_approval=True, series=Series(weekly(FIRST), count=3),
    )  # fmt: skip
    community = (await work.people.establish("Tea")).id
    event = await planning.plan(work, community, details, ada, NOW, hosts=[bo])
    assert (await again(work, event)).details == details
    assert await work.events.plans.with_uid(event.uid) == await again(work, event)
    hosts = await work.roles.holders(ScopedRole.HOST, event.scope)
    assert [host.id for host in hosts] == [ada, bo]
    assert [date.original for date in await dates_of(work, event)] == [
        FIRST,
        FIRST + WEEK,
        FIRST + 2 * WEEK,
    ]
    assert work.domain_events == [EventPlanned(event.id, community, NOW)]


async def test_an_event_that_happens_once_has_one_date(work: SqlWork) -> None:
    event = await planned(work, ONCE)
    assert len(await dates_of(work, event)) == 1
    assert await planning.make_dates(work, await again(work, event), NOW) == []


async def test_dates_are_made_once_and_ahead(work: SqlWork) -> None:
    event = await planned(work, WEEKLY)
    count = len(await dates_of(work, event))
    event = await again(work, event)
    assert await planning.make_dates(work, event, NOW) == []
    (made,) = await planning.make_dates(work, event, NOW + WEEK)
    assert len(await dates_of(work, event)) == count + 1
    assert made.original == FIRST + count * WEEK


async def test_who_answers_a_series_has_answered_its_dates_to_come_but_for_one(
    work: SqlWork,
) -> None:
    ada, bo, cy = await people(work, "Ada", "Bo", "Cy")
    event = await planned(work, replace(WEEKLY, capacity=2))
    for member, party in ((ada, 1), (bo, 2)):
        await changes.answer_series(work, event.id, member, Response(Answer.COMING, party), NOW)
    await changes.answer_series(work, event.id, cy, COMING, NOW)
    second = (await dates_of(work, event))[1]
    await changes.answer(work, second.id, Attendee(ada), Response(Answer.NO), NOW)
    (made,) = await planning.make_dates(work, await again(work, event), NOW + WEEK)
    for date, sits, waits in ((second, [cy], [bo]), (made, [ada, cy], [bo])):
        all_ = [each.rsvp for each in await work.events.attendance.all_of(date.id)]
        assert sorted(rsvp.who.member for rsvp in all_ if rsvp.seats) == sits
        assert [rsvp.who.member for rsvp in all_ if rsvp.need] == waits
    new = await work.events.attendance.get(made.id, Attendee(ada))
    assert new.standing


async def test_one_date_is_moved_and_another_is_left_out(work: SqlWork) -> None:
    event = await planned(work, WEEKLY)
    one, two, three, *_ = await dates_of(work, event)
    await planning.move(work, event, two, two.start + timedelta(days=1), 90, NOW)
    await planning.cancel_date(work, event, three, NOW, skip=True)
    _, two, three, *_ = await dates_of(work, event)
    assert (two.moved, two.sequence, two.minutes) == (True, 1, 90)
    assert two.ends_at - two.starts_at == timedelta(minutes=90)
    assert (three.state, three.sequence) == (DateState.SKIPPED, 1)
    assert (await again(work, event)).sequence == 2
    to_come = await work.events.dates.to_come(event.id, NOW)
    assert [date.id for date in to_come[:2]] == [one.id, two.id]
    assert work.domain_events[1:] == [
        EventChanged(event.id, event.community, (two.id,), NOW),
        EventCancelled(event.id, event.community, (three.id,), NOW),
    ]


async def test_an_event_is_moved_and_a_new_name_moves_nothing(work: SqlWork) -> None:
    event = await planned(work, ONCE)
    later = replace(ONCE, start=FIRST + WEEK)
    event = await planning.change(work, event, later, NOW)  # type: ignore[assignment]
    (date,) = await dates_of(work, event)
    assert (date.start, date.sequence, event.sequence) == (FIRST + WEEK, 1, 1)
    event = await planning.change(work, event, replace(later, title="Cake"), NOW)  # type: ignore[assignment]
    (date,) = await dates_of(work, event)
    assert (date.sequence, event.sequence, event.details.title) == (1, 2, "Cake")
    moved = [each.dates for each in work.domain_events if isinstance(each, EventChanged)]
    assert moved == [(date.id,), ()]


async def test_all_dates_of_a_series_that_has_not_begun_move_under_the_same_name(
    work: SqlWork,
) -> None:
    (ada,) = await people(work, "Ada")
    event = await planned(work, replace(WEEKLY, series=Series(weekly(FIRST), count=4)))
    await changes.answer_series(work, event.id, ada, COMING, NOW)
    before = await dates_of(work, event)
    later = FIRST + WEEK
    details = replace(WEEKLY, start=later, series=Series(weekly(later), count=4))
    changed = await planning.change(work, event, details, NOW)
    assert isinstance(changed, Event)
    assert (changed.id, changed.uid) == (event.id, event.uid)
    after = await dates_of(work, event)
    assert [date.id for date in after] == [date.id for date in before]
    assert [date.start for date in after] == [date.start + WEEK for date in before]
    assert all(date.tally.seated == 1 for date in after)


async def test_all_dates_that_follow_are_another_event_with_the_same_people(
    work: SqlWork,
) -> None:
    ada, bo = await people(work, "Ada", "Bo")
    event = await planned(work, replace(WEEKLY, series=Series(weekly(FIRST), count=5)), ada)
    await changes.answer_series(work, event.id, bo, COMING, NOW)
    dates = await dates_of(work, event)
    third = dates[2]
    details = replace(event.details, start=third.original + timedelta(hours=1))
    rest = await planning.change_from(work, event, third, details, NOW)
    former = await again(work, event)
    assert rest.uid != event.uid
    assert (rest.continues, rest.details.series) == (event.id, Series(weekly(FIRST), count=3))
    assert [date.id for date in await dates_of(work, former)] == [date.id for date in dates[:2]]
    following = await dates_of(work, rest)
    assert [date.id for date in following] == [date.id for date in dates[2:]]
    assert [f"{date.start:%d %H}" for date in following] == ["15 19", "22 19", "29 19"]
    assert all(date.sequence == 1 and date.tally.seated == 1 for date in following)
    assert await planning.make_dates(work, former, NOW + 50 * WEEK) == []
    assert await work.events.standing_answers.of(rest.id) == [(bo, COMING)]
    hosts = await work.roles.holders(ScopedRole.HOST, rest.scope)
    assert [host.id for host in hosts] == [ada]


async def test_a_series_that_has_begun_keeps_what_has_been(work: SqlWork) -> None:
    event = await planned(work, WEEKLY)
    now = NOW + timedelta(days=10)
    details = replace(WEEKLY, start=FIRST.replace(hour=19))
    rest = await planning.change(work, event, details, now)
    assert isinstance(rest, Event)
    assert rest.id != event.id
    assert [date.start for date in await dates_of(work, event)] == [FIRST, FIRST + WEEK]
    first, *_ = await dates_of(work, rest)
    assert first.start == (FIRST + 2 * WEEK).replace(hour=19)


async def test_a_shorter_series_cancels_the_dates_that_are_too_many(work: SqlWork) -> None:
    event = await planned(work, replace(WEEKLY, series=Series(weekly(FIRST), count=4)))
    details = replace(event.details, series=Series(weekly(FIRST), count=2))
    await planning.change(work, event, details, NOW)
    states = [date.state for date in await dates_of(work, event)]
    assert states == [DateState.PLANNED] * 2 + [DateState.CANCELLED] * 2


async def test_what_happened_once_happens_again_and_the_other_way_round(work: SqlWork) -> None:
    event = await planned(work, ONCE)
    thrice = replace(ONCE, series=Series(weekly(FIRST), count=3))
    await planning.change(work, event, thrice, NOW)
    assert len(await work.events.dates.to_come(event.id, NOW)) == 3
    await planning.change(work, await again(work, event), ONCE, NOW)
    assert len(await work.events.dates.to_come(event.id, NOW)) == 1


async def test_fewer_seats_than_people_who_come_are_asked_about_before_anything_changes(
    work: SqlWork,
) -> None:
    ada, bo = await people(work, "Ada", "Bo")
    event = await planned(work, replace(ONCE, capacity=2))
    (date,) = await dates_of(work, event)
    for member in (ada, bo):
        await changes.answer(work, date.id, Attendee(member), COMING, NOW)
    fewer = replace(event.details, capacity=1, title="Cake")
    below = await planning.change(work, event, fewer, NOW)
    assert isinstance(below, Below)
    assert [rsvp.who.member for rsvp in below.last] == [bo]
    assert (await again(work, event)).details.title == "Tea"
    changed = await planning.change(work, event, fewer, NOW, Lowering.MOVE_LAST)
    assert isinstance(changed, Event)
    (date,) = await dates_of(work, event)
    assert (date.capacity, date.tally.seated, date.tally.waiting) == (1, 1, 1)


async def test_a_cancelled_event_keeps_its_dates_and_passes_on_no_seat(work: SqlWork) -> None:
    ada, bo = await people(work, "Ada", "Bo")
    event = await planned(work, replace(ONCE, capacity=1))
    (date,) = await dates_of(work, event)
    for member in (ada, bo):
        await changes.answer(work, date.id, Attendee(member), COMING, NOW)
    await planning.cancel(work, event, NOW)
    cancelled = await again(work, event)
    assert (cancelled.state, cancelled.sequence) == (EventState.CANCELLED, 1)
    (date,) = await dates_of(work, event)
    assert (date.state, date.starts_at) == (
        DateState.CANCELLED,
        datetime(2026, 12, 1, 18, tzinfo=UTC),
    )
    outcome = await changes.answer(work, date.id, Attendee(ada), Response(Answer.NO), NOW)
    assert outcome
    assert (await dates_of(work, event))[0].tally.seated == 0
    assert await work.events.dates.in_community(event.community, NOW, 9) == []


async def test_dates_follow_the_rules_of_their_zone_when_these_change(work: SqlWork) -> None:
    event = await planned(work, ONCE)
    stale = datetime(2026, 12, 1, 17, tzinfo=UTC)
    await work.connection.execute(update(event_dates).values(starts_at=stale))
    await planning.realign(work, NOW)
    (date,) = await dates_of(work, event)
    assert (date.starts_at.hour, date.sequence) == (18, 1)
    await planning.realign(work, NOW)
    assert (await dates_of(work, event))[0].sequence == 1


async def test_who_came_is_told_when_it_is_over(work: SqlWork) -> None:
    ada, bo = await people(work, "Ada", "Bo")
    event = await planned(work, replace(ONCE, capacity=1))
    (date,) = await dates_of(work, event)
    for member in (ada, bo):
        await changes.answer(work, date.id, Attendee(member), COMING, NOW)
    over = date.ends_at + timedelta(minutes=5)
    assert await work.events.dates.over(NOW, NOW) == []
    (happening,) = await work.events.dates.over(NOW, over)
    await planning.held(work, happening)
    told = EventHeld(
        event.id, date.id, event.community, (ada,), date.ends_at, event.details.title, (ada,)
    )
    assert work.domain_events[-1] == told


async def test_somebody_sees_what_they_have_answered_soonest_first(work: SqlWork) -> None:
    (ada,) = await people(work, "Ada")
    later = await planned(work, replace(ONCE, title="Later", start=FIRST + WEEK))
    sooner = await planned(work, replace(ONCE, title="Sooner"))
    for event in (later, sooner):
        (date,) = await dates_of(work, event)
        await changes.answer(work, date.id, Attendee(ada), COMING, NOW)
    mine = await work.events.dates.of_attendee(Attendee(ada), NOW)
    assert [(each.event.details.title, rsvp.seats) for each, rsvp in mine] == [
        ("Sooner", 1),
        ("Later", 1),
    ]
    there = await work.events.dates.in_community(sooner.community, NOW, 1)
    assert [each.event.details.title for each in there] == ["Sooner"]


async def test_those_who_come_are_reminded_as_they_chose_and_of_the_date_as_it_is(
    work: SqlWork,
) -> None:
    ada, bo, cy, dee = await people(work, "Ada", "Bo", "Cy", "Dee")
    event = await planned(work, replace(ONCE, capacity=3))
    (date,) = await dates_of(work, event)
    for member in (ada, bo, cy, dee):  # there is no seat for Dee
        await changes.answer(work, date.id, Attendee(member), COMING, NOW)
    await work.events.reminders.choose(event.id, bo, [Before.HOUR, Before.DAY])
    await work.events.reminders.choose(event.id, cy, [])
    assert await work.events.reminders.chosen(event.id, ada) == (Before.DAY,)
    assert await work.events.reminders.chosen(event.id, cy) == ()
    found = {each.before: each for each in await work.events.reminders.of_dates(NOW)}
    assert set(found) == {Before.DAY, Before.HOUR}
    assert await work.events.reminders.to(found[Before.DAY]) == [ada, bo]
    assert await work.events.reminders.to(found[Before.HOUR]) == [bo]
    assert due(found.values(), date.starts_at - timedelta(hours=24)) == [found[Before.DAY]]
    await planning.change(work, event, replace(ONCE, start=FIRST + WEEK), NOW)
    assert await work.events.reminders.to(found[Before.DAY]) == []
    assert {each.sequence for each in await work.events.reminders.of_dates(NOW)} == {1}
    await planning.cancel(work, event, NOW)
    assert await work.events.reminders.of_dates(NOW) == []
