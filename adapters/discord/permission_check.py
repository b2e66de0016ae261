"""Asks Discord what a server, or a channel of it, lets Kindred do."""

from collections.abc import Sequence
from dataclasses import dataclass

from adapters.discord import permissions, refs
from adapters.discord.api import Api, Json
from adapters.discord.errors import UNKNOWN_CHANNEL, Declined, TokenRefused
from bot.community.people import Ref, Space
from bot.community.permissions import Missing
from bot.delivery.errors import Away, Busy
from bot.errors import NotReady
from bot.ui.words import WordBook

words = WordBook("adapters.discord")


@dataclass(frozen=True, slots=True)
class Rights:
    """What Discord tells of a server: its roles, its channels by id, and what Kindred is there."""

    guild: Json
    me: Json
    channels: dict[str, Json]

    def missing_in(self, channel: Json) -> tuple[Missing, ...]:
        """What is missing in a channel."""
        granted = permissions.in_channel(self.guild, self.me, channel)
        where = refs.channel(str(self.guild["id"]), str(channel["id"]))
        remedy = words.later("permission.remedy.channel")
        return tuple(
            Missing(each, remedy, where, str(channel["name"]))
            for each in permissions.lacking(granted)
        )

    def missing(self) -> tuple[Missing, ...]:
        """What is missing in the server, its channels' own rules aside."""
        granted = permissions.in_server(self.guild, self.me)
        remedy = words.later("permission.remedy")
        return tuple(Missing(each, remedy) for each in permissions.lacking(granted))


class DiscordPermissions:
    """Asks Discord what Kindred may do (`bot.community.permissions.PermissionCheck`)."""

    def __init__(self, api: Api) -> None:
        self._api = api

    async def missing(self, space: Space, channels: Sequence[Ref]) -> list[Missing]:
        """What is missing in these channels; or in the server, where there are none of them."""
        try:
            rights = await self.rights(space.ref.id)
        except (Away, Busy, Declined) as fault:
            raise NotReady(str(fault)) from fault
        except TokenRefused:
            raise NotReady("Discord does not take the token") from None
        ids = [refs.guild_and_channel(channel)[1] for channel in channels]
        there = [rights.channels[id_] for id_ in ids if id_ in rights.channels]
        if not there:
            return list(rights.missing())
        return [each for channel in there for each in rights.missing_in(channel)]

    async def rights(self, guild: str) -> Rights:
        """What Kindred may do in a server; errors are those of `Api.call`."""
        server = await self._api.call("GET", "/guilds/{guild_id}", guild_id=guild)
        member = await self._api.call(
            "GET",
            "/guilds/{guild_id}/members/{user_id}",
            guild_id=guild,
            user_id=await self._api.me(),
        )
        there = await self._api.call("GET", "/guilds/{guild_id}/channels", guild_id=guild)
        return Rights(server, member, {str(each["id"]): each for each in there})

    async def channel(self, rights: Rights, id_: str) -> Json:
        """A channel, or that of a thread; also one that Kindred cannot look into."""
        if id_ not in rights.channels:
            thread = await self._api.call("GET", "/channels/{channel_id}", channel_id=id_)
            id_ = str(thread.get("parent_id"))
        if id_ not in rights.channels:
            raise Declined(UNKNOWN_CHANNEL)
        return rights.channels[id_]
