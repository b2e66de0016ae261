"""Programmes of introductions: setting one up, taking part, and a whole turn of it."""

import pytest

from bot.community.roles import Role
from tests.chat import Chat
from tests.stories.programmes import (
    FIRST_ROUND,
    days_pass,
    facilitator,
    joining,
    people,
    rooms,
    set_up,
)


@pytest.mark.slow("weeks pass")
async def test_a_whole_turn_of_introductions(chat: Chat) -> None:
    rowan = await facilitator(chat)
    shown = await set_up(chat, rowan)
    assert "Tue 01 Dec 2026 10:00" in shown.text
    assert len(chat.for_all) == 1
    ada = await chat.person(
        "Ada Example",
        headline="Runs a bench where people talk",
        topics=("belonging",),
        offers=("help with measuring",),
        town="Coventry",
        networks=("Kettle & Bench",),
        availability=("thu morning",),
    )
    bo = await chat.person(
        "Bo Sample",
        pronouns="they/them",
        topics=("belonging",),
        asks=("help with measuring",),
        town="Coventry",
        networks=("Open Doors",),
        availability=("thu morning",),
    )
    for person in (ada, bo):
        answer = await chat.press_in_for_all("Count me in", by=person)
        assert "You are in" in answer.text
        assert answer.only_for_actor
    preview = await rowan.says("/facilitate round preview")
    assert "1 introduction, 2 people" in preview.text
    assert "1 of 1 pairs cross networks" in preview.text
    assert "Both work on belonging in Coventry" in preview.text
    assert not ada.rooms

    opened = await preview.press("Open this round")
    assert "is open" in opened.text
    await chat.settle()
    (room,) = ada.rooms
    assert room.members == ["Ada Example", "Bo Sample"]
    assert room.title == "Ada and Bo"
    (hello,) = room.messages
    assert "You both work on belonging in Coventry" in hello
    assert "Ada offers “help with measuring”, which Bo is looking for" in hello
    assert "Runs a bench" in hello
    assert "they/them" in hello
    assert "Thu 26 Nov 2026 09:00 UTC" in hello

    await days_pass(chat, 4)
    assert "have you met?" in room.messages[1]
    thanks = await room.press("Yes, we met", by=ada)
    assert thanks.only_for_actor
    story = await thanks.press("Tell how it was")
    told = await story.fill(story="We had tea in the sun.", share="yes").done()
    assert "Thank you" in told.text
    await days_pass(chat, 4)
    assert any("ends tomorrow" in text for text in bo.inbox)
    assert not any("ends tomorrow" in text for text in ada.inbox)
    (summary,) = [text for text in rowan.inbox if "what became of it" in text]
    assert "1 met" in summary
    assert "Ada: “We had tea in the sun.”" in summary
    assert "Ties across networks: 1 of the 1 that met" in summary


async def test_a_programme_tells_the_facilitator_what_happens_next(chat: Chat) -> None:
    rowan = await facilitator(chat)
    shown = await set_up(chat, rowan, taking_part="asked", weeks="4")
    assert "Every 4 weeks, on Tuesday at 10:00 (Europe/London)" in shown.text
    assert "I have just invited everybody" in shown.text
    assert "Three days before each round" in shown.text
    listed = await rowan.says("/facilitate programme")
    assert "Kindred spirits" in listed.text
    assert "Taking part: 0" in listed.text


async def test_only_facilitators_set_up_programmes(chat: Chat) -> None:
    ada = await chat.person("Ada Example")
    assert "is for facilitators" in (await ada.says("/facilitate programme new")).text


async def test_a_form_with_mistakes_is_shown_again_with_all_that_was_typed(chat: Chat) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan)
    again = await set_up(chat, rowan, weeks_apart="6")
    assert "already" in again.error("name")
    wrong = await again.fill(name="Second", zone="Prais").next()
    assert "Did you mean Europe/Paris" in wrong.error("zone")
    assert wrong.value("name") == "Second"
    right = await wrong.fill(zone="Paris").next()
    assert right.value("weeks_apart") == "6"
    done = await right.fill().done()
    assert "Europe/Paris" in done.text


