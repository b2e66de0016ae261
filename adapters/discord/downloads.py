"""Files that people give in Discord: from its own hosts alone, in good time, within bounds."""

import asyncio
from urllib.parse import urlsplit

import aiohttp

from adapters.discord.api import Api
from bot.community.people import Ref
from bot.errors import NotReady
from bot.routing.files import FileGone
from bot.ui.content import Gathered, gather
from bot.ui.files import GivenFile

HOSTS = frozenset({"cdn.discordapp.com", "media.discordapp.net"})
"""Where Discord keeps what people attach; a Discord elsewhere keeps it at its own origin."""

_PIECE = 64 * 1024
_PATIENCE = 20.0  # seconds for all of a file

_AS_IT_IS = {"Accept-Encoding": "identity"}  # what is packed would be unpacked before it is counted


class DiscordFiles:
    """Fetches files by their addresses (`bot.routing.files.FileSource`), which are their ids.

    These are signed, and good for about a day; the bot's token is not for them.
    """

    def __init__(self, api: Api) -> None:
        self._api = api

    async def fetch(self, space: Ref, file: GivenFile, most: int) -> Gathered:
        """What is in a file that somebody gave in a server."""
        if not self._is_of_discord(file.id):
            raise FileGone("its content is not with Discord")
        try:
            async with (
                asyncio.timeout(_PATIENCE),
                aiohttp.ClientSession() as session,
                session.get(file.id, headers=_AS_IT_IS, allow_redirects=False) as answer,
            ):
                if answer.status == 429 or answer.status >= 500:
                    raise NotReady(f"Discord's files: {answer.status}")
                if answer.status != 200:
                    raise FileGone(f"Discord's files: {answer.status}")
                return await gather(answer.content.iter_chunked(_PIECE), most)
        except (TimeoutError, aiohttp.ClientError) as fault:
            raise NotReady(f"Discord's files: {type(fault).__name__}") from None

    def _is_of_discord(self, address: str) -> bool:
        """Whether an address is one of Discord's; a redirect to another one is never followed."""
        try:
            parts, own = urlsplit(address), urlsplit(self._api.base_url)
            if own.hostname == "discord.com":
                return parts.scheme == "https" and parts.hostname in HOSTS and parts.port is None
        except ValueError:
            return False
        return (parts.scheme, parts.netloc) == (own.scheme, own.netloc)
