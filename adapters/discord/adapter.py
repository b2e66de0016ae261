"""Discord, by discord.py: interactions and events in, answers out."""

import asyncio
import logging
import time
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

import discord

from adapters.discord import commands, modals, options, parse, refs, render, routes
from adapters.discord.api import Api
from adapters.discord.concurrency import ConcurrencyLimit
from adapters.discord.direct_messages import DirectMessages
from adapters.discord.errors import Declined, TokenRefused
from adapters.discord.hearing import DiscordHearing
from adapters.discord.limits import PLATFORM
from adapters.discord.parse import ResponseTarget
from adapters.discord.responses import AT_ONCE, FORM, Responder
from adapters.discord.servers import MEMBER, Servers
from adapters.discord.turns import Turns
from bot.community.people import AccountInfo, Ref
from bot.delivery.errors import Away, Busy
from bot.delivery.sender import Posted
from bot.errors import NotReady
from bot.routing.dispatch import Dispatcher
from bot.routing.interaction import (
    Arrival,
    Changed,
    FormOpened,
    Pressed,
    Request,
    Shown,
    Submitted,
    Typed,
)
from bot.routing.routes import Routed
from bot.ui.messages import Option

log = logging.getLogger(__name__)

_SHUTDOWN_GRACE = 20.0  # seconds for answers that are under way at the end
_MOST_CONCURRENT = 3  # answers that are worked out at a time, so that acknowledging does not wait
_MOST_OF_A_SERVER = 2
_WHOIS = 3.0  # seconds for what Discord tells of somebody
_PAUSE = 0.2  # seconds between two tries of it


class DiscordWhois:
    """Asks Discord who somebody is (`bot.community.ports.Whois`)."""

    def __init__(self, api: Api) -> None:
        self._api = api

    async def whois(self, space: Ref, account: Ref) -> AccountInfo | None:
        """Return what Discord tells of a member of a server, or `None` when it knows none."""
        try:
            async with asyncio.timeout(_WHOIS):
                return await self._told(space.id, account.id)
        except Declined:
            return None
        except (Away, Busy, TokenRefused, TimeoutError) as fault:
            raise NotReady(f"Discord tells nothing of an account: {fault}") from fault

    async def _told(self, guild: str, user: str) -> AccountInfo:
        while True:
            try:
                member = await self._api.call("GET", MEMBER, guild_id=guild, user_id=user)
                server = await self._api.call("GET", "/guilds/{guild_id}", guild_id=guild)
            except Away:
                await asyncio.sleep(_PAUSE)
            else:
                return parse.account_info(server, member)


