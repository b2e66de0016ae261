"""One challenge whose people talk from Slack, Discord, the web and direct messages."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.community.roles import Role
from bot.routing.interaction import Pressed
from tests.database import engine_at
from tests.stories.across import Both, both_chats, web_chat
from tests.stories.challenges import QUESTION, the_challenge


@pytest.fixture
async def both(sqlite_url: str) -> AsyncIterator[Both]:
    """Slack, Discord and the web, with one core; what people write is told to Kindred."""
    async with engine_at(sqlite_url) as engine, both_chats(engine, reads=True) as chats:
        yield chats


@pytest.mark.slow("three chats")
async def test_one_challenge_is_talked_about_from_four_sides(both: Both) -> None:
    web = web_chat(both)
    ada: Any = await both.slack.person("Ada", Role.FACILITATOR, networks=("Lantern Lane",))
    bo: Any = await both.discord.person("Bo")
    cy, dee = await web.person("Cy"), await web.person("Dee")
    await (await ada.says(f'/challenge new "{QUESTION}"')).press("Post it")
    await both.settle()
    joined = await ada.does(Pressed("challenges.join_threads", str((await the_challenge(web)).id)))
    assert "joined up" in joined.text
    await a_moment(both)
    for chat in (both.slack, both.discord, web):
        assert "carried, with your name" in chat.for_all[-1]
    await web.press_in_for_all("Follow in direct messages", by=dee)
    await a_moment(both)

    square = web.platform.top(f"square:{web.community}")
    said = await cy.writes("Who measures trust?", below=square)
    await a_moment(both)
    assert in_slack(both) == both.discord.below_for_all == ["Cy:\nWho measures trust?"]
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
    await slack.edit(ada.user, first, "We try to")
    await discord.react(bo.user, copy, "👍")
    await said.edit("Who measures trust, and how?")
    await discord.delete_message(second)
    await a_moment(both)
    assert in_slack(both) == ["Cy:\nWho measures trust, and how?\n👍 1"]
    assert both.discord.below_for_all[-1] == "Ada (Lantern Lane):\nWe try to"
    assert web.below_for_all == ["Ada (Lantern Lane):\nWe try to"]
    await dee.writes("From my own place", answers=web.platform.top(f"direct:{dee.id}"))
    await a_moment(both)
    for there in (in_slack(both), both.discord.below_for_all, web.below_for_all):
        assert there[-1] == "Dee:\n↪ Ada: We try to\nFrom my own place"


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
