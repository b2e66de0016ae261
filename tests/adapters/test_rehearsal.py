"""A fortnight in a minute: the program as an operator runs it, beside Slack and beside Discord."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.discord import refs as discord_refs
from adapters.slack import manifest
from adapters.slack import refs as slack_refs
from bot.bootstrap import Core, assemble
from bot.bootstrap.rehearsal import chosen_clock
from bot.community.clock import CLOCK, SystemChance, read_clock
from bot.community.people import AccountInfo, Ref
from bot.community.profiles import Profile
from bot.community.roles import Role
from bot.routing.background import ThreadExecutor
from bot.routing.interaction import Arrival, Submitted
from bot.settings import Settings
from storage.stores import work_on
from tests.adapters.discord_server import DiscordServer
from tests.adapters.discord_things import Channel, Guild
from tests.adapters.slack_server import SlackServer
from tests.database import engine_at
from tests.extent import everywhere_only
from tests.places import for_everybody

pytestmark = [
    everywhere_only,
    pytest.mark.slow("starts the program, and lets a fortnight pass"),
    pytest.mark.timeout(240),
]

ROOT = Path(__file__).parents[2]
NAMES = ("Ada Example", "Bo Sample", "Cy Specimen", "Dee Instance")
FACILITATOR = "Rowan Hall"
PATIENCE = 90.0  # seconds: it keeps each chat's pace, and the machine may be busy


class Place(Protocol):
    """A chat in which a round is rehearsed: what people do there, and what they get to read."""

    environment: dict[str, str]
    space: Ref
    for_all: Ref

    def account(self, name: str) -> Ref: ...
    async def is_up(self) -> None: ...
    async def joins(self, name: str) -> None: ...
    async def counts_in(self, name: str) -> None: ...
    def for_all_says(self) -> str: ...
    def rooms(self) -> Sequence[str]: ...
    def alone(self, name: str) -> str: ...
    async def until(self, true: Callable[[], Any]) -> None: ...
    def complaints(self) -> Sequence[str]: ...


class InSlack:
    """A workspace of a local Slack."""

    def __init__(self, slack: SlackServer) -> None:
        self.slack, self.world = slack, slack.world
        slack.team.scopes = set(manifest.scopes())
        self.users = {name: self.world.user(name) for name in (*NAMES, FACILITATOR)}
        self.hall = self.world.channel("everybody", self.users.values())
        self.space = slack_refs.workspace(slack.team.id)
        self.for_all = slack_refs.channel(slack.team.id, self.hall.id)
        self.environment = {
            "SLACK_BOT_TOKEN": slack.team.token,
            "SLACK_APP_TOKEN": slack.secrets.app_token,
            "SLACK_API_URL": slack.url,
        }

    def account(self, name: str) -> Ref:
        return slack_refs.account(self.users[name].id)

    async def is_up(self) -> None:
        await self.until(lambda: self.slack.deliverer.links)

    async def joins(self, name: str) -> None:
        await self.slack.slash(self.users[name], "/kindred", "join", self.hall)
        await self.until(lambda: self.world.whispers(self.users[name]))

    async def counts_in(self, name: str) -> None:
        user = self.users[name]
        [invitation] = [m for m in self.hall.timeline if "Kindred spirits" in m.words]
        await self.slack.press(user, invitation, "Count me in")
        await self.until(lambda: "You are in" in self.world.whispers(user)[-1].words)

    def for_all_says(self) -> str:
        return "\n".join(message.words for message in self.hall.timeline)

    def rooms(self) -> Sequence[str]:
        groups = [each for each in self.world.channels.values() if each.kind == "mpim"]
        return ["\n".join(message.words for message in each.timeline) for each in groups]

    def alone(self, name: str) -> str:
        return "\n".join(message.words for message in self.world.dm(self.users[name]))

    async def until(self, true: Callable[[], Any]) -> None:
        await self.slack.until(true, PATIENCE)

    def complaints(self) -> Sequence[str]:
        return [*self.slack.violations, *self.slack.impatience]


class InDiscord:
    """A server of a local Discord."""

    def __init__(self, discord: DiscordServer) -> None:
        self.discord, self.world = discord, discord.world
        self.guild: Guild = self.world.guild("Northern Commons")
        self.hall: Channel = self.world.channel(self.guild, "introductions")
        self.users = {name: self.world.member(self.guild, name) for name in (*NAMES, FACILITATOR)}
        self.space = discord_refs.server(str(self.guild.id))
        self.for_all = discord_refs.channel(str(self.guild.id), str(self.hall.id))
        self.environment = {"DISCORD_BOT_TOKEN": discord.token, "DISCORD_API_URL": discord.base}

    def account(self, name: str) -> Ref:
        return discord_refs.account(str(self.users[name].id))

    async def is_up(self) -> None:
        await self.discord.connected(seconds=PATIENCE)
        await self.until(lambda: self.world.commands.get(None))

    async def joins(self, name: str) -> None:
        made = await self.discord.slash(self.users[name], self.hall, "kindred", ["join"])
        await self.until(lambda: made.original and not made.original.loading)

    async def counts_in(self, name: str) -> None:
        [invitation] = [m for m in self.hall.talk if "Kindred spirits" in m.words]
        made = await self.discord.press(self.users[name], invitation, "Count me in")
        await self.until(lambda: made.original and "You are in" in made.original.words)

    def for_all_says(self) -> str:
        return "\n".join(message.words for message in self.hall.talk)

    def rooms(self) -> Sequence[str]:
        return ["\n".join(message.words for message in each.talk) for each in self.guild.threads]

    def alone(self, name: str) -> str:
        return "\n".join(message.words for message in self.discord.dm(self.users[name]))

    async def until(self, true: Callable[[], Any]) -> None:
        await self.discord.until(true, PATIENCE)

    def complaints(self) -> Sequence[str]:
        return [*self.discord.violations, *self.discord.impatience]


@pytest.fixture(params=["slack", "discord"])
async def place(request: pytest.FixtureRequest) -> AsyncIterator[Place]:
    server: SlackServer | DiscordServer
    if request.param == "slack":
        async with SlackServer() as server:
            server.keep_pace()
            yield InSlack(server)
    else:
        async with DiscordServer() as server:
            yield InDiscord(server)


@dataclass
class Rehearsal:
    """A database of its own, and the file that says how far ahead the clock is."""

    place: Place
    engine: AsyncEngine
    url: str
    file: Path
    core: Core

    async def found(self) -> None:
        """A community in the chat, whose facilitator has set up a programme."""
        core, now = self.core, self.core.clock.now()
        async with core.open_work() as work:
            community = (await work.people.establish("The Test Table")).id
            space = await work.people.connect(community, self.place.space, "A test place")
            await for_everybody(work, space, self.place.for_all)
            id_ = await work.members.add(community, Profile(name=FACILITATOR), now)
            account = self.place.account(FACILITATOR)
            await work.people.attach(id_, space, account, AccountInfo(FACILITATOR))
            await work.members.grant(id_, Role.FACILITATOR)
        here = Arrival(account, self.place.space, self.place.for_all, "programme")
        form = Submitted("introductions.programme", 0, {"name": "Kindred spirits"}, turn="done")
        await core.dispatcher(here, form)

    async def is_ahead(self, days: float) -> None:
        """Write that the clock is ahead by so many days, and wait until Kindred has seen it."""
        seconds = round(days * 86_400)
        self.file.write_text(str(seconds))
        async with asyncio.timeout(PATIENCE):
            while await self._seen() < seconds:  # noqa: ASYNC110  # the database tells nobody
                await asyncio.sleep(0.1)

    async def _seen(self) -> float:
        async with self.core.open_work(read_only=True) as work:
            ahead = read_clock(await work.settings.get(CLOCK))
        return ahead.total_seconds() if ahead else 0.0

    @asynccontextmanager
    async def running(self) -> AsyncIterator[asyncio.subprocess.Process]:
        """Run `kindred serve` until the block ends."""
        own = {"KINDRED_DATABASE_URL": self.url, "KINDRED_SECRET_KEY": "k" * 40}
        own |= {"KINDRED_WEB_PORT": "0", "KINDRED_REHEARSAL_CLOCK": str(self.file)}
        others = {n: v for n, v in os.environ.items() if not n.startswith("KINDRED_")}
        program = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "serve"),
            cwd=self.file.parent,
            env={**others, **own, **self.place.environment, "PYTHONPATH": str(ROOT)},
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            yield program
        finally:
            if program.returncode is None:
                program.send_signal(signal.SIGTERM)
            await program.wait()


@pytest.fixture
async def rehearsal(place: Place, sqlite_url: str, tmp_path: Path) -> AsyncIterator[Rehearsal]:
    file = tmp_path / "ahead.txt"
    write(file, "0")
    settings = Settings(_env_file=None, rehearsal_clock=str(file))
    async with engine_at(sqlite_url) as engine:
        clock = await chosen_clock(settings, work_on(engine))
        core = assemble(engine, {}, clock, SystemChance(), ThreadExecutor())
        yield Rehearsal(place, engine, sqlite_url, file, core)


def write(file: Path, text: str) -> None:
    file.write_text(text)


async def for_each(act: Callable[[str], Awaitable[None]]) -> None:
    for name in NAMES:
        await act(name)


async def test_a_fortnight_passes_in_a_minute(rehearsal: Rehearsal, place: Place) -> None:
    await rehearsal.found()
    async with rehearsal.running() as program:
        await place.is_up()
        await place.until(lambda: "Kindred spirits" in place.for_all_says())
        await for_each(place.joins)
        await for_each(place.counts_in)
        await rehearsal.is_ahead(11)  # the first round opens within ten days
        await place.until(lambda: len([room for room in place.rooms() if room]) == 2)
        await rehearsal.is_ahead(11 + 7.1)
        await place.until(lambda: all("have you met?" in room for room in place.rooms()))
        await rehearsal.is_ahead(11 + 13.1)
        await place.until(lambda: all("ends tomorrow" in place.alone(name) for name in NAMES))
        await rehearsal.is_ahead(11 + 14.1)
        await place.until(lambda: "The round is over." in place.alone(FACILITATOR))
    assert program.stderr is not None
    assert b"THIS IS A REHEARSAL" in await program.stderr.read()
    assert program.returncode == 0
    assert place.complaints() == []
