"""Members introduce people to each other, and only if both would like it."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import delete

from bot.routing.interaction import Pressed
from storage.kernel.tables import accounts
from tests.chat import Chat, Person
from tests.stories.programmes import days_pass, facilitator, joining, rooms, set_up

YES, NO = "Yes, please", "Not this time"


async def three(chat: Chat) -> tuple[Person, Person, Person]:
    """Cy, who suggests, and Ada and Bo, who are asked."""
    cy = await chat.person("Cy Example")
    ada = await chat.person(
        "Ada Example",
        headline="Runs a bench where people talk https://example.org/bench",
        networks=("Kettle & Bench",),
    )
    bo = await chat.person("Bo Sample", headline="Counts swifts", networks=("Open Doors",))
    return cy, ada, bo


async def suggest(chat: Chat, by: Person, one: Person, other: Person, why: str = "") -> str:
    """Suggest that two meet, with their names in words; what the suggester sees."""
    because = f" because {why}" if why else ""
    said = await by.says(f"/kindred introduce them {one.name} to {other.name}{because}")
    await chat.settle()
    return said.text


async def accepts(chat: Chat, person: Person) -> str:
    """Say yes to the newest question."""
    answer = await person.presses_in_inbox(YES)
    await chat.settle()
    return answer.text


async def exported(chat: Chat, person: Person) -> dict[str, list[dict[str, object]]]:
    """What a person is given of the suggestions they have to do with."""
    (held,) = (h for h in chat.core.registry.personal_data if h.name == "suggestions")
    async with chat.work(read_only=True) as work:
        found = await held.export(work, person.id)
    assert isinstance(found, dict)
    return found


async def erase(chat: Chat, person: Person) -> None:
    """Remove what suggestions hold about a person."""
    (held,) = (h for h in chat.core.registry.personal_data if h.name == "suggestions")
    async with chat.work() as work:
        await held.erase(work, person.id)
    await chat.settle()


# Asking both ----------------------------------------------------------------------------------


async def test_two_people_meet_in_a_room_when_both_say_yes(chat: Chat) -> None:
    cy, ada, bo = await three(chat)
    form = await cy.says("/kindred introduce them")
    said = await form.fill(who="Ada Example", whom="Bo Sample", why="Both measure trust").done()
    assert "only if both say yes" in said.text
    assert "nobody hears of a no" in said.text
    assert said.only_for_actor
    await chat.settle()
    (question,) = bo.inbox
    assert "@Cy Example thinks that you and Ada Example would like to meet" in question
    assert "Runs a bench where people talk · Kettle & Bench" in question
    assert "example.org" not in question
    assert "“Both measure trust”" in question
    assert "Mon 07 Dec 2026" in question
    assert "If Bo Sample would like to meet too" in await accepts(chat, ada)
    assert not rooms(chat)
    assert "You said yes" in ada.inbox[0]
    await accepts(chat, bo)
    (room,) = ada.rooms
    assert room.members == ["Ada Example", "Bo Sample"]
    assert room.title == "Ada and Bo"
    (hello,) = room.messages
    assert "Cy Example thought that you would like to meet" in hello
    assert "“Both measure trust”" in hello
    assert "A question to start with" in hello
    assert "Only the two of you are in this room" in hello
    (thanks,) = cy.inbox
    assert "Ada Example and Bo Sample both said yes" in thanks


async def test_the_room_is_opened_once_however_often_they_say_yes(chat: Chat) -> None:
    cy, ada, bo = await three(chat)
    await suggest(chat, cy, ada, bo)
    await bo.says("/kindred introduce accept")
    for _ in range(2):
        await ada.says("/kindred introduce accept Bo Sample", delivery="twice")
    assert "already" in (await ada.says("/kindred introduce accept Bo Sample")).text
    assert "already" in (await bo.says("/kindred introduce decline Ada Example")).text
    await days_pass(chat, 2)
    assert rooms(chat) == [["Ada Example", "Bo Sample"]]
    assert len(ada.rooms[0].messages) == 1
    assert len(cy.inbox) == 1
    async with chat.work(read_only=True) as work:
        suggestion = await work.introductions.suggestions.get(1)
    assert suggestion is not None
    assert suggestion.opened_at == chat.clock.at - timedelta(days=2)


@pytest.mark.slow("weeks pass")
async def test_nobody_hears_of_a_no(chat: Chat) -> None:
    cy, ada, bo = await three(chat)
    await suggest(chat, cy, ada, bo)
    kind = await ada.presses_in_inbox(NO)
    assert "That’s fine" in kind.text
    assert kind.only_for_actor
    await chat.settle()
    (mine,) = ada.inbox
    assert "You said “not this time”" in mine
    assert "If Ada Example would like to meet too" in await accepts(chat, bo)
    await days_pass(chat, 15)
    assert not rooms(chat)
    assert cy.inbox == []
    assert len(bo.inbox) == 1
    assert "no" not in repr(await exported(chat, cy))
    assert "'no'" not in repr(await exported(chat, bo))


async def test_the_first_yes_or_the_second_sees_the_same_words(chat: Chat) -> None:
    cy, ada, bo = await three(chat)
    await suggest(chat, cy, ada, bo)
    first, second = await accepts(chat, ada), await accepts(chat, bo)
    assert first.replace("Bo Sample", "") == second.replace("Ada Example", "")


async def test_a_no_can_become_a_yes(chat: Chat) -> None:
    cy, ada, bo = await three(chat)
    await suggest(chat, cy, ada, bo)
    await accepts(chat, bo)
    await ada.says("/kindred introduce decline")
    assert not rooms(chat)
    await ada.says("/kindred introduce accept @Bo Sample")
    await chat.settle()
    assert rooms(chat) == [["Ada Example", "Bo Sample"]]
    assert "You said yes" in ada.inbox[0]


async def test_without_two_answers_it_lapses_silently(chat: Chat) -> None:
    cy, ada, bo = await three(chat)
    await suggest(chat, cy, ada, bo)
    await days_pass(chat, 13.5)
    await accepts(chat, ada)
    await days_pass(chat, 0.5)
    assert "has lapsed" in await accepts(chat, bo)
    assert "has lapsed" in (await bo.says("/kindred introduce decline Ada Example")).text
    assert "No introduction waits" in (await bo.says("/kindred introduce accept")).text
    assert not rooms(chat)
    assert cy.inbox == []
    assert len(bo.inbox) == len(ada.inbox) == 1


async def test_whoever_has_several_questions_says_which(chat: Chat) -> None:
    cy, ada, bo = await three(chat)
    dee = await chat.person("Dee Example")
    await suggest(chat, cy, ada, bo)
    await suggest(chat, cy, ada, dee)
    which = await ada.says("/kindred introduce accept")
    assert "/kindred introduce accept Bo Sample" in which.text
    assert "/kindred introduce accept Dee Example" in which.text
    done = await ada.says(f"/kindred introduce accept <@web:{dee.id}>")
    assert "If Dee Example would like" in done.text
    assert "Bo Sample" in (await ada.says("/kindred introduce accept")).text


async def test_nobody_answers_for_others(chat: Chat) -> None:
    cy, ada, bo = await three(chat)
    await suggest(chat, cy, ada, bo)
    for value in ("1", "7", "x", ""):
        for action in ("accept", "decline"):
            said = await cy.does(Pressed(f"introductions.{action}", value))
            assert "No introduction waits" in said.text
    assert "No introduction waits" in (await cy.says("/kindred introduce accept Bo Sample")).text
    await accepts(chat, ada)
    assert not rooms(chat)


async def test_a_profile_is_shown_only_to_those_who_may_see_it(chat: Chat) -> None:
    cy, ada, _ = await three(chat)
    dee = await chat.person(
        "Dee Example", headline="Keeps bees", networks=("Quiet Ones",), visibility="networks"
    )
    await suggest(chat, cy, ada, dee)
    (question,) = ada.inbox
    assert "Dee Example" in question
    assert "bees" not in question
    assert "Quiet Ones" not in question
    assert "Runs a bench" in dee.inbox[0]


async def test_two_answers_at_once_open_one_room(chat: Chat) -> None:
    cy, ada, bo = await three(chat)
    await suggest(chat, cy, ada, bo)
    await asyncio.gather(
        *(person.says("/kindred introduce accept") for person in (ada, bo, ada, bo))
    )
    await chat.settle()
    assert rooms(chat) == [["Ada Example", "Bo Sample"]]
    assert len(cy.inbox) == 1


async def test_two_suggestions_at_once_ask_once(chat: Chat) -> None:
    _, ada, bo = await three(chat)
    several = [await chat.person(f"Gus {number}") for number in range(4)]
    await asyncio.gather(
        *(by.says("/kindred introduce them Ada Example to Bo Sample") for by in several)
    )
    await chat.settle()
    assert len(ada.inbox) == len(bo.inbox) == 1


# Oneself --------------------------------------------------------------------------------------


async def test_somebody_asks_to_be_introduced_herself(chat: Chat) -> None:
    _, ada, bo = await three(chat)
    form = await ada.says("/kindred introduce me")
    said = await form.fill(who="Bo Sample", why="I would like to learn about swifts").done()
    assert "I ask Bo Sample in private" in said.text
    await chat.settle()
    assert ada.inbox == []
    (question,) = bo.inbox
    assert "@Ada Example would like to meet you" in question
    assert "“I would like to learn about swifts”" in question
    assert "Lovely" in await accepts(chat, bo)
    assert "@Ada Example asked to meet you" in bo.inbox[0].replace("Ada", "@Ada")
    (room,) = ada.rooms
    assert "Ada Example asked to meet Bo, and Bo said yes" in room.messages[0]
    assert ada.inbox == []
    assert "already" in (await bo.says("/kindred introduce me Ada Example")).text


async def test_whoever_names_themselves_asks_for_themselves(chat: Chat) -> None:
    _, ada, bo = await three(chat)
    assert "introduce you only if they say yes" in await suggest(chat, ada, bo, ada)
    assert "would like to meet you" in bo.inbox[0]
    assert ada.inbox == []


async def test_two_who_ask_for_each_other_meet_at_once(chat: Chat) -> None:
    cy, ada, bo = await three(chat)
    first = await ada.says("/kindred introduce me Bo Sample")
    second = await bo.says("/kindred introduce me Ada Example")
    assert first.text.replace("Bo Sample", "") == second.text.replace("Ada Example", "")
    await chat.settle()
    assert rooms(chat) == [["Ada Example", "Bo Sample"]]
    assert cy.inbox == []


async def test_asking_for_oneself_answers_what_one_was_asked(chat: Chat) -> None:
    cy, ada, bo = await three(chat)
    await suggest(chat, cy, ada, bo)
    await ada.says("/kindred introduce me Bo Sample")
    await chat.settle()
    assert "You said yes" in ada.inbox[0]
    assert len(bo.inbox) == 1
    await accepts(chat, bo)
    assert rooms(chat) == [["Ada Example", "Bo Sample"]]
    assert len(cy.inbox) == 1


# Who is meant ---------------------------------------------------------------------------------


async def test_people_are_named_or_mentioned_with_a_reason_or_without(chat: Chat) -> None:
    cy, ada, bo = await three(chat)
    kim, to = await chat.person("Kim and Co"), await chat.person("To Nguyen")
    typed = (
        f"<@web:{ada.id}> to <@web:{bo.id}> because both want to measure trust",
        "“Ada Example” with @Bo Sample: both want to measure trust",
        "ada example and bo sample because both want to measure trust",
        f"Ada Example to <@web:{bo.id}> both want to measure trust",
        "Kim and Co to Bo Sample, both want to measure trust",
        "To Nguyen to Kim and Co because both want to measure trust",
        "To Nguyen à Kim and Co parce qu’both want to measure trust",
    )
    for number, words in enumerate(typed):
        by = await chat.person(f"Gus {number}")
        said = await by.says(f"/kindred introduce them {words}")
        assert "Thank you" in said.text, words
        (mine,) = (await exported(chat, by))["suggested"]
        assert mine["why"] == "both want to measure trust", words
    await chat.settle()
    assert len(ada.inbox) == 1
    assert len(bo.inbox) == 2
    assert "both want to measure trust" in kim.inbox[0]
    assert "both want to measure trust" in to.inbox[0]
    me = await cy.says(f"/kindred introduce me <@web:{ada.id}> because of the bench")
    assert "I ask Ada Example" in me.text
    assert (await exported(chat, cy))["suggested"][0]["why"] == "of the bench"


async def test_one_name_alone_opens_the_form_with_it(chat: Chat) -> None:
    cy, ada, bo = await three(chat)
    form = await cy.says("/kindred introduce them Ada Example")
    assert form.value("who") == "Ada Example"
    done = await form.fill(whom="Bo Sample").done()
    assert "I ask Ada Example and Bo Sample" in done.text
    await chat.settle()
    assert len(ada.inbox) == len(bo.inbox) == 1


async def test_a_shortcut_opens_the_form_with_whom_it_is_about(chat: Chat) -> None:
    cy, ada, bo = await three(chat)
    await chat.person("Ada Example")  # of the same name
    shortcuts = {s.action: s for s in chat.core.registry.shortcuts}
    assert shortcuts["introductions.suggest"].about == "message"
    assert shortcuts["introductions.meet"].about == "person"
    for action, shortcut in shortcuts.items():
        assert chat.core.registry.actions[action].opens is not None
        assert 0 < len(shortcut.label()) <= 24
    form = await cy.does(Pressed("introductions.suggest", f"web:{ada.id}"))
    assert form.value("who") == "Ada Example"
    await form.fill(whom="Bo Sample").done()
    form = await bo.does(Pressed("introductions.meet", f"web:{cy.id}"))
    assert form.value("who") == "Cy Example"
    await form.fill().done()
    await chat.settle()
    assert len(ada.inbox) == len(cy.inbox) == 1
    empty = await cy.does(Pressed("introductions.suggest", ""))
    assert empty.value("who") == ""


async def test_a_stranger_cannot_be_introduced_yet(chat: Chat) -> None:
    cy, ada, _ = await three(chat)
    for action in ("suggest", "meet"):
        for account in ("web:9999", "slack:U123", "nonsense"):
            said = await cy.does(Pressed(f"introductions.{action}", account))
            assert "not part of The Test Table yet" in said.text
    for typed in ("them <@web:9999>", f"them <@web:{ada.id}> to <@web:9999>", "me <@web:9999>"):
        mentioned = await cy.says(f"/kindred introduce {typed}")
        assert "not part of The Test Table yet" in mentioned.text
    assert "/kindred join" in mentioned.text


@pytest.mark.not_in("discord", "there it is a field where a name ends")
async def test_a_name_that_begins_like_another_is_not_that_one(chat: Chat) -> None:
    cy, ada, _ = await three(chat)
    await chat.person("Bo")
    typed = await cy.says("/kindred introduce them Ada Example to Bo Smaple because of swifts")
    assert "nobody called “Bo Smaple”" in typed.text
    assert "Bo Sample" in typed.text
    assert "nobody called" in (await cy.says("/kindred introduce me Bo the swift one")).text
    await chat.settle()
    assert ada.inbox == []


async def test_nobody_is_introduced_who_is_not_known_or_is_somebody_else(chat: Chat) -> None:
    cy, ada, _ = await three(chat)
    form = await cy.says("/kindred introduce them")
    wrong = await form.fill(who="Nobody There", whom="Bo Smaple", why="swifts").done()
    assert wrong.error("who")
    assert wrong.error("whom")
    assert wrong.value("why") == "swifts"
    same = await cy.says("/kindred introduce them Ada Example to ada example")
    assert "the same person twice" in same.text
    assert "to yourself" in (await cy.says("/kindred introduce me Cy Example")).text
    assert "to yourself" in (await cy.says("/kindred introduce them Cy Example to Cy Example")).text
    long = await cy.says(f"/kindred introduce me Ada Example because {'x' * 501}")
    assert "500" in long.text
    await chat.settle()
    assert ada.inbox == []


async def test_people_of_another_community_are_not_known(chat: Chat) -> None:
    cy, ada, _ = await three(chat)
    here = chat.community
    async with chat.work() as work:
        chat.community = (await work.people.establish("Another Table")).id
    far = await chat.person("Far Away")
    chat.community = here
    said = await cy.says("/kindred introduce them Ada Example to Far Away")
    assert "nobody called “Far Away”" in said.text
    said = await cy.does(Pressed("introductions.suggest", f"web:{far.id}"))
    assert "not part of" in said.text
    form = await cy.says("/kindred introduce me")
    assert (await form.fill(who=str(far.id)).done()).error("who")
    await chat.settle()
    assert ada.inbox == far.inbox == []


# Blocks, breaks and budgets -------------------------------------------------------------------


async def test_a_never_list_holds_in_both_directions_and_is_not_seen(chat: Chat) -> None:
    cy, ada, bo = await three(chat)
    dee = await chat.person("Dee Example")
    open_ = await suggest(chat, cy, ada, dee)
    to_me = await cy.says("/kindred introduce me Dee Example")
    await ada.says("/kindred introduce never Bo Sample")
    for one, other in ((ada, bo), (bo, ada)):
        shut = await suggest(chat, cy, one, other)
        assert shut.replace(one.name, "").replace(other.name, "") == open_.replace(
            "Ada Example", ""
        ).replace("Dee Example", "")
        to_them = await one.says(f"/kindred introduce me {other.name}")
        assert to_them.text.replace(other.name, "") == to_me.text.replace("Dee Example", "")
    await days_pass(chat, 3)
    assert len(ada.inbox) == 1  # about Dee
    (told,) = (await exported(chat, ada))["asked"]
    assert "Dee Example" in str(told)
    assert len(bo.inbox) == 1  # he is asked all the same: that he was not would tell of it
    assert "You said yes." in bo.inbox[0]  # by asking for it himself
    await days_pass(chat, 15)
    assert not rooms(chat)
    assert "Ada" not in " ".join(bo.inbox[1:])


@pytest.mark.slow("weeks pass")
async def test_a_never_list_made_later_keeps_the_room_shut(chat: Chat) -> None:
    cy, ada, bo = await three(chat)
    await suggest(chat, cy, ada, bo)
    said = await accepts(chat, bo)
    await bo.says("/kindred introduce never Ada Example")
    assert (await accepts(chat, ada)).replace("Bo Sample", "") == said.replace("Ada Example", "")
    await days_pass(chat, 14)
    assert not rooms(chat)
    assert cy.inbox == []


async def test_nobody_is_asked_by_somebody_they_never_want_to_meet(chat: Chat) -> None:
    cy, ada, bo = await three(chat)
    await ada.says("/kindred introduce never Cy Example")
    assert "Thank you" in await suggest(chat, cy, ada, bo, "look at me")
    await days_pass(chat, 1)
    assert ada.inbox == []
    assert len(bo.inbox) == 1


@pytest.mark.slow("weeks pass")
async def test_somebody_on_a_break_is_asked_afterwards(chat: Chat) -> None:
    cy, ada, bo = await three(chat)
    await bo.says("/kindred introduce pause until 30 November")
    said = await suggest(chat, cy, ada, bo)
    assert "Thank you" in said
    assert "break" not in said
    await days_pass(chat, 6)
    assert ada.inbox == bo.inbox == []
    await days_pass(chat, 1.5)
    assert len(ada.inbox) == len(bo.inbox) == 1
    await days_pass(chat, 13)
    await accepts(chat, ada)
    await accepts(chat, bo)
    assert rooms(chat) == [["Ada Example", "Bo Sample"]]


@pytest.mark.slow("weeks pass")
async def test_after_a_long_break_nobody_is_asked(chat: Chat) -> None:
    cy, ada, bo = await three(chat)
    await bo.says("/kindred introduce pause until 20 December")
    await suggest(chat, cy, ada, bo)
    await days_pass(chat, 30)
    assert ada.inbox == bo.inbox == []


async def test_no_room_is_opened_during_a_break(chat: Chat) -> None:
    cy, ada, bo = await three(chat)
    await suggest(chat, cy, ada, bo)
    await accepts(chat, ada)
    await bo.says("/kindred introduce pause until 20 December")
    said = await accepts(chat, bo)
    assert "on a break until Sun 20 Dec 2026" in said
    assert not rooms(chat)
    await bo.says("/kindred introduce back")
    await days_pass(chat, 0.5)
    assert rooms(chat) == [["Ada Example", "Bo Sample"]]
    assert len(cy.inbox) == 1


@pytest.mark.slow("weeks pass")
async def test_the_same_two_are_not_asked_twice(chat: Chat) -> None:
    cy, ada, bo = await three(chat)
    dee = await chat.person("Dee Example")
    first = await suggest(chat, cy, ada, bo)
    await ada.presses_in_inbox(NO)
    again = await suggest(chat, dee, bo, ada)
    assert again == first.replace("Ada Example and Bo Sample", "Bo Sample and Ada Example")
    await days_pass(chat, 13)
    assert len(ada.inbox) == len(bo.inbox) == 1
    await days_pass(chat, 2)
    await suggest(chat, dee, ada, bo)
    assert len(ada.inbox) == 2


async def test_two_who_were_introduced_not_long_ago_are_not_asked(chat: Chat) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan)
    ada, bo = await joining(chat, "Ada Example"), await joining(chat, "Bo Sample")
    await rowan.says("/facilitate round open")
    await chat.settle()
    assert "Thank you" in await suggest(chat, rowan, ada, bo)
    assert ada.inbox == bo.inbox == []
    assert "already" in (await ada.says("/kindred introduce me Bo Sample")).text


async def test_two_whom_a_round_introduces_meanwhile_are_not_introduced_again(chat: Chat) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan)
    ada, bo = await joining(chat, "Ada Example"), await joining(chat, "Bo Sample")
    await suggest(chat, rowan, ada, bo)
    await accepts(chat, ada)
    await rowan.says("/facilitate round open")
    await chat.settle()
    assert "introduced you and Ada Example already" in await accepts(chat, bo)
    await days_pass(chat, 2)
    assert rooms(chat) == [["Ada Example", "Bo Sample"]]
    assert not any("both said yes" in text for text in rowan.inbox)


@pytest.mark.slow("weeks pass")
async def test_a_question_that_waits_is_not_asked_once_a_round_has_introduced_them(
    chat: Chat,
) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan)
    ada, bo = await joining(chat, "Ada Example"), await joining(chat, "Bo Sample")
    for name in ("Dee Example", "Eve Example"):
        await suggest(chat, rowan, ada, await chat.person(name))
    await suggest(chat, rowan, ada, bo)
    assert len(ada.inbox) == 2
    await rowan.says("/facilitate round open")
    await days_pass(chat, 7.5)
    asked = [text for text in [*ada.inbox, *bo.inbox] if "would like to meet" in text]
    assert not any("Bo Sample" in text or "Ada Example" in text for text in asked)


@pytest.mark.slow("weeks pass")
async def test_somebody_who_suggests_a_lot_is_told_to_wait(chat: Chat) -> None:
    cy, ada, _ = await three(chat)
    others = [await chat.person(f"Gus {number}") for number in range(6)]
    for other in others[:5]:
        assert "Thank you" in await suggest(chat, cy, ada, other)
    assert "5 introductions within a week" in await suggest(chat, cy, ada, others[5])
    assert "within a week" in (await cy.says("/kindred introduce me Gus 5")).text
    assert "Thank you" in await suggest(chat, others[0], ada, others[5])
    await days_pass(chat, 7)
    assert "Thank you" in await suggest(chat, cy, others[4], others[5])


async def test_nobody_gets_more_than_two_questions_a_week(chat: Chat) -> None:
    cy, ada, bo = await three(chat)
    dee, eve = await chat.person("Dee Example"), await chat.person("Eve Example")
    for other in (bo, dee, eve):
        await suggest(chat, cy, ada, other)
    await days_pass(chat, 6)
    assert len(ada.inbox) == 2
    assert eve.inbox == []
    await days_pass(chat, 1.5)
    assert len(ada.inbox) == 3
    assert len(eve.inbox) == 1
    await ada.says("/kindred introduce me Cy Example")
    await chat.settle()
    assert len(cy.inbox) == 1


# Afterwards -----------------------------------------------------------------------------------


@pytest.mark.slow("weeks pass")
async def test_a_round_does_not_introduce_them_again(chat: Chat) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan)
    ada, bo = await joining(chat, "Ada Example"), await joining(chat, "Bo Sample")
    await suggest(chat, rowan, ada, bo)
    await accepts(chat, ada)
    await accepts(chat, bo)
    assert rooms(chat) == [["Ada Example", "Bo Sample"]]
    preview = await rowan.says("/facilitate round preview")
    assert "has met everyone suitable not long ago" in preview.text
    await days_pass(chat, 9)
    assert len(rooms(chat)) == 1
    assert "They have all met within the last 4 weeks" in rowan.inbox[-1]


async def test_facilitators_hear_whom_a_question_or_a_room_cannot_reach(chat: Chat) -> None:
    rowan = await facilitator(chat)
    cy, ada, bo = await three(chat)
    chat.platform.closed.add(ada.id)
    chat.platform.shut.add("everybody")
    await suggest(chat, cy, ada, bo)
    (told,) = [message for message in rowan.inbox if "could not" in message]
    assert "could not reach Ada Example" in told
    assert "Bo" not in told
    dee = await chat.person("Dee Example")
    await suggest(chat, cy, bo, dee)
    await accepts(chat, dee)
    async with chat.work() as work:
        await work.connection.execute(delete(accounts).where(accounts.c.member_id == dee.id))
    await accepts(chat, bo)
    assert not rooms(chat)
    (_, told) = [message for message in rowan.inbox if "could not" in message]
    assert "could not open a room for Bo Sample and Dee Example" in told


async def test_a_person_is_given_what_she_said_and_not_what_others_said(chat: Chat) -> None:
    cy, ada, bo = await three(chat)
    await suggest(chat, cy, ada, bo, "swifts")
    await ada.says("/kindred introduce decline")
    await accepts(chat, bo)
    mine, yours, theirs = [await exported(chat, person) for person in (ada, bo, cy)]
    assert mine["asked"][0]["answer"] == "no"
    assert mine["asked"][0]["who"] == "Bo Sample"
    assert mine["asked"][0]["suggested_by"] == "Cy Example"
    assert yours["asked"][0]["answer"] == "yes"
    assert "no" not in [value for each in yours["asked"] for value in each.values()]
    assert theirs["asked"] == []
    (suggested,) = theirs["suggested"]
    assert suggested["who"] == ["Ada Example", "Bo Sample"]
    assert suggested["why"] == "swifts"
    assert set(suggested) == {"who", "why", "on", "introduced"}
    assert suggested["introduced"] is False


async def test_a_question_is_taken_back_when_somebody_is_erased(chat: Chat) -> None:
    cy, ada, bo = await three(chat)
    await suggest(chat, cy, ada, bo)
    await erase(chat, ada)
    assert ada.inbox == bo.inbox == []
    assert "No introduction waits" in (await bo.says("/kindred introduce accept")).text
    assert await exported(chat, ada) == {"suggested": [], "asked": []}
    assert await exported(chat, cy) == {"suggested": [], "asked": []}


async def test_a_room_forgets_the_name_of_somebody_who_is_erased(chat: Chat) -> None:
    cy, ada, bo = await three(chat)
    await suggest(chat, cy, ada, bo)
    await accepts(chat, ada)
    await accepts(chat, bo)
    await erase(chat, ada)
    (hello,) = bo.rooms[0].messages
    assert "Ada" not in hello
    assert "Cy" not in hello
    assert not any("Ada" in text for text in [*bo.inbox, *cy.inbox])


async def test_names_need_no_accents_and_no_curly_apostrophes(chat: Chat) -> None:
    ada = await chat.person("Ada Example")
    for name in ("Siobhán O’Brien-Łukasiewicz", "Émile d’Arc", "Thu Nguyễn"):
        await chat.person(name)
    assert "Émile d’Arc" in (await ada.says("/kindred profile emile d'arc")).text
    line = "/kindred introduce them thu nguyen to Siobhan O'Brien-Lukasiewicz because of bread"
    assert "Thu Nguyễn and Siobhán O’Brien-Łukasiewicz" in (await ada.says(line)).text
    form = await ada.says("/kindred introduce never")
    await form.fill(who="emile d'arc").done()
    assert "Émile d’Arc" in (await ada.says("/kindred introduce never list")).text


async def test_of_two_names_that_differ_by_accents_the_one_that_was_typed_is_meant(
    chat: Chat,
) -> None:
    ada = await chat.person("Ada Example")
    await chat.person("André Roy", headline="Bakes")
    await chat.person("Andre Roy", headline="Weaves")
    assert "Weaves" in (await ada.says("/kindred profile andre roy")).text
    assert "Bakes" in (await ada.says("/kindred profile andré roy")).text
    several = (await ada.says("/kindred profile ándre roy")).text
    assert "Bakes" not in several
    assert "Weaves" not in several
