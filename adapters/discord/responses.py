"""Shows what the core answers: at once where it can, else after a word that it is coming.

An interaction must be answered within three seconds, and the kind of the first answer decides what
may follow. So what is done quickly is shown as it is; what takes longer is deferred to a message
for the actor alone, which is filled in later. Nothing here makes a message that saying it again
would make twice: there are no follow-ups, and long answers are paged in their place.
"""

import asyncio
import logging
from collections.abc import Awaitable
from dataclasses import dataclass, replace

from adapters.discord import modals, render
from adapters.discord.api import Api, Json
from adapters.discord.errors import Declined, TokenRefused
from adapters.discord.limits import EPHEMERAL
from adapters.discord.pages import change
from adapters.discord.parse import ResponseTarget
from adapters.discord.refs import server
from adapters.discord.sender import DiscordSender
from adapters.discord.spans import Ids
from adapters.discord.uploads import Uploads, uploads_of
from bot.delivery.errors import Away, Busy
from bot.errors import NotReady
from bot.routing.files import Attached, files_in
from bot.routing.interaction import Dialog, Reply, Shown, Update
from bot.ui.languages import in_language
from bot.ui.messages import Message, Option, say
from bot.ui.words import WordBook

log = logging.getLogger(__name__)
words = WordBook("adapters.discord")


@dataclass(frozen=True, slots=True)
class _Made:
    """An answer, and its files until it has been shown."""

    shown: Shown | None
    attached: Attached | None = None

    @property
    def uploads(self) -> Uploads:
        return uploads_of(self.attached) if self.attached else {}

    def let_go(self) -> None:
        if self.attached:
            self.attached.close()


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
_AUTOCOMPLETE = 2.0  # seconds for suggestions while somebody types
_TOKEN = 14 * 60.0  # seconds in which what was deferred can be filled in


