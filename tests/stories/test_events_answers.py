"""Answering an event: by one tap wherever its card hangs, on one list."""

import re
from dataclasses import replace

import pytest

from bot.community.domain_events import MemberLeft
from bot.community.roles import Role, ScopedRole
from bot.features.events import planning
from bot.features.events.rsvps.domain import Answer as Said
from bot.features.events.series.domain import Series, weekly
from bot.routing.interaction import Pressed
from bot.routing.reacting import react
from tests.chat import Chat, Person
from tests.stories.events import (
    TEA,
    answer_of,
    as_it_is,
    changes_to,
    is_cancelled,
    planned,
    rsvp_of,
)

YES, MAYBE, NO, WHO, MORE = "I’m coming", "Maybe", "I can’t", "Who’s coming?", "More"


async def people(chat: Chat, *names: str) -> list[Person]:
    return [await chat.person(name) for name in names]


# The card -------------------------------------------------------------------------------------


async def test_a_card_says_what_when_where_and_who_hosts(chat: Chat) -> None:
    rowan = await chat.person("Rowan Hall")
    await planned(chat, rowan)
    (card,) = chat.for_all
    assert "Tea, and what measuring is for." in card
    assert "When: Fri 18 Dec 2026 18:00 UTC · 1 hour and 30 minutes" in card
    assert card.count("18:00") == 1
    assert "You see your own time" in card
    assert "London" in card
    assert "The Kettle, 3 Mill Lane" in card
    assert "https://meet.example.org/tea" in card
    assert "Hosts: Rowan Hall" in card
    assert "Be the first to come · 4 places left" in card


async def test_a_card_counts_and_never_names(chat: Chat) -> None:
    await planned(chat)
    for person in await people(chat, "Ada Lowe", "Bo Marsh", "Cy Nash"):
        await chat.press_in_for_all(YES if person.name != "Cy Nash" else MAYBE, by=person)
    await chat.a_moment()
    (card,) = chat.for_all
    assert "2 people are coming · 1 maybe · 2 places left" in card
    assert not re.search("Ada|Bo|Cy", card)


async def test_a_place_for_those_alone_who_come_is_told_to_them(chat: Chat) -> None:
    await planned(chat, hidden_place=True)
    ada, bo = await people(chat, "Ada", "Bo")
    assert "Where: Shown to those who come" in chat.for_all[0]
    assert "Mill Lane" not in chat.for_all[0]
    assert "example.org/tea" not in chat.for_all[0]
    assert "Mill Lane" in (await chat.press_in_for_all(YES, by=ada)).text
    assert "Mill Lane" not in (await chat.press_in_for_all(MAYBE, by=bo)).text
    assert "Mill Lane" not in (await chat.press_in_for_all(MORE, by=bo)).text


async def test_a_card_says_that_it_was_moved_cancelled_or_is_over(chat: Chat) -> None:
    tea = await planned(chat)
    await changes_to(chat, tea.event, start=TEA.start.replace(hour=19))
    await chat.a_moment()
    assert "New time. It was to be on Friday, 18 December 2026, 18:00" in chat.for_all[0]
    await is_cancelled(chat, (await as_it_is(chat, tea)).event)
    await chat.a_moment()
    assert "Cancelled." in chat.for_all[0]
    other = await planned(chat, title="Coffee")
    await chat.skip_time(days=30)
    await chat.a_moment()
    assert "This is over." in chat.for_all[1]
    assert (await as_it_is(chat, other)).date.tally.seated == 0


async def test_a_long_description_is_shortened_on_the_card_and_whole_in_more(chat: Chat) -> None:
    await planned(chat, description="Why we measure. " * 40)
    ada = await chat.person("Ada")
    assert chat.for_all[0].count("Why we measure.") < 20
    more = await chat.press_in_for_all(MORE, by=ada)
    assert more.text.count("Why we measure.") == 40
    assert "You haven’t answered yet." in more.text


# Answering ------------------------------------------------------------------------------------


