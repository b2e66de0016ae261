"""One conversation in several chats: what is said in one of them is read in all others."""

from __future__ import annotations

import pytest

from tests.chat import Chat
from tests.stories.conversations import in_town, joined_up

pytestmark = [pytest.mark.not_in("slack"), pytest.mark.not_in("discord")]


async def test_what_is_said_in_one_chat_is_read_in_the_other_and_follows_what_becomes_of_it(
    chat: Chat,
) -> None:
    ada = await chat.person("Ada", networks=("Lantern Lane",))
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
