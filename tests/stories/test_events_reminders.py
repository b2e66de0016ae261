"""Reminders and notices: at a good hour, once, and to exactly those whom they concern."""

import logging
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.features.events import planning
from bot.features.events.series.domain import Series, weekly
from bot.routing.reacting import react
from tests.chat import Chat
from tests.stories.events import TEA, as_it_is, at, changes_to, is_cancelled, planned
from tests.stories.test_events_answers import MAYBE, NO, YES, people

LONDON_CHANGES_CLOCKS = datetime.fromisoformat("2027-03-28 18:00")
"""At 18:00 on the evening after the night in which clocks in London go forward."""

A_DAY_BEFORE = {
    "Europe/London": "2027-03-27 18:00",
    "Europe/Paris": "2027-03-27 18:00",  # 19:00 there
    "Europe/Helsinki": "2027-03-27 18:00",  # 20:00 there
    "Africa/Nairobi": "2027-03-27 17:00",  # 20:00 there
    "Asia/Kolkata": "2027-03-27 14:30",  # 22:30 is night: 20:00
    "Asia/Tokyo": "2027-03-27 11:00",  # 02:00 is night: 20:00 the evening before
    "Australia/Sydney": "2027-03-27 09:00",  # 04:00 is night: 20:00 the evening before
    "America/New_York": "2027-03-27 17:00",  # 13:00 there
    "America/Los_Angeles": "2027-03-27 17:00",  # 10:00 there
    "Pacific/Honolulu": "2027-03-27 06:00",  # 07:00 is night: 20:00 the evening before
}
"""When people in ten zones are reminded of that evening, in UTC."""


@pytest.mark.slow("ten people over a clock change")
async def test_ten_people_are_reminded_by_their_own_clocks_over_a_clock_change(chat: Chat) -> None:
    await planned(chat, start=LONDON_CHANGES_CLOCKS, capacity=None)
    there = {zone: await chat.person(f"In {zone}", zone=zone) for zone in A_DAY_BEFORE}
    for person in there.values():
        await chat.press_in_for_all(YES, by=person)
    await at(chat, "2027-03-27 05:30")
    heard: dict[str, str] = {}
    for when in sorted(set(A_DAY_BEFORE.values())):
        due = datetime.fromisoformat(when)
        for moment in (due - timedelta(minutes=1), due):
            await at(chat, str(moment))
            for zone, person in there.items():
                if person.inbox:
                    heard.setdefault(zone, f"{moment:%Y-%m-%d %H:%M}")
    assert heard == A_DAY_BEFORE
    assert {len(person.inbox) for person in there.values()} == {1}
    assert "It’s nearly time: Tea" in there["Asia/Tokyo"].inbox[0]


@pytest.mark.slow("four days on which something is due")
async def test_each_chooses_when_to_be_reminded(chat: Chat) -> None:
    await planned(chat)
    ada, bo, cy = await people(chat, "Ada", "Bo", "Cy")
    for person in (ada, bo, cy):
        await chat.press_in_for_all(YES, by=person)
    shown = await ada.says("/event reminders Tea")
    assert "I remind you a day before." in shown.text
    week = await shown.press("A week before")
    all_three = await week.press("An hour before")
    assert "I remind you a week before, a day before and an hour before." in all_three.text
    await bo.says("/event remind none Tea")
    assert "I don’t remind you." in (await bo.says("/event reminders Tea")).text
    for when in ("11 18:00", "17 18:00", "18 17:00", "18 18:05"):
        await at(chat, f"2026-12-{when}")
    said = [line.splitlines()[0] for line in ada.inbox]
    what = "Tea · Fri 18 Dec 2026 18:00 UTC"
    assert said == [
        f"In a week: {what}",
        f"It’s nearly time: {what}",
        f"Soon: {what}",
        "Tea is starting now.",
    ]
    assert bo.inbox == []
    assert len(cy.inbox) == 2
    assert "I remind you" not in (await cy.says("/event coming Tea")).text, "all have been"


