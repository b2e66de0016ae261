"""A local Slack with a community in it, and Kindred as a process of its own that is connected.

`python -m bench.slack_town HASTE` is that process where Slack is faster than in life; at Slack's
own pace it is `kindred serve`.
"""

import asyncio
import contextlib
import signal
import socket
import sys
from collections.abc import AsyncIterator

import aiohttp

from adapters.slack import manifest
from adapters.slack.manifest import EVENTS_PATH
from adapters.slack.platform import SlackPlatform
from adapters.slack.refs import account, workspace
from adapters.slack.settings import SlackSettings
from adapters.web.sender import WebSender
from bench.places import community, found_programme
from bench.process import SECRET, Bot, running
from bot.bootstrap import assemble, registry
from bot.community.clock import SystemChance, SystemClock
from bot.community.people import AccountInfo
from bot.community.roles import Role
from bot.routing.background import ProcessExecutor
from bot.settings import Settings
from jobs import worker
from storage.kernel.database import connect
from storage.stores import work_on
from tests.adapters.slack_server import SlackServer
from tests.adapters.slack_things import User

_LINKS = 2  # connections that it keeps to Slack


async def settle(url: str, slack: SlackServer, size: int, *, programme: bool) -> list[User]:
    """Let a community of so many live in this Slack, the facilitator of a programme first."""
    slack.team.scopes = set(manifest.scopes())
    users = []
    async with community(url, size) as (core, id_):
        if programme:
            await found_programme(core, id_)
        async with core.open_work() as work:
            space = await work.people.connect(id_, workspace(slack.team.id), slack.team.name)
            for member in sorted(
                await work.people.with_role(id_, Role.MEMBER), key=lambda member: member.id
            ):
                users.append(slack.world.user(member.name))
                who = AccountInfo(member.name, zone=users[-1].tz)
                await work.people.attach(member.id, space, account(users[-1].id), who)
    return users


@contextlib.asynccontextmanager
async def kindred(
    url: str, slack: SlackServer, *, by_http: bool = False, haste: float = 1.0
) -> AsyncIterator[Bot]:
    """Run Kindred over a database that is furnished, until the block ends; connected to Slack."""
    port = _free_port()
    settings = {
        "KINDRED_DATABASE_URL": url,
        "KINDRED_WEB_PORT": str(port),
        "SLACK_API_URL": slack.url,
        "SLACK_BOT_TOKEN": slack.team.token,
    }
    if by_http:
        settings["KINDRED_BASE_URL"] = "https://kindred.example.org"
        settings["SLACK_SIGNING_SECRET"] = slack.secrets.signing_secret
        slack.request_url = f"http://127.0.0.1:{port}{EVENTS_PATH}"
    else:
        settings["SLACK_APP_TOKEN"] = slack.secrets.app_token
    command = ("bot", "serve") if haste == 1.0 else ("bench.slack_town", str(haste))
    async with running(command, settings, lambda: _reached(slack)) as bot:
        yield bot


async def _reached(slack: SlackServer) -> bool:
    if not slack.request_url:
        return len(slack.deliverer.links) >= _LINKS
    with contextlib.suppress(aiohttp.ClientError, ValueError):
        return slack.calls["auth.test"] > 0 and await slack.deliverer.verify_url()
    return False


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


async def hurry(haste: float) -> None:
    """Be Kindred at a Slack that is so many times as fast, until told to end."""
    settings, slack, clock = Settings(), SlackSettings(), SystemClock()
    engine, executor = connect(settings.database_url), ProcessExecutor()
    open_work = work_on(engine)
    platform = SlackPlatform(slack, SECRET, registry(), open_work, clock, haste=haste)
    core = assemble(
        engine,
        {"slack": platform.sender, "web": WebSender(open_work, clock)},
        clock,
        SystemChance(),
        executor,
        whois={"slack": platform.whois},
        home_publishers={"slack": platform.home_publisher},
    )
    platform.use_dispatcher(core.dispatcher, "")
    stopping = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopping.set)
    await asyncio.gather(
        platform.run(stopping),
        worker.work(core.relay, core.ticks.run_due, stopping, [core.live.run]),
    )
    executor.close()
    await platform.close()
    await engine.dispose()


if __name__ == "__main__":
    asyncio.run(hurry(float(sys.argv[1])))
