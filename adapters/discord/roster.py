"""Who is still in a server (`bot.community.presence.Roster`)."""

import asyncio
import logging
from collections.abc import Collection

from adapters.discord import parse
from adapters.discord.api import Api, Json
from adapters.discord.errors import NOT_THERE, Declined, TokenRefused
from adapters.discord.servers import MEMBER
from bot.community.people import AccountInfo, Ref
from bot.delivery.errors import Away, Busy

log = logging.getLogger(__name__)

_PAUSE = 0.2  # seconds between two people: a tenth of what Discord allows of all calls


class DiscordRoster:
    """Asks about one person after the other: there is no list of members without an intent."""

    def __init__(self, api: Api, haste: float = 1.0) -> None:
        self._api = api
        self._pause = _PAUSE / haste

    async def told_of(self, space: Ref, accounts: Collection[Ref]) -> dict[Ref, AccountInfo]:
        """What Discord tells of members of a server; not of those it cannot be asked about now."""
        told: dict[Ref, AccountInfo] = {}
        try:
            server = await self._api.call("GET", "/guilds/{guild_id}", guild_id=space.id)
            for account in accounts:
                told[account] = await self._member(server, account)
                await asyncio.sleep(self._pause)
        except (Away, Busy, Declined, TokenRefused) as fault:
            log.info("%s does not tell who is there: %s", space, fault)
        return told

    async def _member(self, server: Json, account: Ref) -> AccountInfo:
        guild = str(server["id"])
        try:
            member = await self._api.call("GET", MEMBER, guild_id=guild, user_id=account.id)
        except Declined as declined:
            if declined.code not in NOT_THERE:
                raise
            return AccountInfo("", kind="gone")
        return parse.account_info(server, member)
