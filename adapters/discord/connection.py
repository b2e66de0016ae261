"""The gateway: held as long as Kindred runs, and made anew when the library gives up."""

import asyncio
import logging
from typing import Any

import aiohttp
import discord
import yarl
from discord.gateway import DiscordWebSocket

from adapters.discord.adapter import DiscordChat
from adapters.discord.permissions import INTENTS, MEMBERS, MESSAGE_CONTENT
from adapters.discord.settings import DiscordSettings
from bot.community.people import AccountInfo

log = logging.getLogger(__name__)

_SERVERS_TELL = 2.0  # seconds without word of another server until a session has begun
_LEAST_WAIT, _LONGEST_WAIT = 1.0, 60.0  # seconds between two connections
_FAULTS = (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError)


def intents(settings: DiscordSettings) -> discord.Intents:
    """What Kindred asks to be told: what is privileged, only where that is switched on.

    Without message content, words come only with direct messages and mentions of Kindred.
    """
    off = [MEMBERS] if not settings.members_intent else []
    off += [MESSAGE_CONTENT] if not settings.message_content_intent else []
    return discord.Intents(**{each.name: True for each in INTENTS if each not in off})


class Gateway(discord.AutoShardedClient):
    """Tells the chat what happens. Keeps nothing of people or messages in memory."""

    def __init__(self, settings: DiscordSettings, chat: DiscordChat, haste: float) -> None:
        shards: Any = {}
        if settings.shards:
            shards = {"shard_ids": settings.shard_ids, "shard_count": settings.shard_count}
        super().__init__(
            intents=intents(settings),
            **shards,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            guild_ready_timeout=_SERVERS_TELL / haste,
        )
        self._chat = chat
        chat.hearing.history.use(self)

    async def setup_hook(self) -> None:
        """Learn where the gateway is: the library asks only at first, and not for given shards."""
        _, url, _ = await self.http.get_bot_gateway()
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(url)

    async def on_interaction(self, it: discord.Interaction) -> None:
        self._chat.interaction(it)

    async def on_message(self, message: discord.Message) -> None:
        self._chat.hearing.message(message)

    async def on_raw_message_edit(self, event: discord.RawMessageUpdateEvent) -> None:
        self._chat.hearing.edited(event.message)

    async def on_raw_message_delete(self, event: discord.RawMessageDeleteEvent) -> None:
        self._chat.hearing.deleted(event.guild_id, event.channel_id, event.message_id)

    async def on_raw_bulk_message_delete(self, event: discord.RawBulkMessageDeleteEvent) -> None:
        for message in sorted(event.message_ids):
            self._chat.hearing.deleted(event.guild_id, event.channel_id, message)

    async def on_raw_reaction_add(self, event: discord.RawReactionActionEvent) -> None:
        self._chat.hearing.reaction(event)

    async def on_raw_reaction_remove(self, event: discord.RawReactionActionEvent) -> None:
        self._chat.hearing.reaction(event)

    async def on_raw_reaction_clear(self, event: discord.RawReactionClearEvent) -> None:
        self._chat.hearing.reactions_cleared(event)

    async def on_raw_reaction_clear_emoji(self, event: discord.RawReactionClearEmojiEvent) -> None:
        self._chat.hearing.reactions_cleared(event)

    async def on_raw_thread_delete(self, event: discord.RawThreadDeleteEvent) -> None:
        self._chat.hearing.thread_deleted(event.guild_id, event.parent_id, event.thread_id)

    async def on_shard_connect(self, shard_id: int) -> None:
        self._chat.session_began(shard_id, self.shard_count or 1)

    async def on_shard_ready(self, shard_id: int) -> None:
        if not self.is_closed():  # the library waits a while for servers before it says so
            self._chat.ready(shard_id, self.shard_count or 1)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        self._chat.server_changed(guild.id)

    async def on_guild_available(self, guild: discord.Guild) -> None:
        if self.is_ready():  # at the start, all of them are looked at when their shard is ready
            self._chat.server_available(guild.id)

    async def on_guild_update(self, before: discord.Guild, after: discord.Guild) -> None:
        if before.name != after.name:
            self._chat.server_changed(after.id)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        self._chat.server_changed(guild.id)

    async def on_member_join(self, member: discord.Member) -> None:
        self._chat.changed(member.guild.id, member.id, AccountInfo(member.display_name))

    async def on_raw_member_remove(self, gone: discord.RawMemberRemoveEvent) -> None:
        self._chat.changed(gone.guild_id, gone.user.id, AccountInfo("", kind="gone"))

    async def on_error(self, event: str, /, *args: Any, **more: Any) -> None:
        log.exception("%s of Discord was not understood", event)


class Connection:
    """Listens to Discord until told to stop, whatever happens to the connection."""

    def __init__(self, settings: DiscordSettings, chat: DiscordChat, *, haste: float = 1.0) -> None:
        """A `haste` above 1 is for tests against a Discord that tells of its servers at once."""
        self._settings = settings
        self._chat = chat
        self._haste = haste

    async def run(self, stopping: asyncio.Event) -> None:
        """Listen until `stopping` is set; what came in by then is answered first."""
        clock, wait = asyncio.get_running_loop(), _LEAST_WAIT
        while True:
            began = clock.time()
            gateway = Gateway(self._settings, self._chat, self._haste)
            listening = asyncio.create_task(
                gateway.start(self._settings.bot_token.get_secret_value())
            )
            told = asyncio.create_task(stopping.wait())
            await asyncio.wait((listening, told), return_when=asyncio.FIRST_COMPLETED)
            await gateway.close()
            await self._chat.finish(for_good=stopping.is_set())
            await self._end(listening)
            told.cancel()
            if stopping.is_set():
                return
            held = clock.time() - began > _LONGEST_WAIT
            wait = _LEAST_WAIT if held else min(2 * wait, _LONGEST_WAIT)
            log.warning("the connection to Discord has ended; another one is begun in %s s", wait)
            try:
                await asyncio.wait_for(stopping.wait(), wait)
            except TimeoutError:
                continue
            return

    async def _end(self, listening: "asyncio.Task[None]") -> None:
        listening.cancel()
        try:
            await listening
        except asyncio.CancelledError:
            return
        except discord.LoginFailure:
            log.error("Discord does not take DISCORD_BOT_TOKEN; see: kindred check discord")
        except discord.PrivilegedIntentsRequired:
            log.error(
                "DISCORD_MEMBERS_INTENT or DISCORD_MESSAGE_CONTENT_INTENT is set, but the intent "
                "is off on the application's page “Bot”; see: kindred check discord"
            )
        except _FAULTS as fault:
            log.warning("Discord: %s", fault)
        except Exception:
            log.exception("the connection to Discord broke")
