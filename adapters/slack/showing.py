"""Shows what the core answers: at the response address, in a modal, in a thread, alone."""

import asyncio
import logging
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass

from adapters.slack import methods, modals, render
from adapters.slack.api import Api, Json
from adapters.slack.errors import Away, Busy, Declined, Lost
from adapters.slack.limits import PLATFORM
from adapters.slack.parse import Turf
from adapters.slack.places import workspace
from adapters.slack.sender import SlackSender
from bot.errors import NotReady
from bot.routing.interaction import Dialog, Reply, Shown, Update
from bot.ui.languages import speaking
from bot.ui.messages import Button, Message, row, say
from bot.ui.words import WordBook

log = logging.getLogger(__name__)
words = WordBook("adapters.slack")

OPEN_FORM = f"{PLATFORM}.form"
"""The action of a button that opens a form: the value is its key and its subject."""

_TOO_LATE = ("expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id")
_LONGEST_WAIT = 30.0  # seconds that an answer waits when Slack asks to
_AT_ONCE = 1.0  # seconds that a modal waits for what is in it; then it opens and says so


@dataclass(frozen=True, slots=True)
class Showing:
    """Brings answers to where people look."""

    api: Api
    sender: SlackSender

    async def show(self, turf: Turf, shown: Shown | None) -> None:
        """Show an answer; what Slack will not take is logged, for there is nobody to tell."""
        try:
            try:
                await self._show(turf, shown)
            except Busy as busy:
                await asyncio.sleep(min(busy.after, _LONGEST_WAIT))
                await self._show(turf, shown)
        except (Away, Busy, Declined, Lost) as fault:
            log.warning("an answer could not be shown: %s", fault)

    async def show_form(self, turf: Turf, answer: Awaitable[Shown | None]) -> None:
        """Show what will most likely be a form: its modal opens in time, come what may."""
        coming = asyncio.ensure_future(answer)
        done, _ = await asyncio.wait((coming,), timeout=_AT_ONCE)
        if done or turf.in_modal:
            await self.show(turf, await coming)
            return
        try:
            opened = await self.api.call(
                turf.team,
                methods.VIEWS_OPEN,
                trigger_id=turf.trigger,
                view=modals.waiting(words.text("title")),
            )
        except (Away, Busy, Declined, Lost) as fault:
            log.warning("a modal could not be opened: %s", fault)
            await self.show(turf, await coming)
            return
        await self.fill(turf, opened["view"]["id"], await coming)

    async def fill(self, turf: Turf, view_id: str, shown: Shown | None) -> None:
        """Show an answer in a modal that is open and says to wait."""
        view = await self.view(turf, shown)
        try:
            await self.api.call(turf.team, methods.VIEWS_UPDATE, view_id=view_id, view=view)
        except (Away, Busy, Declined, Lost) as fault:
            log.warning("a modal could not be filled: %s", fault)

    async def view(self, turf: Turf, shown: Shown | None) -> Json:
        """An answer as a modal."""
        match shown:
            case Dialog():
                return modals.form(shown)
            case Reply(message=message) | Update(message=message):
                known = await self._known(turf, message)
                return modals.told(words.text("title"), message, known)
            case None:
                return modals.told(words.text("title"), say(words("done")), {})

    async def home(self, turf: Turf, message: Message) -> None:
        """Show a home to whom it belongs."""
        known = await self._known(turf, message)
        view = modals.home(message, known)
        try:
            await self.api.call(turf.team, methods.VIEWS_PUBLISH, user_id=turf.user, view=view)
        except (Away, Busy, Declined, Lost) as fault:
            log.warning("a home could not be shown: %s", fault)

    async def _known(self, turf: Turf, message: Message) -> Mapping[int, str]:
        """How those who are mentioned are known here; while nothing can be read, by name alone."""
        try:
            return await self.sender.known(workspace(turf.team), message)
        except NotReady:
            return {}

    async def _show(self, turf: Turf, shown: Shown | None) -> None:
        match shown:
            case None:
                return
            case Dialog():
                await self._open(turf, shown)
            case Reply() | Update() if turf.in_modal or turf.in_home:
                await self._in_view(turf, shown)
            case Reply() | Update() if turf.response_url:
                await self._respond(turf, shown)
            case Reply(message=message) | Update(message=message):
                await self._in_place(turf, message)

    async def _open(self, turf: Turf, dialog: Dialog) -> None:
        view = modals.form(dialog)
        if turf.in_modal and turf.view is not None:
            await self.api.call(turf.team, methods.VIEWS_UPDATE, view_id=turf.view["id"], view=view)
            return
        if turf.trigger:
            try:
                await self.api.call(
                    turf.team, methods.VIEWS_OPEN, trigger_id=turf.trigger, view=view
                )
            except Declined as declined:
                if declined.code not in _TOO_LATE:
                    raise
            except (Away, Busy) as fault:  # it may be open; a second try would open a second one
                log.warning("a form may not have opened: %s", fault)
            else:
                return
        await self._show(turf, Reply(form_offered(dialog)))

    async def _in_view(self, turf: Turf, shown: Reply | Update) -> None:
        """In a modal, in its place; on a home, in a modal above it."""
        view = await self.view(turf, shown)
        if turf.in_modal and turf.view is not None:
            await self.api.call(turf.team, methods.VIEWS_UPDATE, view_id=turf.view["id"], view=view)
        else:
            await self.api.call(turf.team, methods.VIEWS_OPEN, trigger_id=turf.trigger, view=view)

    async def _respond(self, turf: Turf, shown: Reply | Update) -> None:
        known = await self._known(turf, shown.message)
        open_to_all = turf.alone or (isinstance(shown, Reply) and not shown.only_for_actor)
        for number, blocks in enumerate(render.pages(shown.message, known)):
            await self.api.respond(
                turf.response_url,
                {
                    "response_type": "in_channel" if open_to_all else "ephemeral",
                    "replace_original": isinstance(shown, Update) and number == 0,
                    "text": render.notice(shown.message),
                    "blocks": blocks,
                    **({"thread_ts": turf.thread} if turf.thread else {}),
                },
            )

    async def _in_place(self, turf: Turf, message: Message) -> None:
        """Where the words were said: alone as a message, among others for the actor's eyes."""
        known = await self._known(turf, message)
        for blocks in render.pages(message, known):
            said = {
                "channel": turf.channel,
                "text": render.notice(message),
                "blocks": blocks,
                "thread_ts": turf.thread or None,
            }
            if turf.alone:
                quiet = {"unfurl_links": False, "unfurl_media": False, "mrkdwn": False}
                await self.api.call(turf.team, methods.POST_MESSAGE, **said, **quiet)
            else:
                await self.api.call(turf.team, methods.POST_EPHEMERAL, user=turf.user, **said)


def form_offered(dialog: Dialog) -> Message:
    """A button that opens a form, where none can open by itself."""
    value = f"{dialog.form}:{dialog.subject}"
    with speaking(dialog.locale):
        button = Button(words.text("form.open"), OPEN_FORM, value, "primary")
        return say(words("form.offered", title=dialog.title), row(button))
