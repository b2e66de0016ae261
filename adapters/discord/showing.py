"""Shows what the core answers: at once where it can, else after a word that it is coming.

An interaction must be answered within three seconds, and the kind of the first answer decides what
may follow. So what is done quickly is shown as it is; what takes longer is deferred to a message
for the actor alone, which is filled in later. Nothing here makes a message that saying it again
would make twice: there are no follow-ups, and long answers are paged in their place.
"""

import asyncio
import logging
from collections.abc import Awaitable, Mapping

from adapters.discord import modals, render
from adapters.discord.api import Api, Json
from adapters.discord.errors import Away, Busy, Declined, TokenRefused
from adapters.discord.limits import EPHEMERAL
from adapters.discord.parse import Turf
from adapters.discord.places import server
from adapters.discord.sender import MESSAGE, DiscordSender
from bot.errors import NotReady
from bot.routing.interaction import Dialog, Reply, Shown, Update
from bot.ui.languages import speaking
from bot.ui.messages import Message, Option, say
from bot.ui.words import WordBook

log = logging.getLogger(__name__)
words = WordBook("adapters.discord")

# docs: interactions/receiving-and-responding, "Interaction Callback Type"
_MESSAGE = 4
_LATER = 5
_NOTHING = 6
_UPDATE = 7
_CHOICES = 8
_MODAL = 9

_UNKNOWN = (10008, 10015, 10062)  # message, webhook, interaction: nobody can be answered any more

AT_ONCE = 0.15
"""Seconds for an answer without a word before; longer ones are deferred."""
FORM = 2.4
"""Seconds for a form: it cannot be deferred."""
_CALLBACK = 2.9  # seconds from the interaction on in which Discord takes a first answer
_EACH_CALLBACK = 1.0  # seconds for one try of it
_EACH_EDIT = 5.0  # seconds for one try to fill in what was deferred
_COMPLETION = 2.0  # seconds for suggestions while somebody types
_TOKEN = 14 * 60.0  # seconds in which what was deferred can be filled in


