"""One conversation in several chats: what is said in one of them is read in all others."""

from __future__ import annotations

import pytest

from adapters.discord.render import allowed_mentions, pages
from adapters.discord.spans import Ids
from adapters.slack.written import spans
from bot.community.roles import Role
from bot.delivery.heard import AccountMention, LinkedFile
from bot.routing.interaction import Pressed
from bot.ui.speakers import Speaker
from tests.chat import Chat
from tests.stories.challenges import QUESTION
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
    offered = (await cy.says("/kindred conversation join")).text
    assert "You follow no conversation in direct messages" in offered
    assert f"/kindred conversation join {QUESTION}" in offered
    assert "called “tea”" in (await cy.says("/kindred conversation readers tea")).text
    assert "You follow" in (await there.press_on_card("Follow in direct messages", cy)).text
    await there.settle()
    assert "answer what others say about this in the web chat and The Town Hall." in cy.inbox[0]
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


async def test_nothing_of_somebody_comes_to_the_own_place_of_who_never_wants_to_meet_them(
    chat: Chat,
) -> None:
    ada = await chat.person("Ada", Role.FACILITATOR)
    there = await joined_up(chat, ada)
    bo, cy, dee = await in_town(chat, "Bo"), await chat.person("Cy"), await chat.person("Dee")
    await bo.writes("First", below=there.hall)
    await cy.says("/kindred introduce never Bo")
    asked = await there.press_on_card("Follow in direct messages", cy)
    assert "somebody takes part in" in asked.text
    assert "Bo" not in asked.text
    assert "You follow" in (await asked.press("Go on")).text
    await there.press_on_card("Follow in direct messages", dee)
    await there.settle()
    second = await bo.writes("Second", below=there.hall)
    await there.settle()
    await ada.writes("I agree", below=there.square, answers=there.copy("square"))
    await second.edit("Second, said better")
    await there.settle()
    assert cy.inbox[1:] == ["Ada:\nI agree"]
    assert dee.inbox[1:] == [
        "Bo:\nSecond, said better",
        "Ada:\n↪ Bo: Second, said better\nI agree",
    ]
    who = await there.press_on_card("Who reads this?", cy)
    assert "@Bo" not in who.text
    assert "one more person, by a name that I keep to myself" in who.text

    eve = await in_town(chat, "Eve")
    await dee.says("/kindred introduce never Eve")
    await eve.writes("Hello from Eve", below=there.hall)
    await eve.writes("And once more", below=there.hall)
    await there.settle()
    told = [line for line in dee.inbox if "whom you never want to meet" in line]
    assert len(told) == 1
    assert not any("Eve" in line for line in dee.inbox)
    assert not any("whom you never" in line for line in (*eve.inbox, *ada.inbox))

    fay, gus = await chat.person("Fay"), await chat.person("Gus")
    await fay.says("/kindred introduce never Dee")
    asked = await there.press_on_card("Join", fay)
    assert "somebody takes part in" in asked.text
    assert "Dee" not in asked.text
    async with chat.work(read_only=True) as work:
        assert await work.challenges.participants.get(there.challenge, fay.id) is None
    assert "You are in" in (await asked.press("Join all the same")).text
    for each in (dee, fay):
        await each.says("/kindred introduce never Gus")
    await there.press_on_card("Join without my name", gus)
    await there.settle()
    assert len([line for line in fay.inbox if "whom you never want to meet" in line]) == 1
    assert not any("Gus" in line for line in (*fay.inbox, *dee.inbox))


async def test_who_hides_their_name_is_carried_without_it_quotes_and_mentions_alike(
    chat: Chat,
) -> None:
    ada = await chat.person("Ada", Role.FACILITATOR)
    there = await joined_up(chat, ada)
    bo, cy = await in_town(chat, "Bo"), await chat.person("Cy", networks=("Tidewater",))
    assert "others read “somebody in the group”" in there.cards[0]
    await there.press_on_card("Join without my name", cy)
    await cy.writes("I was there", below=there.square)
    await there.settle()
    await bo.writes("Tell us", below=there.hall, answers=there.copy("hall"))
    await there.settle()
    assert there.in_hall == ["somebody in the group (Tidewater):\nI was there"]
    assert there.in_square == ["Bo:\n↪ somebody in the group: I was there\nTell us"]
    assert "Cy" not in (await there.press_on_card("Who reads this?", bo)).text

    await there.press_on_card("Join", bo)
    assert bo.account
    await ada.writes("Ask ", AccountMention(bo.account, "Bo"), below=there.square)
    await there.settle()
    assert there.in_hall[-1] == "Ada:\nAsk @Bo"
    await bo.does(Pressed("challenges.hide_name", str(there.challenge)))
    await there.settle()
    assert there.in_hall[-1] == "Ada:\nAsk somebody in the group"
    assert there.in_square[0].startswith("somebody in the group:\n")
    await cy.does(Pressed("challenges.leave", str(there.challenge)))
    await ada.does(there.part)
    await bo.reacts(there.copy("hall", 0), "👍")
    await there.settle()
    assert "Cy" not in str(there.in_hall)
    await bo.does(Pressed("challenges.show_name", str(there.challenge)))


async def test_words_are_carried_as_they_were_typed_and_call_nobody_who_was_not_meant(
    chat: Chat,
) -> None:
    """Case L23."""
    ada = await chat.person("Ada", Role.FACILITATOR)
    there = await joined_up(chat, ada)
    bo = await in_town(chat, "Bo")
    assert bo.account
    typed = spans({"text": "<!channel>, @everyone, <@U1>, <https://example.org|x>"})
    await bo.writes(*typed, " and ", AccountMention(bo.account, "bo"), below=there.hall)
    files = (
        LinkedFile("plan.pdf", "https://example.org/plan", "its space"),
        LinkedFile("sketch.png", "https://example.org/sketch", "a while"),
        LinkedFile("voice.ogg", ""),
    )
    await bo.writes(below=there.hall, files=files)
    wordy = await bo.writes("long " * 2_000, below=there.hall)
    for number in range(20):
        await wordy.gets(f":picture_{number:02}:", bo)
    await there.settle()
    first, given, long = there.in_square
    assert first == "Bo:\n@channel, @everyone, @…, x and @Bo"
    shown = chat.platform.place(f"below {there.square.message.id}").posted
    message = next(iter(shown.values()))
    assert message.speaker == Speaker("Bo")
    in_discord = str(pages(message, Ids()))
    assert "@everyone" not in in_discord
    assert "[x](<https://example.org>)" in in_discord or "[x](https://example.org)" in in_discord
    assert allowed_mentions(message, Ids()) == {"parse": [], "users": []}
    assert "plan.pdf" in given
    assert "Only people of the chat" in given
    assert "works for a day" in given
    assert "voice.ogg (it can only be seen where it was given)" in given
    assert len(long) < 8_500
    assert ":picture_11: 1 · …" in long
    assert ":picture_12:" not in long
    assert "There is more of this" in long
