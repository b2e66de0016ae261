"""kill -9 between any two calls to Discord: every thread is there once, with its message once.

So is a card in a channel, with its thread and what is said below it, and an event in the tab.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from adapters.discord import refs
from adapters.discord.platform import DiscordPlatform
from adapters.discord.settings import DiscordSettings
from adapters.discord.threads import PRIVATE
from adapters.web.sender import WebSender
from bot.bootstrap import assemble, registry
from bot.community.clock import MovableClock, SystemChance
from bot.community.people import AccountInfo, Ref, Space
from bot.community.profiles import Profile
from bot.community.roles import Role
from bot.features.events import planning
from bot.features.events.listings.hanging import list_all
from bot.features.events.ports import Work
from bot.routing.background import ThreadExecutor
from bot.routing.interaction import Arrival, Submitted, Typed
from storage.kernel.database import connect
from storage.kernel.unit_of_work import OpenSqlWork
from storage.stores import work_on
from tests.adapters.discord_server import DiscordServer
from tests.adapters.discord_things import Guild
from tests.adapters.discord_weather import Fault
from tests.extent import few_or_all
from tests.forks import FORKS
from tests.places import A_CARD, BELOW_IT, for_everybody, say_below_a_card
from tests.stories.events import TEA

pytestmark = [
    pytest.mark.forks,
    pytest.mark.timeout(600),
    pytest.mark.slow("many processes are killed"),
]

PEOPLE = 4
STEP = few_or_all(4, 1)  # from one call at which it is killed to the next
_LEASES_RUN_OUT = timedelta(minutes=5)


async def deliver(url: str, api_url: str, token: str, ahead: timedelta) -> None:
    """What a process does that is killed: deliver what there is to be said."""
    engine, clock = connect(url), MovableClock(ahead)
    settings = DiscordSettings(_env_file=None, bot_token=SecretStr(token), api_url=api_url)
    open_work = work_on(engine)
    platform = DiscordPlatform(settings, registry(), open_work, clock, haste=1000.0)
    core = assemble(
        engine,
        {"discord": platform.sender, "web": WebSender(open_work, clock)},
        clock,
        SystemChance(),
        ThreadExecutor(),
        machine_clock=clock,
    )
    stopping = asyncio.Event()
    relaying = asyncio.create_task(core.relay.run(stopping))
    while await left(open_work):  # noqa: ASYNC110  # the database tells nobody
        await asyncio.sleep(0.02)
    stopping.set()
    await relaying
    await platform.close()


async def left(open_work: OpenSqlWork) -> int:
    async with open_work(read_only=True) as work:
        return await work.queue.waiting()


def in_a_process(url: str, api_url: str, token: str, ahead: timedelta) -> None:
    asyncio.run(deliver(url, api_url, token, ahead))


async def furnish(url: str, discord: DiscordServer) -> Guild:
    """Four people of a server, a round of introductions that has just been opened, and a card."""
    engine, clock = connect(url), MovableClock()
    core = assemble(engine, {}, clock, SystemChance(), ThreadExecutor())
    guild = discord.world.guild("Northern Commons")
    for_all = discord.world.channel(guild, "introductions")
    async with core.open_work() as work:
        community = (await work.people.establish("Testers")).id
        server = refs.server(str(guild.id))
        space = await work.people.connect(community, server, guild.name)
        here = refs.channel(str(guild.id), str(for_all.id))
        await for_everybody(work, space, here)
        await say_below_a_card(work, space)
        await list_an_event(work, space, refs.agenda(str(guild.id)), clock.now())
        for number in range(PEOPLE):
            user = discord.world.member(guild, f"Person {number}")
            profile = Profile(name=user.name, topics=(f"topic {number % 2}",))
            id_ = await work.members.add(community, profile, clock.now())
            account = refs.account(str(user.id))
            await work.people.attach(id_, space, account, AccountInfo(user.name))
        await work.members.grant(1, Role.FACILITATOR)
    alone = Ref("web", "direct:1")
    click = Arrival(Ref("web", "1"), Ref("web", str(community)), alone, "found")
    values = {"name": "Kindred spirits"}
    await core.dispatcher(click, Submitted("introductions.programme", 0, dict(values), turn="done"))
    async with core.open_work() as work:
        (programme,) = await work.introductions.programmes.running(community)
        for member in range(1, PEOPLE + 1):
            await work.introductions.membership.join(programme.id, member, clock.now())
    open_it = Arrival(Ref("web", "1"), Ref("web", str(community)), alone, "open")
    await core.dispatcher(open_it, Typed("/facilitate round open"))
    await engine.dispose()
    return guild


async def list_an_event(work: Work, space: Space, agenda: Ref, now: datetime) -> None:
    """Let an event be in the tab of a server."""
    in_a_week = (now + timedelta(days=7)).replace(tzinfo=None, second=0, microsecond=0)
    await planning.plan(work, space.community, replace(TEA, start=in_a_week), None, now)
    await list_all(work, await work.places.choose_agenda(space, agenda), now)


@pytest.fixture
async def discord() -> AsyncIterator[DiscordServer]:
    async with DiscordServer() as server:
        with server.stands_in():
            yield server


async def run(
    discord: DiscordServer, url: str, fault: Fault | None, at: int, ahead: timedelta
) -> bool:
    """Run a process; with a fault, kill it when it strikes. Returns whether it was killed."""
    calls = 0

    def is_the_one(body: object) -> bool:
        nonlocal calls
        calls += 1
        return calls == at

    struck = discord.faults.add("*", fault, when=is_the_one) if fault else None
    arguments = (url, discord.base, discord.token, ahead)
    process = FORKS.Process(target=in_a_process, args=arguments)
    await asyncio.to_thread(process.start)
    while process.exitcode is None and not (struck and struck.met):  # noqa: ASYNC110
        await asyncio.sleep(0.005)
    killed = process.exitcode is None
    if killed:
        assert process.pid
        os.kill(process.pid, signal.SIGKILL)
    await asyncio.to_thread(process.join)
    discord.faults.clear()  # what hung is done now, and nobody hears of it
    assert killed or process.exitcode == 0
    return killed


def check(discord: DiscordServer, guild: Guild) -> None:
    bot, private = discord.world.bot.id, [each for each in guild.threads if each.kind == PRIVATE]
    assert [event["name"] for event in guild.events.values()] == [TEA.title]
    (below,) = [each for each in guild.threads if each not in private]
    assert below.parent
    card, invitation = below.parent.talk
    assert card.words == A_CARD, invitation.words
    assert [each.words for each in below.talk] == [BELOW_IT]
    assert len(private) == PEOPLE // 2
    for thread in private:
        assert len([message for message in thread.talk if message.author.id == bot]) == 1
        assert len(thread.members) == 3, "two people and Kindred"
    everybody = [user for thread in private for user in thread.members if user != bot]
    assert len(set(everybody)) == PEOPLE
    assert discord.violations == []


def forget(discord: DiscordServer, guild: Guild) -> None:
    """Let nothing have been said or opened."""
    for thread in guild.threads:
        del guild.channels[thread.id]
        del discord.world.channels[thread.id]
    for channel in guild.channels.values():
        channel.messages.clear()
    guild.events.clear()
    discord.world.nonces.clear()


FATES = {
    "before Discord did it": Fault.cut(),
    "after Discord did it": Fault.lose_answer(),
}


@pytest.mark.parametrize("fault", FATES.values(), ids=FATES)
async def test_killed_at_every_call(
    discord: DiscordServer, sqlite_url: str, tmp_path: Path, fault: Fault
) -> None:
    guild = await furnish(sqlite_url, discord)
    killed, at = True, 1 - STEP
    while killed:
        at += STEP
        forget(discord, guild)
        copy = tmp_path / f"copy{at}.sqlite3"
        shutil.copy(sqlite_url.removeprefix("sqlite:///"), copy)
        url = f"sqlite:///{copy}"
        killed = await run(discord, url, fault, at, timedelta())
        if killed:
            discord.world.nonces.clear()  # it takes longer than Discord remembers them
            await run(discord, url, None, 0, _LEASES_RUN_OUT)
        check(discord, guild)
    assert at > 4 * PEOPLE // 2  # a thread, two members and a message for each two people