async def test_only_those_with_a_seat_are_told_that_it_starts_with_its_link(chat: Chat) -> None:
    await planned(chat, capacity=1, hidden_place=True)
    ada, bo, cy = await people(chat, "Ada", "Bo", "Cy")
    await chat.press_in_for_all(YES, by=ada)
    await chat.press_in_for_all(YES, by=bo)
    await chat.press_in_for_all(MAYBE, by=cy)
    await at(chat, "2026-12-18 18:00")
    assert "Tea is starting now." in ada.inbox[-1]
    assert "https://meet.example.org/tea" in ada.inbox[-1]
    assert bo.inbox == cy.inbox == []


@pytest.mark.not_in("slack", "nothing is quiet there")
@pytest.mark.not_in("discord", "said in tests/adapters/test_discord_render.py")
async def test_a_start_in_somebodys_night_wakes_nobody(chat: Chat) -> None:
    await planned(chat)
    ada, bo = await chat.person("Ada"), await chat.person("Bo", zone="Asia/Tokyo")
    for person in (ada, bo):
        await chat.press_in_for_all(YES, by=person)
    await at(chat, "2026-12-18 18:00")
    for person, quiet in ((ada, False), (bo, True)):
        told = chat.platform.place(f"direct:{person.id}").posted.values()
        assert [each.quiet for each in told if "starting now" in each.fallback] == [quiet]


async def test_a_reminder_lets_somebody_say_that_they_cannot_come(chat: Chat) -> None:
    tea = await planned(chat)
    ada = await chat.person("Ada")
    await chat.press_in_for_all(YES, by=ada)
    await at(chat, "2026-12-17 18:00")
    await ada.presses_in_inbox("I can’t come after all")
    assert (await as_it_is(chat, tea)).date.tally.seated == 0


async def test_a_late_reminder_is_sent_while_it_is_of_use_and_else_logged(
    chat: Chat, caplog: pytest.LogCaptureFixture
) -> None:
    await planned(chat)
    await planned(chat, title="Coffee", start=datetime.fromisoformat("2026-12-19 18:00"))
    ada = await chat.person("Ada")
    for title in ("Tea", "Coffee"):
        await ada.says(f"/event coming {title}")
    caplog.set_level(logging.INFO)
    await chat.skip_time(days=25)  # to 9:00 of the day: tea was to be told of 15 hours ago
    assert [line.splitlines()[0][:18] for line in ada.inbox] == []
    assert "is too late, and is not sent" in caplog.text
    await at(chat, "2026-12-18 23:00")
    assert any("Coffee" in line for line in ada.inbox)


async def test_nothing_is_said_twice_after_a_restart(chat: Chat) -> None:
    await planned(chat)
    ada = await chat.person("Ada")
    await chat.press_in_for_all(YES, by=ada)
    await at(chat, "2026-12-17 18:00")
    assert len(ada.inbox) == 1
    for schedule in chat.core.registry.schedules():
        chat.core.ticks._run_before.pop(schedule, None)
    await chat.core.ticks.run_due()
    await chat.settle()
    assert len(ada.inbox) == 1


async def test_who_answers_after_a_reminder_was_due_is_not_reminded_at_once(chat: Chat) -> None:
    await planned(chat)
    await at(chat, "2026-12-17 20:00")
    ada = await chat.person("Ada")
    await chat.press_in_for_all(YES, by=ada)
    await chat.pass_time(hours=3)
    assert ada.inbox == []


# What has become of it ------------------------------------------------------------------------


