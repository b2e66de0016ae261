"""What a facilitator can do where Discord lets Kindred do nothing, in plain words."""

from adapters.discord import permissions
from adapters.discord.api import Api, Json
from adapters.discord.errors import UNKNOWN_CHANNEL, Declined, TokenRefused
from bot.community.people import Ref, Space
from bot.delivery.errors import Away, Busy
from bot.ui.messages import RichText, Words
from bot.ui.words import WordBook

words = WordBook("adapters.discord")

_FORBIDDEN = (50001, 50013)  # docs: opcodes-and-status-codes: Missing Access, Missing Permissions
_TOO_MANY_THREADS = 160006
_WRONG_KIND = 50024  # Cannot execute action on this channel type


class ErrorMessages:
    """Looks into what is wrong in a server or a channel, once Discord has declined something."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def no_channel(self, space: Space) -> RichText:
        """What to do where no channel for introductions was chosen."""
        return words("remedy.no_channel", server=space.name or space.ref.id)

    async def what_helps(self, declined: Declined, where: Ref) -> Words:
        """What would help against this, or nothing if that is not known."""
        guild, _, channel = where.id.partition("/")
        if declined.code == UNKNOWN_CHANNEL:
            return words("remedy.gone")
        if declined.code == _WRONG_KIND:
            return words("remedy.kind")
        if declined.code == _TOO_MANY_THREADS:
            return words("remedy.threads")
        if declined.code not in _FORBIDDEN:
            return ""
        try:
            return await self._permission(guild, channel)
        except (Away, Busy, Declined, TokenRefused):
            return words("remedy.forbidden")

    async def _permission(self, guild: str, channel: str) -> RichText:
        server = await self._api.call("GET", "/guilds/{guild_id}", guild_id=guild)
        me = await self._api.call("GET", "/users/@me")
        member = await self._api.call(
            "GET", "/guilds/{guild_id}/members/{user_id}", guild_id=guild, user_id=me["id"]
        )
        place = await self._place(guild, channel)
        missing = permissions.lacking(permissions.in_channel(server, member, place))
        if not missing:
            return words("remedy.person", channel=place["name"], server=server["name"])
        return words(
            "remedy.permission",
            channel=place["name"],
            server=server["name"],
            permissions=", ".join(missing),
        )

    async def _place(self, guild: str, channel: str) -> Json:
        """A channel, or that of a thread; also one that Kindred cannot look into."""
        there = await self._api.call("GET", "/guilds/{guild_id}/channels", guild_id=guild)
        known: dict[str, Json] = {str(each["id"]): each for each in there}
        if channel not in known:
            thread = await self._api.call("GET", "/channels/{channel_id}", channel_id=channel)
            channel = str(thread.get("parent_id"))
        if channel not in known:
            raise Declined(UNKNOWN_CHANNEL)
        return known[channel]