async def test_who_answers_is_told_alone_what_they_said_and_where_it_is(chat: Chat) -> None:
    tea = await planned(chat)
    ada = await chat.person("Ada")
    answer = await chat.press_in_for_all(YES, by=ada)
    assert answer.only_for_actor
    assert "You’re coming to Tea." in answer.text
    assert "https://meet.example.org/tea" in answer.text
    assert "I remind you a day before." in answer.text
    assert (await rsvp_of(chat, tea, ada)).seats == 1
    assert "You may come to Tea" in (await answer.press(MAYBE)).text
    assert (await as_it_is(chat, tea)).date.tally.seated == 0
    assert "You’re not coming to Tea" in (await ada.says("/event no Tea")).text
    assert (await as_it_is(chat, tea)).date.tally.declined == 1


async def test_the_same_answer_again_is_one_answer(chat: Chat) -> None:
    tea = await planned(chat)
    ada = await chat.person("Ada")
    await ada.says("/event coming Tea party 2")
    answer = await chat.press_in_for_all(YES, by=ada)
    assert "there are 2 places for you" in answer.text
    assert (await as_it_is(chat, tea)).date.tally.seated == 2


async def test_a_tap_that_is_delivered_twice_acts_once(chat: Chat) -> None:
    tea = await planned(chat)
    ada = await chat.person("Ada")
    await ada.says("/event coming Tea", delivery="one")
    await ada.says("/event no Tea", delivery="two")
    await ada.says("/event coming Tea", delivery="one")
    assert (await rsvp_of(chat, tea, ada)).answer is Said.NO


@pytest.mark.not_in("discord", "a number has a field of its own there, with its bounds")
async def test_a_party_that_cannot_be_is_told_so(chat: Chat) -> None:
    await planned(chat)
    ada = await chat.person("Ada")
    for said in ("party 0", "party -1", "party 99"):
        assert "from 1 to 10" in (await ada.says(f"/event coming Tea {said}")).text
    assert "no event that is called" in (await ada.says("/event coming Tea party 2026")).text


async def test_somebody_brings_others_and_fewer_of_them(chat: Chat) -> None:
    tea = await planned(chat)
    ada = await chat.person("Ada")
    one = await chat.press_in_for_all(YES, by=ada)
    assert "One person fewer" not in one.buttons
    two = await one.press("One more person")
    assert "there are 2 places for you" in two.text
    assert (await as_it_is(chat, tea)).date.tally.seated == 2
    again = await one.press("One more person")
    assert "there are 2 places for you" in again.text
    four = await (await two.press("One more person")).press("One more person")
    assert "One more person" not in four.buttons
    await four.press("One person fewer")
    assert (await as_it_is(chat, tea)).date.tally.seated == 3
    refused = await ada.says("/event coming Tea party 5")
    assert "only room for 4 people" in refused.text


async def test_an_event_of_a_network_is_answered_by_its_members_alone(chat: Chat) -> None:
    ada = await chat.person("Ada", networks=("Kettle & Bench",))
    bo = await chat.person("Bo", networks=("Elsewhere",))
    async with chat.work(read_only=True) as work:
        named = {n.name: n.id for n in await work.events.audience.networks(chat.community)}
    tea = await planned(chat, networks=(named["Kettle & Bench"],))
    assert "You’re coming" in (await chat.press_in_for_all(YES, by=ada)).text
    refused = await chat.press_in_for_all(YES, by=bo)
    known = "members of Kettle & Bench" in refused.text
    assert known or "There is no event" in refused.text  # as typed, it is not even there
    assert await answer_of(chat, tea, bo) is None


async def test_a_cancelled_or_past_event_takes_no_yes(chat: Chat) -> None:
    tea = await planned(chat)
    ada = await chat.person("Ada")
    said = await chat.press_in_for_all(YES, by=ada)
    await is_cancelled(chat, tea.event)
    refused = await said.press(MAYBE)
    assert "has been cancelled" in refused.text or "There is no event" in refused.text
    assert (await rsvp_of(chat, tea, ada)).answer is Said.COMING


async def test_which_of_several_events_is_asked(chat: Chat) -> None:
    await planned(chat)
    await planned(chat, title="Coffee")
    ada = await chat.person("Ada")
    asked = await ada.says("/event coming")
    assert "Which event do you mean?" in asked.text
    assert "/event coming Coffee" in asked.text
    assert "/event coming Coffee party 2" in (await ada.says("/event coming party 2")).text
    assert "I know no event that is called “Cake”" in (await ada.says("/event coming Cake")).text
    assert "You’re coming to Coffee." in (await ada.says("/event coming cof")).text
    offered = await ada.offered("event coming", "event", "te")
    assert offered[0].value == "Tea"


