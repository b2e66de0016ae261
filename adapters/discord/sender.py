"""Carries the outbox's messages into Discord (`bot.delivery.sender.Sender`), each once.

A thread carries a mark of its key at the end of its name, as pages do. When a thread or a page may
be there already, it is looked for by its mark first.
"""

import json
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

from adapters.discord import commands, refs, render
from adapters.discord.agenda import Agenda
from adapters.discord.api import Api, Json
from adapters.discord.error_messages import ErrorMessages
from adapters.discord.errors import (
    ARCHIVED,
    NO_FILES,
    NOT_THERE,
    NOT_THIS_KIND,
    UNKNOWN_CHANNEL,
    UNKNOWN_MESSAGE,
    Declined,
    TokenRefused,
)
from adapters.discord.limits import CAPABILITIES, PLATFORM
from adapters.discord.pages import DiscordPages, mark, nonce
from adapters.discord.permission_check import DiscordPermissions
from adapters.discord.spans import Ids
from adapters.discord.threads import Threads
from adapters.discord.uploads import uploads_of
from bot.community.people import Account, Ref
from bot.community.places import Place, PlaceKind
from bot.delivery.errors import Away, Busy, retry
from bot.delivery.pages import delete_pages, edit_pages, post_pages
from bot.delivery.sender import Gone, Posted, RateLimit, Receipt, Refused, Retry, SendResult
from bot.delivery.views import with_topic
from bot.errors import NotReady
from bot.routing.files import FileMaker
from bot.routing.registry import Registry
from bot.ui.mentions import any_command_in, mentioned_in
from bot.ui.messages import Message
from bot.work import OpenWork, Work

log = logging.getLogger(__name__)

COMMAND_IDS = "discord.command_ids"
"""Under which name it is set by which ids Discord knows the commands that it was given last."""

_BETWEEN_ROOMS = (
    0.25  # seconds; with its members and its words, a room is five calls of 50 a second
)
_BETWEEN_MESSAGES = 0.1
_AWAY = 5.0  # seconds before what may not have arrived is tried again
_SHUT = 60.0  # seconds before a token that was refused is tried again


