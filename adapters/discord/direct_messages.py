"""Answers those who spoke to Kindred in words, rather than by a command: alone, never in public."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeVar

from adapters.discord import modals, refs, render
from adapters.discord.api import Api
from adapters.discord.errors import Declined, TokenRefused
from adapters.discord.pages import MESSAGES, mark
from adapters.discord.sender import DiscordSender
from adapters.discord.uploads import Uploads, uploads_of
from bot.community.people import Ref
from bot.delivery.errors import Away, Busy
from bot.errors import NotReady
from bot.routing.interaction import Arrival, Dialog, Shown
from bot.ui.messages import Message, say
from bot.ui.words import WordBook

log = logging.getLogger(__name__)
words = WordBook("adapters.discord")
T = TypeVar("T")

_TRIES = 4
_LONGEST_WAIT = 30.0  # seconds that an answer waits when Discord asks to


class DirectMessages:
    """Says what the core answers, in a direct message; where those are closed, how to ask."""

    def __init__(self, api: Api, sender: DiscordSender) -> None:
        self._api = api
        self._sender = sender

    async def reply(self, arrival: Arrival, shown: Shown) -> None:
        """Answer somebody; what Discord will not take is logged."""
        message = modals.form_offer(shown) if isinstance(shown, Dialog) else shown.message
        try:
            with await self._sender.file_maker.attach(message) as attached:
                await self._alone(arrival, attached.message, uploads_of(attached))
        except Declined as declined:
            log.info("an answer was declined: %s", declined)
            await self._in_public(arrival)
        except (Away, TokenRefused, NotReady) as fault:
            log.warning("an answer could not be said: %s", fault)

    async def _alone(self, arrival: Arrival, message: Message, uploads: Uploads) -> None:
        channel = arrival.channel
        if not arrival.alone:
            space, actor = arrival.space.id, arrival.actor.id
            channel = await _tried(lambda: self._sender.opened(space, actor))
        await self._say(channel, message, arrival, uploads)

    async def _in_public(self, arrival: Arrival) -> None:
        """Where somebody cannot be written to, only how to ask is said where they spoke."""
        if arrival.alone:
            return
        try:
            await self._say(arrival.channel, say(words("direct_messages.closed")), arrival, {})
        except (Away, Declined, TokenRefused) as fault:
            log.info("nobody could be answered: %s", fault)

    async def _say(
        self, channel: Ref, message: Message, arrival: Arrival, uploads: Uploads
    ) -> None:
        ids = await self._sender.ids(arrival.space, message)
        mentions = render.allowed_mentions(message, ids)
        _, id_ = refs.guild_and_channel(channel)
        for number, components in enumerate(render.pages(message, ids)):
            once = {
                "nonce": str(mark(f"{arrival.interaction_id}:{id_}", number)),
                "enforce_nonce": True,
            }
            body = render.body(components, mentions) | once
            post = partial(self._api.call, "POST", MESSAGES, body, uploads=uploads)
            await _tried(partial(post, channel_id=id_))


async def _tried(act: Callable[[], Awaitable[T]]) -> T:
    """Do what saying again does not double: of a nonce, Discord keeps one message for minutes."""
    for attempt in range(_TRIES):
        try:
            return await act()
        except Busy as busy:
            await asyncio.sleep(min(busy.after, _LONGEST_WAIT))
        except Away as away:
            log.info("an answer may not have arrived: %s", away)
            await asyncio.sleep(0.2 * 2**attempt)
    raise Away("an answer never arrived")
