"""The waiting list of an event: people know where they stand, and are asked before it goes on."""

from dataclasses import replace
from datetime import datetime

import pytest

from bot.features.events import planning
from bot.features.events.rsvps.domain import Answer as Said
from bot.features.events.rsvps.outcomes import Lowering
from bot.features.events.waiting_list.domain import Passing
from bot.routing.reacting import react
from tests.chat import Chat, Person
from tests.stories.events import answer_of, as_it_is, at, planned, rsvp_of
from tests.stories.test_events_answers import NO, YES, people

NEXT = "You are on the waiting list of Tea: you are next."


async def come(chat: Chat, *persons: Person) -> None:
    """Let these answer, in this order."""
    for person in persons:
        await chat.press_in_for_all(YES, by=person)


async def test_who_waits_is_told_where_they_stand_and_why(chat: Chat) -> None:
    await planned(chat, capacity=4)
    ada, bo, cy, dee = await people(chat, "Ada", "Bo", "Cy", "Dee")
    await ada.says("/event coming Tea party 3")
    many = (await bo.says("/event coming Tea party 4")).text
    assert NEXT in many
    assert "You need 4 places, and there are fewer just now." in many
    assert "Smaller parties may go in before you meanwhile, but three at most" in many
    assert "You’re coming to Tea." in (await chat.press_in_for_all(YES, by=cy)).text
    one = (await chat.press_in_for_all(YES, by=dee)).text
    assert "number 2. 4 places are waited for before you." in one
    assert "Every place is taken." in one
    await chat.a_moment()
    assert "4 people are coming · 5 are waiting · full\n" in chat.for_all[0]


async def test_a_freed_place_is_offered_and_taken(chat: Chat) -> None:
    tea = await planned(chat, capacity=1)
    ada, bo, cy = await people(chat, "Ada", "Bo", "Cy")
    await come(chat, ada, bo, cy)
    await chat.press_in_for_all(NO, by=ada)
    await chat.settle()
    assert "A place is free for you: Tea" in bo.inbox[-1]
    assert "I hold it for you until Tue 24 Nov 2026 09:00 UTC" in bo.inbox[-1]
    assert "Every free place is held" in (await chat.press_in_for_all(YES, by=cy)).text
    taken = await bo.presses_in_inbox("Take it")
    assert "You’re coming to Tea." in taken.text
    await chat.settle()
    assert bo.inbox == ["You took the place at Tea. See you there!"]
    assert (await rsvp_of(chat, tea, bo)).seats == 1
    assert cy.inbox == []


async def test_hiding_ones_name_does_not_take_a_place_that_is_offered(chat: Chat) -> None:
    tea = await planned(chat, capacity=1)
    ada, bo = await people(chat, "Ada", "Bo")
    await come(chat, ada, bo)
    await chat.press_in_for_all(NO, by=ada)
    assert "say first whether you take it" in (await bo.says("/event name hide Tea")).text
    assert (await rsvp_of(chat, tea, bo)).offered == 1


async def test_an_offer_is_given_on_and_goes_to_the_next(chat: Chat) -> None:
    tea = await planned(chat, capacity=1)
    ada, bo, cy = await people(chat, "Ada", "Bo", "Cy")
    await come(chat, ada, bo, cy)
    await chat.press_in_for_all(NO, by=ada)
    await chat.settle()
    more = await bo.says("/event show Tea")
    assert "A place at Tea is held for you until" in more.text
    passed = await more.press("Give it on")
    assert "goes on to the next person" in passed.text
    await chat.settle()
    assert "Thank you!" in bo.inbox[-1]
    assert "A place is free for you: Tea" in cy.inbox[-1]
    assert (await rsvp_of(chat, tea, bo)).answer is Said.NO


@pytest.mark.slow("three days pass")
async def test_an_offer_that_lapses_goes_on_and_the_second_time_one_is_off_the_list(
    chat: Chat,
) -> None:
    tea = await planned(chat, capacity=1)
    ada, bo, cy = await people(chat, "Ada", "Bo", "Cy")
    await come(chat, ada, bo, cy)
    await chat.press_in_for_all(NO, by=ada)
    await chat.skip_time(hours=25)
    assert bo.inbox[0] == "The place at Tea is no longer held for you."
    assert "I didn’t hear from you in time" in bo.inbox[1]
    assert NEXT in bo.inbox[1]
    assert "A place is free for you" in cy.inbox[-1]
    await chat.skip_time(hours=25)
    assert "A place is free for you" in bo.inbox[-1]
    await chat.skip_time(hours=25)
    assert "no longer on the waiting list" in bo.inbox[-1]
    assert await answer_of(chat, tea, bo) is None


