"""What people write where Kindred listens: asked about by ids first, and read only then."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from functools import partial

import aiohttp
import discord

from adapters.discord import parse, refs
from adapters.discord.heard import Scene, answered, heard, is_persons, reacted
from adapters.discord.servers import Servers
from adapters.discord.turns import Turns
from bot.delivery.conversations import ListenedPlace
from bot.delivery.errors import Away
from bot.delivery.heard import Heard
from bot.delivery.sender import Posted
from bot.routing.command_line import read_line
from bot.routing.hearing import Hearing
from bot.routing.registry import Registry

_READ_AT_ONCE = 2  # places
_OUT_OF_REACH = (discord.NotFound, discord.Forbidden)
_FAULTS = (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError)

Said = Callable[[str, discord.Message], None]
"""What is done with what is said to Kindred: to the user of this id, which Kindred is."""


class DiscordHearing:
    """Passes on what is written in conversations, and to `said` what else is said to Kindred.

    `reads` tells that Discord gives it the words of all messages. Without that it has those of
    mentions, of answers that ping it and of direct messages.
    """

    def __init__(
        self,
        hearing: Hearing,
        registry: Registry,
        servers: Servers,
        turns: Turns,
        said: Said,
        *,
        reads: bool,
    ) -> None:
        self._hearing = hearing
        self._registry = registry
        self._servers = servers
        self._turns = turns
        self._said = said
        self._reads = reads
        self._reading = asyncio.Semaphore(_READ_AT_ONCE)

    # What comes -------------------------------------------------------------------------------

    def message(self, client: discord.Client, message: discord.Message) -> None:
        """Somebody has written something; a command waits for nothing that was written before."""
        if is_persons(message):
            if self._is_command(client, message):
                self._said(_id_of(client), message)
            else:
                self._turns.put(message.channel.id, partial(self._message, client, message))

    def edited(self, client: discord.Client, message: discord.Message) -> None:
        """Somebody has changed what they wrote; Discord tells the same of what it has added."""
        if is_persons(message) and message.edited_at and not self._is_command(client, message):
            self._turns.put(message.channel.id, partial(self._edited, client, message))

    def deleted(
        self, client: discord.Client, guild: int | None, channel: int, message: int
    ) -> None:
        """A message was taken away."""
        self._turns.put(channel, partial(self._deleted, client, guild, channel, message))

    def reaction(self, client: discord.Client, event: discord.RawReactionActionEvent) -> None:
        """Somebody has put a picture to a message, or taken it back."""
        if str(event.user_id) != _id_of(client):
            self._turns.put(event.channel_id, partial(self._reaction, client, event))

    def _is_command(self, client: discord.Client, message: discord.Message) -> bool:
        """Whether it is a command: Kindred is spoken to, and no message of its own is answered."""
        bot = _id_of(client)
        to_us = _is_to(bot, message) or (message.guild is None and not answered(message))
        said = parse.line(bot, message.content) if to_us else ""
        return to_us and read_line(self._registry, said).command is not None

    async def _message(self, client: discord.Client, message: discord.Message) -> None:
        bot = _id_of(client)
        scene = await self._scene(client, message)
        if scene:
            await self._hear(bot, scene, message)
        elif message.guild is None or _is_to(bot, message):
            self._said(bot, message)

    async def _edited(self, client: discord.Client, message: discord.Message) -> None:
        channel = message.channel
        if message.guild:
            scene = await self._scene_in_server(client, message.guild.id, channel)
        else:
            known = await self._servers.servers_of(str(message.author.id))
            scene = await self._scene_alone(known, channel.id, message.id)
        if scene:
            await self._hear(_id_of(client), scene, message, edited=True)

    async def _deleted(
        self, client: discord.Client, guild: int | None, channel: int, message: int
    ) -> None:
        if scene := await self._scene_of(client, guild, channel, message):
            what = Heard(scene.posted(message), "deleted", version=time.time())
            await self._hearing.hear(scene.arrival("", f"{message}:deleted"), what)

    async def _reaction(
        self, client: discord.Client, event: discord.RawReactionActionEvent
    ) -> None:
        channel, message = event.channel_id, event.message_id
        if scene := await self._scene_of(client, event.guild_id, channel, message):
            arrival = scene.arrival(str(event.user_id), f"{message}:{event.event_type}")
            await self._hearing.react(arrival, reacted(scene, event))

    async def _hear(
        self, bot: str, scene: Scene, message: discord.Message, *, edited: bool = False
    ) -> None:
        to_us = any(str(user.id) == bot for user in message.mentions)
        what = heard(scene, bot, message, readable=self._reads or scene.alone or to_us)
        what = replace(what, change="edited") if edited else what
        await self._hearing.hear(scene.arrival(str(message.author.id), str(message.id)), what)

    # Where it is ------------------------------------------------------------------------------

    async def _scene(self, client: discord.Client, message: discord.Message) -> Scene | None:
        """Where it was written, if that is listened to.

        Alone with Kindred, an answer to anything of a conversation is part of it. What answers
        nothing is meant for the only conversation that somebody has there.
        """
        if message.guild:
            return await self._scene_in_server(client, message.guild.id, message.channel)
        known = await self._servers.servers_of(str(message.author.id))
        if answer := answered(message):
            return await self._scene_alone(known, message.channel.id, int(answer.id))
        scenes = [Scene(guild, str(message.channel.id), alone=True) for guild in known]
        found = [scene for scene in scenes if await self._hearing.listens(scene.ref)]
        return found[0] if len(found) == 1 else None

    async def _scene_alone(self, known: Sequence[str], channel: int, message: int) -> Scene | None:
        """Where somebody is alone, if this message there is of a conversation they have there."""
        for guild in known:
            scene = Scene(guild, str(channel), alone=True)
            if await self._hearing.listens(scene.ref, refs.message(str(message))):
                return scene
        return None

    async def _scene_in_server(
        self, client: discord.Client, guild: int, channel: object
    ) -> Scene | None:
        """A room, or a thread below a message; a thread that was archived has to be looked up."""
        if isinstance(channel, discord.PartialMessageable):
            channel = client.get_channel(channel.id) or await _fetched(client, channel.id)
        if not isinstance(channel, discord.abc.GuildChannel | discord.Thread):
            return None
        scene = Scene(str(guild), str(channel.id))
        if isinstance(channel, discord.Thread) and not channel.is_private():
            parent = refs.channel(scene.guild, str(channel.parent_id))
            top = refs.message(scene.channel)
            if await self._hearing.listens(parent, top):
                return replace(scene, thread=Posted(parent, top))
        return scene if await self._hearing.listens(scene.ref) else None

    async def _scene_of(
        self, client: discord.Client, guild: int | None, channel: int, message: int
    ) -> Scene | None:
        """Where a message is of which nothing is known but its id."""
        if guild is None:
            return await self._scene_alone(await self._servers.connected(), channel, message)
        here = client.get_partial_messageable(channel, guild_id=guild)
        return await self._scene_in_server(client, guild, here)

    # What was missed --------------------------------------------------------------------------

    async def look_back(self, client: discord.Client, shard: int, count: int) -> None:
        """Read what was written before a session began. Until it is known from where, all waits."""
        self._turns.hold()
        found: list[ListenedPlace] = []

        async def look() -> None:
            found.clear()
            for guild in await self._servers.of_shard(shard, count):
                found.extend(await self._hearing.listened_in(refs.server(guild)))

        try:
            await self._turns.until_done(look)
            for place in found:
                here = _channel_of(place)
                self._turns.put_first(here, partial(self._read, client, place, here))
        finally:
            self._turns.go_on()

    async def _read(self, client: discord.Client, place: ListenedPlace, channel: int) -> None:
        async with self._reading:
            try:
                async for message in _since(client, place, channel):
                    if is_persons(message) and not self._is_command(client, message):
                        await self._hear_late(client, place, message)
            except _OUT_OF_REACH:
                await self._hearing.missed(place)
            except _FAULTS as fault:
                raise Away(f"what was written in {channel} cannot be read: {fault}") from fault

    async def _hear_late(
        self, client: discord.Client, place: ListenedPlace, message: discord.Message
    ) -> None:
        guild, _ = refs.guild_and_channel(place.channel)
        scene: Scene | None = Scene(guild, str(message.channel.id))
        if place.alone:
            scene = await self._scene(client, message)
        elif place.top:
            scene = Scene(guild, str(message.channel.id), Posted(place.channel, place.top))
        if scene:
            await self._hear(_id_of(client), scene, message)


def _channel_of(place: ListenedPlace) -> int:
    """The channel in which the messages of a place stand: a thread is one of its own."""
    if place.top and not place.alone:
        return int(place.top.id)
    return int(refs.guild_and_channel(place.channel)[1])


def _since(
    client: discord.Client, place: ListenedPlace, channel: int
) -> AsyncIterator[discord.Message]:
    """What stands in a channel after the last message that was heard there, oldest first."""
    guild, _ = refs.guild_and_channel(place.channel)
    last, *_ = place.last.id.split(",")
    here = client.get_partial_messageable(channel, guild_id=None if place.alone else int(guild))
    return here.history(limit=None, after=discord.Object(int(last)), oldest_first=True)


async def _fetched(client: discord.Client, channel: int) -> object | None:
    try:
        return await client.fetch_channel(channel)
    except (*_OUT_OF_REACH, discord.InvalidData):
        return None
    except _FAULTS as fault:
        raise Away(f"channel {channel} cannot be looked up: {fault}") from fault


def _is_to(bot: str, message: discord.Message) -> bool:
    return any(mention in message.content for mention in (f"<@{bot}>", f"<@!{bot}>"))


def _id_of(client: discord.Client) -> str:
    return str(client.user.id) if client.user else ""
