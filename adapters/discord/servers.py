"""Which servers Kindred is in, and in which of them somebody is met who writes to it alone."""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress

import discord

from adapters.discord import refs
from adapters.discord.api import Api
from adapters.discord.errors import Declined, TokenRefused
from adapters.discord.limits import PLATFORM
from bot.community.clock import Clock
from bot.community.domain_events import SpaceLost, SpaceRegained
from bot.community.people import Account, Ref, Space
from bot.delivery.errors import Away, Busy
from bot.delivery.sender import Posted
from bot.errors import NotReady
from bot.routing.reacting import react
from bot.routing.registry import Registry
from bot.work import OpenWork, Work

log = logging.getLogger(__name__)

MEMBER = "/guilds/{guild_id}/members/{user_id}"
_LOOKED_INTO = 5  # servers that are asked about somebody unknown …
_PATIENCE = 1.5  # … and the seconds for it
_LOOKS = 5  # at a server, when Discord asks to wait or stumbles
_LONGEST_WAIT = 30.0  # seconds
_OUT = (10004, 50001)  # docs: opcodes-and-status-codes: Unknown Guild, Missing Access


class Servers:
    """Keeps the core's spaces as the servers are that Kindred is in."""

    def __init__(
        self, api: Api, open_work: OpenWork[Work], registry: Registry, clock: Clock
    ) -> None:
        self._api = api
        self._open_work = open_work
        self._registry = registry
        self._clock = clock
        self._ended = asyncio.Event()

    def end(self) -> None:
        """Look at no server again at which Discord has stumbled."""
        self._ended.set()

    async def server_of(self, user: str, message: discord.Message | None) -> str:
        """The server in which a user is known who is alone with Kindred, or nothing.

        Where they are known in several communities, it is the one that the message is from.
        """
        try:
            async with self._open_work(read_only=True) as work:
                known = await work.people.everywhere(refs.account(user))
                if len(known) > 1 and message is not None:
                    meant = await self._meant(work, known, message)
                    known = [each for each in known if each.member == meant] or known
            if known:
                return known[0].space_ref.id
            async with asyncio.timeout(_PATIENCE):
                return await self._find_server(user)
        except (NotReady, Away, Busy, TokenRefused, TimeoutError) as fault:
            log.warning("where somebody is known could not be found out: %s", fault)
            return ""

    async def servers_of(self, user: str) -> list[str]:
        """The servers by which a user is known, in whatever community. Raises `NotReady`."""
        async with self._open_work(read_only=True) as work:
            known = await work.people.everywhere(refs.account(user))
        return list(dict.fromkeys(account.space_ref.id for account in known))

    async def connected(self) -> list[str]:
        """The servers of all communities in which Kindred is. Raises `NotReady`."""
        return [space.ref.id for space in await self._connected() if not space.lost]

    async def of_shard(self, shard: int, count: int) -> list[str]:
        """Those of one shard (docs: topics/gateway, "Sharding"). Raises `NotReady`."""
        return [id_ for id_ in await self.connected() if _is_of(id_, shard, count)]

    async def _find_server(self, user: str) -> str:
        """A server of some community that somebody is in who is no member of any, or nothing."""
        there = [space for space in await self._connected() if not space.lost]
        for space in there[:_LOOKED_INTO]:
            try:
                await self._api.call("GET", MEMBER, guild_id=space.ref.id, user_id=user)
            except Declined:
                continue
            return space.ref.id
        return ""

    async def _connected(self) -> list[Space]:
        """The servers of all communities, those included that have put Kindred out."""
        async with self._open_work(read_only=True) as work:
            communities = await work.people.communities()
            spaces = [space for each in communities for space in await work.people.spaces(each.id)]
        return [each for each in spaces if each.ref.platform == PLATFORM]

    async def _meant(
        self, work: Work, known: Sequence[Account], message: discord.Message
    ) -> int | None:
        """Which of these members a message was for."""
        among = [each.member for each in known]
        for guild in {each.space_ref.id for each in known}:
            at = refs.channel(guild, str(message.channel.id))
            posted = Posted(at, Ref(PLATFORM, str(message.id)))
            if found := await work.outbox.recipient(posted, among):
                return found
        return None

    async def check_soon(self, guild: str) -> None:
        """Look at a server, more than once if Discord stumbles."""
        for attempt in range(_LOOKS):
            try:
                await self.check(guild)
                return
            except Busy as busy:
                wait = min(busy.after, _LONGEST_WAIT)
            except (Away, NotReady) as away:
                log.warning("server %s could not be looked at: %s", guild, away)
                wait = 2.0**attempt - 0.5
            with suppress(TimeoutError):
                await asyncio.wait_for(self._ended.wait(), wait)
                return

    async def check(self, guild: str) -> None:
        """Ask Discord whether Kindred is in a server, and note it if that has changed."""
        try:
            told = await self._api.call("GET", "/guilds/{guild_id}", guild_id=guild)
        except Declined as declined:
            if declined.code in _OUT:
                await self._lose(guild)
            return
        async with self._open_work() as work:
            space = await work.people.regain(refs.server(guild), str(told["name"]))
            if space:
                work.domain_events.append(SpaceRegained(space))
                await react(self._registry, work, self._clock.now())

    async def check_if_lost(self, guild: str) -> None:
        """Look at a server that was taken for one that has put Kindred out."""
        async with self._open_work(read_only=True) as work:
            space = await work.people.space(refs.server(guild))
        if space and space.lost:
            await self.check(guild)

    async def check_all(self, shard: int, count: int) -> None:
        """Look at every known server of one shard, at those too that have put Kindred out."""
        ids = [space.ref.id for space in await self._connected()]
        theirs = [id_ for id_ in ids if _is_of(id_, shard, count)]
        await asyncio.gather(*(self.check_soon(id_) for id_ in theirs))

    async def _lose(self, guild: str) -> None:
        why, now = "removed", self._clock.now()
        async with self._open_work() as work:
            space = await work.people.lose(refs.server(guild), why, now)
            if space:
                work.domain_events.append(SpaceLost(space, why))
                await react(self._registry, work, now)


def _is_of(guild: str, shard: int, count: int) -> bool:
    return (int(guild) >> 22) % count == shard
