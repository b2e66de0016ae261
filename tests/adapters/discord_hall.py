"""A server that is part of a community, in which people talk with Kindred."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.community.people import Member
from bot.routing.interaction import Arrival, Request, Shown
from tests.adapters.discord_interactions import Interaction
from tests.adapters.discord_server import DiscordServer
from tests.adapters.discord_things import Channel, Guild, User
from tests.adapters.discordchat import Kindred, kindred_in
from tests.database import engine_at

LATER, UPDATED, SAID, FORM = 5, 7, 4, 9


@dataclass
class Slow:
    """Stands before the dispatcher, and lets nothing through while it is `closed`."""

    dispatcher: Any
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.dispatcher, name)

    async def __call__(self, arrival: Arrival, request: Request, *slot: Any) -> Shown | None:
        await self.gate.wait()
        shown: Shown | None = await self.dispatcher(arrival, request, *slot)
        return shown


@dataclass
class Table:
    """A server that is part of a community, and Kindred in it."""

    discord: DiscordServer
    engine: AsyncEngine
    guild: Guild
    for_all: Channel
    kindred: Kindred

    async def person(self, name: str = "Ada Example", **facts: Any) -> User:
        locale = facts.pop("locale", "en-GB")
        user = self.discord.world.member(self.guild, name, locale=locale)
        await self.kindred.member(user, self.guild, **facts)
        return user

    async def asks(self, user: User, *words: str, where: Any = None, **options: Any) -> Interaction:
        """Type `/kindred words`, and wait for the answer."""
        return await self.answered(
            self.discord.slash(user, where or self.for_all, "kindred", list(words), options)
        )

    async def answered(self, act: Awaitable[Interaction]) -> Interaction:
        made = await act
        await self.kindred.platform.finish()
        assert made.failure == "", made.failure
        return made

    def reads(self, made: Interaction) -> str:
        assert made.original is not None
        return str(made.original.words)

    async def found(self, name: str) -> list[Member]:
        async with self.kindred.open_work(read_only=True) as work:
            return await work.people.called(1, name)


@asynccontextmanager
async def a_discord() -> AsyncIterator[DiscordServer]:
    """A local Discord that has nothing to complain of in the end."""
    async with DiscordServer() as server:
        yield server
        assert server.violations == []
        assert server.impatience == []
        assert server.late == []


@asynccontextmanager
async def hall(url: str) -> AsyncIterator[Table]:
    """Run it all until the block ends."""
    async with engine_at(url) as engine, a_discord() as discord:
        guild = discord.world.guild("Northern Commons")
        for_all = discord.world.channel(guild, "introductions")
        async with kindred_in(discord, engine) as kindred:
            await kindred.joined("Commons", guild, for_all)
            yield Table(discord, engine, guild, for_all, kindred)