class DiscordChat:
    """Kindred as Discord sees it: what is done with everything that comes in."""

    def __init__(
        self,
        dispatcher: Dispatcher,
        servers: Servers,
        responder: Responder,
        direct_messages: DirectMessages,
        *,
        reads: bool = False,
        haste: float = 1.0,
    ) -> None:
        """Discord gives it the words of all messages, if it `reads` them."""
        self._dispatch = dispatcher
        self._servers = servers
        self._responder = responder
        self._direct_messages = direct_messages
        self._busy: set[asyncio.Task[None]] = set()
        self._concurrency = ConcurrencyLimit(_MOST_CONCURRENT, _MOST_OF_A_SERVER)
        self._turns = Turns(self._in_background, haste)
        self.hearing = DiscordHearing(
            dispatcher.hearing,
            dispatcher.registry,
            servers,
            self._turns,
            lambda bot, message: self._in_background(self._said(bot, message)),
            reads=reads,
        )

    async def finish(self, *, for_good: bool = False) -> None:
        """Wait until everything that has come in is answered, within reason."""
        if for_good:
            self._servers.end()
            self._turns.end()
        with suppress(TimeoutError):
            async with asyncio.timeout(_SHUTDOWN_GRACE):
                while self._busy:  # what is heard may have to be answered
                    await asyncio.wait(set(self._busy))

    # What people do ----------------------------------------------------------------------------

    def interaction(self, it: discord.Interaction) -> None:
        """A command, a button, a menu, a modal, or somebody who types and is to be helped."""
        if it.type in parse.KINDS:
            self._in_background(self._interaction(it, asyncio.get_running_loop().time()))

    async def _interaction(self, it: discord.Interaction, since: float) -> None:
        user = str(it.user.id)
        guild = str(it.guild_id) if it.guild_id else await self._servers.server_of(user, it.message)
        arrival, target = parse.interaction(it, guild, since)
        try:
            await self._take(arrival, target, it.data or {})
        except ValueError as unreadable:
            log.warning("an interaction could not be read: %s", unreadable)
            await self._responder.gone(target)

    async def _take(self, arrival: Arrival, target: ResponseTarget, data: Any) -> None:
        match target.kind:
            case "autocomplete":
                command, parameter, typed = commands.focused(self._dispatch.registry, data)
                autocompletions = self._autocompletions(arrival, command, parameter, typed)
                await self._responder.choices(target, autocompletions)
            case "command":
                await self._command(arrival, target, data)
            case "component":
                await self._control(arrival, target, data)
            case "modal":
                form, page, subject = modals.about(data["custom_id"])
                values = modals.values_in(data, target.guild)
                await self._answer(
                    arrival, target, Submitted(form, page, values, subject, "next", time.time())
                )

    async def _command(self, arrival: Arrival, target: ResponseTarget, data: Any) -> None:
        if data["type"] != discord.AppCommandType.chat_input.value:
            await self._answer(arrival, target, self._chosen(arrival, data))
            return
        if options.picks_a_bot(data.get("resolved") or {}):
            await self._responder.picked_a_bot(target)
            return
        await self._answer(
            arrival, target, commands.filled(self._dispatch.registry, data, target.guild)
        )

    def _chosen(self, arrival: Arrival, data: Any) -> Pressed:
        """An entry of the menu of a person or of a message."""
        entry = commands.shortcut(self._dispatch.registry, data)
        if entry and entry.about == "post":
            message = Ref(PLATFORM, str(data["target_id"]))
            return Pressed(entry.action, str(Posted(arrival.channel, message)))
        return Pressed(entry.action if entry else "", str(refs.account(_about(data))))

    async def _control(self, arrival: Arrival, target: ResponseTarget, data: Any) -> None:
        key, value = routes.action_of(data["custom_id"])
        if data.get("values"):
            value = routes.value_of(data["values"][0])
        match key:
            case modals.FORM:
                form, page, subject = modals.about(data["custom_id"])
                await self._answer(arrival, target, FormOpened(form, subject, page))
            case modals.DONE:
                form, page, subject = modals.about(data["custom_id"])
                await self._answer(arrival, target, Submitted(form, page, {}, subject, "done"))
            case render.MORE:
                number, _, delivery = value.partition(":")
                coming = self._dispatch.answered(delivery)
                await self._responder.page(target, coming, number, delivery)
            case _:
                await self._answer(arrival, target, Pressed(key, value))

    async def _answer(self, arrival: Arrival, target: ResponseTarget, request: Request) -> None:
        """A form goes first; for another answer that has to wait, it is said so at once."""
        routed = self._dispatch.routed(request)
        patience = FORM if routed.opens else 0.0 if self._concurrency.busy else AT_ONCE
        coming = (self._at_once if routed.opens else self._in_turn)(arrival, routed)
        await self._responder.answer(target, coming, patience)

    # What happens ------------------------------------------------------------------------------

    async def _said(self, bot: str, message: discord.Message) -> None:
        user = str(message.author.id)
        guild = (
            str(message.guild.id) if message.guild else await self._servers.server_of(user, None)
        )
        arrival = parse.said(message, guild)
        shown = await self._in_turn(arrival, Typed(parse.line(bot, message.content)))
        if shown:
            await self._direct_messages.reply(arrival, shown)

    def changed(self, guild: int, user: int, who: AccountInfo) -> None:
        """Somebody came, left, or is called something else."""
        delivery = f"{PLATFORM}:{guild}:{user}:{time.time_ns()}"
        space = refs.server(str(guild))
        arrival = Arrival(refs.account(str(user)), space, space, delivery, once=True)
        self._in_background(self._in_turn(arrival, Changed(who)))

    def server_changed(self, guild: int) -> None:
        """A server says that Kindred is in it, or no longer; or that it has another name."""
        self._in_background(self._servers.check_soon(str(guild)))

    def server_available(self, guild: int) -> None:
        """A server can be reached again; perhaps it had put Kindred out before."""
        self._in_background(self._servers.check_if_lost(str(guild)))

    def session_began(self, shard: int, count: int) -> None:
        """A new session has begun: what was written before it was not told."""
        self._in_background(self.hearing.session_began(shard, count))

    def ready(self, shard: int, count: int) -> None:
        """In a new session all servers are known: what happened before it was not told."""
        self._in_background(self._servers.check_all(shard, count))

    # Behind it ---------------------------------------------------------------------------------

    async def _in_turn(self, arrival: Arrival, request: Request | Routed) -> Shown | None:
        async with self._concurrency.ordinary(arrival.space) as slot:
            return await self._dispatch(arrival, request, slot)

    async def _at_once(self, arrival: Arrival, request: Request | Routed) -> Shown | None:
        async with self._concurrency.urgent():
            return await self._dispatch(arrival, request)

    async def _autocompletions(
        self, arrival: Arrival, command: str, parameter: str, typed: str
    ) -> list[Option]:
        async with self._concurrency.urgent():
            return await self._dispatch.autocomplete(arrival, command, parameter, typed)

    def _in_background(self, work: Coroutine[Any, Any, object]) -> None:
        """Let the gateway go on; a fault is logged and holds up nothing else."""
        task = asyncio.ensure_future(_logged(work))
        self._busy.add(task)
        task.add_done_callback(self._busy.discard)


async def _logged(work: Coroutine[Any, Any, object]) -> None:
    try:
        await work
    except (NotReady, Away, Busy) as away:
        log.warning("something could not be done: %s", away)
    except Exception:
        log.exception("answering Discord failed")


def _about(data: Any) -> str:
    """Whom a context menu is about: the person, or who wrote the message."""
    about = str(data["target_id"])
    messages = (data.get("resolved") or {}).get("messages") or {}
    return str(messages[about]["author"]["id"]) if about in messages else about
