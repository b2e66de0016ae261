"""What people write where Kindred listens: asked about by ids first, and read only then."""

import asyncio
import time
from collections.abc import Callable, Coroutine, Sequence
from contextlib import aclosing
from dataclasses import replace
from functools import partial
from typing import Any

import discord

from adapters.discord import parse, refs
from adapters.discord.heard import Scene, answered, cleared, heard, is_persons, reacted
from adapters.discord.history import Channel, History, OutOfReach, channel_of, number
from adapters.discord.servers import Servers
from adapters.discord.turns import Turns
from bot.delivery.conversations import ListenedPlace
from bot.delivery.heard import Heard
from bot.delivery.sender import Posted
from bot.routing.command_line import read_line
from bot.routing.hearing import Hearing
from bot.routing.registry import Registry

_READ_AT_ONCE = 2  # places

Said = Callable[[str, discord.Message], None]
"""What is done with what is said to Kindred: to the user of this id, which Kindred is."""


_Cleared = discord.RawReactionClearEvent | discord.RawReactionClearEmojiEvent


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
        self.history = History()

    @property
    def _bot(self) -> str:
        return self.history.bot

    # What comes -------------------------------------------------------------------------------

    def message(self, message: discord.Message) -> None:
        """Somebody has written something; a command waits for nothing that was written before."""
        if is_persons(message):
            if self._is_command(message):
                self._said(self._bot, message)
            else:
                self._turns.put(message.channel.id, partial(self._message, message))

    def edited(self, message: discord.Message) -> None:
        """Somebody has changed what they wrote; Discord tells the same of what it has added."""
        if is_persons(message) and message.edited_at and not self._is_command(message):
            self._turns.put(message.channel.id, partial(self._edited, message))

    def deleted(self, guild: int | None, channel: int, message: int) -> None:
        """A message was taken away."""
        self._turns.put(channel, partial(self._deleted, guild, channel, message))

    def reaction(self, event: discord.RawReactionActionEvent) -> None:
        """Somebody has put a picture to a message, or taken it back."""
        if str(event.user_id) != self._bot:
            self._turns.put(event.channel_id, partial(self._reaction, event))

    def reactions_cleared(self, event: _Cleared) -> None:
        """A moderator has taken pictures off a message: all of them, or all of one."""
        self._turns.put(event.channel_id, partial(self._reactions_cleared, event))

    def thread_deleted(self, guild: int, parent: int, thread: int) -> None:
        """A thread is there no more, be it below a message or a room."""
        self._turns.put(thread, partial(self._thread_deleted, guild, parent, thread))

    def _is_command(self, message: discord.Message) -> bool:
        """Whether it is a command: Kindred is spoken to, and no message of its own is answered."""
        to_us = self._is_to_us(message) or (message.guild is None and not answered(message))
        said = parse.line(self._bot, message.content) if to_us else ""
        return to_us and read_line(self._registry, said).command is not None

    def _is_to_us(self, message: discord.Message) -> bool:
        mentions = (f"<@{self._bot}>", f"<@!{self._bot}>")
        return any(mention in message.content for mention in mentions)

    async def _message(self, message: discord.Message) -> None:
        scene = await self._scene(message)
        if scene:
            await self._hear(scene, message)
        elif message.guild is None or self._is_to_us(message):
            self._said(self._bot, message)

    async def _edited(self, message: discord.Message) -> None:
        channel = message.channel
        if message.guild:
            scene = await self._scene_in_server(message.guild.id, channel)
        else:
            known = await self._servers.servers_of(str(message.author.id))
            scene = await self._scene_alone(known, channel.id, message.id)
        if scene:
            await self._hear(scene, message, edited=True)

    async def _deleted(self, guild: int | None, channel: int, message: int) -> None:
        if scene := await self._scene_of(guild, channel, message):
            await self._hear_gone(scene, message)

    async def _reaction(self, event: discord.RawReactionActionEvent) -> None:
        channel, message = event.channel_id, event.message_id
        if scene := await self._scene_of(event.guild_id, channel, message):
            arrival = scene.arrival(str(event.user_id), f"{message}:{event.event_type}")
            await self._hearing.react(arrival, reacted(scene, event))

    async def _reactions_cleared(self, event: _Cleared) -> None:
        channel, message = event.channel_id, event.message_id
        if scene := await self._scene_of(event.guild_id, channel, message):
            await self._hearing.clear(cleared(scene, event))

    async def _thread_deleted(self, guild: int, parent: int, thread: int) -> None:
        above = refs.channel(str(guild), str(parent))
        await self._hearing.lose(above, refs.message(str(thread)))
        await self._hearing.lose(refs.channel(str(guild), str(thread)), None)

    async def _hear(self, scene: Scene, message: discord.Message, *, edited: bool = False) -> None:
        to_us = any(str(user.id) == self._bot for user in message.mentions)
        readable = self._reads or scene.alone or to_us
        what = heard(scene, self._bot, message, readable=readable)
        what = replace(what, change="edited") if edited else what
        await self._hearing.hear(scene.arrival(str(message.author.id), str(message.id)), what)

    # Where it is ------------------------------------------------------------------------------

    async def _scene(self, message: discord.Message) -> Scene | None:
        """Where it was written, if that is listened to.

        Alone with Kindred, an answer to anything of a conversation is part of it. What answers
        nothing is meant for the only conversation that somebody has there.
        """
        if message.guild:
            return await self._scene_in_server(message.guild.id, message.channel)
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

    async def _scene_in_server(self, guild: int, channel: object) -> Scene | None:
        """A room, or a thread below a message; a thread that was archived has to be looked up."""
        if isinstance(channel, discord.PartialMessageable):
            channel = await self.history.channel(channel.id)
        if not isinstance(channel, Channel):
            return None
        scene = Scene(str(guild), str(channel.id))
        if isinstance(channel, discord.Thread) and not channel.is_private():
            parent = refs.channel(scene.guild, str(channel.parent_id))
            top = refs.message(scene.channel)
            if await self._hearing.listens(parent, top):
                return replace(scene, thread=Posted(parent, top))
        return scene if await self._hearing.listens(scene.ref) else None

    async def _scene_of(self, guild: int | None, channel: int, message: int) -> Scene | None:
        """Where a message is of which nothing is known but its id."""
        if guild is None:
            return await self._scene_alone(await self._servers.connected(), channel, message)
        return await self._scene_in_server(guild, await self.history.channel(channel))

    # What was missed --------------------------------------------------------------------------

    def session_began(self, shard: int, count: int) -> Coroutine[Any, Any, None]:
        """Read what was written before it. Until it is known from where on, all waits."""
        self._turns.hold()
        return self._look_back(shard, count)

    async def _look_back(self, shard: int, count: int) -> None:
        found: list[ListenedPlace] = []

        async def look() -> None:
            found.clear()
            for guild in await self._servers.of_shard(shard, count):
                found.extend(await self._hearing.listened_in(refs.server(guild)))

        try:
            await self._turns.until_done(look)
            for place in found:
                self._turns.put_first(channel_of(place), partial(self._read, place))
        finally:
            self._turns.go_on()

    async def _read(self, place: ListenedPlace) -> None:
        async with self._reading:
            try:
                await self._read_back(place)
            except OutOfReach:
                await self._hearing.missed(place)

    async def _read_back(self, place: ListenedPlace) -> None:
        """Hear what is new in a place, and what of what was heard there is changed or gone."""
        recent = await self._hearing.recent(place)
        last = number(place.last) if place.last else 0
        known, scene = {number(each.message): each for each in recent}, _scene_of(place)
        new = list[tuple[Scene, discord.Message]]()
        async with aclosing(self.history.since(place, recent)) as written:
            async for message in written:
                its_own = known.pop(message.id, None)
                if its_own and message.edited_at:
                    if message.edited_at.timestamp() > its_own.version:
                        await self._hear(scene, message, edited=True)
                elif not its_own and message.id > last:
                    new += await self._to_be_heard(scene, message)
        for gone in known:
            await self._hear_gone(scene, gone)
        await self._hearing.read_back(place, [each.created_at.timestamp() for _, each in new])
        for there, message in new:
            await self._hear(there, message)

    async def _to_be_heard(
        self, there: Scene, message: discord.Message
    ) -> list[tuple[Scene, discord.Message]]:
        """Where a message that was read back is heard, if it is."""
        if not is_persons(message) or self._is_command(message):
            return []
        scene = await self._scene(message) if there.alone else there
        return [(scene, message)] if scene else []

    async def _hear_gone(self, scene: Scene, message: int) -> None:
        what = Heard(scene.posted(message), "deleted", version=time.time())
        await self._hearing.hear(scene.arrival("", f"{message}:deleted"), what)


def _scene_of(place: ListenedPlace) -> Scene:
    """Where a place is: a room, a thread, or where somebody is alone."""
    guild, _ = refs.guild_and_channel(place.channel)
    top = Posted(place.channel, place.top) if place.top and not place.alone else None
    return Scene(guild, str(channel_of(place)), top, alone=place.alone)
