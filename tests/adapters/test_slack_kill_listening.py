"""kill -9 while people write in Slack: all of it is carried, once, and in its order."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from adapters.slack.events import BRIDGED_EVENTS
from adapters.slack.platform import SlackPlatform
from adapters.slack.refs import channel
from adapters.slack.settings import SlackSettings
from adapters.web.sender import WebSender
from bot.bootstrap import assemble, registry
from bot.community.clock import MovableClock, SystemChance, SystemClock
from bot.community.facts import Fact
from bot.community.places import Purpose
from bot.delivery.addresses import Below, ChannelFor, ToPlace
from bot.routing.background import ThreadExecutor
from bot.ui.messages import say
from storage.kernel.database import connect
from storage.kernel.delivery_tables import outbox
from storage.stores import work_on
from tests.adapters.slack_server import SlackServer
from tests.adapters.slack_things import Channel, User
from tests.adapters.slackchat import SECRET, kindred_in
from tests.extent import few_or_all
from tests.forks import FORKS

pytestmark = [
    pytest.mark.forks,
    pytest.mark.timeout(600),
    pytest.mark.slow("processes are killed"),
]

KILLS = few_or_all(2, 25)
SAID = 10  # messages during the life of a process
_LEASES_RUN_OUT = timedelta(minutes=5)


async def listen(url: str, api_url: str, token: str, app_token: str, ahead: timedelta) -> None:
    """What a process does that is killed: hear, and deliver what follows from it."""
    clock = MovableClock(ahead)
    engine = connect(url)
    settings = SlackSettings(
        _env_file=None,
        bot_token=SecretStr(token),
        app_token=SecretStr(app_token),
        api_url=api_url,
    )
    open_work = work_on(engine)
    platform = SlackPlatform(settings, SECRET, registry(), open_work, clock, haste=1000.0)
    core = assemble(
        engine,
        {"slack": platform.sender, "web": WebSender(open_work, clock)},
        clock,
        SystemChance(),
        ThreadExecutor(),
        machine_clock=clock,
    )
    platform.use_dispatcher(core.dispatcher, "https://kindred.example.org")
    stopping = asyncio.Event()
    await asyncio.gather(platform.run(stopping), core.relay.run(stopping))


def in_a_process(*arguments: Any) -> None:
    asyncio.run(listen(*arguments))


@dataclass
class Table:
    """Ada writes below a card in the hall; what she says is carried below one in the square."""

    slack: SlackServer
    ada: User
    hall: Channel
    square: Channel

    def carried(self) -> list[str]:
        return [message.words for message in self.square.timeline[1:]]

    def acked(self) -> int:
        return sum(delivery.acked for delivery in self.slack.deliveries)

    async def writes(self, texts: list[str]) -> None:
        for text in texts:
            await self.slack.say(self.ada, self.hall, text, thread_ts=self.hall.timeline[0].ts)


@asynccontextmanager
async def a_table(url: str) -> AsyncIterator[Table]:
    engine = connect(url)
    async with SlackServer() as slack:
        slack.subscriptions = slack.subscriptions | set(BRIDGED_EVENTS)
        ada = slack.world.user("Ada Example")
        rooms = [slack.world.channel(name, [ada]) for name in ("hall", "square")]
        async with kindred_in(slack, engine, clock=SystemClock()) as kindred:
            await kindred.joined("The Test Table")
            member = await kindred.member(ada)
            space = await kindred.space()
            assert space
            async with kindred.open_work() as work:
                for room in rooms:
                    there = channel(slack.team.id, room.id)
                    place = await work.places.choose(space, there, [Purpose.ANNOUNCEMENTS])
                    to = ToPlace(ChannelFor(Purpose.ANNOUNCEMENTS, place.id))
                    card = Fact("card", room.id)
                    await work.outbox.post(to, say("A card"), card, community=member.community)
                about = Fact("challenges.opened", "1")
                talk = await work.conversations.open(about, "Trust", community=member.community)
                await work.outbox.flush()
                posts = await work.connection.scalars(select(outbox.c.id))
                await work.conversations.show_in(talk.id, *map(Below, posts))
            await kindred.settle()
        await engine.dispose()
        slack.deliverer.patience, slack.deliverer.retry_after = 60.0, (0.1, 0.1)
        yield Table(slack, ada, *rooms)
        assert slack.violations == []


async def live(table: Table, url: str, texts: list[str], number: int, last: int) -> None:
    """Let a process run while this is written, and kill it: all but the last in the midst of it.

    The rest is written while nobody listens.
    """
    slack, ahead = table.slack, number * _LEASES_RUN_OUT
    arguments = url, slack.url, slack.team.token, slack.secrets.app_token, ahead
    process = FORKS.Process(target=in_a_process, args=arguments)
    await asyncio.to_thread(process.start)
    await slack.connected()
    heard = table.acked() + 1 + (number * 3) % (SAID - 1)
    writing = asyncio.create_task(table.writes(texts))
    if number < last:
        await slack.until(lambda: table.acked() >= heard)
    else:
        await slack.until(lambda: len(table.carried()) >= (last + 1) * SAID, 60.0)
    assert process.pid
    os.kill(process.pid, signal.SIGKILL)
    await asyncio.to_thread(process.join)
    await writing
    await slack.until(lambda: not slack.deliverer.links)


async def test_killed_while_people_write(sqlite_url: str) -> None:
    said = [f"Number {number}" for number in range((KILLS + 1) * SAID)]
    async with a_table(sqlite_url) as table:
        for number in range(KILLS + 1):
            texts = said[number * SAID : (number + 1) * SAID]
            await live(table, sqlite_url, texts, number, KILLS)
        assert table.carried() == said
