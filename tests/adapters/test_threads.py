"""Threads in Slack, in Discord and in the web chat: what every one of them does for the relay."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

import pytest
from sqlalchemy import select

from adapters.discord import refs as discord_refs
from adapters.slack import refs as slack_refs
from adapters.web.refs import for_all
from adapters.web.sender import WebSender
from bot.community.people import Ref
from bot.community.places import Place
from bot.delivery.sender import Gone, Posted, Receipt, Refused, Sender
from bot.ui.message_json import from_json
from bot.ui.messages import say
from storage.kernel.columns import AnyRow
from storage.stores import work_on
from storage.web.tables import web_messages
from tests.adapters.discord_table import discord_table
from tests.adapters.slack_table import slack_table
from tests.adapters.slack_things import Message
from tests.adapters.slack_weather import Fault
from tests.chat import START, FakeClock, text_of
from tests.database import engine_at
from tests.places import there

VOICE = 2  # docs: resources/channel, "Channel Types"
CARD, TITLE = "A card", "Tea, and who brings it"
LINES = [f"Line {number}: {'tea ' * 30}" for number in range(120)]


@dataclass
class Spot:
    """A channel of a chat, and how to look into it."""

    sender: Sender
    channel: Place
    stands: Callable[[], Any]
    table: Any = None

    async def card(self) -> Place:
        """Post a card; returns where something is said below it."""
        said = await self.sender.post("card", self.channel, say(CARD))
        assert isinstance(said, Receipt)
        return replace(self.channel, below=said.message)


@asynccontextmanager
async def slack(engine: Any) -> AsyncIterator[Spot]:
    async with slack_table(engine) as table:

        def stands() -> tuple[list[str], list[str]]:
            said = table.hall.timeline
            top = [m.words for m in said if m.thread_ts is None]
            return top, [m.words for m in said if m.thread_ts]

        sender = table.kindred.platform.sender
        place = there(slack_refs.channel(table.slack.team.id, table.hall.id))
        yield Spot(sender, place, stands, table)


@asynccontextmanager
async def discord(engine: Any) -> AsyncIterator[Spot]:
    async with discord_table(engine) as table:
        guild = table.home_guild

        def stands() -> tuple[list[str], list[str]]:
            below = [message.words for thread in guild.threads for message in thread.talk]
            return [message.words for message in table.hall.talk], below

        sender = table.kindred.platform.sender
        place = there(discord_refs.channel(str(guild.id), str(table.hall.id)))
        yield Spot(sender, place, stands, table)


@asynccontextmanager
async def web(engine: Any) -> AsyncIterator[Spot]:
    open_work = work_on(engine)
    async with open_work() as work:
        community = (await work.people.establish("The Long Table")).id

    async def rows() -> list[AnyRow]:
        async with open_work(read_only=True) as work:
            found = await work.connection.execute(select(web_messages).order_by(web_messages.c.id))
            return [row for row in found if not row.gone]

    async def stands() -> tuple[list[str], list[str]]:
        said = [(row.thread_id, text_of(from_json(row.body))) for row in await rows()]
        return [text for top, text in said if not top], [text for top, text in said if top]

    sender = WebSender(open_work, FakeClock(START))
    yield Spot(sender, there(Ref("web", for_all(community)), community), stands)


@pytest.fixture(params=[slack, discord, web], ids=lambda chat: chat.__name__)
async def spot(request: pytest.FixtureRequest, sqlite_url: str) -> AsyncIterator[Spot]:
    async with engine_at(sqlite_url) as engine, request.param(engine) as found:
        yield found


async def stands(spot: Spot) -> tuple[list[str], list[str]]:
    """What stands in the channel, and what in threads of it."""
    found = spot.stands()
    return found if isinstance(found, tuple) else await found


async def take_away(spot: Spot, below: Place) -> None:
    """Let a card be there no more."""
    assert below.ref
    assert below.below
    await spot.sender.retract("card", Posted(below.ref, below.below))


async def test_it_is_said_below_the_card_once_and_changed_and_taken_back_there(spot: Spot) -> None:
    below = await spot.card()
    first = await spot.sender.post("first", below, say("First", thread=TITLE))
    again = await spot.sender.post("first", below, say("First", thread=TITLE), again=True)
    second = await spot.sender.post("second", below, say("Second", thread=TITLE))
    assert isinstance(first, Receipt)
    assert isinstance(second, Receipt)
    assert first.message
    assert second.message
    assert again == first
    assert await stands(spot) == ([CARD], ["First", "Second"])
    posted = Posted(first.channel, first.message, below.below)
    changed = await spot.sender.edit("first", posted, say(*LINES))  # more than one post may hold
    assert isinstance(changed, Receipt)
    await spot.sender.retract("second", Posted(second.channel, second.message, below.below))
    top, thread = await stands(spot)
    assert top == [CARD]
    assert [line for line in LINES if any(line.strip() in said for said in thread)] == LINES
    assert not any("Second" in said for said in thread)


async def test_below_a_card_that_is_gone_nothing_can_be_said_nor_stands_elsewhere(
    spot: Spot,
) -> None:
    below = await spot.card()
    await take_away(spot, below)
    for again in (False, True):
        outcome = await spot.sender.post("late", below, say("Too late"), again=again)
        assert isinstance(outcome, Gone)
        assert await stands(spot) == ([], [])


async def test_whatever_goes_wrong_it_is_there_once(sqlite_url: str) -> None:
    """What a process lost that was killed in between looks the same to Slack."""
    faults = (Fault.lose_answer(), Fault.http(503), Fault.slow_down())
    async with engine_at(sqlite_url) as engine, slack(engine) as spot:
        below = await spot.card()
        for number, fault in enumerate(faults):
            spot.table.slack.faults.add("chat.postMessage", fault)
            key, message = f"said{number}", say(f"Said {number}")
            await spot.sender.post(key, below, message)
            await spot.sender.post(key, below, message, again=True)
        assert await stands(spot) == ([CARD], [f"Said {number}" for number in range(len(faults))])


@pytest.mark.slow("a thread of more than 2,000 messages")
async def test_in_a_long_thread_what_was_said_last_is_found_first(sqlite_url: str) -> None:
    async with engine_at(sqlite_url) as engine, slack(engine) as spot:
        below = await spot.card()
        assert below.below
        hall, world = spot.table.hall, spot.table.slack.world
        for _ in range(2_100):  # one every second
            said = Message(world.now(), hall.id, "T1", "U1", "Talk", thread_ts=below.below.id)
            world._last_ts += 1
            hall.messages[said.ts] = said
        first = await spot.sender.post("late", below, say(*LINES))
        spot.table.slack.calls.clear()
        assert await spot.sender.post("late", below, say(*LINES), again=True) == first
        assert spot.table.slack.calls["conversations.replies"] == 2


async def test_what_slack_has_said_in_the_channel_is_taken_back_after_a_kill(
    sqlite_url: str,
) -> None:
    async with engine_at(sqlite_url) as engine, slack(engine) as spot:
        below = await spot.card()
        await take_away(spot, below)
        await spot.sender.post("late", spot.channel, say("Too late"))  # nobody heard that it was
        assert isinstance(await spot.sender.post("late", below, say("Too late"), again=True), Gone)
        assert await stands(spot) == ([], [])


async def test_where_kindred_may_not_look_back_it_speaks_in_threads_all_the_same(
    sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with engine_at(sqlite_url) as engine, slack(engine) as spot:
        below = await spot.card()
        spot.table.slack.team.scopes -= {"channels:history"}
        assert isinstance(await spot.sender.post("k", below, say("News"), again=True), Receipt)
        assert await stands(spot) == ([CARD], ["News"])
        assert "missing_scope: needs channels:history" in caplog.text


async def test_discord_opens_a_thread_once_and_wakes_it(sqlite_url: str) -> None:
    async with engine_at(sqlite_url) as engine, discord(engine) as spot:
        below, table = await spot.card(), spot.table
        one = await spot.sender.post("one", below, say("One", thread=TITLE))
        (thread,) = table.home_guild.threads
        await table.discord.archive(thread)
        await spot.sender.post("two", below, say("Two", thread=TITLE))
        assert (thread.name, thread.archived) == (TITLE, False)
        assert await stands(spot) == ([CARD], ["One", "Two"])
        await table.discord.archive(thread, locked=True)
        refused = await spot.sender.post("three", below, say("Three", thread=TITLE))
        assert isinstance(refused, Refused)
        assert not refused.gone
        await table.discord.delete_channel(thread)
        assert isinstance(await spot.sender.post("four", below, say("Four")), Gone)
        assert isinstance(one, Receipt)
        assert one.message
        posted = Posted(one.channel, one.message, below.below)
        assert isinstance(await spot.sender.edit("one", posted, say("Once")), Gone)
        assert await stands(spot) == ([CARD], [])


async def test_discord_says_in_channels_without_threads_what_it_is_about(sqlite_url: str) -> None:
    async with engine_at(sqlite_url) as engine, discord(engine) as spot:
        spot.table.hall.kind = VOICE
        said = await spot.sender.post("one", await spot.card(), say("One", thread=TITLE))
        assert isinstance(said, Receipt)
        assert await stands(spot) == ([CARD, f"-# About “{TITLE}”:\nOne"], [])


async def test_discord_says_what_is_missing_where_it_may_open_no_thread(sqlite_url: str) -> None:
    async with engine_at(sqlite_url) as engine, discord(engine) as spot:
        below, world = await spot.card(), spot.table.discord
        await world.overwrite(spot.table.hall, world.world.bot, deny=("create_public_threads",))
        refused = await spot.sender.post("one", below, say("One", thread=TITLE))
        assert isinstance(refused, Refused)
        assert [each.permission.name for each in refused.missing] == ["create_public_threads"]