class DiscordSender:
    """Sends for Kindred in every server it is in."""

    platform = PLATFORM
    capabilities = CAPABILITIES

    def __init__(
        self,
        api: Api,
        open_work: OpenWork[Work],
        registry: Registry,
        file_maker: FileMaker,
        *,
        haste: float = 1.0,
    ) -> None:
        self._api = api
        self._registry = registry
        self._open_work = open_work
        self.file_maker = file_maker
        self._threads = Threads(api)
        self._error_messages = ErrorMessages(DiscordPermissions(api))
        self._away = timedelta(seconds=_AWAY / haste)
        self._shut = timedelta(seconds=_SHUT / haste)
        self.rate_limit = RateLimit(room=_BETWEEN_ROOMS / haste, message=_BETWEEN_MESSAGES / haste)

    async def open_room(self, key: str, place: Place, *, again: bool = False) -> SendResult:
        """Open a private thread for the people of a place, in the channel chosen for that."""
        guild = place.space.ref.id

        async def act() -> SendResult:
            if place.parent is None:
                return Refused("no channel is chosen", self._error_messages.no_channel(place.space))
            _, parent = refs.guild_and_channel(place.parent)
            users = [account.ref.id for account in place.people]
            thread = await self._threads.opened(key, guild, parent, users, place.title, again=again)
            return Receipt(refs.channel(guild, thread))

        where = place.parent or place.space.ref
        return await self._do(act, where, opens=True, people=place.people)

    async def gather(self, key: str, place: Place) -> SendResult:
        """Let just the people of a place be in its thread; one that was archived is opened."""
        if place.ref is None:
            return Refused("the thread was never opened")
        _, thread = refs.guild_and_channel(place.ref)
        users = [account.ref.id for account in place.people]

        async def act() -> SendResult:
            await self._threads.gather(thread, users)
            return Receipt(place.ref or place.space.ref)

        return await self._do(lambda: self._awake(act, place.ref or place.space.ref), place.ref)

    async def close_room(self, key: str, place: Place) -> SendResult:
        """Archive the thread of a place."""
        if place.ref is None:
            return Refused("the thread was never opened")
        _, thread = refs.guild_and_channel(place.ref)

        async def act() -> SendResult:
            await self._threads.archive(thread)
            return Receipt(place.ref or place.space.ref)

        return await self._do(act, place.ref)

    async def post(
        self, key: str, place: Place, message: Message, *, again: bool = False
    ) -> SendResult:
        """Say something in a channel or a thread, or to one person alone.

        No thread can be below what stands in a room, which is one: there it is said in that. Nor
        can one where somebody is alone with Kindred: there it answers that message.
        """
        if place.ref and place.kind is PlaceKind.AGENDA:
            return await self._list(key, place.ref, message, again)
        if place.account:
            return await self._say_alone(key, place, place.account, message, again)
        if place.ref and place.below and place.kind is PlaceKind.ROOM:
            return await self._say_in(key, place.ref, with_topic(message), again)
        if place.ref and place.below:
            return await self._say_below(key, place.ref, place.below.id, message, again)
        if place.ref:
            return await self._say_in(key, place.ref, message, again)
        return Refused("there is nowhere to say it")

    async def edit(self, key: str, posted: Posted, message: Message) -> SendResult:
        """Give a message new words."""
        if refs.is_agenda(posted.channel):
            return await self._list_otherwise(posted, message)

        async def act() -> SendResult:
            try:
                return await self._edit(key, posted, message)
            except Declined as declined:
                no_thread = posted.below and declined.code == UNKNOWN_CHANNEL
                if declined.code != UNKNOWN_MESSAGE and not no_thread:  # somebody took it away
                    raise
                return Gone(f"Discord says {declined}")

        return await self._do(lambda: self._awake(act, posted.channel), posted.channel)

    async def retract(self, key: str, posted: Posted) -> SendResult:
        """Take a message back."""

        async def act() -> SendResult:
            if refs.is_agenda(posted.channel):
                await self._agenda(posted.channel).remove(posted.message.id)
                return Receipt(posted.channel, posted.message)
            return await delete_pages(DiscordPages(self._api, posted.channel, key), posted)

        return await self._do(lambda: self._awake(act, posted.channel), posted.channel)

    async def ids(self, space: Ref, message: Message) -> Ids:
        """What a message mentions: ids of people in a server, and of commands as last synced."""
        members, names_commands = mentioned_in(message), any_command_in(message)
        if not (members or names_commands):
            return Ids()
        async with self._open_work(read_only=True) as work:
            found = await work.people.accounts_in(space, members) if members else {}
            given = await work.settings.get(COMMAND_IDS) if names_commands else None
        users = {member: ref.id for member, ref in found.items()}
        return Ids(users, commands.names(self._registry, json.loads(given or "{}")))

    def no_ids(self) -> Ids:
        """What to call people and commands by while no id can be looked up."""
        return Ids(commands=commands.names(self._registry, {}))

    async def opened(self, guild: str, user: str) -> Ref:
        """The channel between a user and Kindred: asking for it again gives the same one."""
        channel = await self._api.call("POST", "/users/@me/channels", {"recipient_id": user})
        return refs.channel(guild, str(channel["id"]))

    # Events ------------------------------------------------------------------------------------

    def _agenda(self, agenda: Ref) -> Agenda:
        return Agenda(self._api, agenda, self.file_maker)

    async def _list(self, key: str, agenda: Ref, message: Message, again: bool) -> SendResult:
        """List an event in the tab of a server."""
        listing = message.listing
        if listing is None or listing.begun:  # Discord lists nothing that has begun
            return Refused("it is nothing to come")

        async def act() -> SendResult:
            event = await self._agenda(agenda).list(key, listing, again=again)
            return Receipt(agenda, Ref(PLATFORM, event))

        return await self._do(act, agenda)

    async def _list_otherwise(self, posted: Posted, message: Message) -> SendResult:
        """Let what is listed in the tab of a server say something else."""
        listing = message.listing
        if listing is None:
            return await self.retract("", posted)

        async def act() -> SendResult:
            if await self._agenda(posted.channel).change(posted.message.id, listing):
                return Receipt(posted.channel, posted.message)
            return Gone("the event is not in the tab any more")

        return await self._do(act, posted.channel)

    # Messages ----------------------------------------------------------------------------------

    async def _say_in(self, key: str, channel: Ref, message: Message, again: bool) -> SendResult:
        """Say it in a channel or a thread; one that was archived is opened for it."""

        async def act() -> SendResult:
            return await self._say(key, channel, message, again)

        return await self._do(lambda: self._awake(act, channel), channel)

    async def _say_below(
        self, key: str, channel: Ref, top: str, message: Message, again: bool
    ) -> SendResult:
        """Say it in the thread below a message, which is opened if there never was one.

        A thread has the id of the message above it, and is there no second time once it was
        deleted. In channels that have none it is said in the channel.
        """
        guild, parent = refs.guild_and_channel(channel)
        thread = refs.channel(guild, top)

        async def act() -> SendResult:
            if receipt := await self._in_thread(key, thread, message, again):
                return receipt
            try:
                await self._threads.open_below(parent, top, message.thread or message.fallback)
            except Declined as declined:
                if declined.code == NOT_THIS_KIND:
                    return await self._post(key, channel, with_topic(message), again)
                if declined.code != UNKNOWN_MESSAGE:
                    raise
                return Gone(f"Discord says {declined}")
            said = await self._in_thread(key, thread, message, again)
            return said or Gone("the thread was deleted")

        return await self._do(lambda: self._awake(act, thread), channel, opens=True)

    async def _in_thread(
        self, key: str, thread: Ref, message: Message, again: bool
    ) -> Receipt | None:
        """Post it in a thread, if that is there."""
        try:
            return await self._post(key, thread, message, again)
        except Declined as declined:
            if declined.code != UNKNOWN_CHANNEL:
                raise
            return None

    async def _say_alone(
        self, key: str, place: Place, account: Account, message: Message, again: bool
    ) -> SendResult:
        """Say it where somebody was spoken to before, or else in a conversation to be opened."""
        below = place.below

        async def act() -> SendResult:
            if place.ref:
                try:
                    return await self._say(key, place.ref, message, again, below)
                except Declined as declined:
                    if declined.code != UNKNOWN_CHANNEL:
                        raise
            channel = await self.opened(account.space_ref.id, account.ref.id)
            async with self._open_work() as work:
                await work.places.opened(account, channel)
            return await self._say(key, channel, message, again, below)

        return await self._do(act, account.space_ref, to_a_person=True, people=(account,))

    async def _say(
        self, key: str, channel: Ref, message: Message, again: bool, answers: Ref | None = None
    ) -> SendResult:
        """Post what of a message is not there yet, and open the thread below it, if it has one."""
        receipt = await self._post(key, channel, message, again, answers)
        if message.thread and receipt.message and not answers:
            _, id_ = refs.guild_and_channel(channel)
            first, *_ = receipt.message.id.split(",")
            await self._threads.try_below(id_, first, message.thread)
        return receipt

    async def _post(
        self, key: str, channel: Ref, message: Message, again: bool, answers: Ref | None = None
    ) -> Receipt:
        """Post every page of a message that is not there yet, with its files."""
        with await self.file_maker.attach(message) as attached:
            pages = DiscordPages(self._api, channel, key, uploads_of(attached), answers)
            bodies = await self._bodies(key, channel, attached.message)
            there = await pages.find(len(bodies)) if again else {}
            try:
                return await post_pages(pages, bodies, there)
            except Declined as declined:
                if not attached.files or declined.code not in NO_FILES:
                    raise
                log.warning("Discord takes no file: %s", declined)
        bodies = await self._bodies(key, channel, render.without_files(attached.message))
        return await post_pages(pages, bodies, there)

    async def _edit(self, key: str, posted: Posted, message: Message) -> SendResult:
        with await self.file_maker.attach(message) as attached:
            bodies = await self._bodies(key, posted.channel, attached.message)
            pages = DiscordPages(self._api, posted.channel, key, uploads_of(attached))
            return await edit_pages(pages, bodies, posted)

    async def _bodies(self, key: str, channel: Ref, message: Message) -> list[Json]:
        """What to send for each page, with the mark of the key."""
        guild, _ = refs.guild_and_channel(channel)
        ids = await self.ids(refs.server(guild), message)
        mentions = render.allowed_mentions(message, ids)
        pages = render.pages(message, ids, marker=lambda number: mark(key, number))
        return [
            render.body(components, mentions, quiet=message.quiet)
            | {"nonce": nonce(key, number), "enforce_nonce": True}
            for number, components in enumerate(pages)
        ]

    async def _awake(self, act: Callable[[], Awaitable[SendResult]], channel: Ref) -> SendResult:
        """Do something in a thread; one that was archived is opened for it, unless it is locked."""
        try:
            return await act()
        except Declined as declined:
            if declined.code != ARCHIVED:
                raise
            _, thread = refs.guild_and_channel(channel)
            try:
                await self._threads.wake(thread)
            except Declined:
                raise declined from None
        return await act()

    # Outcomes ----------------------------------------------------------------------------------

    async def _do(
        self,
        act: Callable[[], Awaitable[SendResult]],
        where: Ref,
        *,
        opens: bool = False,
        to_a_person: bool = False,
        people: tuple[Account, ...] = (),
    ) -> SendResult:
        try:
            return await act()
        except (Busy, Away, NotReady) as fault:
            return retry(fault, self._away)
        except TokenRefused:
            log.error("Discord does not take DISCORD_BOT_TOKEN; see: kindred check discord")
            return Retry(self._shut, "Discord does not take the token")
        except Declined as declined:
            log.info("Discord declined: %s", declined)
            absent = people if declined.code in NOT_THERE else ()
            if to_a_person or absent:
                return Refused(f"Discord says {declined}", absent=absent)
            return await self._error_messages.refused(declined, where, opens=opens)
