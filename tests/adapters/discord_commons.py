"""A server with two members, Ada and Bo, and Kindred in it with a relay that runs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.community.clock import Clock
from bot.community.facts import Fact
from bot.community.people import Member, Space
from bot.community.roles import Role
from bot.delivery.addresses import ToMember, ToPlace
from tests.adapters.discord_server import DiscordServer
from tests.adapters.discord_things import Channel, Guild, Message, User
from tests.adapters.discord_world import CONTENT
from tests.adapters.discordchat import Kindred, kindred_in, settings_for
from tests.database import engine_at
from tests.places import to_all

POST = "POST /channels/{channel_id}/messages"
THREAD = "POST /channels/{channel_id}/threads"
LET_IN = "PUT /channels/{channel_id}/thread-members/{user_id}"
DIRECT = "POST /users/@me/channels"
CALLBACK = "POST /interactions/{interaction_id}/{interaction_token}/callback"
MEET = "Meet each other"
GUILD = "Northern Commons"


class FastClock:
    """The machine's clock, on which the waits between two attempts of the relay are soon over."""

    def __init__(self, times: float = 50.0) -> None:
        self._began = datetime.now(UTC)
        self._times = times

    def now(self) -> datetime:
        """Return the instant it is taken to be."""
        return self._began + (datetime.now(UTC) - self._began) * self._times


@dataclass
class Commons:
    """The server, its people, and what Kindred has said to them."""

    discord: DiscordServer
    kindred: Kindred
    guild: Guild
    for_all: Channel
    ada: User
    bo: User
    ada_in: Member
    bo_in: Member

    async def tell_ada(self, words: str = "Hello Ada", key: str = "k") -> None:
        await self.kindred.post(ToMember(self.ada_in.id), words, key)

    async def tell_all(self, words: str, key: str) -> None:
        async with self.kindred.open_work(read_only=True) as work:
            to = await to_all(work, await self.space())
        await self.kindred.post(to, words, key)

    async def introduce(self, key: str = "r") -> None:
        async with self.kindred.open_work() as work:
            both = [self.ada_in.id, self.bo_in.id]
            await work.outbox.open_room(
                Fact(key), both, "Ada and Bo", community=self.ada_in.community
            )
        await self.kindred.post(ToPlace(Fact(key)), MEET, f"opened:{key}")

    async def delivered(self) -> None:
        """Wait until nothing waits any more; the relay looks as often as it may."""
        async with asyncio.timeout(20):
            while await self.kindred.waiting():
                self.kindred.core.relay.nudge()
                await asyncio.sleep(0.02)

    async def settle(self) -> None:
        """Wait until everything said is answered, and everything due delivered."""
        await self.kindred.platform.finish()
        await self.delivered()

    async def facilitates(self, member: Member) -> None:
        async with self.kindred.open_work() as work:
            await work.members.grant(member.id, Role.FACILITATOR)

    async def space(self, guild: Guild | None = None) -> Space:
        found = await self.kindred.space(guild or self.guild)
        assert found is not None
        return found

    def said_to(self, user: User) -> list[str]:
        """What Kindred wrote to somebody alone, the first line of each message."""
        return [_first_line(message) for message in self.discord.dm(user)]

    def rooms(self) -> list[tuple[list[str], list[str]]]:
        """Of each thread who is in it, Kindred aside, and what was said."""
        people, bot = self.discord.world.users, self.discord.world.bot.id
        return [
            (
                sorted(people[user].name for user in room.members if user != bot),
                [_first_line(message) for message in room.talk],
            )
            for room in self.guild.threads
        ]


INTRODUCED = [(["Ada Example", "Bo Example"], [MEET])]
"""The rooms when Ada and Bo have been introduced, as it should be."""


def _first_line(message: Message) -> str:
    return message.words.split("\n")[0]


@asynccontextmanager
async def commons(
    url: str, *, clock: Clock | None = None, reads: bool = False, **more: Any
) -> AsyncIterator[Commons]:
    """Run it all until the block ends; then Discord has nothing to complain of.

    Kindred `reads` the words of all messages if whoever runs it has switched that on.
    """
    async with AsyncExitStack() as stack:
        engine = await stack.enter_async_context(engine_at(url))
        discord = await stack.enter_async_context(DiscordServer())
        guild = discord.world.guild(GUILD)
        for_all = discord.world.channel(guild, "introductions")
        ada = discord.world.member(guild, "Ada Example")
        bo = discord.world.member(guild, "Bo Example")
        settings = settings_for(discord)
        if reads:
            settings.message_content_intent, discord.world.privileged = True, CONTENT
        more |= {"clock": clock or FastClock(), "settings": settings}
        running = kindred_in(discord, engine, **more)
        kindred = await stack.enter_async_context(running)
        await kindred.joined("The Test Table", guild, for_all)
        ada_in, bo_in = await kindred.member(ada, guild), await kindred.member(bo, guild)
        async with kindred.delivering():
            yield Commons(discord, kindred, guild, for_all, ada, bo, ada_in, bo_in)
        assert discord.violations == []
        assert discord.impatience == []