class Responder:
    """Brings answers to where people look."""

    def __init__(self, api: Api, sender: DiscordSender) -> None:
        self._api = api
        self._sender = sender

    async def answer(
        self, target: ResponseTarget, coming: Awaitable[Shown | None], patience: float = AT_ONCE
    ) -> None:
        """Show what is coming; what Discord will not take is logged, for there is nobody to tell.

        After `patience` seconds there is a word that it is coming; but a form has to be the first.
        """
        task = asyncio.ensure_future(self._with_files(coming))
        try:
            await self._answer(target, task, patience)
        except (Away, Busy, Declined, TokenRefused) as fault:
            log.warning("an answer could not be shown: %s", fault)
            await task
        finally:
            if task.done() and not task.cancelled() and not task.exception():
                task.result().let_go()

    async def _with_files(self, coming: Awaitable[Shown | None]) -> _Made:
        """An answer with its files; while the database is away, words stand in their place."""
        shown = await coming
        if not isinstance(shown, Reply | Update) or not files_in(shown.message):
            return _Made(shown)
        try:
            attached = await self._sender.file_maker.attach(shown.message)
        except NotReady as away:
            log.warning("a file could not be made: %s", away)
            return _Made(replace(shown, message=render.without_files(shown.message)))
        return _Made(replace(shown, message=attached.message), attached)

    async def page(
        self, target: ResponseTarget, coming: Awaitable[Shown | None], page: str, delivery: str
    ) -> None:
        """Show another page of what was answered to an earlier delivery."""
        with in_language(target.locale):
            try:
                made = await self._with_files(coming)
            except NotReady as away:
                log.warning("an earlier answer could not be looked up: %s", away)
                await self.answer(target, _at_hand(Reply(say(words("more.away")))))
                return
            if not isinstance(made.shown, Reply | Update):
                await self.gone(target)
                return
            try:
                target, message = replace(target, uploads=made.uploads), made.shown.message
                body = await self._body(target, message, page=int(page), delivery=delivery)
                await self._back(target, _UPDATE, body)
            except (Away, Declined) as fault:
                log.info("a page could not be shown: %s", fault)
            finally:
                made.let_go()

    async def gone(self, target: ResponseTarget) -> None:
        """Say that there is nothing any more behind what was pressed."""
        await self._say(target, "more.gone")

    async def picked_a_bot(self, target: ResponseTarget) -> None:
        """Say that whom somebody picked is no person."""
        await self._say(target, "picked.bot")

    async def _say(self, target: ResponseTarget, key: str) -> None:
        with in_language(target.locale):
            await self.answer(target, _at_hand(Reply(say(words(key)))))

    async def choices(self, target: ResponseTarget, coming: Awaitable[list[Option]]) -> None:
        """Suggest what may be meant by what somebody is typing; nothing, if that takes too long."""
        try:
            options = await asyncio.wait_for(coming, _AUTOCOMPLETE)
        except TimeoutError:
            options = []
        choices = [{"name": option.label, "value": option.value} for option in options]
        try:
            await self._back(target, _CHOICES, {"choices": choices})
        except (Away, Declined) as fault:
            log.info("suggestions came too late: %s", fault)

    # At once -----------------------------------------------------------------------------------

    async def _answer(
        self, target: ResponseTarget, task: "asyncio.Future[_Made]", patience: float
    ) -> None:
        left = target.since + patience - asyncio.get_running_loop().time()
        done, _ = await asyncio.wait((task,), timeout=max(left, 0))
        if done:
            made = await task
            with in_language(target.locale):
                await self._at_once(replace(target, uploads=made.uploads), made.shown)
            return
        try:
            await self._announce(target)
        except Away as away:  # it may have arrived all the same
            log.info("an answer may not have been announced: %s", away)
        made = await task
        with in_language(target.locale):
            await self._fill(replace(target, uploads=made.uploads), made.shown)

    async def _announce(self, target: ResponseTarget) -> None:
        """Say that an answer is coming; one that takes the place of a message comes unannounced."""
        if target.source and target.source.between:
            await self._back(target, _NOTHING, None)
        else:
            await self._back(target, _LATER, None if target.alone else {"flags": EPHEMERAL})

    async def _at_once(self, target: ResponseTarget, shown: Shown | None) -> None:
        match shown:
            case None if target.kind == "component":
                await self._back(target, _NOTHING, None)
            case None:
                await self._tell(target, say(words("done")))
            case Dialog() if target.kind != "modal":
                await self._back(target, _MODAL, modals.modal(shown))
            case Dialog():
                await self._tell(target, modals.between(shown))
            case Update(message=message) if target.source:
                await self._back(target, _UPDATE, await self._changed(target, message))
            case Reply(message=message, only_for_actor=for_one):
                await self._tell(target, message, for_one=for_one)
            case Update(message=message):
                await self._tell(target, message)

    async def _tell(
        self, target: ResponseTarget, message: Message, *, for_one: bool = True
    ) -> None:
        """Say something new, or in the place of what stood between the pages of a form."""
        if target.source and target.source.between:
            await self._back(target, _UPDATE, await self._body(target, message))
            return
        body = await self._body(target, message, for_one=for_one and not target.alone)
        await self._back(target, _MESSAGE, body)

    # Later -------------------------------------------------------------------------------------

    async def _fill(self, target: ResponseTarget, shown: Shown | None) -> None:
        """Put the answer in the place of the word that it is coming."""
        match shown:
            case Update(message=message) if target.source and not target.source.ephemeral:
                await self._update(target, message)
            case Reply(message=message) | Update(message=message):
                await self._edit(target, message)
            case Dialog() if target.kind == "modal":
                await self._edit(target, modals.between(shown))
            case Dialog():
                await self._edit(target, modals.form_offer(shown))
            case None:
                await self._edit(target, say(words("done")))

    async def _update(self, target: ResponseTarget, message: Message) -> None:
        """Change the message whose button was pressed, and take the word back."""
        assert target.source is not None  # noqa: S101  # asked by the only caller
        body = await self._changed(target, message)
        there = target.source
        try:
            await change(self._api, there.channel, there.id, body, target.uploads)
        except (Away, Busy, Declined, TokenRefused) as fault:
            log.info("a message could not be changed: %s", fault)
            await self._edit(target, message)
        else:
            await self._original(target, "DELETE", None)

    async def _edit(self, target: ResponseTarget, message: Message) -> None:
        await self._original(target, "PATCH", await self._body(target, message))

    async def _original(self, target: ResponseTarget, method: str, body: Json | None) -> None:
        path = f"/webhooks/{target.application}/{target.token}/messages/@original"
        try:
            until = target.since + _TOKEN
            await self._api.answer(
                method, path, body, until=until, each=_EACH_EDIT, uploads=target.uploads
            )
        except Declined as declined:
            if declined.code not in _UNKNOWN:
                raise
            log.info("there is nobody left to answer: %s", declined)

    # Behind it ---------------------------------------------------------------------------------

    async def _back(self, target: ResponseTarget, kind: int, data: Json | None) -> None:
        """Answer the interaction itself, once."""
        body: Json = {"type": kind} if data is None else {"type": kind, "data": data}
        path = f"/interactions/{target.id}/{target.token}/callback"
        until = target.since + _CALLBACK
        await self._api.answer(
            "POST", path, body, until=until, each=_EACH_CALLBACK, uploads=target.uploads
        )

    async def _body(
        self,
        target: ResponseTarget,
        message: Message,
        *,
        page: int = 0,
        delivery: str = "",
        for_one: bool = False,
    ) -> Json:
        ids = await self._ids(target, message)
        components = render.paged(message, ids, page, delivery or target.delivery)
        mentions = render.allowed_mentions(message, ids)
        return render.body(components, mentions, ephemeral=for_one)

    async def _changed(self, target: ResponseTarget, message: Message) -> Json:
        """New words for the message whose button was pressed; it keeps its mark."""
        body = await self._body(target, message)
        if target.source and target.source.mark:
            body["components"][0] = {**body["components"][0], "id": target.source.mark}
        return body

    async def _ids(self, target: ResponseTarget, message: Message) -> Ids:
        """The ids of what is mentioned; while nothing can be read, all goes by name."""
        try:
            return await self._sender.ids(server(target.guild), message)
        except NotReady:
            return self._sender.no_ids()


async def _at_hand(shown: Shown) -> Shown:
    """An answer that needs no working out."""
    return shown
