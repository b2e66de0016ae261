"""One challenge whose people talk from Slack, Discord, the web and direct messages."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.community.roles import Role
from bot.routing.interaction import Pressed
from tests.chat import Person
from tests.database import engine_at
from tests.stories.across import Both, both_chats, web_chat
from tests.stories.challenges import QUESTION, the_challenge
from tests.stories.conversations import looks_into_own_chat


@pytest.fixture
async def both(sqlite_url: str) -> AsyncIterator[Both]:
    """Slack, Discord and the web, with one core; what people write is told to Kindred."""
    async with engine_at(sqlite_url) as engine, both_chats(engine, reads=True) as chats:
        yield chats


@pytest.mark.slow("three chats")
async def test_one_challenge_is_talked_about_from_four_sides(both: Both) -> None:
    web = web_chat(both)
    ada: Any = await both.slack.person("Ada", Role.FACILITATOR, networks=("Lantern Lane",))
    eve: Any = await both.slack.person("Eve")
    bo: Any = await both.discord.person("Bo")
    fay: Any = await both.discord.person("Fay")
    cy, dee = await web.person("Cy"), await web.person("Dee")
    await (await ada.says(f'/challenge new "{QUESTION}"')).press("Post it")
    await both.settle()
    joined = await ada.does(Pressed("challenges.join_threads", str((await the_challenge(web)).id)))
    assert "joined up: the web chat, Northern Commons (Slack) and The Test Table" in joined.text
    await eve.says("/kindred introduce never Bo")
    await a_moment(both)
    for chat in (both.slack, both.discord, web):
        assert "carried, with your name" in chat.for_all[-1]
        assert "Northern Commons (Slack) and The Test Table (Discord)" in chat.for_all[-1]
    for chat, person in ((web, dee), (both.slack, eve), (both.discord, fay)):
        await chat.press_in_for_all("Follow in direct messages", by=person)
    await a_moment(both)
    assert "(Discord) and 3 people’s direct messages" in web.for_all[-1]
    assert "(Discord) and 2 people’s direct messages" in fay.inbox[-1]

    square = web.platform.top(f"square:{web.community}")
    said = await cy.writes("Who measures trust?", below=square)
    await a_moment(both)
    assert in_slack(both) == both.discord.below_for_all == ["Cy:\nWho measures trust?"]
    assert dee.inbox[-1] == fay.inbox[-1] == alone_in_slack(both, eve)[-1]
    assert dee.inbox[-1] == "Cy:\nWho measures trust?"

    slack, discord = both.slack.slack, both.discord.discord
    first = await slack.say(ada.user, both.slack.hall, "We *do*", thread_ts=both.slack.card)
    thread = both.discord.thread
    copy = [m for m in thread.messages.values() if "Who measures" in m.words][-1]
    second = await discord.say(bo.user, thread, "How so, @everyone?", reply_to=copy)
    await a_moment(both)
    quoted = "Bo:\n↪ Cy: Who measures trust?\nHow so, @everyone?"
    assert in_order(in_slack(both), "Cy:\nWho measures trust?", quoted)
    assert in_order(both.discord.below_for_all, "Ada (Lantern Lane):\nWe do")
    assert set(web.below_for_all) == {"Ada (Lantern Lane):\nWe do", quoted}
    await discord.say(fay.user, thread, "Ask Dee", reply_to=second)
    await a_moment(both)
    assert web.below_for_all[-1] == "Fay:\n↪ Bo: How so, @everyone?\nAsk Dee"
    assert alone_in_slack(both, eve)[-1] == "Fay:\nAsk Dee"
    answer = await slack.say(eve.user, None, "Hello all", thread_ts=head_in_slack(both, eve))
    await a_moment(both)
    assert "Bo" not in str(alone_in_slack(both, eve))
    assert [web.below_for_all[-1], fay.inbox[-1]] == ["Eve:\nHello all"] * 2
    await slack.delete(answer)
    await slack.edit(ada.user, first, "We try to")
    await discord.react(bo.user, copy, "👍")
    await said.edit("Who measures trust, and how?")
    await discord.delete_message(second)
    await a_moment(both)
    quote_is_gone = "Fay:\n↪ (taken back)\nAsk Dee"
    assert in_slack(both) == ["Cy:\nWho measures trust, and how?\n👍 1", quote_is_gone]
    assert both.discord.below_for_all[-1] == "Ada (Lantern Lane):\nWe try to"
    assert web.below_for_all == ["Ada (Lantern Lane):\nWe try to", quote_is_gone]
    await dee.writes("From my own place", answers=web.platform.top(f"direct:{dee.id}"))
    await a_moment(both)
    from_dee = "Dee:\n↪ Fay: Ask Dee\nFrom my own place"
    for there in (in_slack(both), both.discord.below_for_all, web.below_for_all, fay.inbox):
        assert there[-1] == from_dee

    await looks_into_own_chat(web, fay)
    await fay.becomes(kind="gone")
    await a_moment(both)
    told = len(fay.inbox)
    budget = slack.world.given_file("budget.xlsx", b"9")
    hall, card = both.slack.hall, both.slack.card
    await slack.say(ada.user, hall, "Fay, our budget", thread_ts=card, files=[budget])
    await a_moment(both)
    in_the_web = Person(web, fay.id, "Fay")
    with_file = "Ada (Lantern Lane):\nFay, our budget\n📎 budget.xlsx\nOnly people of the chat"
    assert in_the_web.inbox[-1].startswith(with_file)
    assert len(fay.inbox) == told
    await in_the_web.writes("I am still here")
    await a_moment(both)
    for there in (in_slack(both), both.discord.below_for_all, web.below_for_all):
        assert there[-1] == "Fay:\nI am still here"


def alone_in_slack(both: Both, person: Any) -> list[str]:
    """What somebody reads in Slack below what stands on top of their own place."""
    dm = both.slack.slack.world.dm(person.user)
    there = [m for m in dm if m.thread_ts == head_in_slack(both, person)]
    return [f"{m.username}:\n{m.words}" for m in there if m.bot_id]


def head_in_slack(both: Both, person: Any) -> str:
    """The timestamp of what stands on top of it."""
    dm = both.slack.slack.world.dm(person.user)
    (head,) = [m.ts for m in dm if "Here you read" in m.words]
    return head


def in_slack(both: Both) -> list[str]:
    """What Kindred said below the card in Slack, where it speaks under others' names."""
    thread = both.slack.hall.thread(both.slack.card)[1:]
    return [f"{m.username}:\n{m.words}" for m in thread if m.bot_id]


def in_order(there: list[str], *wanted: str) -> bool:
    rest = iter(there)
    return all(each in rest for each in wanted)


async def a_moment(both: Both) -> None:
    """Let everything arrive, and what was touched be shown anew."""
    await both.settle()
    await both.discord.a_moment()
    await both.slack.kindred.settle()
    await both.settle()