async def test_an_offer_made_in_somebodys_evening_lapses_in_their_morning(chat: Chat) -> None:
    await planned(chat, capacity=1)
    ada = await chat.person("Ada")
    bo = await chat.person("Bo", zone="America/New_York")
    await come(chat, ada, bo)
    await at(chat, "2026-12-01 03:00")  # 22:00 in New York
    await chat.press_in_for_all(NO, by=ada)
    await chat.settle()
    assert "until Wed 02 Dec 2026 14:00 UTC" in bo.inbox[-1]  # nine in their morning
    await at(chat, "2026-12-02 13:00")
    assert "A place is free" in bo.inbox[-1]
    await at(chat, "2026-12-02 14:00")
    assert "I didn’t hear from you in time" in bo.inbox[1]


async def test_a_place_that_is_given_at_once_is_told(chat: Chat) -> None:
    tea = await planned(chat, capacity=1, passing=Passing.AT_ONCE)
    ada, bo = await people(chat, "Ada", "Bo")
    await come(chat, ada, bo)
    await chat.press_in_for_all(NO, by=ada)
    await chat.settle()
    (told,) = bo.inbox
    assert "You have a place at Tea!" in told
    assert "https://meet.example.org/tea" in told
    assert (await rsvp_of(chat, tea, bo)).seats == 1


async def test_a_restart_says_nothing_twice(chat: Chat) -> None:
    await planned(chat, capacity=1)
    ada, bo, cy = await people(chat, "Ada", "Bo", "Cy")
    await come(chat, ada, bo, cy)
    await chat.press_in_for_all(NO, by=ada)
    await chat.skip_time(hours=25)
    told = [len(person.inbox) for person in (ada, bo, cy)]
    for schedule in chat.core.registry.schedules():
        chat.core.ticks._run_before.pop(schedule, None)
    await chat.core.ticks.run_due()
    await chat.settle()
    assert [len(person.inbox) for person in (ada, bo, cy)] == told == [0, 2, 1]


# Hosts ----------------------------------------------------------------------------------------


async def test_a_host_sees_everybody_and_lets_one_in_past_the_limit(chat: Chat) -> None:
    rowan = await chat.person("Rowan")
    tea = await planned(chat, rowan, capacity=1)
    ada, bo, cy = await people(chat, "Ada", "Bo", "Cy")
    await come(chat, ada, bo, cy)
    await cy.says("/event name hide Tea")
    listed = (await rowan.says("/event people Tea")).text
    assert "Waiting\n@Bo\n@Cy (name for hosts alone)\nComing\n• @Ada" in listed
    assert "is coming" in (await rowan.says("/event people admit Cy Tea")).text
    await chat.settle()
    assert "You have a place at Tea!" in cy.inbox[-1]
    assert (await as_it_is(chat, tea)).date.tally.seated == 2
    assert NEXT in (await chat.press_in_for_all(YES, by=bo)).text


async def test_a_host_moves_people_in_the_line(chat: Chat) -> None:
    rowan = await chat.person("Rowan")
    await planned(chat, rowan, capacity=1)
    ada, bo, cy = await people(chat, "Ada", "Bo", "Cy")
    await come(chat, ada, bo, cy)
    moved = await (await rowan.says("/event people Tea")).press("One up")
    assert "Waiting\n@Cy\n@Bo" in moved.text
    assert NEXT in (await chat.press_in_for_all(YES, by=cy)).text
    back = await rowan.says("/event people last Cy Tea")
    assert "Waiting\n@Bo\n@Cy" in back.text


async def test_a_host_takes_somebody_off_the_list_and_their_place_goes_on(chat: Chat) -> None:
    rowan = await chat.person("Rowan")
    tea = await planned(chat, rowan, capacity=1)
    ada, bo = await people(chat, "Ada", "Bo")
    await come(chat, ada, bo)
    assert "off the list" in (await rowan.says("/event people remove Ada Tea")).text
    await chat.settle()
    assert "The hosts have taken you off the list." in ada.inbox[-1]
    assert "A place is free for you" in bo.inbox[-1]
    assert await answer_of(chat, tea, ada) is None


async def test_whoever_waits_again_since_there_are_fewer_places_is_told_kindly(chat: Chat) -> None:
    tea = await planned(chat, capacity=2)
    ada, bo = await people(chat, "Ada", "Bo")
    await come(chat, ada, bo)
    async with chat.work() as work:
        fewer = replace(tea.event.details, capacity=1)
        now = chat.clock.now()
        await planning.change(work, tea.event, fewer, now, Lowering.MOVE_LAST)
        await react(chat.core.registry, work, now)
    await chat.settle()
    (told,) = bo.inbox
    assert "there are fewer places now than there were" in told
    assert NEXT in told
    assert ada.inbox == []


@pytest.mark.not_in("discord", reason="a stranger presses, who is not in the server")
async def test_the_seats_of_somebody_who_leaves_go_on_and_are_told(chat: Chat) -> None:
    await planned(chat, capacity=1, start=datetime.fromisoformat("2026-12-20 18:00"))
    await chat.connect()
    stranger = chat.stranger("Ada")
    await stranger.says("/kindred join")
    await chat.press_in_for_all(YES, by=stranger)
    bo = await chat.person("Bo")
    await come(chat, bo)
    await stranger.becomes(kind="gone")
    await chat.settle()
    assert "A place is free for you: Tea" in bo.inbox[-1]
