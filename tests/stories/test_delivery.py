"""Rounds on their way: how long it takes, how far it is, and rooms across chats."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.web.login_links import fingerprint
from bot.community.people import AccountInfo, Ref, Space
from bot.delivery.sender import RateLimit
from bot.features.introductions.rounds import views as round_views
from bot.routing.interaction import Pressed, Update
from bot.ui.messages import Actions, LinkButton
from tests.chat import Answer, Chat, Person
from tests.database import engine_at
from tests.stories.programmes import FIRST_ROUND, facilitator, joining, people, set_up

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
    ada = await joining(chat, "Ada Example", topics=("gardens",))
    bo = await joining(chat, "Bo Example", headline="Grows beans", topics=("gardens",))
    ada = await in_town(chat, space, ada)
    await rowan.says("/facilitate round open")
    await chat.settle()
    return ada, bo


async def test_who_is_in_another_chat_is_told_there_of_a_room_in_the_web_chat(chat: Chat) -> None:
    ada, bo = await across(chat)
    (room,) = bo.rooms
    assert room.members == ["Ada Example", "Bo Example"]
    (told,) = ada.inbox
    assert "I’m introducing you to @Bo Example in Kindred spirits." in told
    assert "Grows beans" in told
    assert "You both work on gardens" in told
    assert "Bo and you use different chats" in told
    assert not any("different chats" in message for message in bo.inbox)


async def test_the_way_to_the_room_is_a_link_for_one_person_and_once(chat: Chat) -> None:
    ada, _ = await across(chat)
    for answer in (
        await ada.presses_in_inbox(ROOM),
        await ada.says("/kindred introduce room"),
    ):
        assert answer.only_for_actor
        (link,) = [
            control
            for block in answer.message.blocks
            if isinstance(block, Actions)
            for control in block.controls
            if isinstance(control, LinkButton)
        ]
        async with chat.work() as work:
            secret = fingerprint(link.url.rpartition("/enter/")[2])
            assert await work.web.use_login(secret, chat.clock.now()) == ada.id
            assert await work.web.use_login(secret, chat.clock.now()) is None


async def test_nobody_else_is_let_into_a_room(chat: Chat) -> None:
    _, bo = await across(chat)
    cy = await chat.person("Cy Example")
    answer = await cy.does(Pressed("introductions.enter", "1"))
    assert "I know of no introduction of yours" in answer.text
    here = await bo.says("/kindred introduce room")
    assert "among your conversations in this chat" in here.text


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


async def test_a_suggested_introduction_across_chats_is_told_too(chat: Chat) -> None:
    space = await chat.connect()
    ada, bo = await chat.person("Ada Example"), await chat.person("Bo Example")
    await ada.says("/kindred introduce me Bo Example")
    await bo.says("/kindred introduce accept")
    ada = await in_town(chat, space, ada)
    await chat.settle()
    (told,) = [message for message in ada.inbox if "different chats" in message]
    assert "I’m introducing you to @Bo Example." in told
    assert "Kindred’s web chat" in (await ada.presses_in_inbox(ROOM)).text
    assert "Kindred’s web chat" in (await ada.says("/kindred introduce room Bo Example")).text
    await chat.person("Cy Example")
    assert "no introduction of yours" in (await ada.says("/kindred introduce room Cy Example")).text


async def test_what_was_told_elsewhere_is_taken_back_when_somebody_is_erased(chat: Chat) -> None:
    ada, bo = await across(chat)
    assert any("Bo" in message for message in ada.inbox)
    (held,) = (held for held in chat.core.registry.personal_data if held.name == "introductions")
    async with chat.work() as work:
        await held.erase(work, bo.id)
    await chat.settle()
    assert not any("Bo" in message for message in ada.inbox)
