"""Rounds on their way: how long it takes, how far it is, and rooms across chats."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.community.people import AccountInfo, Ref, Space
from bot.delivery.sender import RateLimit
from bot.features.introductions.rounds import views as round_views
from bot.routing.interaction import Pressed, Update
from tests.chat import Answer, Chat, Person
from tests.database import engine_at
from tests.stories.programmes import (
    FIRST_ROUND,
    days_pass,
    facilitator,
    joining,
    people,
    set_up,
)
from tests.stories.test_linking import linked

pytestmark = [
    pytest.mark.not_in("slack", reason="these happen between the web chat and the town"),
    pytest.mark.not_in("discord", reason="these happen between the web chat and the town"),
]

HOW_FAR = "How far is it?"
ROOM = "Go to our room"
HALF_A_MINUTE = RateLimit(room=30, message=30)


@pytest.fixture(params=["sqlite-full", "postgres-thin"])
async def slow_chat(request: pytest.FixtureRequest) -> AsyncIterator[Chat]:
    """A community that is also in a town where everything takes half a minute."""
    kind, platform = request.param.split("-")
    async with engine_at(request.getfixturevalue(f"{kind}_url")) as engine:
        yield await Chat.open(engine, thin=platform == "thin", rate_limit=HALF_A_MINUTE)


async def in_town(chat: Chat, space: Space, person: Person) -> Person:
    """The same person, seen in the town from now on."""
    account = Ref("town", f"u{person.id}")
    async with chat.work() as work:
        await work.people.attach(person.id, space, account, AccountInfo(person.name))
    return replace(person, account=account, space=space.ref)


async def a_round_in_town(chat: Chat) -> tuple[Person, Answer]:
    """Three introductions of people in the town; what the facilitator is told of them."""
    rowan = await facilitator(chat)
    await set_up(chat, rowan)
    space = await chat.connect()
    for person in await people(chat, 6):
        await in_town(chat, space, person)
    return rowan, await rowan.says("/facilitate round open")


# How far is it? --------------------------------------------------------------------------------


async def test_a_facilitator_is_told_how_long_a_round_takes_and_how_far_it_is(
    slow_chat: Chat,
) -> None:
    rowan, opened = await a_round_in_town(slow_chat)
    assert "3 introductions are on their way; that takes about 2 minutes." in opened.text
    told = []
    answer = opened
    for _ in range(3):
        answer = await answer.press(HOW_FAR)
        assert isinstance(answer.shown, Update) or slow_chat.thin
        told.append(answer.text)
        await slow_chat.skip_time(seconds=30)
    assert told == [
        "Kindred spirits, round 1: 0 of 3 delivered; about 2 minutes left.",
        "Kindred spirits, round 1: 1 of 3 delivered; about 1 minute left.",
        "Kindred spirits, round 1: 2 of 3 delivered; less than a minute left.",
    ]
    done = await rowan.says("/facilitate round progress")
    assert done.text == "Kindred spirits, round 1: all delivered."
    assert done.buttons == []


@pytest.mark.slow("every attempt is made")
async def test_what_could_not_be_delivered_is_named(slow_chat: Chat) -> None:
    rowan, _ = await a_round_in_town(slow_chat)
    slow_chat.town.shut.add("room:introductions.room:2")
    slow_chat.town.closed = set(slow_chat.names)
    for _ in range(5):
        await slow_chat.skip_time(seconds=30)
    answer = await rowan.says("/facilitate round progress")
    assert "2 of 3 delivered." in answer.text
    assert "1 could not be delivered" in answer.text
    named = [line for line in answer.text.splitlines() if line.startswith("•")]
    assert len(named) == 1
    assert "Example and" in named[0]


async def test_where_all_goes_at_once_nothing_is_said_of_time(chat: Chat) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan)
    await people(chat, 4)
    opened = await rowan.says("/facilitate round open")
    assert "on their way" not in opened.text
    assert HOW_FAR not in opened.buttons
    await chat.settle()
    assert "all delivered" in (await rowan.says("/facilitate round progress")).text


async def test_where_two_share_no_chat_a_round_is_delivered_once_both_have_been_told(
    chat: Chat,
) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan)
    one, _ = await people(chat, 2)
    await in_town(chat, await chat.connect(), one)
    chat.town.closed.add(one.id)
    await rowan.says("/facilitate round open")
    await chat.core.relay.drain()  # there is no room
    assert "0 of 1 delivered" in (await rowan.says("/facilitate round progress")).text
    await chat.settle()
    answer = (await rowan.says("/facilitate round progress")).text
    assert "0 of 1 delivered." in answer
    assert "1 could not be delivered" in answer


async def test_a_round_that_opens_by_itself_can_be_asked_about(
    slow_chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(round_views, "A_WHILE", timedelta(seconds=1))
    rowan = await facilitator(slow_chat)
    await set_up(slow_chat, rowan)
    space = await slow_chat.connect()
    for person in await people(slow_chat, 6):
        await in_town(slow_chat, space, person)
    await slow_chat.skip_time(seconds=(FIRST_ROUND - slow_chat.clock.at).total_seconds())
    assert "3 introductions are on their way." in rowan.inbox[-1]
    assert "1 of 3 delivered" in (await rowan.presses_in_inbox(HOW_FAR)).text


# Across chats ----------------------------------------------------------------------------------


async def across(chat: Chat) -> tuple[Person, Person]:
    """Ada, who is in the town, and Bo, who is not, are introduced in a round."""
    rowan = await facilitator(chat)
    await set_up(chat, rowan)
    space = await chat.connect()
    ada = await joining(chat, "Ada Example", topics=("gardens",), email="ada@example.org")
    bo = await joining(chat, "Bo Example", headline="Grows beans", topics=("gardens",))
    ada = await in_town(chat, space, ada)
    await rowan.says("/facilitate round open")
    await chat.settle()
    return ada, bo


async def test_who_shares_no_chat_with_the_other_talks_with_them_through_kindred(
    chat: Chat,
) -> None:
    ada, bo = await across(chat)
    assert not bo.rooms
    (told,) = ada.inbox
    assert "I’m introducing you to @Bo Example in Kindred spirits." in told
    assert "Grows beans" in told
    assert "You both work on gardens" in told
    assert "Bo and you have no room in one chat" in told
    (told_bo,) = bo.inbox
    assert "I’m introducing you to @Ada Example" in told_bo
    await bo.writes("Hello Ada!")
    await chat.settle()
    assert ada.inbox[1:] == ["Bo Example:\nHello Ada!"]
    form = await ada.presses_in_inbox("Share how to reach me")
    assert form.value("contact") == "ada@example.org"  # of her profile; not told before it is sent
    assert len(bo.inbox) == 1
    assert "told them how" in (await form.fill().done()).text
    await chat.settle()
    assert bo.inbox[1:] == ["Ada Example:\nYou can reach me here: ada@example.org"]
    form = await bo.says("/kindred conversation share")
    assert form.value("contact") == ""
    await form.fill(contact="Bo, at the market").done()
    await chat.settle()
    assert all("You all know now how to reach" in each.inbox[-1] for each in (ada, bo))
    cy = await chat.person("Cy Example")
    assert "not yours" in (await cy.does(Pressed("conversations.reply", "1"))).text
    answer = await bo.says("/kindred introduce room")
    assert "you talk in our direct messages" in answer.text

    assert "I have told the other kindly" in (await ada.presses_in_inbox("Close")).text
    await chat.settle()
    await chat.a_moment()
    assert "Ada Example has left your conversation" in bo.inbox[-1]
    assert "This conversation is closed" in bo.inbox[0]
    assert bo.inbox[1].endswith("ada@example.org")
    before = len(ada.inbox)
    await bo.writes("Are you there?")
    await chat.settle()
    assert len(ada.inbox) == before


async def test_of_three_one_may_go_for_good_and_the_last_is_told_kindly(chat: Chat) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan, group_size="3")
    space = await chat.connect()
    ada, bo, cy = await people(chat, 3)
    ada = await in_town(chat, space, ada)
    await rowan.says("/facilitate round open")
    await chat.settle()
    await ada.writes("Hello you two")
    await chat.settle()
    assert bo.inbox[-1] == cy.inbox[-1] == "Ada Example:\nHello you two"
    await bo.says("/kindred introduce never Cy Example")
    await chat.settle()
    told = [each.inbox[-1] for each in (ada, cy)]
    assert all("Bo Example has left your conversation" in each for each in told)
    assert not any("never" in each or "closed" in each for each in told)
    await cy.writes("Pity")
    await chat.settle()
    assert ada.inbox[-1] == "Cy Example:\nPity"
    assert bo.inbox[-1] == "Ada Example:\nHello you two"
    async with chat.work() as work:
        for held in reversed(chat.core.registry.personal_data):
            await held.erase(work, cy.id)
    await chat.settle()
    await chat.a_moment()
    assert "Somebody you talked with has left" in ada.inbox[-1]
    assert "This conversation is closed" in ada.inbox[-1]
    assert not any("Cy" in each for each in ada.inbox)


async def test_whose_partner_cannot_be_written_to_is_told_so_and_it_closes(chat: Chat) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan)
    space = await chat.connect()
    ada, bo = await people(chat, 2)
    ada = await in_town(chat, space, ada)
    chat.town.closed.add(ada.id)
    await rowan.says("/facilitate round open")
    await chat.settle()
    await chat.a_moment()
    first, last = bo.inbox
    assert "I can’t reach Ada Example" in last
    assert "This conversation is closed" in last
    assert "This conversation is closed" in first
    assert any("Ada Example" in told and "reach" in told for told in rowan.inbox)


async def test_whose_partner_leaves_their_only_chat_is_told_so_and_it_closes(chat: Chat) -> None:
    ada, bo = await across(chat)
    await ada.writes("Hello Bo!")
    await chat.settle()
    assert ada.account
    chat.town.people[ada.account] = AccountInfo("Ada Example")
    await ada.becomes(kind="gone")
    await chat.settle()
    await chat.a_moment()
    assert "I can’t reach Ada Example any more" in bo.inbox[-1]
    assert "This conversation is closed" in bo.inbox[0]
    assert replace(ada, account=None, space=None).inbox == []


async def test_what_is_quiet_for_two_weeks_is_put_away(chat: Chat) -> None:
    ada, bo = await across(chat)
    await bo.writes("Hello Ada!")
    await days_pass(chat, 13)
    assert not any("put it away" in each for each in bo.inbox)
    await days_pass(chat, 2)
    for each in (ada, bo):
        assert len([told for told in each.inbox if "put it away" in told]) == 1


async def test_those_who_share_a_chat_have_their_room_there(chat: Chat) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan)
    space = await chat.connect()
    two = [await in_town(chat, space, person) for person in await people(chat, 2)]
    await rowan.says("/facilitate round open")
    await chat.settle()
    assert [person.inbox for person in two] == [[], []]
    assert [len(place.messages) for place in chat.town.places.values() if place.members] == [1]
    answer = await two[0].says("/kindred introduce room")
    assert "among your conversations in this chat" in answer.text


async def test_a_suggested_introduction_across_chats_is_talked_about_there(chat: Chat) -> None:
    space = await chat.connect()
    ada, bo = await chat.person("Ada Example"), await chat.person("Bo Example")
    await ada.says("/kindred introduce me Bo Example")
    await bo.says("/kindred introduce accept")
    ada = await in_town(chat, space, ada)
    await chat.settle()
    (told,) = [message for message in ada.inbox if "no room in one chat" in message]
    assert "I’m introducing you to @Bo Example." in told
    await chat.person("Cy Example")
    assert "no introduction of yours" in (await ada.says("/kindred introduce room Cy Example")).text
    await linked(bo, ada)  # the two are one: it closes without a word to either
    await chat.settle()
    await chat.a_moment()
    for each in (ada, bo):
        assert "This conversation is closed" in each.inbox[-1]
        assert not any("has left" in line or "can’t reach" in line for line in each.inbox)
