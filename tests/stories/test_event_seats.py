"""Seats at events, as people come and go: nobody keeps one who is not there."""

from dataclasses import replace
from datetime import datetime

from bot.community.domain_events import RsvpChanged, SeatGiven, SeatOffered
from bot.features.events import planning
from bot.features.events.domain import Details
from bot.features.events.rsvps import changes
from bot.features.events.rsvps.domain import Answer, Attendee, Response
from bot.features.events.series.domain import Series, weekly
from bot.features.events.waiting_list.domain import Passing
from bot.routing.reacting import react
from tests.chat import Chat, Person
from tests.storage.test_rsvps import counters_are_right

COMING = Response(Answer.COMING)
TEA = Details(
    "Tea",
    datetime.fromisoformat("2026-12-18 18:00"),
    "Europe/London",
    capacity=2,
    passing=Passing.AT_ONCE,
)


async def tea_of(chat: Chat, *people: Person, details: Details = TEA) -> int:
    """The date of an event to which these come, in this order."""
    async with chat.work() as work:
        event = await planning.plan(work, chat.community, details, None, chat.clock.now())
        (date,) = await work.events.dates.of(event.id)
        for person in people:
            await changes.answer(work, date.id, Attendee(person.id), COMING, chat.clock.now())
    return int(date.id)


async def lists(chat: Chat, date: int) -> tuple[list[str], list[str]]:
    """Who sits, and who waits."""
    async with chat.work(read_only=True) as work:
        await counters_are_right(work)
        all_ = await work.events.attendance.all_of(date)
    sits = [each.name for each in all_ if each.rsvp.seats]
    return sits, [each.name for each in all_ if each.rsvp.need]


async def in_town(chat: Chat, name: str) -> Person:
    """A member who is in the town's chat."""
    stranger = chat.stranger(name)
    await stranger.says("/kindred join")
    member = await chat.behind(stranger)
    assert member
    return replace(stranger, id=member.id)


async def test_the_seat_of_somebody_who_leaves_the_chat_goes_to_the_next(chat: Chat) -> None:
    await chat.connect()
    ada = await in_town(chat, "Ada")
    bo, cy = await chat.person("Bo"), await chat.person("Cy")
    date = await tea_of(chat, ada, bo, cy)
    assert await lists(chat, date) == (["Ada", "Bo"], ["Cy"])
    await ada.becomes(kind="gone")
    assert await lists(chat, date) == (["Bo", "Cy"], [])
    await chat.settle()
    assert "You have a place at Tea!" in cy.inbox[-1]
    assert bo.inbox == []
    who = (await bo.says("/event who Tea")).text
    assert ("Ada" in who, "Cy" in who) == (False, True)


async def test_the_seat_of_somebody_who_is_no_member_any_more_goes_to_the_next(chat: Chat) -> None:
    ada, bo, cy = [await chat.person(name) for name in ("Ada", "Bo", "Cy")]
    date = await tea_of(chat, ada, bo, cy)
    async with chat.work() as work:
        for held in chat.core.registry.personal_data:
            await held.erase(work, ada.id)
        await react(chat.core.registry, work, chat.clock.now())
    assert await lists(chat, date) == (["Bo", "Cy"], [])


async def test_what_somebody_answered_is_given_to_them(chat: Chat) -> None:
    ada = await chat.person("Ada")
    await tea_of(chat, ada)
    (held,) = [each for each in chat.core.registry.personal_data if each.name == "events"]
    async with chat.work() as work:
        given = await held.export(work, ada.id)
    assert isinstance(given, dict)
    assert given["answers"] == [
        {
            "event": "Tea",
            "on": "2026-12-18T18:00:00 Europe/London",
            "answer": "coming",
            "people": 1,
            "seats": 1,
            "waits for seats": 0,
            "name for hosts alone": False,
            "let in by a host": False,
            "answered": chat.clock.now().isoformat(),
        }
    ]
    assert given["planned"] == []


async def test_two_accounts_of_one_person_hold_one_seat_between_them(chat: Chat) -> None:
    ada, zed, bo = [await chat.person(name) for name in ("Ada", "Zed", "Bo")]
    date = await tea_of(chat, ada, zed, bo)
    assert (await lists(chat, date))[1] == ["Bo"]
    code = (await ada.says("/kindred link")).text.split("with this code:")[1].split()[0]
    await (await zed.says(f"/kindred link {code}")).press("Yes, both are me")
    sits, waits = await lists(chat, date)
    assert (len(sits), waits) == (2, [])
    assert sits[1] == "Bo"


async def test_an_offer_that_nobody_takes_goes_on_by_itself(chat: Chat) -> None:
    ada, bo, cy = [await chat.person(name) for name in ("Ada", "Bo", "Cy")]
    held = Details(TEA.title, TEA.start, TEA.zone, capacity=1)
    date = await tea_of(chat, ada, bo, cy, details=held)
    async with chat.work() as work:
        no = Response(Answer.NO)
        await changes.answer(work, date, Attendee(ada.id), no, chat.clock.now())
        assert [type(each) for each in work.domain_events] == [RsvpChanged, SeatOffered]
    await chat.pass_time(hours=25)
    async with chat.work() as work:
        assert (await work.events.attendance.get(date, Attendee(cy.id))).offered == 1
        await changes.let_in(work, date, Attendee(bo.id), chat.clock.now())
        assert SeatGiven in map(type, work.domain_events)
    assert await lists(chat, date) == (["Bo"], [])


async def test_dates_are_made_and_told_of_when_they_are_over_as_time_passes(chat: Chat) -> None:
    ada = await chat.person("Ada")
    weekly_tea = replace(TEA, series=Series(weekly(TEA.start)))
    async with chat.work() as work:
        event = await planning.plan(work, chat.community, weekly_tea, None, chat.clock.now())
        made = await work.events.dates.of(event.id)
        await changes.answer_series(work, event.id, ada.id, COMING, chat.clock.now())
    await chat.skip_time(weeks=5)
    async with chat.work() as work:
        later = await work.events.dates.of(event.id)
        assert len(later) == len(made) + 5
        assert (await work.events.attendance.get(later[-1].id, Attendee(ada.id))).standing
        now = chat.clock.now()
        over = [date for date in later if date.ends_at < now]
        told = [await work.ticks.take("events", "held", str(date.id), now) for date in later[:3]]
        assert told == [date not in over for date in later[:3]]
        assert len(over) == 2
