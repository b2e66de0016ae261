"""Slack, by slack-bolt: deliveries in, answers out. Acknowledged first; the work comes after."""

import asyncio
import logging
import re
import time
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult

from adapters.slack import modals, parse, render
from adapters.slack.api import Api
from adapters.slack.authorization import Authorizations
from adapters.slack.files import SlackFiles
from adapters.slack.form_values import is_touched, values_in
from adapters.slack.heard import SPOKEN
from adapters.slack.history import History
from adapters.slack.listening import Listening
from adapters.slack.logs import library_log
from adapters.slack.parse import Json, ResponseTarget
from adapters.slack.ports import SlackWork
from adapters.slack.refs import workspace
from adapters.slack.responses import OPEN_FORM, Responder
from adapters.slack.whois import SlackWhois
from bot.community.places import Purpose
from bot.errors import NotReady
from bot.routing.dispatch import Dispatcher
from bot.routing.interaction import (
    Arrival,
    Changed,
    Dialog,
    FormOpened,
    HomeOpened,
    Pressed,
    Reply,
    Request,
    Seen,
    Shown,
    Submitted,
    Typed,
    Update,
)
from bot.routing.routes import Routed
from bot.routing.slots import Slots
from bot.work import OpenWork

log = logging.getLogger(__name__)

_EVERYTHING = re.compile(r".*", re.DOTALL)
_SHUTDOWN_GRACE = 20.0  # seconds for answers that are under way at the end
_FORM_PATIENCE = 1.5  # seconds for what a submitted form leads to; then its modal says to wait
_LOOK_AGAIN = 5.0  # seconds until the database is asked again what was missed
_MOST_CONCURRENT = 3  # answers that are worked out at a time, so that acknowledging never waits
_MOST_OF_A_WORKSPACE = 2


