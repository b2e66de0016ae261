"""What a facilitator can do where Discord lets Kindred do nothing, in plain words."""

from adapters.discord import refs
from adapters.discord.errors import NOT_THIS_KIND, UNKNOWN_CHANNEL, Declined, TokenRefused
from adapters.discord.permission_check import DiscordPermissions
from bot.community.people import Ref, Space
from bot.delivery.errors import Away, Busy
from bot.delivery.sender import Refused
from bot.ui.messages import RichText
from bot.ui.words import WordBook

words = WordBook("adapters.discord")

_FORBIDDEN = (50001, 50013)  # docs: opcodes-and-status-codes: Missing Access, Missing Permissions
_REMEDIES = {
    160006: "remedy.threads",  # too many threads
    NOT_THIS_KIND: "remedy.kind",
}


class ErrorMessages:
    """Looks into what is wrong in a server or a channel, once Discord has declined something."""

    def __init__(self, permissions: DiscordPermissions) -> None:
        self._permissions = permissions

    def no_channel(self, space: Space) -> RichText:
        """What to do where no channel for introductions was chosen."""
        return words("remedy.no_channel", server=space.name or space.ref.id)

    async def refused(self, declined: Declined, where: Ref, *, opens: bool = False) -> Refused:
        """What Discord declined, with what would help against it, if that is known.

        It was to open a thread there, or else to speak.
        """
        reason = f"Discord says {declined}"
        if declined.code not in _FORBIDDEN:
            key = _REMEDIES.get(declined.code)
            remedy = words(key) if key else ""
            return Refused(reason, remedy, gone=declined.code == UNKNOWN_CHANNEL)
        guild, _, channel = where.id.partition("/")
        try:
            rights = await self._permissions.rights(guild)
            if refs.is_agenda(where):
                return Refused(reason, missing=rights.missing_for_events())
            place = await self._permissions.channel(rights, channel)
        except (Away, Busy, Declined, TokenRefused):
            return Refused(reason, words("remedy.forbidden"))
        threads = opens or channel not in rights.channels
        missing = rights.missing_in(place, threads=threads)
        if missing:
            return Refused(reason, missing=missing)
        server = rights.guild["name"]
        return Refused(reason, words("remedy.person", channel=place["name"], server=server))