# A series -------------------------------------------------------------------------------------


async def test_a_series_is_answered_for_one_date_or_for_all(chat: Chat) -> None:
    tea = await planned(chat, series=Series(weekly(TEA.start)))
    ada = await chat.person("Ada")
    one = await chat.press_in_for_all(YES, by=ada)
    async with chat.work(read_only=True) as work:
        dates = await work.events.dates.of(tea.event.id)
    assert sum(date.tally.seated for date in dates) == 1
    every = await one.press("I’m coming every time")
    assert f"every time: {len(dates)} dates so far" in every.text
    async with chat.work(read_only=True) as work:
        dates = await work.events.dates.of(tea.event.id)
    assert [date.tally.seated for date in dates] == [1] * len(dates)
    second = dates[1].start.date().isoformat()
    assert "not coming" in (await ada.says(f"/event no Tea {second}")).text
    async with chat.work(read_only=True) as work:
        dates = await work.events.dates.of(tea.event.id)
    assert [date.tally.seated for date in dates[:3]] == [1, 0, 1]


async def test_a_name_that_is_hidden_in_a_series_is_hidden_on_later_dates(chat: Chat) -> None:
    tea = await planned(chat, series=Series(weekly(TEA.start)))
    ada = await chat.person("Ada")
    await ada.says("/event all coming Tea")
    assert "Only the hosts see your name" in (await ada.says("/event name hide Tea")).text
    await chat.skip_time(weeks=5)
    async with chat.work(read_only=True) as work:
        dates = await work.events.dates.of(tea.event.id)
        every = [each for date in dates for each in await work.events.attendance.all_of(date.id)]
    assert {each.rsvp.hidden for each in every} == {True}
    assert len(every) == len(dates)


async def test_a_name_that_is_hidden_on_one_date_is_on_those_that_are_answered_after(
    chat: Chat,
) -> None:
    tea = await planned(chat, series=Series(weekly(TEA.start)))
    ada = await chat.person("Ada")
    await ada.says("/event coming Tea")
    await ada.says("/event name hide Tea")
    await ada.says("/event coming Tea 2026-12-25")
    await ada.says("/event name hide Tea 2026-12-25")
    await ada.says("/event name reveal Tea")
    await ada.says("/event all coming Tea")
    async with chat.work(read_only=True) as work:
        dates = await work.events.dates.of(tea.event.id)
        every = [each for date in dates for each in await work.events.attendance.all_of(date.id)]
    assert {each.rsvp.hidden for each in every} == {True}


# Approval -------------------------------------------------------------------------------------


async def test_a_yes_waits_for_a_host_who_lets_them_in(chat: Chat) -> None:
    rowan, mina = await people(chat, "Rowan", "Mina")
    tea = await planned(chat, rowan, hosts=[mina], by_approval=True, hidden_place=True)
    ada = await chat.person("Ada")
    asked = await chat.press_in_for_all(YES, by=ada)
    assert "a host says yes to each person" in asked.text
    assert "Mill Lane" not in asked.text
    await chat.settle()
    assert "Ada would like to come: Tea" in rowan.inbox[-1]
    assert "Ada would like to come: Tea" in mina.inbox[-1]
    done = await rowan.presses_in_inbox("Let in")
    assert "Ada is coming to Tea" in done.text
    await chat.settle()
    assert "You’re coming to Tea." in ada.inbox[-1]
    assert "Mill Lane" in ada.inbox[-1]
    assert mina.inbox[-1] == rowan.inbox[-1] == "Ada was let in by Rowan."
    assert (await rsvp_of(chat, tea, ada)).seats == 1


async def test_a_host_says_not_this_time_and_it_can_be_asked_anew(chat: Chat) -> None:
    rowan = await chat.person("Rowan")
    tea = await planned(chat, rowan, by_approval=True)
    ada = await chat.person("Ada")
    await chat.press_in_for_all(YES, by=ada)
    await chat.settle()
    await rowan.presses_in_inbox("Not this time")
    await chat.settle()
    assert "this time the hosts can’t let you in" in ada.inbox[-1]
    assert await answer_of(chat, tea, ada) is None
    await chat.press_in_for_all(YES, by=ada)
    await chat.settle()
    assert "Ada would like to come" in rowan.inbox[-1]


