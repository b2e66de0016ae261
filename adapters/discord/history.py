"""What the library's client knows of channels, and what stands in them."""

from collections.abc import AsyncGenerator, Sequence
from datetime import datetime

import aiohttp
import discord

from adapters.discord import refs
from bot.community.people import Ref
from bot.delivery.conversations import KnownMessage, ListenedPlace
from bot.delivery.errors import Away

_OUT_OF_REACH = (discord.NotFound, discord.Forbidden)
_FAULTS = (
    discord.DiscordException,
    aiohttp.ClientError,
    OSError,
    TimeoutError,
    RuntimeError,  # of a client that has been closed meanwhile
)

Channel = discord.abc.GuildChannel | discord.Thread


class OutOfReach(Exception):
    """A channel is gone, or Kindred may not read what stands in it."""


class History:
    """Looks up channels and messages with the client of the present connection.

    The library repeats these calls by itself, which is no harm where something is only read. They
    raise `Away` while Discord does not answer.
    """

    def __init__(self) -> None:
        self._client: discord.Client | None = None

    def use(self, client: discord.Client) -> None:
        """Look with another client from now on: that of a new connection."""
        self._client = client

    @property
    def bot(self) -> str:
        """The id of the user that Kindred is."""
        user = self._client.user if self._client else None
        return str(user.id) if user else ""

    async def channel(self, id_: int) -> Channel | None:
        """A channel or thread of a server; Discord is asked for one that was archived."""
        client = self._there()
        try:
            found = client.get_channel(id_) or await client.fetch_channel(id_)
        except (*_OUT_OF_REACH, discord.InvalidData):
            return None
        except _FAULTS as fault:
            raise Away(f"channel {id_} cannot be looked up: {fault}") from fault
        return found if isinstance(found, Channel) else None

    async def since(
        self, place: ListenedPlace, recent: Sequence[KnownMessage] = ()
    ) -> AsyncGenerator[discord.Message, None]:
        """What stands in a place from the first of these `recent` messages on, oldest first.

        Where there are none, after the last message that was heard there. Raises `OutOfReach`, too.
        """
        guild, _ = refs.guild_and_channel(place.channel)
        there = channel_of(place)
        here = self._there().get_partial_messageable(
            there, guild_id=None if place.alone else int(guild)
        )
        after: discord.Object | datetime = place.since
        if place.last:
            after = discord.Object(number(place.last))
        if recent:
            after = discord.Object(min(number(each.message) for each in recent) - 1)
        try:
            async for message in here.history(limit=None, after=after, oldest_first=True):
                yield message
        except _OUT_OF_REACH as why:
            raise OutOfReach(str(there)) from why
        except _FAULTS as fault:
            raise Away(f"what was written in {there} cannot be read: {fault}") from fault

    def _there(self) -> discord.Client:
        if self._client is None or self._client.is_closed():
            raise Away("Discord is not connected")
        return self._client


def number(message: Ref) -> int:
    """The id of a message, the first page of it."""
    return int(message.id.partition(",")[0])


def channel_of(place: ListenedPlace) -> int:
    """The channel in which the messages of a place stand: a thread is one of its own."""
    if place.top and not place.alone:
        return int(place.top.id)
    return int(refs.guild_and_channel(place.channel)[1])
