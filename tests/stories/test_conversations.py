"""One conversation in several chats: what is said in one of them is read in all others."""

from __future__ import annotations

import pytest

from bot.community.roles import Role
from tests.chat import Chat
from tests.stories.conversations import in_town, joined_up

pytestmark = [pytest.mark.not_in("slack"), pytest.mark.not_in("discord")]


async def test_what_is_said_in_one_chat_is_read_in_the_other_and_follows_what_becomes_of_it(
    chat: Chat,
) -> None:
    ada = await chat.person("Ada", Role.FACILITATOR, networks=("Lantern Lane",))
    there = await joined_up(chat, ada)
    bo = await in_town(chat, "Bo")
    hello = await ada.writes("Who measures trust?", below=there.square)
    await hello.is_heard()
    await there.settle()
    assert there.in_hall == ["Ada (Lantern Lane):\nWho measures trust?"]
    assert there.in_square == []
    answer = await bo.writes("We do.", below=there.hall, answers=there.copy("hall"))
    await there.settle()
    assert there.in_square == ["Bo:\n↪ Ada: Who measures trust?\nWe do."]
    await hello.edit("Who measures trust, and how?")
    await hello.edit("Who?", version=0.5)
    await hello.gets("👍", bo)
    await ada.reacts(there.copy("square"), "🎉")
    await there.settle()
    assert there.in_hall == ["Ada (Lantern Lane):\nWho measures trust, and how?\n👍 1"]
    assert there.in_square == ["Bo:\n↪ Ada: Who measures trust, and how?\nWe do.\n🎉 1"]
    await hello.delete()
    await there.settle()
    assert there.in_hall == []
    assert there.in_square == ["Bo:\n↪ (taken back)\nWe do.\n🎉 1"]
    await answer.delete()
    await there.settle()
    assert there.in_square == []


async def test_somebody_in_no_other_chat_takes_part_in_direct_messages(chat: Chat) -> None:
    ada = await chat.person("Ada", Role.FACILITATOR)
    there = await joined_up(chat, ada)
    await there.settle()
    assert "carried, with your name" in there.cards[0]
    assert "the web chat and The Town Hall." in there.cards[1]
    bo, cy = await in_town(chat, "Bo"), await chat.person("Cy")
    assert "You follow" in (await there.press_on_card("Follow in direct messages", cy)).text
    await there.settle()
    assert "answer what others say about this in the web chat, The Town Hall and" in cy.inbox[0]
    assert "one person’s direct messages" in there.cards[0]
    await bo.writes("Good morning!", below=there.hall)
    await there.settle()
    assert cy.inbox[1:] == ["Bo:\nGood morning!"]
    await cy.writes("Good morning, Bo.", answers=chat.platform.top(f"direct:{cy.id}"))
    await cy.writes("Nice here.")
    await there.settle()
    told = ["Cy:\n↪ Bo: Good morning!\nGood morning, Bo.", "Cy:\nNice here."]
    assert there.in_hall == told
    assert there.in_square == ["Bo:\nGood morning!", *told]
    form = await cy.presses_in_inbox("Say something")
    assert "on its way" in (await form.fill(text="By a form").done()).text
    await there.settle()
    assert there.in_square[-1] == there.in_hall[-1] == cy.inbox[-1] == "Cy:\nBy a form"
    who = await there.press_on_card("Who reads this?", ada)
    assert "the web chat, The Town Hall and one person’s direct messages" in who.text
    assert "@Bo" in who.text
    assert "@Cy" in who.text
    assert "You have left" in (await cy.presses_in_inbox("Leave")).text
    await bo.writes("Anybody there?", below=there.hall)
    await there.settle()
    assert cy.inbox[-1] == "Cy:\nBy a form"
    assert "You have left this conversation" in cy.inbox[0]