async def test_a_programme_takes_a_time_zone_as_a_profile_does(chat: Chat) -> None:
    rowan = await facilitator(chat)
    made = await set_up(chat, rowan, zone="UK")
    assert "Europe/London" in made.text


async def test_commands_ask_which_programme_when_there_are_several(chat: Chat) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan)
    await set_up(chat, rowan, name="Measurement trio", group_size="3")
    ada = await chat.person("Ada Example")
    which = await ada.says("/kindred introduce join")
    assert "/kindred introduce join Measurement trio" in which.text
    assert "You are in" in (await ada.says('/kindred introduce join "measurement trio"')).text
    assert "You are in" in (await ada.says("/kindred introduce join kindred")).text
    assert "no programme called" in (await ada.says("/kindred introduce leave tea")).text


async def test_a_changed_programme_moves_its_next_round_and_its_invitation(chat: Chat) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan)
    form = await rowan.says("/facilitate programme change")
    assert form.value("name") == "Kindred spirits"
    second = await form.fill(name="Kindred people", weekday="2", hour="14").next()
    changed = await second.fill().done()
    assert "Wed 02 Dec 2026 14:00" in changed.text
    await chat.a_moment()
    (invitation,) = chat.for_all
    assert "Kindred people" in invitation


async def test_a_stopped_programme_opens_no_round_and_says_so(chat: Chat) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan)
    await people(chat, 4)
    sure = await rowan.says("/facilitate programme stop")
    assert "4 people" in sure.text
    await sure.press("Stop it")
    await days_pass(chat, 10)
    assert rooms(chat) == []
    await chat.a_moment()
    assert "has ended" in chat.for_all[0]
    ada = await chat.person("Late Example")
    pressed = await ada.says("/kindred introduce join")
    assert "no programme" in pressed.text
    assert "invited" in (await set_up(chat, rowan)).text


async def test_a_double_click_on_join_acts_once(chat: Chat) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan)
    ada = await chat.person("Ada Example")
    first = await ada.says("/kindred introduce join", delivery="once")
    second = await ada.says("/kindred introduce join", delivery="once")
    assert first.text == second.text
    assert "already" in (await chat.press_in_for_all("Count me in", by=ada)).text
    assert "Taking part: 1" in (await rowan.says("/facilitate programme")).text


async def test_joining_leaving_and_coming_back_are_seen_by_oneself_alone(chat: Chat) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan)
    ada = await chat.person("Ada Example")
    assert "you are not in" in (await ada.says("/kindred introduce")).text
    joined = await (await ada.says("/kindred introduce")).press("Count me in")
    assert "tell me a little about what you do" in joined.text
    mine = await ada.says("/kindred introduce")
    assert "you are in" in mine.text
    assert mine.only_for_actor
    left = await mine.press("Leave")
    assert "no longer in" in left.text
    assert "You are not in" in (await ada.says("/kindred introduce leave")).text
    assert "You are in" in (await left.press("Count me in")).text


@pytest.mark.slow("weeks pass")
async def test_somebody_on_a_break_is_in_no_round_and_comes_back_by_herself(chat: Chat) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan, weeks_apart="0")
    ada, bo, cy = await people(chat, 3)
    paused = await ada.says("/kindred introduce pause until 8 December")
    assert "Tue 08 Dec 2026" in paused.text
    assert "1 member is on a break" in (await rowan.says("/facilitate round preview")).text
    assert "sit out" in (await ada.says("/kindred introduce")).text
    await days_pass(chat, 9)
    assert rooms(chat) == [[bo.name, cy.name]]
    assert not ada.inbox
    await days_pass(chat, 7)
    assert any(ada.name in room for room in rooms(chat))