async def test_hosts_read_what_somebody_asks_for_now(chat: Chat) -> None:
    rowan = await chat.person("Rowan")
    await planned(chat, rowan, by_approval=True)
    ada = await chat.person("Ada")
    asked = await chat.press_in_for_all(YES, by=ada)
    await chat.settle()
    await asked.press("One more person")
    await chat.settle()
    (question,) = rowan.inbox
    assert "2 people in all." in question
    await chat.press_in_for_all(NO, by=ada)
    await chat.settle()
    assert rowan.inbox == ["Ada no longer asks to come."]


async def test_only_hosts_let_people_in(chat: Chat) -> None:
    rowan = await chat.person("Rowan")
    tea = await planned(chat, rowan, by_approval=True)
    ada, bo = await people(chat, "Ada", "Bo")
    await chat.press_in_for_all(YES, by=ada)
    assert "for those who host this" in (await bo.says("/event people admit Ada Tea")).text
    assert (await rsvp_of(chat, tea, ada)).seats == 0
    fay = await chat.person("Fay", Role.FACILITATOR)
    assert "Ada is coming" in (await fay.says("/event people admit Ada Tea")).text


async def test_facilitators_are_asked_where_no_host_is_left_and_read_no_name_for_hosts(
    chat: Chat,
) -> None:
    fay = await chat.person("Fay Quinn", Role.FACILITATOR)
    tea = await planned(chat, by_approval=True)
    ada, bo = await people(chat, "Ada", "Bo")
    asked = await chat.press_in_for_all(YES, by=ada)
    await chat.press_in_for_all(YES, by=bo)
    await chat.settle()
    assert "Ada would like to come: Tea" in told_facilitators(chat, fay)
    await asked.press("Don’t show my name")
    await chat.settle()
    assert "Ada" not in told_facilitators(chat, fay)
    assert "Somebody who shows their name to hosts alone would" in told_facilitators(chat, fay)
    shown = await fay.says("/event people Tea")
    assert "Ada" not in shown.text
    for person in (ada, bo):
        hidden = (await rsvp_of(chat, tea, person)).hidden
        done = await fay.does(Pressed("events.admit", f"{tea.date.id}:{person.id}"))
        assert (person.name in done.text) is not hidden
    await chat.settle()
    assert "Ada" not in told_facilitators(chat, fay)
    assert "Bo was let in by Fay Quinn." in told_facilitators(chat, fay)
    assert "You’re coming to Tea." in ada.inbox[-1]


def told_facilitators(chat: Chat, facilitator: Person) -> str:
    """What is said to facilitators of who would like to come: in their channels, or to them."""
    said = [*facilitator.inbox, *chat.for_all]
    return "\n".join(each for each in said if re.search("like to come|let in by", each))


# Who's coming ---------------------------------------------------------------------------------


async def test_who_comes_is_told_to_each_reader_as_they_may_know(chat: Chat) -> None:
    rowan = await chat.person("Rowan Hall")
    await planned(chat, rowan, capacity=20)
    ada, bo, cy, dee = await people(chat, "Ada Lowe", "Bo Marsh", "Cy Nash", "Dee Orr")
    shy = await chat.person("Eve Park", visibility="introduced")
    for person in (ada, bo, cy, shy):
        await chat.press_in_for_all(YES, by=person)
    await chat.press_in_for_all(MAYBE, by=dee)
    await bo.says("/event name hide Tea")
    await dee.says("/kindred introduce never Ada Lowe")
    seen = (await chat.press_in_for_all(WHO, by=ada)).text
    assert "Ada Lowe" in seen
    assert "Cy Nash" in seen
    assert "Bo Marsh" not in seen
    assert "Eve Park" not in seen
    assert "Dee Orr" not in seen
    assert "and 2 other people" in seen
    for_dee = (await chat.press_in_for_all(WHO, by=dee)).text
    assert "Ada Lowe" not in for_dee
    assert "Cy Nash" in for_dee
    assert "Dee Orr" in for_dee
    assert "and 3 other people" in for_dee
    by_host = (await chat.press_in_for_all(WHO, by=rowan)).text
    assert all(name in by_host for name in ("Ada Lowe", "Bo Marsh", "Eve Park", "Dee Orr"))
    fay = await chat.person("Fay Quinn", Role.FACILITATOR)
    assert "Bo Marsh" not in (await chat.press_in_for_all(WHO, by=fay)).text


