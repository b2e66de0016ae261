"""kill -9 between any two calls to Slack: every group is there once, with its message once.

So is a card in a channel, with what is said below it.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from adapters.slack import manifest
from adapters.slack.platform import SlackPlatform
from adapters.slack.refs import channel, workspace
from adapters.slack.settings import SlackSettings
from adapters.web.sender import WebSender
from bot.bootstrap import assemble, registry
from bot.community.clock import MovableClock, SystemChance
from bot.community.people import AccountInfo, Ref
from bot.community.profiles import Profile
from bot.community.roles import Role
from bot.routing.background import ThreadExecutor
from bot.routing.interaction import Arrival, Submitted, Typed
from storage.kernel.database import connect
from storage.kernel.unit_of_work import OpenSqlWork
from storage.stores import work_on
from tests.adapters.slack_server import SlackServer
from tests.adapters.slack_things import Channel
from tests.adapters.slack_weather import Fault
from tests.extent import few_or_all
from tests.forks import FORKS
from tests.places import A_CARD, BELOW_IT, for_everybody, say_below_a_card

pytestmark = [
    pytest.mark.forks,
    pytest.mark.timeout(600),
    pytest.mark.slow("many processes are killed"),
]

PEOPLE = 4
STEP = few_or_all(4, 1)  # from one call at which it is killed to the next
_SECRET = "a secret of at least thirty-two characters"
_LEASES_RUN_OUT = timedelta(minutes=5)


async def deliver(url: str, api_url: str, token: str, ahead: timedelta) -> None:
    """What a process does that is killed: deliver what there is to be said."""
    engine, clock = connect(url), MovableClock(ahead)
    settings = SlackSettings(_env_file=None, bot_token=SecretStr(token), api_url=api_url)
    open_work = work_on(engine)
    platform = SlackPlatform(settings, _SECRET, registry(), open_work, clock, haste=1000.0)
    core = assemble(
        engine,
        {"slack": platform.sender, "web": WebSender(open_work, clock)},
        clock,
        SystemChance(),
        ThreadExecutor(),
        machine_clock=clock,
    )
    stopping = asyncio.Event()
    running = asyncio.create_task(platform.run(stopping))
    relaying = asyncio.create_task(core.relay.run(stopping))
    while await left(open_work):  # noqa: ASYNC110  # the database tells nobody
        await asyncio.sleep(0.02)
    stopping.set()
    await asyncio.gather(relaying, running)
    await platform.close()


async def left(open_work: OpenSqlWork) -> int:
    async with open_work(read_only=True) as work:
        return await work.queue.waiting()


def in_a_process(url: str, api_url: str, token: str, ahead: timedelta) -> None:
    asyncio.run(deliver(url, api_url, token, ahead))


async def furnish(url: str, slack: SlackServer) -> Channel:
    """Four people of a workspace, a round of introductions that has just been opened, and a card.

    Returns the channel that this is to hang in.
    """
    hall = slack.world.channel("everybody")
    engine, clock = connect(url), MovableClock()
    core = assemble(engine, {}, clock, SystemChance(), ThreadExecutor())
    async with core.open_work() as work:
        community = (await work.people.establish("Testers")).id
        space = await work.people.connect(community, workspace(slack.team.id), "Northern Commons")
        await for_everybody(work, space, channel(slack.team.id, hall.id))
        await say_below_a_card(work, space)
        for number in range(PEOPLE):
            user = slack.world.user(f"Person {number}")
            profile = Profile(name=user.real_name, topics=(f"topic {number % 2}",))
            id_ = await work.members.add(community, profile, clock.now())
            await work.people.attach(id_, space, Ref("slack", user.id), AccountInfo(user.real_name))
        await work.members.grant(1, Role.FACILITATOR)
    here = Ref("web", "direct:1")
    click = Arrival(Ref("web", "1"), Ref("web", str(community)), here, "found")
    values = {"name": "Kindred spirits"}
    await core.dispatcher(click, Submitted("introductions.programme", 0, dict(values), turn="done"))
    async with core.open_work() as work:
        (programme,) = await work.introductions.programmes.running(community)
        for member in range(1, PEOPLE + 1):
            await work.introductions.membership.join(programme.id, member, clock.now())
    open_it = Arrival(Ref("web", "1"), Ref("web", str(community)), here, "open")
    await core.dispatcher(open_it, Typed("/facilitate round open"))
    await engine.dispose()
    return hall


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer() as server:
        server.team.scopes = set(manifest.scopes(bridged=True))
        yield server


async def run(slack: SlackServer, url: str, fault: Fault | None, at: int, ahead: timedelta) -> bool:
    """Run a process; with a fault, kill it when it strikes. Returns whether it was killed."""
    calls = 0

    def is_the_one(arguments: object) -> bool:
        nonlocal calls
        calls += 1
        return calls == at

    struck = slack.faults.add("*", fault, when=is_the_one) if fault else None
    arguments = (url, slack.url, slack.team.token, ahead)
    process = FORKS.Process(target=in_a_process, args=arguments)
    await asyncio.to_thread(process.start)
    while process.exitcode is None and not (struck and struck.met):  # noqa: ASYNC110
        await asyncio.sleep(0.005)
    killed = process.exitcode is None
    if killed:
        assert process.pid
        os.kill(process.pid, signal.SIGKILL)
    await asyncio.to_thread(process.join)
    slack.faults.clear()  # what hung is done now, and nobody hears of it
    assert killed or process.exitcode == 0
    return killed


def check(slack: SlackServer, hall: Channel) -> None:
    card, below, invitation = hall.timeline
    assert [card.text, below.text] == [A_CARD, BELOW_IT]
    assert [m.thread_ts for m in hall.timeline] == [None, card.ts, None], invitation.text
    groups = [c for c in slack.world.channels.values() if c.kind == "mpim"]
    assert len(groups) == PEOPLE // 2
    for group in groups:
        assert len(group.timeline) == 1, [message.text for message in group.timeline]
    people = [user for user in slack.world.users.values() if not user.is_bot]
    assert [len(slack.world.dm(user)) for user in people] == [0] * PEOPLE
    assert slack.violations == []


FATES = {"before Slack did it": Fault.cut(), "after Slack did it": Fault.hang()}


@pytest.mark.parametrize("fault", FATES.values(), ids=FATES)
async def test_killed_at_every_call(
    slack: SlackServer, sqlite_url: str, tmp_path: Path, fault: Fault
) -> None:
    hall = await furnish(sqlite_url, slack)
    killed, at = True, 1 - STEP
    while killed:
        at += STEP
        slack.world.forget_conversations()
        hall.messages.clear()
        slack.world.channels[hall.id] = hall
        copy = tmp_path / f"copy{at}.sqlite3"
        shutil.copy(sqlite_url.removeprefix("sqlite:///"), copy)
        url = f"sqlite:///{copy}"
        killed = await run(slack, url, fault, at, timedelta())
        if killed:
            await run(slack, url, None, 0, _LEASES_RUN_OUT)
        check(slack, hall)
    assert at > PEOPLE  # one call for each group and one for each message, at the least
