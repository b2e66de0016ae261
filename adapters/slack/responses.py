"""Shows what the core answers: at the response address, in a modal, in a thread, alone."""

import asyncio
import logging
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass, replace

from adapters.slack import methods, modals, render
from adapters.slack.api import Api, Json
from adapters.slack.errors import Declined, Lost
from adapters.slack.limits import PLATFORM
from adapters.slack.parse import ResponseTarget
from adapters.slack.refs import workspace
from adapters.slack.sender import SlackSender
from bot.delivery.errors import Away, Busy
from bot.errors import NotReady
from bot.routing.files import files_in
from bot.routing.interaction import Dialog, Reply, Shown, Update
from bot.ui.languages import in_language
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
class Responder:
    """Brings answers to where people look."""

    api: Api
    sender: SlackSender

    async def respond(self, target: ResponseTarget, shown: Shown | None) -> None:
        """Show an answer; what Slack will not take is logged, for there is nobody to tell."""
        await self._respond_with_words(target, shown)
        await self.give_files(target, shown)

    async def give_files(self, target: ResponseTarget, shown: Shown | None) -> None:
        """Put the files of an answer where the actor is alone with Kindred; or say that it failed.

        Slack shows no file for one pair of eyes.
        """
        if not isinstance(shown, Reply | Update) or not files_in(shown.message):
            return
        try:
            await self.sender.give_files(target.team, target.user, shown.message)
        except (Away, Busy, Declined, Lost, NotReady) as fault:
            log.warning("a file could not be given: %s", fault)
            with in_language(shown.message.locale):
                sorry = replace(target, channel=target.user, thread="")
                await self._respond_with_words(sorry, Reply(say(words("file.failed"))))

    async def _respond_with_words(self, target: ResponseTarget, shown: Shown | None) -> None:
        try:
            try:
                await self._show(target, shown)
            except Busy as busy:
                await asyncio.sleep(min(busy.after, _LONGEST_WAIT))
                await self._show(target, shown)
        except (Away, Busy, Declined, Lost) as fault:
            log.warning("an answer could not be shown: %s", fault)

    async def respond_with_form(
        self, target: ResponseTarget, answer: Awaitable[Shown | None]
    ) -> None:
        """Show what will most likely be a form: its modal opens in time, come what may."""
        coming = asyncio.ensure_future(answer)
        done, _ = await asyncio.wait((coming,), timeout=_AT_ONCE)
        if done or target.in_modal:
            await self.respond(target, await coming)
            return
        try:
            opened = await self.api.call(
                target.team,
                methods.VIEWS_OPEN,
                trigger_id=target.trigger,
                view=modals.loading_modal(words.text("title")),
            )
        except (Away, Busy, Declined, Lost) as fault:
            log.warning("a modal could not be opened: %s", fault)
            await self.respond(target, await coming)
            return
        await self.fill(target, opened["view"]["id"], await coming)

    async def fill(self, target: ResponseTarget, view_id: str, shown: Shown | None) -> None:
        """Show an answer in a modal that is open and says to wait."""
        view = await self.view(target, shown)
        try:
            await self.api.call(target.team, methods.VIEWS_UPDATE, view_id=view_id, view=view)
        except (Away, Busy, Declined, Lost) as fault:
            log.warning("a modal could not be filled: %s", fault)
        await self.give_files(target, shown)

    async def view(self, target: ResponseTarget, shown: Shown | None) -> Json:
        """An answer as a modal."""
        match shown:
            case Dialog():
                return modals.form(shown)
            case Reply(message=message) | Update(message=message):
                message = render.with_files_elsewhere(message)
                user_ids = await self._user_ids(target, message)
                return modals.message_modal(words.text("title"), message, user_ids)
            case None:
                return modals.message_modal(words.text("title"), say(words("done")), {})

    async def publish_home(self, target: ResponseTarget, message: Message) -> None:
        """Show a home to whom it belongs."""
        user_ids = await self._user_ids(target, message)
        view = modals.home_view(message, user_ids)
        try:
            await self.api.call(target.team, methods.VIEWS_PUBLISH, user_id=target.user, view=view)
        except (Away, Busy, Declined, Lost) as fault:
            log.warning("a home could not be shown: %s", fault)

    async def _user_ids(self, target: ResponseTarget, message: Message) -> Mapping[int, str]:
        """The ids of those who are mentioned; while nothing can be read, by name alone."""
        try:
            return await self.sender.user_ids(workspace(target.team), message)
        except NotReady:
            return {}

    async def _show(self, target: ResponseTarget, shown: Shown | None) -> None:
        match shown:
            case None:
                return
            case Dialog():
                await self._open(target, shown)
            case Reply() | Update() if target.in_modal or target.in_home:
                await self._in_view(target, shown)
            case Reply() | Update() if target.response_url:
                await self._respond(target, shown)
            case Reply() | Update() if not target.channel:
                await self._in_no_place(target, shown)
            case Reply(message=message) | Update(message=message):
                await self._in_place(target, message)

    async def _open(self, target: ResponseTarget, dialog: Dialog) -> None:
        view = modals.form(dialog)
        if target.in_modal and target.view is not None:
            await self.api.call(
                target.team, methods.VIEWS_UPDATE, view_id=target.view["id"], view=view
            )
            return
        if target.trigger:
            try:
                await self.api.call(
                    target.team, methods.VIEWS_OPEN, trigger_id=target.trigger, view=view
                )
            except Declined as declined:
                if declined.code not in _TOO_LATE:
                    raise
            except (Away, Busy) as fault:  # it may be open; a second try would open a second one
                log.warning("a form may not have opened: %s", fault)
            else:
                return
        await self._show(target, Reply(form_offer(dialog)))

    async def _in_view(self, target: ResponseTarget, shown: Reply | Update) -> None:
        """In a modal, in its place; on a home, in a modal above it."""
        view = await self.view(target, shown)
        if target.in_modal and target.view is not None:
            await self.api.call(
                target.team, methods.VIEWS_UPDATE, view_id=target.view["id"], view=view
            )
        else:
            await self.api.call(
                target.team, methods.VIEWS_OPEN, trigger_id=target.trigger, view=view
            )

    async def _in_no_place(self, target: ResponseTarget, shown: Reply | Update) -> None:
        """For who used a shortcut that belongs to no channel: in a modal, or else alone."""
        if target.trigger:
            try:
                await self._in_view(target, shown)
            except Declined as declined:
                if declined.code not in _TOO_LATE:
                    raise
            else:
                return
        await self._in_place(replace(target, channel=target.user), shown.message)

    async def _respond(self, target: ResponseTarget, shown: Reply | Update) -> None:
        message = render.with_files_elsewhere(shown.message)
        user_ids = await self._user_ids(target, message)
        open_to_all = target.alone or (isinstance(shown, Reply) and not shown.only_for_actor)
        for number, blocks in enumerate(render.pages(message, user_ids)):
            await self.api.respond(
                target.response_url,
                {
                    "response_type": "in_channel" if open_to_all else "ephemeral",
                    "replace_original": isinstance(shown, Update) and number == 0,
                    "text": render.notice(message),
                    "blocks": blocks,
                    **({"thread_ts": target.thread} if target.thread else {}),
                },
            )

    async def _in_place(self, target: ResponseTarget, message: Message) -> None:
        """Where the words were said: alone as a message, among others for the actor's eyes."""
        message = render.with_files_elsewhere(message)
        user_ids = await self._user_ids(target, message)
        for blocks in render.pages(message, user_ids):
            said = {
                "channel": target.channel,
                "text": render.notice(message),
                "blocks": blocks,
                "thread_ts": target.thread or None,
            }
            if target.alone or target.channel == target.user:
                quiet = {"unfurl_links": False, "unfurl_media": False, "mrkdwn": False}
                await self.api.call(target.team, methods.POST_MESSAGE, **said, **quiet)
            else:
                await self.api.call(target.team, methods.POST_EPHEMERAL, user=target.user, **said)


def form_offer(dialog: Dialog) -> Message:
    """A button that opens a form, where none can open by itself."""
    value = f"{dialog.form}:{dialog.subject}"
    with in_language(dialog.locale):
        button = Button(words.text("form.open"), OPEN_FORM, value, "primary")
        return say(words("form.offered", title=dialog.title), row(button))