async def test_a_moved_date_is_told_to_those_who_answered_and_reminded_of_once(chat: Chat) -> None:
    tea = await planned(chat)
    ada, bo, cy, dee = await people(chat, "Ada", "Bo", "Cy", "Dee")
    await chat.press_in_for_all(YES, by=ada)
    await chat.press_in_for_all(MAYBE, by=bo)
    await chat.press_in_for_all(NO, by=cy)
    await at(chat, "2026-12-16 12:00")
    await changes_to(chat, tea.event, start=TEA.start.replace(year=2027, month=1, day=8))
    for told in (ada.inbox, bo.inbox):
        assert "Tea has a new time:" in told[-1]
        assert "Fri 08 Jan 2027 18:00 UTC · 1 hour and 30 minutes" in told[-1]
        assert "Your answer still stands." in told[-1]
    assert cy.inbox == dee.inbox == []
    await at(chat, "2026-12-17 19:00")
    assert len(ada.inbox) == 1
    await at(chat, "2027-01-07 19:00")
    assert len(ada.inbox) == 2
    assert "It’s nearly time: Tea · Fri 08 Jan 2027 18:00 UTC" in ada.inbox[-1]
    await changes_to(chat, (await as_it_is(chat, tea)).event, title="Tea and cake")
    await at(chat, "2027-01-08 12:00")
    assert len(ada.inbox) == 2


async def test_another_place_is_told_and_no_other_change(chat: Chat) -> None:
    tea = await planned(chat)
    ada = await chat.person("Ada")
    await chat.press_in_for_all(YES, by=ada)
    await changes_to(chat, tea.event, description="Tea and cake.")
    assert ada.inbox == []
    event = (await as_it_is(chat, tea)).event
    await changes_to(chat, event, venue="The Urn, 5 Mill Lane")
    (told,) = ada.inbox
    assert "Tea is somewhere else now:" in told
    assert "The Urn, 5 Mill Lane" in told


async def test_one_date_of_a_series_at_another_place_is_told_to_its_people(chat: Chat) -> None:
    tea = await planned(chat, series=Series(weekly(TEA.start)))
    ada, bo = await people(chat, "Ada", "Bo")
    await chat.press_in_for_all(YES, by=ada)
    await bo.says("/event coming Tea 2026-12-25")
    async with chat.work() as work:
        now = chat.clock.now()
        await planning.relocate(work, tea.event, tea.date, "The Urn", None, now)
        await react(chat.core.registry, work, now)
    await chat.settle()
    assert "The Urn" in ada.inbox[-1]
    assert bo.inbox == []


async def test_a_cancelled_event_is_told_with_what_its_host_says_in_each_language(
    chat: Chat,
) -> None:
    tea = await planned(chat)
    ada, bo, zoe = await people(chat, "Ada", "Bo", "Zoé")
    french = await zoe.speaks("fr")
    await chat.press_in_for_all(YES, by=ada)
    await chat.press_in_for_all(NO, by=bo)
    await french.says("/event maybe Tea")
    await is_cancelled(chat, tea.event, "The kettle broke.")
    assert "Tea is cancelled:" in ada.inbox[-1]
    assert "From the host: The kettle broke." in ada.inbox[-1]
    assert "Tea est annulé" in zoe.inbox[-1]
    assert bo.inbox == []
    await at(chat, "2026-12-18 20:00")
    assert len(ada.inbox) == 1


async def test_a_whole_series_that_moves_is_told_in_one_message(chat: Chat) -> None:
    tea = await planned(chat, series=Series(weekly(TEA.start)))
    ada = await chat.person("Ada")
    await ada.says("/event all coming Tea")
    await moved_by_an_hour(chat, tea.event.id)
    (told,) = ada.inbox
    assert "dates of Tea have a new time:" in told
    assert "more dates" in told


async def moved_by_an_hour(chat: Chat, event: int) -> None:
    async with chat.work() as work:
        found = await work.events.plans.get(event)
        assert found
        later = replace(found.details, start=found.details.start.replace(hour=19))
        await planning.change(work, found, later, chat.clock.now())
        await react(chat.core.registry, work, chat.clock.now())
    await chat.settle()


async def test_a_series_that_becomes_one_date_tells_of_all_others_at_once(chat: Chat) -> None:
    tea = await planned(chat, series=Series(weekly(TEA.start)))
    ada = await chat.person("Ada")
    await ada.says("/event all coming Tea")
    await changes_to(chat, tea.event, series=None)
    (told,) = ada.inbox
    assert "dates of Tea are cancelled:" in told
    assert "Fri 25 Dec 2026" in told
    assert "Fri 01 Jan 2027" in told