class Showing:
    """Brings answers to where people look."""

    def __init__(self, api: Api, sender: DiscordSender) -> None:
        self._api = api
        self._sender = sender

    async def answer(
        self, turf: Turf, coming: Awaitable[Shown | None], patience: float = AT_ONCE
    ) -> None:
        """Show what is coming; what Discord will not take is logged, for there is nobody to tell.

        After `patience` seconds there is a word that it is coming; but a form has to be the first.
        """
        task = asyncio.ensure_future(coming)
        try:
            await self._answer(turf, task, patience)
        except (Away, Busy, Declined, TokenRefused) as fault:
            log.warning("an answer could not be shown: %s", fault)
            await task

    async def page(
        self, turf: Turf, coming: Awaitable[Shown | None], page: str, delivery: str
    ) -> None:
        """Show another page of what was answered to an earlier delivery."""
        with speaking(turf.locale):
            try:
                shown = await coming
            except NotReady as away:
                log.warning("an earlier answer could not be looked up: %s", away)
                shown = Reply(say(words("more.away")))
                await self.answer(turf, _at_hand(shown))
                return
            if not isinstance(shown, Reply | Update):
                await self.gone(turf)
                return
            body = await self._body(turf, shown.message, page=int(page), delivery=delivery)
        try:
            await self._back(turf, _UPDATE, body)
        except (Away, Declined) as fault:
            log.info("a page could not be shown: %s", fault)

    async def gone(self, turf: Turf) -> None:
        """Say that there is nothing any more behind what was pressed."""
        with speaking(turf.locale):
            await self.answer(turf, _at_hand(Reply(say(words("more.gone")))))

    async def choices(self, turf: Turf, coming: Awaitable[list[Option]]) -> None:
        """Suggest what may be meant by what somebody is typing; nothing, if that takes too long."""
        try:
            options = await asyncio.wait_for(coming, _COMPLETION)
        except TimeoutError:
            options = []
        choices = [{"name": option.label, "value": option.value} for option in options]
        try:
            await self._back(turf, _CHOICES, {"choices": choices})
        except (Away, Declined) as fault:
            log.info("suggestions came too late: %s", fault)

    # At once -----------------------------------------------------------------------------------

    async def _answer(
        self, turf: Turf, task: "asyncio.Future[Shown | None]", patience: float
    ) -> None:
        left = turf.since + patience - asyncio.get_running_loop().time()
        done, _ = await asyncio.wait((task,), timeout=max(left, 0))
        if done:
            with speaking(turf.locale):
                await self._at_once(turf, await task)
            return
        try:
            await self._announce(turf)
        except Away as away:  # it may have arrived all the same
            log.info("an answer may not have been announced: %s", away)
        shown = await task
        with speaking(turf.locale):
            await self._fill(turf, shown)

    async def _announce(self, turf: Turf) -> None:
        """Say that an answer is coming; one that takes the place of a message comes unannounced."""
        if turf.source and turf.source.between:
            await self._back(turf, _NOTHING, None)
        else:
            await self._back(turf, _LATER, None if turf.alone else {"flags": EPHEMERAL})

    async def _at_once(self, turf: Turf, shown: Shown | None) -> None:
        match shown:
            case None if turf.kind == "component":
                await self._back(turf, _NOTHING, None)
            case None:
                await self._tell(turf, say(words("done")))
            case Dialog() if turf.kind != "modal":
                await self._back(turf, _MODAL, modals.modal(shown))
            case Dialog():
                await self._tell(turf, modals.between(shown))
            case Update(message=message) if turf.source:
                await self._back(turf, _UPDATE, await self._changed(turf, message))
            case Reply(message=message, only_for_actor=for_one):
                await self._tell(turf, message, for_one=for_one)
            case Update(message=message):
                await self._tell(turf, message)

    async def _tell(self, turf: Turf, message: Message, *, for_one: bool = True) -> None:
        """Say something new, or in the place of what stood between the pages of a form."""
        if turf.source and turf.source.between:
            await self._back(turf, _UPDATE, await self._body(turf, message))
            return
        body = await self._body(turf, message, for_one=for_one and not turf.alone)
        await self._back(turf, _MESSAGE, body)

    # Later -------------------------------------------------------------------------------------

    async def _fill(self, turf: Turf, shown: Shown | None) -> None:
        """Put the answer in the place of the word that it is coming."""
        match shown:
            case Update(message=message) if turf.source and not turf.source.ephemeral:
                await self._update(turf, message)
            case Reply(message=message) | Update(message=message):
                await self._edit(turf, message)
            case Dialog() if turf.kind == "modal":
                await self._edit(turf, modals.between(shown))
            case Dialog():
                await self._edit(turf, modals.offered(shown))
            case None:
                await self._edit(turf, say(words("done")))

    async def _update(self, turf: Turf, message: Message) -> None:
        """Change the message whose button was pressed, and take the word back."""
        assert turf.source is not None  # noqa: S101  # asked by the only caller
        body = await self._changed(turf, message)
        there = turf.source
        try:
            await self._api.call(
                "PATCH", MESSAGE, body, channel_id=there.channel, message_id=there.id
            )
        except (Away, Busy, Declined, TokenRefused) as fault:
            log.info("a message could not be changed: %s", fault)
            await self._edit(turf, message)
        else:
            await self._original(turf, "DELETE", None)

    async def _edit(self, turf: Turf, message: Message) -> None:
        await self._original(turf, "PATCH", await self._body(turf, message))

    async def _original(self, turf: Turf, method: str, body: Json | None) -> None:
        path = f"/webhooks/{turf.application}/{turf.token}/messages/@original"
        try:
            until = turf.since + _TOKEN
            await self._api.answer(method, path, body, until=until, each=_EACH_EDIT)
        except Declined as declined:
            if declined.code not in _UNKNOWN:
                raise
            log.info("there is nobody left to answer: %s", declined)

    # Behind it ---------------------------------------------------------------------------------

    async def _back(self, turf: Turf, kind: int, data: Json | None) -> None:
        """Answer the interaction itself, once."""
        body: Json = {"type": kind} if data is None else {"type": kind, "data": data}
        path = f"/interactions/{turf.id}/{turf.token}/callback"
        until = turf.since + _CALLBACK
        await self._api.answer("POST", path, body, until=until, each=_EACH_CALLBACK)

    async def _body(
        self,
        turf: Turf,
        message: Message,
        *,
        page: int = 0,
        delivery: str = "",
        for_one: bool = False,
    ) -> Json:
        known = await self._known(turf, message)
        components = render.paged(message, known, page, delivery or turf.delivery)
        mentions = render.allowed_mentions(message, known)
        return render.body(components, mentions, ephemeral=for_one)

    async def _changed(self, turf: Turf, message: Message) -> Json:
        """New words for the message whose button was pressed; it keeps its mark."""
        body = await self._body(turf, message)
        if turf.source and turf.source.mark:
            body["components"][0] = {**body["components"][0], "id": turf.source.mark}
        return body

    async def _known(self, turf: Turf, message: Message) -> Mapping[int, str]:
        """How those who are mentioned are known here; while nothing can be read, by name alone."""
        try:
            return await self._sender.known(server(turf.guild), message)
        except NotReady:
            return {}


async def _at_hand(shown: Shown) -> Shown:
    """An answer that needs no working out."""
    return shown