class SlackChat:
    """Kindred as Slack sees it: listeners for everything that the manifest subscribes to."""

    def __init__(
        self,
        dispatcher: Dispatcher,
        open_work: OpenWork[SlackWork],
        api: Api,
        authorizations: Authorizations,
        responder: Responder,
        files: SlackFiles,
        signing_secret: str,
    ) -> None:
        self._dispatch = dispatcher
        self._open_work = open_work
        self._api = api
        self._authorizations = authorizations
        self._responder = responder
        self._files = files
        self._whois = SlackWhois(api, authorizations)
        history = History(api, authorizations)
        self._listening = Listening(dispatcher, history, self._whois)
        self._catch_up = asyncio.Event()
        self._busy: set[asyncio.Task[None]] = set()
        self._slots = Slots(_MOST_CONCURRENT, _MOST_OF_A_WORKSPACE)
        self.app = AsyncApp(
            name="kindred",
            logger=library_log,
            client=api.client(),
            authorize=_authorizing(authorizations),  # type: ignore[arg-type]  # None: not installed
            signing_secret=signing_secret,
            request_verification_enabled=bool(signing_secret),
            attaching_conversation_kwargs_enabled=False,
        )
        self._listen()

    async def finish(self) -> None:
        """Wait until everything that has been acknowledged by now is answered, within reason."""
        if self._busy:
            await asyncio.wait(set(self._busy), timeout=_SHUTDOWN_GRACE)
        await self._listening.finish()

    async def note_missed(self) -> None:
        """Note what may have been missed, so that it is heard before anything new."""
        for team in await self._authorizations.teams():
            await self._listening.note_missed(team)

    async def catch_up(self) -> None:
        """Hear what was written while Kindred was away, whenever it `was_away`."""
        while True:
            await self._catch_up.wait()
            self._catch_up.clear()
            try:
                await self.note_missed()
                for team in await self._authorizations.teams():
                    await self._listening.catch_up(team)
            except NotReady as away:
                log.warning("what was missed in Slack is not known yet: %s", away)
                self._catch_up.set()
                await asyncio.sleep(_LOOK_AGAIN)
            except Exception:
                log.exception("what was missed in Slack could not be read")

    def was_away(self) -> None:
        """Note that for a while nothing may have been delivered."""
        self._listening.was_away()
        self._catch_up.set()

    def _listen(self) -> None:
        app = self.app
        app.command(_EVERYTHING)(self._command)
        app.view_submission(_EVERYTHING)(self._submitted)
        app.view_closed(_EVERYTHING)(self._closed)
        app.block_action(_EVERYTHING)(self._pressed)
        app.options(_EVERYTHING)(self._options)
        app.shortcut(_EVERYTHING)(self._shortcut)
        app.event("app_home_opened")(self._home_opened)
        heard = self._listening
        app.event("app_mention", middleware=[heard.mention])(self._mentioned)
        app.event("message", middleware=[heard.words])(self._message)
        app.event("reaction_added", middleware=[heard.reaction])(self._unheard)
        app.event("reaction_removed", middleware=[heard.reaction])(self._unheard)
        app.event("team_join")(self._joined)
        app.event("user_change")(self._user_changed)
        app.event("member_joined_channel")(self._joined_channel)
        app.event("app_uninstalled")(self._uninstalled)
        app.event("tokens_revoked")(self._revoked)

    # What people do ----------------------------------------------------------------------------

    async def _command(self, ack: AsyncAck, body: Json) -> None:
        await ack()
        arrival, target, line = parse.command(body)
        self._do(target, arrival, Typed(line))

    def _do(self, target: ResponseTarget, arrival: Arrival, request: Request) -> None:
        """Have it done; where a form will most likely open, its modal cannot wait."""
        routed = self._dispatch.routed(request)
        if routed.opens:
            coming = self._dispatch(arrival, routed)
            self._in_background(self._responder.respond_with_form(target, coming))
        else:
            self._in_background(self._answer(target, arrival, routed))

    async def _pressed(self, ack: AsyncAck, body: Json, context: Json, action: Json) -> None:
        await ack()
        arrival, target = parse.interaction(body, context["team_id"])
        if target.view is not None and target.in_modal and modals.is_form(target.view):
            back = action["action_id"] == modals.BACK
            at = float(action["action_ts"])
            submitted = _page(target.view, target.team, "back" if back else "later", at)
            if back:
                self._in_background(self._answer(target, arrival, submitted))
            else:  # typed so far: kept as a draft
                self._in_background(self._dispatch_silently(arrival, submitted))
            return
        key, value = render.action_of(action["action_id"]), _value(action)
        if key == render.LINK:
            return
        if key == OPEN_FORM:
            form, _, subject = value.partition(":")
            self._do(target, arrival, FormOpened(form, subject))
        else:
            self._do(target, arrival, Pressed(key, value))

    async def _shortcut(self, ack: AsyncAck, body: Json, context: Json) -> None:
        await ack()
        arrival, target = parse.interaction(body, context["team_id"])
        key = body["callback_id"]
        posts = [each.action for each in self._dispatch.registry.shortcuts if each.about == "post"]
        value = parse.message_in(body, arrival) if key in posts else parse.author_in(body)
        self._do(target, arrival, Pressed(key, value))

    async def _options(self, ack: AsyncAck, body: Json) -> None:
        await ack(options=modals.zone_options(body.get("value") or ""))

    async def _submitted(self, ack: AsyncAck, body: Json, context: Json) -> None:
        """The one delivery that is answered by its acknowledgement, in time whatever happens."""
        arrival, target = parse.interaction(body, context["team_id"])
        view = body["view"]
        arrival = replace(arrival, once=False)  # delivered again, it is answered alike
        coming = asyncio.ensure_future(
            self._dispatch(arrival, _page(view, target.team, "next", time.time()))
        )
        done, _ = await asyncio.wait((coming,), timeout=_FORM_PATIENCE)
        if not done:
            await ack(response_action="update", view=modals.loading_modal(view["title"]["text"]))
            self._in_background(self._fill(target, view["id"], coming))
            return
        shown = await coming
        errors = modals.errors(shown, view) if isinstance(shown, Dialog) else None
        if errors:
            await ack(response_action="errors", errors=errors)
        elif shown is None:
            await ack(response_action="clear")
        else:
            await ack(response_action="update", view=await self._responder.view(target, shown))
            self._in_background(self._responder.give_files(target, shown))

    async def _fill(
        self, target: ResponseTarget, view: str, coming: Awaitable[Shown | None]
    ) -> None:
        await self._responder.fill(target, view, await coming)

    async def _closed(self, ack: AsyncAck, body: Json, context: Json) -> None:
        await ack()
        view = body["view"]
        if modals.is_form(view) and is_touched(view):
            arrival, target = parse.interaction(body, context["team_id"])
            self._in_background(
                self._dispatch_silently(arrival, _page(view, target.team, "later", time.time()))
            )

    # What happens ------------------------------------------------------------------------------

    async def _home_opened(self, body: Json, context: Json) -> None:
        arrival, target = parse.event(body, context["team_id"])
        if body["event"].get("tab", "home") == "home":
            self._in_background(self._show_home(target, arrival))
        seen = replace(arrival, interaction_id=f"{arrival.interaction_id}:seen")
        self._in_background(self._dispatch_silently(seen, Seen()))

    async def _show_home(self, target: ResponseTarget, arrival: Arrival) -> None:
        shown = await self._dispatch(arrival, HomeOpened())
        if isinstance(shown, Reply | Update):
            await self._responder.publish_home(target, shown.message)

    async def _mentioned(self, body: Json, context: Json) -> None:
        if body["event"].get("bot_id"):  # two programs would answer each other for ever
            return
        arrival, target = parse.event(body, context["team_id"])
        self._in_background(self._answer_said(target, arrival, body["event"], context))

    async def _message(self, body: Json, context: Json) -> None:
        told = body["event"]
        somebody_speaks = told.get("subtype") in SPOKEN and not told.get("bot_id")
        if told.get("channel_type") != "im" or not somebody_speaks:
            return
        arrival, target = parse.event(body, context["team_id"])
        self._in_background(self._answer_said(target, arrival, told, context))

    async def _unheard(self) -> None:
        """Leave alone what nobody listens to."""

    async def _answer_said(
        self, target: ResponseTarget, arrival: Arrival, told: Json, context: Json
    ) -> None:
        """Answer what was said to Kindred, and the files that were given with it."""
        line = parse.said_to(context["bot_user_id"], told.get("text") or "", target.team)
        files = await self._files.given(target.team, told.get("files") or ())
        await self._answer(target, arrival, Typed(line, files))

    async def _joined(self, body: Json, context: Json) -> None:
        arrival, target = parse.event(body, context["team_id"])
        if parse.account_info(body["event"]["user"], target.team).kind == "person":
            self._in_background(self._dispatch_silently(arrival, Seen()))

    async def _joined_channel(self, body: Json, context: Json) -> None:
        self._in_background(self._seen_in_channel(*parse.event(body, context["team_id"])))

    async def _seen_in_channel(self, arrival: Arrival, target: ResponseTarget) -> None:
        """Somebody of the workspace in the channel where all may be spoken to; no programs."""
        there = workspace(target.team)
        async with self._open_work(read_only=True) as work:
            space = await work.people.space(there)
            for_all = Purpose.ANNOUNCEMENTS
            spoken = await work.places.channels(space.community, for_all) if space else []
        if arrival.channel not in [place.ref for place in spoken]:
            return
        who = await self._whois.whois(there, arrival.actor)
        if who and who.kind in ("person", "guest"):
            await self._dispatch_silently(arrival, Seen())

    async def _user_changed(self, body: Json, context: Json) -> None:
        arrival, target = parse.event(body, context["team_id"])
        who = parse.account_info(body["event"]["user"], target.team)
        self._in_background(self._dispatch_silently(arrival, Changed(who)))

    async def _uninstalled(self, body: Json) -> None:
        if team := body.get("team_id"):  # a whole organisation's news name none
            self._in_background(self._check_removed(team, "app_uninstalled"))

    async def _revoked(self, body: Json) -> None:
        team = body.get("team_id")
        if team and body["event"].get("tokens", {}).get("bot"):
            self._in_background(self._check_removed(team, "token_revoked"))

    async def _check_removed(self, team: str, why: str) -> None:
        """Believe it if the key opens nothing now: news may come late, after we are back."""
        authorization = await self._authorizations.of(team)
        if authorization is None or await self._api.is_revoked(authorization):
            await self._authorizations.lose(team, why)

    # Behind it ---------------------------------------------------------------------------------

    async def _answer(
        self, target: ResponseTarget, arrival: Arrival, request: Request | Routed
    ) -> None:
        async with self._slots.slot(arrival.space) as slot:
            shown = await self._dispatch(arrival, request, slot)
        if target.in_home and isinstance(shown, Update):
            await self._responder.publish_home(target, shown.message)
        else:
            await self._responder.respond(target, shown)

    async def _dispatch_silently(self, arrival: Arrival, request: Request) -> None:
        async with self._slots.slot(arrival.space) as slot:
            await self._dispatch(arrival, request, slot)

    def _in_background(self, work: Coroutine[Any, Any, None]) -> None:
        """Go on after the acknowledgement; a fault is logged and holds up nothing else."""
        task = asyncio.ensure_future(_logged(work))
        self._busy.add(task)
        task.add_done_callback(self._busy.discard)


def _authorizing(
    authorizations: Authorizations,
) -> Callable[[str | None, str | None], Awaitable[AuthorizeResult | None]]:
    """What the library asks for each delivery: the key of the workspace it comes from."""

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult | None:
        authorization = await authorizations.of(team_id or "")
        if authorization is None:
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_token=authorization.token,
            bot_user_id=authorization.bot,
            bot_id=authorization.bot_id or None,
        )

    return authorize


async def _logged(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except NotReady as away:
        log.warning("something could not be done: %s", away)
    except Exception:
        log.exception("answering Slack failed")


def _page(view: Json, team: str, turn: Any, at: float) -> Submitted:
    about, values = modals.metadata_of(view), values_in(view, team)
    return Submitted(about.form, about.page, values, about.subject, turn, at)


def _value(action: Json) -> str:
    """What a control stands for: a button's value, or what was chosen in a menu."""
    chosen = action.get("selected_option") or {}
    return render.value_of(str(chosen.get("value") or action.get("value") or ""))