async def test_a_hidden_name_stays_hidden_when_the_answer_changes(chat: Chat) -> None:
    rowan = await chat.person("Rowan Hall")
    tea = await planned(chat, rowan)
    ada, bo = await people(chat, "Ada Lowe", "Bo Marsh")
    said = await chat.press_in_for_all(YES, by=ada)
    hidden = await said.press("Don’t show my name")
    assert "Only the hosts see your name." in hidden.text
    assert "Show my name" in hidden.buttons
    await chat.press_in_for_all(MAYBE, by=ada)
    await ada.says("/event coming Tea party 2")
    assert (await rsvp_of(chat, tea, ada)).hidden
    assert "Ada" not in (await chat.press_in_for_all(WHO, by=bo)).text
    fay = await chat.person("Fay Quinn", Role.FACILITATOR)
    assert "Ada" not in (await fay.says("/event people Tea")).text
    assert (
        "Ada Lowe (2 people, name for hosts alone)" in (await rowan.says("/event people Tea")).text
    )
    shown = await ada.says("/event name reveal Tea")
    assert "Others can see your name" in shown.text
    assert "Ada Lowe and 1 more" in (await chat.press_in_for_all(WHO, by=bo)).text


# Hosts who go ---------------------------------------------------------------------------------


async def test_facilitators_are_told_once_that_an_event_has_no_host(chat: Chat) -> None:
    fay = await chat.person("Fay Quinn", Role.FACILITATOR)
    rowan = await chat.person("Rowan Hall")
    tea = await planned(chat, rowan)
    await planned(chat, await chat.person("Mina Okafor"), title="Coffee")
    await left(chat, rowan)
    told = [said for said in [*fay.inbox, *chat.for_all] if "has no host any more" in said]
    assert len(told) == 1
    assert "Tea" in told[0]
    await left(chat, await chat.person("Zed"))
    told = [said for said in [*fay.inbox, *chat.for_all] if "has no host any more" in said]
    assert len(told) == 1
    async with chat.work(read_only=True) as work:
        assert await work.roles.holders(ScopedRole.HOST, tea.event.scope) == []


async def test_of_a_series_that_was_changed_from_a_date_on_they_are_told_once(chat: Chat) -> None:
    fay = await chat.person("Fay Quinn", Role.FACILITATOR)
    rowan = await chat.person("Rowan Hall")
    tea = await planned(chat, rowan, series=Series(weekly(TEA.start)))
    async with chat.work() as work:
        second = (await work.events.dates.of(tea.event.id))[1]
        details = replace(tea.event.details, start=second.start, venue="The garden")
        await planning.change_from(work, tea.event, second, details, chat.clock.now())
    await left(chat, rowan)
    told = [said for said in [*fay.inbox, *chat.for_all] if "has no host any more" in said]
    assert len(told) == 1


async def test_facilitators_are_told_of_a_host_who_is_in_no_chat_any_more(chat: Chat) -> None:
    fay = await chat.person("Fay Quinn", Role.FACILITATOR)
    await chat.connect()
    stranger = chat.stranger("Rowan Hall")
    await stranger.says("/kindred join")
    member = await chat.behind(stranger)
    assert member
    await planned(chat, replace(stranger, id=member.id))
    await stranger.becomes(kind="gone")
    await chat.settle()
    assert any("has no host any more" in said for said in [*fay.inbox, *chat.for_all])


async def left(chat: Chat, person: Person) -> None:
    """Let somebody be no member any more."""
    async with chat.work() as work:
        for held in chat.core.registry.personal_data:
            await held.erase(work, person.id)
        work.domain_events.append(MemberLeft(chat.community, person.id))
        await react(chat.core.registry, work, chat.clock.now())
    await chat.settle()
