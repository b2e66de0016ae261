"""Asks Discord what a server, or a channel of it, lets Kindred do."""

from collections.abc import Sequence
from dataclasses import dataclass

from adapters.discord import permissions, refs
from adapters.discord.api import Api, Json
from adapters.discord.errors import UNKNOWN_CHANNEL, Declined, TokenRefused
from bot.community.people import Space
from bot.community.permissions import Missing
from bot.community.places import Place, PlaceKind, Purpose
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

    def channel_of(self, place: Place) -> Json | None:
        """A channel, if it is there and Kindred may know of it."""
        return self.channels.get(refs.guild_and_channel(place.ref)[1]) if place.ref else None

    def missing_in(self, channel: Json, *, threads: bool = True) -> tuple[Missing, ...]:
        """What is missing in a channel, in which `threads` are opened or not."""
        granted = permissions.in_channel(self.guild, self.me, channel)
        granted |= permissions.EVENTS
        granted = granted if threads else granted | permissions.THREADS
        where = refs.channel(str(self.guild["id"]), str(channel["id"]))
        remedy = words.later("permission.remedy.channel")
        return tuple(
            Missing(each, remedy, where, str(channel["name"]))
            for each in permissions.lacking(granted)
        )

    def missing(self) -> tuple[Missing, ...]:
        """What is missing in the server, its channels' own rules aside."""
        granted = permissions.in_server(self.guild, self.me) | permissions.EVENTS
        remedy = words.later("permission.remedy")
        return tuple(Missing(each, remedy) for each in permissions.lacking(granted))

    def missing_for_events(self) -> tuple[Missing, ...]:
        """What is missing for the server's Events tab."""
        granted = permissions.in_server(self.guild, self.me)
        if granted.create_events:
            return ()
        return (Missing(permissions.CREATE_EVENTS, words.later("permission.remedy")),)


class DiscordPermissions:
    """Asks Discord what Kindred may do (`bot.community.permissions.PermissionCheck`)."""

    def __init__(self, api: Api) -> None:
        self._api = api

    async def missing(self, space: Space, channels: Sequence[Place]) -> list[Missing]:
        """What is missing in these channels; or in the server, where there are none of them."""
        try:
            rights = await self.rights(space.ref.id)
        except (Away, Busy, Declined) as fault:
            raise NotReady(str(fault)) from fault
        except TokenRefused:
            raise NotReady("Discord does not take the token") from None
        found = [(channel, place) for place in channels if (channel := rights.channel_of(place))]
        lists = any(place.kind is PlaceKind.AGENDA for place in channels)
        events = rights.missing_for_events() if lists else ()
        if not found:
            return [*rights.missing(), *events]
        return [
            each
            for channel, place in found
            for each in rights.missing_in(channel, threads=Purpose.INTRODUCTIONS in place.purposes)
        ] + [*events]

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
