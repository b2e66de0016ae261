"""A local Slack with a community in it, and Kindred as a process of its own that is connected.

`python -m bench.slack_town HASTE` is that process where Slack is faster than in life; at Slack's
own pace it is `kindred serve`.
"""

import asyncio
import contextlib
import os
import signal
import socket
import sys
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from adapters.slack import manifest
from adapters.slack.door import SlackDoor
from adapters.slack.manifest import EVENTS_PATH
from adapters.slack.places import account, workspace
from adapters.slack.settings import SlackSettings
from adapters.web.sender import WebSender
from bench.places import community, found_programme
from bot.bootstrap import assemble, registry
from bot.clock import SystemChance, SystemClock
from bot.people import Newcomer, Role
from bot.settings import Settings
from bot.thinking import ProcessThinker
from jobs import worker
from storage.database import connect
from storage.unit_of_work import OpenSqlWork
from tests.adapters.slack_server import SlackServer
from tests.adapters.slack_things import User

_ROOT = Path(__file__).parent.parent
_SECRET = "a secret of at least thirty-two characters"  # noqa: S105  # seals nothing
_PATIENCE = 60.0  # seconds for its start, and for its end
_LINKS = 2  # connections that it keeps to Slack
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Bot:
    """The process of Kindred, and the file in which it logs."""

    pid: int
    log: Path

    @property
    def megabytes(self) -> float:
        """Its resident memory."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        (line,) = (line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024

    @property
    def cpu(self) -> float:
        """Seconds that it has computed so far, all threads together."""
        stat = Path(f"/proc/{self.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(stat[11]) + int(stat[12])) / _TICKS

    @property
    def complaints(self) -> list[str]:
        """The warnings and errors that it logged."""
        lines = _said(self.log).splitlines()
        return [line for line in lines if " WARNING " in line or " ERROR " in line]


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
                who = Newcomer(member.name, zone=users[-1].tz)
                await work.people.attach(member.id, space, account(users[-1].id), who)
    return users


@contextlib.asynccontextmanager
async def kindred(
    url: str, slack: SlackServer, *, by_http: bool = False, haste: float = 1.0
) -> AsyncIterator[Bot]:
    """Run Kindred over a database that is furnished, until the block ends; connected to Slack."""
    port = _free_port()
    own = {k: v for k, v in os.environ.items() if not k.startswith(("KINDRED_", "SLACK_"))}
    own |= {"PYTHONPATH": str(_ROOT), "KINDRED_DATABASE_URL": url, "KINDRED_SECRET_KEY": _SECRET}
    own |= {"KINDRED_WEB_PORT": str(port), "SLACK_API_URL": slack.url}
    own |= {"SLACK_BOT_TOKEN": slack.team.token}
    if by_http:
        own["KINDRED_BASE_URL"] = "https://kindred.example.org"
        own["SLACK_SIGNING_SECRET"] = slack.secrets.signing_secret
        slack.request_url = f"http://127.0.0.1:{port}{EVENTS_PATH}"
    else:
        own["SLACK_APP_TOKEN"] = slack.secrets.app_token
    command = ["bot", "serve"] if haste == 1.0 else ["bench.slack_town", str(haste)]
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with log.open("w", encoding="utf-8") as file:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", *command), env=own, cwd=folder, stdout=file, stderr=file
            )
        try:
            await _connected(slack, process, log)
            yield Bot(process.pid, log)
        finally:
            await _end(process)


async def _end(process: asyncio.subprocess.Process) -> None:
    """Ask it to end as `kill` does; where it does not, say so and end it."""
    if process.returncode is None:
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), _PATIENCE)
    except TimeoutError:
        print(f"Kindred did not end within {_PATIENCE:.0f} s of being told to: killed.", flush=True)
        process.kill()
        await process.wait()


async def _connected(slack: SlackServer, process: asyncio.subprocess.Process, log: Path) -> None:
    """Wait until Slack reaches it, either way."""
    async with asyncio.timeout(_PATIENCE):
        while not await _reached(slack):
            if process.returncode is not None:
                raise RuntimeError(f"Kindred ended at once: {_said(log)}")
            await asyncio.sleep(0.1)
    await asyncio.sleep(2)  # for what a process does once after its start


def _said(log: Path) -> str:
    return log.read_text(encoding="utf-8")


async def _reached(slack: SlackServer) -> bool:
    if not slack.request_url:
        return len(slack.doors.links) >= _LINKS
    with contextlib.suppress(aiohttp.ClientError, ValueError):
        return slack.calls["auth.test"] > 0 and await slack.doors.verify_url()
    return False


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


async def hurry(haste: float) -> None:
    """Be Kindred at a Slack that is so many times as fast, until told to end."""
    settings, slack, clock = Settings(), SlackSettings(), SystemClock()
    engine, think = connect(settings.database_url), ProcessThinker()
    open_work = OpenSqlWork(engine)
    door = SlackDoor(slack, _SECRET, registry(), open_work, clock, haste=haste)
    core = assemble(
        engine,
        {"slack": door.sender, "web": WebSender(open_work, clock)},
        clock,
        SystemChance(),
        think,
        whois={"slack": door.whois},
        showers={"slack": door.homes},
    )
    door.open_to(core.dispatcher, "")
    stopping = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopping.set)
    await asyncio.gather(
        door.run(stopping), worker.work(core.relay, core.ticks, stopping, core.homes)
    )
    think.close()
    await door.close()
    await engine.dispose()


if __name__ == "__main__":
    asyncio.run(hurry(float(sys.argv[1])))
