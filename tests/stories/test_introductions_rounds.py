"""Rounds of introductions: looking at one, changing it, opening it, and when it opens itself."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.community.domain_events import DeliveryRefused
from bot.community.facts import Fact
from bot.features.introductions.reactions import could_not_deliver
from bot.routing.interaction import Pressed
from tests.chat import Chat, Person
from tests.stories.programmes import (
    days_pass,
    facilitator,
    introductions,
    joining,
    pairs,
    people,
    rooms,
    set_up,
    together,
)


@pytest.mark.slow("weeks pass")
async def test_the_odd_one_out_joins_a_trio(chat: Chat) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan)
    await people(chat, 5)
    preview = await rowan.says("/facilitate round preview")
    assert "2 introductions, 5 people" in preview.text
    await days_pass(chat, 9)
    assert sorted(map(len, rooms(chat))) == [2, 3]


@pytest.mark.slow("weeks pass")
async def test_groups_are_as_large_as_the_programme_says(chat: Chat) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan, group_size="4")
    await people(chat, 8)
    await days_pass(chat, 9)
    assert sorted(map(len, rooms(chat))) == [4, 4]


# Who never meets ------------------------------------------------------------------------------


async def never(one: Person, other: Person) -> None:
    answer = await one.says(f"/kindred introduce never <@web:{other.id}>")
    assert f"never introduce you to {other.name}" in answer.text
    assert answer.only_for_actor


@pytest.mark.slow("weeks pass")
async def test_people_who_never_want_to_meet_do_not_on_any_path(chat: Chat) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan, weeks_apart="0")
    ada = await joining(chat, "Ada Example", topics=("tea",))
    bo = await joining(chat, "Bo Example", topics=("tea",))
    cy = await joining(chat, "Cy Example", topics=("soup",))
    dee = await joining(chat, "Dee Example", topics=("soup",))
    await never(bo, ada)
    preview = await rowan.says("/facilitate round preview")
    assert not together(preview.text, ada, bo)
    beside_ada = cy if together(preview.text, ada, cy) else dee
    swapped = await rowan.says(f'/facilitate round swap "{beside_ada.name}" "{bo.name}"')
    assert "can’t be introduced" in swapped.text
    assert "never" not in swapped.text.replace("I never say which", "")
    await preview.press("Open this round")
    await chat.settle()
    await days_pass(chat, 17)
    assert len(rooms(chat)) == 4
    assert tuple(sorted((ada.id, bo.id))) not in pairs(chat)


async def test_what_is_said_in_confidence_outlives_leaving_and_can_be_undone(chat: Chat) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan)
    ada, bo = await people(chat, 2)
    await never(ada, bo)
    await ada.says("/kindred introduce leave")
    await ada.says("/kindred introduce join")
    assert "be left out" in (await rowan.says("/facilitate round preview")).text
    mine = await ada.says("/kindred introduce never list")
    assert bo.name in mine.text
    assert ada.name not in (await bo.says("/kindred introduce never list")).text
    assert "may introduce you" in (await mine.press(f"Take {bo.name} off")).text
    assert "nobody on your list" in (await ada.says("/kindred introduce never list")).text
    assert together((await rowan.says("/facilitate round preview")).text, ada, bo)


async def test_one_person_with_two_accounts_is_not_introduced_to_themselves(chat: Chat) -> None:
    """See M06."""
    rowan = await facilitator(chat)
    await set_up(chat, rowan)
    one = await joining(chat, "Ada Example", networks=("Lane",), headline="Link worker")
    other = await joining(chat, "Ada Example", networks=("Lane",), headline="Link worker")
    preview = (await rowan.says("/facilitate round preview")).text
    assert "0 introductions" in preview or not together(preview, one, other)
    assert "Perhaps these are one person" in preview
    assert "/kindred link" in preview


@pytest.mark.parametrize("back", [False, True])
async def test_somebody_who_has_not_joined_yet_can_be_on_the_list(chat: Chat, back: bool) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan)
    await chat.connect()
    ada = await joining(chat, "Ada Example")
    cy = chat.stranger("Cy Example")
    said = await ada.says(f"/kindred introduce never <@{cy.account}>")
    assert "if they ever do" in said.text
    assert said.only_for_actor or chat.thin
    mine = await ada.says("/kindred introduce never list")
    assert "has not joined yet" in mine.text
    assert str(cy.account) not in mine.text
    if back:
        await said.press("Take them off")
    await cy.says("/kindred join")
    assert "You are in" in (await cy.says("/kindred introduce join")).text
    told = (await rowan.says("/facilitate round preview")).text
    assert ("be left out" in told) is not back
    assert ("Cy Example" in (await ada.says("/kindred introduce never list")).text) is not back


async def test_the_list_can_be_filled_by_a_form(chat: Chat) -> None:
    ada = await chat.person("Ada Example")
    bo = await chat.person("Bo Example")
    form = await (await ada.says("/kindred introduce never list")).press("Add somebody")
    done = await form.fill(who="bo example").done()
    assert "Nobody is told, no facilitator either" in done.text
    assert bo.name in (await ada.says("/kindred introduce never list")).text
    assert bo.name in (await ada.says("/kindred introduce never undo")).text
    assert "yourself" in (await ada.says('/kindred introduce never "Ada Example"')).text


@pytest.mark.not_in("slack", reason="a form in Slack offers people, and takes no misspelt names")
async def test_a_misspelt_name_on_the_list_is_answered_with_the_nearest(chat: Chat) -> None:
    ada = await chat.person("Ada Example")
    bo = await chat.person("Bo Example")
    form = await (await ada.says("/kindred introduce never list")).press("Add somebody")
    wrong = await form.fill(who="Boo Exampel").done()
    assert "Did you mean Bo Example" in wrong.error("who")
    assert bo.name in (await wrong.fill(who="bo example").done()).text


@pytest.mark.slow("weeks pass")
async def test_people_who_met_do_not_meet_again_within_the_weeks(chat: Chat) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan, weeks_apart="4")
    await people(chat, 4)
    await days_pass(chat, 23)
    assert len(rooms(chat)) == 6
    assert len({tuple(room) for room in rooms(chat)}) == 6
    await days_pass(chat, 7)
    assert len(rooms(chat)) == 6, "all six pairs met within the last four weeks"
    await days_pass(chat, 7)
    assert len(rooms(chat)) == 8


# Nobody is forgotten --------------------------------------------------------------------------


@pytest.mark.slow("weeks pass")
async def test_who_is_left_out_is_told_kindly_and_is_first_next_time(chat: Chat) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan, weeks_apart="0")
    for name in ("Ada Example", "Bo Example"):
        await joining(chat, name, languages=("English",), topics=("tea",))
    cy = await joining(chat, "Cy Example", languages=("Cymraeg",))
    assert "shares no language" in (await rowan.says("/facilitate round preview")).text
    await days_pass(chat, 9)
    assert not cy.rooms
    (told,) = cy.inbox
    assert "first in line" in told
    assert "speaks a language of yours" in told
    dee = await joining(chat, "Dee Example", languages=("Cymraeg", "English"), topics=("tea",))
    await days_pass(chat, 7)
    assert [room.members for room in cy.rooms] == [sorted([cy.name, dee.name])]
    assert len(cy.inbox) == 1


@pytest.mark.slow("weeks pass")
async def test_there_are_too_few_people_for_a_round(chat: Chat) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan, taking_part="asked")
    ada, bo, *_ = await people(chat, 3)
    assert "too few people" in (await rowan.says("/facilitate round open")).text
    await days_pass(chat, 6)
    await ada.says("/kindred introduce yes")
    await days_pass(chat, 3)
    assert rooms(chat) == []
    assert "too few people" in rowan.inbox[-1]
    assert len(ada.inbox) == 1
    await days_pass(chat, 5)
    assert len(ada.inbox) == 2, "she is asked again, for the new date"
    await bo.presses_in_inbox("I’m in this time")
    await ada.presses_in_inbox("I’m in this time")
    await days_pass(chat, 3)
    assert rooms(chat) == [[ada.name, bo.name]]


# Looking and changing -------------------------------------------------------------------------


async def test_the_same_preview_is_shown_until_something_changes(chat: Chat) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan)
    await people(chat, 8)
    first = await rowan.says("/facilitate round preview")
    again = await rowan.says("/facilitate round preview")
    assert first.text == again.text
    assert "Seed " in first.text
    newcomer = await joining(chat, "Zoe Example")
    changed = await rowan.says("/facilitate round preview")
    assert "Something has changed" in changed.text
    assert newcomer.name in changed.text
    await newcomer.says("/kindred introduce leave")
    back = await rowan.says("/facilitate round preview")
    assert introductions(back.text) == introductions(first.text), "same people, same seed"


@pytest.mark.slow("weeks pass")
async def test_a_long_preview_is_turned_page_by_page(chat: Chat) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan)
    everyone = await people(chat, 24)
    first = await rowan.says("/facilitate round preview")
    assert "Introductions 1 to 10 of 12" in first.text
    assert first.buttons == ["Open this round", "Show more"]
    second = await first.press("Show more")
    assert "Introductions 11 to 12 of 12" in second.text
    assert second.buttons == ["Open this round", "Show earlier"]
    lines = [*introductions(first.text), *introductions(second.text)]
    assert len(lines) == 12
    assert all(any(person.name in line for line in lines) for person in everyone)
    assert "Introductions 1 to 10" in (await second.press("Show earlier")).text


async def test_a_facilitator_lets_two_people_change_places(chat: Chat) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan)
    ada, bo, cy, dee = await people(chat, 4)
    preview = await rowan.says("/facilitate round preview")
    other = next(p for p in (bo, cy, dee) if not together(preview.text, ada, p))
    beside_ada = next(p for p in (bo, cy, dee) if together(preview.text, ada, p))
    swapped = await rowan.says(f'/facilitate round swap "{beside_ada.name}" "{other.name}"')
    assert "have changed places" in swapped.text
    assert together(swapped.text, ada, other)
    assert introductions(swapped.text) == introductions(
        (await rowan.says("/facilitate round preview")).text
    )
    same = await rowan.says(f"/facilitate round swap {ada.name} with {other.name}")
    assert "no different" in same.text
    same = await rowan.says(f"/facilitate round swap {ada.name} {other.name}")
    assert "no different" in same.text
    await days_pass(chat, 9)
    assert sorted([ada.name, other.name]) in rooms(chat), "it opens as it was left"


async def test_a_dropped_introduction_does_not_happen(chat: Chat) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan)
    ada, bo, cy, dee = await people(chat, 4)
    preview = await rowan.says("/facilitate round preview")
    beside_ada = next(p for p in (bo, cy, dee) if together(preview.text, ada, p))
    dropped = await rowan.says(f'/facilitate round drop "{ada.name}"')
    assert "matched everyone again" in dropped.text
    assert not together(dropped.text, ada, beside_ada)
    assert len(introductions(dropped.text)) == 2
    released = await rowan.says(f'/facilitate round release "{ada.name}"')
    assert introductions(released.text) == introductions(preview.text)
    assert "nothing to undo" in (await rowan.says(f'/facilitate round release "{ada.name}"')).text


@pytest.mark.slow("weeks pass")
async def test_somebody_held_sits_out_and_is_first_in_line(chat: Chat) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan, weeks_apart="0")
    ada, *_others = await people(chat, 5)
    held = await rowan.says(f'/facilitate round hold "{ada.name}"')
    assert "2 introductions, 4 people" in held.text
    assert f"You let sit out: {ada.name}" in held.text
    stranger = await chat.person("Not There")
    refused = await rowan.says(f'/facilitate round hold "{stranger.name}"')
    assert "is not in this round" in refused.text
    await days_pass(chat, 9)
    assert not ada.rooms
    (told,) = ada.inbox
    assert "first in line" in told
    assert "sorry" not in told
    await days_pass(chat, 7)
    assert len(ada.rooms) == 1


async def test_whoever_names_nobody_is_asked_in_a_form_whom_and_of_which_programme(
    chat: Chat,
) -> None:
    rowan = await facilitator(chat)
    assert "no programme" in (await rowan.says("/facilitate round hold")).text
    await set_up(chat, rowan, name="Tea", weeks_apart="0")
    await set_up(chat, rowan, name="Walks")
    ada, bo, cy, dee = [
        await joining(chat, f"{name} Example", "Tea") for name in ("Ada", "Bo", "Cy", "Dee")
    ]
    preview = await rowan.says("/facilitate round preview Tea")
    beside_ada = next(p for p in (bo, cy, dee) if together(preview.text, ada, p))
    other = next(p for p in (bo, cy, dee) if p is not beside_ada)
    form = await rowan.says("/facilitate round swap")  # of Tea, which has a draft
    swapped = await form.fill(one=ada.name, other=other.name).done()
    assert together(swapped.text, other, beside_ada)
    dropped = await (await rowan.says("/facilitate round drop")).fill(who=ada.name).done()
    assert "matched everyone again" in dropped.text
    released = await (await rowan.says("/facilitate round release")).fill(who=ada.name).done()
    assert len(introductions(released.text)) == 2
    held = await (await rowan.says("/facilitate round hold")).fill(who=ada.name).done()
    assert f"You let sit out: {ada.name}" in held.text


@pytest.mark.not_in("slack", reason="a command has no fields there")
async def test_the_programme_that_was_named_stands_in_the_form(chat: Chat) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan, name="Tea")
    await set_up(chat, rowan, name="Walks")
    named = [
        (await rowan.fills_in("facilitate round hold", programme=name)).value("programme")
        for name in ("Tea", "Walks")
    ]
    assert "" not in named
    assert named[0] != named[1]
    assert (await rowan.says("/facilitate round hold")).value("programme") == ""


async def test_a_swap_needs_people_who_are_there(chat: Chat) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan)
    ada, bo = await people(chat, 2)
    early = await rowan.says(f'/facilitate round swap "{ada.name}" "{bo.name}"')
    assert "look at the round first" in early.text
    await rowan.says("/facilitate round preview")
    stranger = await chat.person("Not There")
    refused = await rowan.says(f'/facilitate round swap "{ada.name}" "{stranger.name}"')
    assert "is not in this round" in refused.text


# Opening --------------------------------------------------------------------------------------


async def test_a_round_that_changed_since_it_was_looked_at_is_shown_again(chat: Chat) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan)
    ada, bo, cy, dee = await people(chat, 4)
    preview = await rowan.says("/facilitate round preview")
    beside_ada = next(p for p in (bo, cy, dee) if together(preview.text, ada, p))
    await never(beside_ada, ada)
    shown = await preview.press("Open this round")
    assert "Something has changed since the preview" in shown.text
    assert "did not open it" in shown.text
    assert not together(shown.text, ada, beside_ada)
    assert rooms(chat) == []
    await dee.says("/kindred introduce leave")
    again = await shown.press("Open this round")
    assert "not in this round any more" in again.text
    assert dee.name not in again.text
    await joining(chat, "Zoe Example")
    once_more = await again.press("Open this round")
    assert "New in this round: Zoe Example" in once_more.text
    assert "is open" in (await once_more.press("Open this round")).text
    await chat.settle()
    assert sum(map(len, rooms(chat))) == 4


async def test_a_button_opens_only_what_its_preview_showed(chat: Chat) -> None:
    if chat.thin:
        return  # typed words mean the round as it is now
    rowan, mika = await facilitator(chat), await facilitator(chat, "Mika Lund")
    await set_up(chat, rowan)
    ada, *_ = await people(chat, 4)
    stale = await rowan.says("/facilitate round preview")
    await mika.says(f'/facilitate round drop "{ada.name}"')
    shown = await stale.press("Open this round")
    assert "Somebody has changed this round" in shown.text
    assert "is open" in (await shown.press("Open this round")).text


@pytest.mark.slow("weeks pass")
async def test_of_two_facilitators_who_open_one_round_one_does(chat: Chat) -> None:
    rowan, mika = await facilitator(chat), await facilitator(chat, "Mika Lund")
    await set_up(chat, rowan)
    await people(chat, 6)
    previews = [await f.says("/facilitate round preview") for f in (rowan, mika)]
    answers = await asyncio.gather(*(p.press("Open this round") for p in previews))
    texts = sorted(answer.text for answer in answers)
    assert sum("introductions, 6 people" in text for text in texts) == 1
    assert sum("is open already: " in text and "opened it on" in text for text in texts) == 1
    await chat.settle()
    assert len(rooms(chat)) == 3


async def test_of_two_who_open_without_looking_one_does(chat: Chat) -> None:
    rowan, mika = await facilitator(chat), await facilitator(chat, "Mika Lund")
    await set_up(chat, rowan)
    await people(chat, 6)
    answers = await asyncio.gather(*(f.says("/facilitate round open") for f in (rowan, mika)))
    assert sum("introductions, 6 people" in answer.text for answer in answers) == 1
    await chat.settle()
    assert len(rooms(chat)) == 3
    told = await mika.says("/facilitate round open")
    assert "is open already" in told.text
    assert "/facilitate round preview" in told.text
    await chat.settle()
    assert len(rooms(chat)) == 3


async def test_a_click_delivered_twice_opens_once(chat: Chat) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan)
    await people(chat, 4)
    answers = [await rowan.says("/facilitate round open", delivery="twice") for _ in range(2)]
    assert answers[0].text == answers[1].text
    await chat.settle()
    assert len(rooms(chat)) == 2


@pytest.mark.slow("weeks pass")
async def test_opening_by_hand_stands_for_the_round_that_was_planned(chat: Chat) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan)
    await people(chat, 4)
    opened = await rowan.says("/facilitate round open")
    assert "Tue 08 Dec 2026 10:00" in opened.text
    await days_pass(chat, 14)
    assert len(rooms(chat)) == 2
    await days_pass(chat, 2)
    assert len(rooms(chat)) == 4


@pytest.mark.slow("weeks pass")
async def test_a_missed_time_is_made_up_for_once(chat: Chat) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan)
    await people(chat, 4)
    await chat.skip_time(days=10)  # nothing ran on the Tuesday
    assert len(rooms(chat)) == 2
    assert "opened by itself" in "".join(rowan.inbox)
    await days_pass(chat, 4)
    assert len(rooms(chat)) == 2
    await days_pass(chat, 2)
    assert len(rooms(chat)) == 4


async def test_three_missed_rounds_are_not_all_opened_at_once(chat: Chat) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan)
    await people(chat, 4)
    await chat.skip_time(days=30)
    await chat.skip_time(hours=1)
    assert len(rooms(chat)) == 2


async def test_ten_in_the_morning_stays_ten_over_a_clock_change(chat: Chat) -> None:
    chat.clock.at = datetime(2027, 3, 15, 9, 0, tzinfo=UTC)
    rowan = await facilitator(chat)
    created = await set_up(chat, rowan)
    assert "Tue 23 Mar 2027 10:00 UTC" in created.text
    await people(chat, 4)
    await chat.skip_time(days=8, hours=2)
    assert "Tue 30 Mar 2027 09:00 UTC" in rowan.inbox[-1]
    await chat.skip_time(days=6, hours=21, minutes=59)
    assert len(rooms(chat)) == 2
    await chat.skip_time(minutes=1)
    assert len(rooms(chat)) == 4


@pytest.mark.slow("weeks pass")
async def test_a_single_round_ends_its_programme(chat: Chat) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan, weeks="0")
    ada, *_ = await people(chat, 4)
    await days_pass(chat, 9)
    assert len(rooms(chat)) == 2
    assert "only round" in rowan.inbox[-1]
    await days_pass(chat, 7)
    assert any("have you met?" in text for text in ada.rooms[0].messages)
    await days_pass(chat, 7)
    assert "what became of it" in rowan.inbox[-1]
    await chat.a_moment()
    assert "has ended" in chat.for_all[0]
    assert "no programme" in (await rowan.says("/facilitate programme")).text
    assert "2 introductions" in (await rowan.says("/facilitate round summary")).text


@pytest.mark.slow("weeks pass")
async def test_who_leaves_after_the_opening_keeps_the_room(chat: Chat) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan)
    ada, *_ = await people(chat, 2)
    await rowan.says("/facilitate round open")
    await ada.says("/kindred introduce leave")
    await days_pass(chat, 5)
    (room,) = ada.rooms
    assert "have you met?" in room.messages[-1]


@pytest.mark.slow("weeks pass")
async def test_facilitators_learn_whom_i_could_not_reach(chat: Chat) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan)
    for name in ("Ada Example", "Bo Example"):
        await joining(chat, name, languages=("English",))
    cy = await joining(chat, "Cy Example", languages=("Cymraeg",))
    chat.platform.closed = {cy.id}
    chat.platform.shut.add("everybody")
    await rowan.says("/facilitate round open")
    await chat.settle()
    assert f"could not reach {cy.name}" in rowan.inbox[-1]
    chat.platform.closed = {cy.id, rowan.id}
    await days_pass(chat, 9)
    assert chat.clock.at - datetime(2026, 11, 23, 9, 0, tzinfo=UTC) == timedelta(days=9)


async def test_facilitators_learn_of_a_room_that_could_not_be_opened_once(chat: Chat) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan)
    ada, bo = await people(chat, 2)
    await rowan.says("/facilitate round open")
    await chat.settle()
    for kind in ("introductions.room", "introductions.opened", "other.feature"):
        async with chat.work() as work:
            refused = DeliveryRefused(Fact.of(kind, 1), chat.community, None, "they share no chat")
            await could_not_deliver(refused, work, chat.clock.now())
        await chat.settle()
    (told,) = [text for text in rowan.inbox if "could not open a room" in text]
    assert f"{ada.name} and {bo.name}" in told


async def test_buttons_of_old_messages_say_so(chat: Chat) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan)
    await people(chat, 2)
    for action, value in (
        ("open", "99:1"),
        ("open", "x"),
        ("more", "99:0"),
        ("preview", "99"),
        ("join", "9" * 30),
        ("stop", ""),
    ):
        answer = await rowan.does(Pressed(f"introductions.{action}", value))
        assert "no longer" in answer.text or "has ended" in answer.text


@pytest.mark.slow("weeks pass")
async def test_a_group_that_has_run_dry_is_told_of_once_and_no_round_opens(chat: Chat) -> None:
    """Cases M07 and M11: three rounds, who was introduced, and then nothing but one message."""
    rowan = await facilitator(chat)
    await set_up(chat, rowan, weeks_apart="12")
    everybody = await people(chat, 4)
    await days_pass(chat, 9)
    listed = await rowan.says("/facilitate round groups")
    assert {
        frozenset(line.removeprefix("• ").split(" and ")) for line in introductions(listed.text)
    } == {frozenset(names) for names in rooms(chat)}
    await days_pass(chat, 14)
    assert len(rooms(chat)) == 6
    before = {person.name: len(person.inbox) for person in everybody}
    told = len(rowan.inbox)
    await days_pass(chat, 17)
    assert len(rooms(chat)) == 6, "no round without introductions"
    dry = [line for line in rowan.inbox[told:] if "nobody can be introduced" in line]
    assert len(dry) == 1
    assert "12 weeks" in dry[0]
    assert "fewer weeks" in dry[0]
    assert "opens on" in dry[0]
    assert not any("first in line" in line for p in everybody for line in p.inbox[before[p.name] :])
    pressed = await rowan.says("/facilitate round open")
    assert "nobody can be introduced" in pressed.text
    preview = await rowan.says("/facilitate round preview")
    assert "no round to open" in preview.text
    assert len(rooms(chat)) == 6
