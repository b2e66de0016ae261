"""All of Discord put together from the settings: what `bot.bootstrap` runs."""

import asyncio
import itertools
import json
import logging

from starlette.routing import Route

from adapters.discord import commands
from adapters.discord.adapter import DiscordChat, DiscordWhois
from adapters.discord.api import TIMEOUT, Api
from adapters.discord.connection import Connection
from adapters.discord.direct_messages import DirectMessages
from adapters.discord.downloads import DiscordFiles
from adapters.discord.errors import Declined, TokenRefused
from adapters.discord.permission_check import DiscordPermissions
from adapters.discord.responses import Responder
from adapters.discord.roster import DiscordRoster
from adapters.discord.sender import COMMAND_IDS, DiscordSender
from adapters.discord.servers import Servers
from adapters.discord.settings import DiscordSettings
from bot.community.clock import Clock
from bot.community.people import Space
from bot.community.places import Place
from bot.delivery.errors import Away, Busy
from bot.errors import NotReady
from bot.routing.dispatch import Dispatcher
from bot.routing.files import FileMaker
from bot.routing.registry import Registry
from bot.work import HomePublisher, OpenWork, Work

log = logging.getLogger(__name__)

COMMANDS = "/applications/{application_id}/commands"
SYNCED = "discord.commands"
"""Under which name it is set which commands Discord was given last, for which application."""


class DiscordPlatform:
    """Discord's two sides: `sender` and `whois` for the core, and the events that reach it."""

    home_publisher: HomePublisher | None = None

    def __init__(
        self,
        settings: DiscordSettings,
        registry: Registry,
        open_work: OpenWork[Work],
        clock: Clock,
        *,
        haste: float = 1.0,
        timeout: float = TIMEOUT,
    ) -> None:
        """A `haste` above 1 is for tests against a patient Discord."""
        self.settings = settings
        self.registry = registry
        self._open_work = open_work
        self._haste = haste
        token = settings.bot_token.get_secret_value()
        self.api = Api(token, settings.api_url, timeout)
        file_maker = FileMaker(registry.files, open_work, clock)
        self.sender = DiscordSender(self.api, open_work, registry, file_maker, haste=haste)
        self.whois = DiscordWhois(self.api)
        self.roster = DiscordRoster(self.api, haste)
        self.file_source = DiscordFiles(self.api)
        self.permissions = DiscordPermissions(self.api)
        self.servers = Servers(self.api, open_work, registry, clock)
        self._chat: DiscordChat | None = None

    def use_dispatcher(self, dispatcher: Dispatcher, base_url: str) -> None:
        """Let what people do in Discord reach the core."""
        responder, direct_messages = (
            Responder(self.api, self.sender),
            DirectMessages(self.api, self.sender),
        )
        self._chat = DiscordChat(
            dispatcher,
            self.servers,
            responder,
            direct_messages,
            reads=self.settings.message_content_intent,
            haste=self._haste,
        )

    def routes(self) -> list[Route]:
        """What the web process serves for Discord: nothing, for all comes through the gateway."""
        return []

    async def run(self, stopping: asyncio.Event) -> None:
        """Sync Discord's commands, listen, and end cleanly."""
        if self._chat is None:
            await stopping.wait()
            return
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._sync_until_done(stopping))
            connection = Connection(self.settings, self._chat, haste=self._haste)
            tasks.create_task(connection.run(stopping))

    async def finish(self) -> None:
        """Wait until everything that came from Discord has been answered."""
        if self._chat:
            await self._chat.finish()

    async def close(self) -> None:
        """Close the connections to Discord, once nobody sends any more."""
        await self.api.close()

    async def channels(self, space: Space) -> list[Place]:
        """The channels of a server that were chosen for something, and its Events tab if it was."""
        async with self._open_work(read_only=True) as work:
            there = await work.places.channels(space.community)
            there += await work.places.agendas(space.community)
        return [place for place in there if place.space.id == space.id]

    async def is_synced(self) -> bool:
        """Whether Discord was last given the commands that there are now, and told their ids."""
        async with self._open_work(read_only=True) as work:
            given = await work.settings.get(SYNCED)
            ids = await work.settings.get(COMMAND_IDS)
        return ids is not None and given == await self._wanted()

    async def command_ids(self) -> dict[str, str]:
        """The ids of the commands that Discord was given last, by name."""
        async with self._open_work(read_only=True) as work:
            found = json.loads(await work.settings.get(COMMAND_IDS) or "{}")
        return dict(found)

    async def sync_if_needed(self) -> None:
        """Give Discord the commands that there are, if it has others."""
        if not await self.is_synced():
            await self.sync_commands()

    async def sync_commands(self) -> None:
        """Give Discord the commands that there are, in the place of those it has."""
        application, wanted = await self.api.application(), await self._wanted()
        tree = commands.tree(self.registry)
        there = await self.api.call("PUT", COMMANDS, tree, application_id=application)
        async with self._open_work() as work:
            await work.settings.put(SYNCED, wanted)
            await work.settings.put(COMMAND_IDS, json.dumps(commands.ids_of(there)))
        log.info("Discord has the commands of this version now")

    async def _wanted(self) -> str:
        return f"{await self.api.application()}:{commands.digest_of(self.registry)}"

    async def _sync_until_done(self, stopping: asyncio.Event) -> None:
        for wait in itertools.chain((1, 2, 4, 8, 16, 32), itertools.repeat(60)):
            try:
                await self.sync_if_needed()
            except (Away, Busy, Declined, TokenRefused, NotReady) as fault:
                log.warning("Discord's commands are not synced yet: %s", fault or "token refused")
            except Exception:
                log.exception("Discord's commands are not synced yet")
            else:
                return
            try:
                await asyncio.wait_for(stopping.wait(), wait)
            except TimeoutError:
                continue
            return