async def test_a_break_can_be_ended_early_and_needs_a_day_to_come(chat: Chat) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan)
    ada, *_ = await people(chat, 2)
    form = await ada.says("/kindred introduce pause")
    wrong = await form.fill(until="the day the music died").done()
    assert "not a date" in wrong.error("until")
    assert "come already" in (await wrong.fill(until="2026-11-23").done()).error("until")
    assert "has passed" in (await wrong.fill(until="yesterday").done()).error("until")
    either = (await wrong.fill(until="3/4/2027").done()).error("until")
    assert "Saturday, 3 April 2027 (2027-04-03) or Thursday, 4 March 2027 (2027-03-04)" in either
    paused = await wrong.fill(until="3 December").done()
    assert "Welcome back" in (await paused.press("I’m back")).text
    assert "1 introduction" in (await rowan.says("/facilitate round preview")).text


@pytest.mark.slow("weeks pass")
async def test_only_those_who_say_yes_are_in_where_a_programme_asks_each_time(chat: Chat) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan, taking_part="asked")
    ada, bo, cy, dee = await people(chat, 4)
    await days_pass(chat, 3)
    assert ada.inbox == []
    await days_pass(chat, 2.5)
    assert "Would you like to be in?" in ada.inbox[0]
    assert "in the next round" in (await ada.presses_in_inbox("I’m in this time")).text
    await bo.presses_in_inbox("I’m in this time")
    await cy.presses_in_inbox("Not this time")
    preview = await rowan.says("/facilitate round preview")
    assert "1 introduction" in preview.text
    assert "1 member said “not this time”" in preview.text
    assert "1 member has not said" in preview.text
    await days_pass(chat, 3)
    assert rooms(chat) == [[ada.name, bo.name]]
    assert len(dee.inbox) == 1


@pytest.mark.slow("weeks pass")
async def test_somebody_may_sit_out_one_round_only(chat: Chat) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan, weeks_apart="0")
    ada, bo, cy = await people(chat, 3)
    skipped = await ada.says("/kindred introduce skip")
    assert "only that one" in skipped.text
    await days_pass(chat, 9)
    assert rooms(chat) == [[bo.name, cy.name]]
    await days_pass(chat, 7)
    assert any(ada.name in room for room in rooms(chat))


@pytest.mark.slow("weeks pass")
async def test_a_late_yes_to_a_round_that_has_opened_is_told_so(chat: Chat) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan, taking_part="asked")
    ada, bo, cy = await people(chat, 3)
    await days_pass(chat, 6)
    await ada.says("/kindred introduce yes")
    await bo.says("/kindred introduce yes")
    await days_pass(chat, 3)
    if not chat.thin:  # typed words always mean the next round
        late = await cy.presses_in_inbox("I’m in this time")
        assert "has opened already" in late.text
    assert chat.clock.at > FIRST_ROUND


async def test_odd_names_and_markup_stay_what_they_are(chat: Chat) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan, name='<b>"Tea" & *talk*</b> 🫖')
    name = "<script>alert(1)</script> \u05d0\u05d3\u05d4 " + "x" * 40
    ada = await joining(chat, name, headline="**bold** {name} `code`", topics=("<i>", "🌱"))
    bo = await joining(chat, "Bo\u202e Example", topics=("<i>", "🌱"))
    preview = await rowan.says('/facilitate round preview <b>"Tea" & *talk*</b> 🫖')
    assert "<script>alert(1)</script>" in preview.text
    await preview.press("Open this round")
    await chat.settle()
    (room,) = ada.rooms
    assert "**bold** {name} `code`" in room.messages[0]
    assert "<i>" in room.messages[0]
    assert bo.rooms[0].members == room.members


@pytest.mark.slow("weeks pass")
async def test_a_facilitator_may_be_a_member_of_a_programme_too(chat: Chat) -> None:
    rowan = await chat.person("Rowan Hall", role=Role.FACILITATOR)
    await set_up(chat, rowan)
    await rowan.says("/kindred introduce join")
    ada = await joining(chat, "Ada Example")
    await days_pass(chat, 9)
    assert rooms(chat) == [sorted([ada.name, rowan.name])]
