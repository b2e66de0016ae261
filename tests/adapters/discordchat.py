"""Kindred in a local Discord: everything real but Discord itself, and all of that over sockets."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from types import MappingProxyType
from typing import Any

from pydantic import SecretStr

from adapters.discord import commands, refs
from adapters.discord.platform import SYNCED, DiscordPlatform
from adapters.discord.sender import COMMAND_IDS
from adapters.discord.settings import DiscordSettings
from adapters.web.sender import WebSender
from bot.bootstrap import Core, assemble, registry
from bot.community.clock import Clock
from bot.community.facts import Fact
from bot.community.people import AccountInfo, Member, Ref, Space
from bot.community.profiles import Profile
from bot.community.roles import Role
from bot.delivery.addresses import Address
from bot.delivery.sender import Sender
from bot.features import FEATURES
from bot.routing.background import ThreadExecutor
from bot.routing.dispatch import Dispatcher
from bot.ui.messages import say
from storage.stores import work_on
from tests.adapters.discord_server import DiscordServer
from tests.adapters.discord_things import Channel, Guild, User
from tests.chat import ADDRESS, SECRET_KEY, START, FakeChance, FakeClock
from tests.places import for_everybody

HASTE = 1000.0
TIMEOUT = 1.0


class Kindred:
    """One process of Kindred, connected to a local Discord."""

    def __init__(
        self,
        discord: DiscordServer,
        engine: Any,
        clock: Clock,
        haste: float,
        settings: DiscordSettings,
        *,
        web: Sender | None = None,
        through: Callable[[Dispatcher], Dispatcher] = lambda dispatcher: dispatcher,
        carrying: Callable[[Any], Any] = lambda sender: sender,
        timeout: float = TIMEOUT,
        beside: Mapping[str, Any] = MappingProxyType({}),
        senders: Mapping[str, Sender] = MappingProxyType({}),
        features: Sequence[str] = FEATURES,
    ) -> None:
        """`beside` are the other platforms that the same core speaks in, `senders` only send."""
        self.discord = discord
        self.clock = clock
        self.open_work = work_on(engine, declared=registry(features))
        self.platform = DiscordPlatform(
            settings, registry(features), self.open_work, clock, haste=haste, timeout=timeout
        )
        platforms = {"discord": self.platform, **beside}
        self.core: Core = assemble(
            engine,
            {name: carrying(platform.sender) for name, platform in platforms.items()}
            | {"web": carrying(web or WebSender(self.open_work, clock)), **senders},
            clock,
            FakeChance(),
            ThreadExecutor(),
            whois={name: platform.whois for name, platform in platforms.items()},
            rosters={name: platform.roster for name, platform in platforms.items()},
            file_sources={name: platform.file_source for name, platform in platforms.items()},
            home_publishers={
                name: carrying(platform.home_publisher) for name, platform in beside.items()
            },
            permission_checks={name: each.permissions for name, each in platforms.items()},
            machine_clock=clock,
            address=ADDRESS,
            secret_key=SECRET_KEY,
            features=features,
        )
        self.platform.use_dispatcher(through(self.core.dispatcher), ADDRESS)

    @asynccontextmanager
    async def delivering(self) -> AsyncIterator[None]:
        """Let the relay run, as a worker does."""
        stopping = asyncio.Event()
        running = asyncio.create_task(self.core.relay.run(stopping))
        try:
            yield
        finally:
            stopping.set()
            self.core.relay.nudge()
            await running

    async def come_back(self, given: Sequence[dict[str, Any]]) -> None:
        """Be as after a restart, in a Discord that was given these commands before."""
        world = self.discord.world
        application = str(world.app_id)
        world.commands[None] = [{**each, "application_id": application} for each in given]
        async with self.open_work() as work:
            digest = commands.digest_of(self.platform.registry)
            await work.settings.put(SYNCED, f"{application}:{digest}")
            await work.settings.put(COMMAND_IDS, json.dumps(commands.ids_of(given)))

    async def post(self, to: Address, words: str, key: str) -> None:
        """Say something through the outbox."""
        async with self.open_work() as work:
            community = (await work.people.communities())[0]
            await work.outbox.post(to, say(words), Fact(key), community=community.id)
        self.core.relay.nudge()

    async def waiting(self) -> int:
        async with self.open_work(read_only=True) as work:
            return await work.queue.waiting()

    async def dead(self) -> list[tuple[str, str]]:
        async with self.open_work(read_only=True) as work:
            return await work.queue.dead()

    async def delivered(self) -> None:
        """Wait until nothing waits any more."""
        async with asyncio.timeout(20):
            while await self.waiting():  # noqa: ASYNC110  # the database tells nobody
                await asyncio.sleep(0.02)

    async def settle(self) -> None:
        """Wait until everything said has been answered, and everything due delivered."""
        await self.platform.finish()
        while await self.core.relay.drain():
            pass

    async def space(self, guild: Guild) -> Space | None:
        async with self.open_work(read_only=True) as work:
            return await work.people.space(refs.server(str(guild.id)))

    async def joined(self, name: str, guild: Guild, for_all: Channel | None = None) -> Space:
        """Let a server be part of the community of this name, and choose a channel in it."""
        async with self.open_work() as work:
            community = await work.people.establish(name)
            ref = refs.server(str(guild.id))
            space = await work.people.connect(community.id, ref, guild.name)
            if for_all:
                channel = refs.channel(str(guild.id), str(for_all.id))
                await for_everybody(work, space, channel)
        found = await self.space(guild)
        assert found is not None
        return found

    async def member(
        self, user: User, guild: Guild, role: Role = Role.MEMBER, **profile: Any
    ) -> Member:
        """Let a user of a connected server be a member, as if they had said yes."""
        async with self.open_work() as work:
            space = await work.people.space(refs.server(str(guild.id)))
            assert space is not None
            facts = Profile(name=user.name, **profile)
            id_ = await work.members.add(space.community, facts, self.clock.now())
            account, told = Ref("discord", str(user.id)), AccountInfo(user.name)
            await work.people.attach(id_, space, account, told)
            await work.members.grant(id_, role)
            found = await work.people.member(id_)
        assert found is not None
        return found


def settings_for(discord: DiscordServer) -> DiscordSettings:
    """The token and the address of a local Discord."""
    return DiscordSettings(_env_file=None, bot_token=SecretStr(discord.token), api_url=discord.base)


@asynccontextmanager
async def kindred_in(
    discord: DiscordServer,
    engine: Any,
    *,
    clock: Clock | None = None,
    haste: float = HASTE,
    settings: DiscordSettings | None = None,
    given: Sequence[dict[str, Any]] = (),
    **more: Any,
) -> AsyncIterator[Kindred]:
    """Run Kindred in this Discord until the block ends, not for the first time if it was `given`
    commands. `more` goes to `Kindred`.
    """
    settings = settings or settings_for(discord)
    with discord.stands_in():  # the library's own addresses come back afterwards
        kindred = Kindred(discord, engine, clock or FakeClock(START), haste, settings, **more)
        if given:
            await kindred.come_back(given)
        stopping = asyncio.Event()
        running = asyncio.create_task(kindred.platform.run(stopping))
        try:
            await discord.connected()
            await discord.until(lambda: bool(discord.world.commands.get(None)))
            async with asyncio.timeout(60):
                while not await kindred.platform.command_ids():  # noqa: ASYNC110  # a database's
                    await asyncio.sleep(0.01)
            yield kindred
        finally:
            stopping.set()
            await running
            await kindred.platform.close()
