"""All of Slack put together from the settings: what `bot.bootstrap` runs."""

import asyncio
import itertools
import logging
import re
from contextlib import suppress

from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_sdk.signature import SignatureVerifier
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from adapters.slack import methods
from adapters.slack.adapter import SlackChat
from adapters.slack.api import TIMEOUT, Api
from adapters.slack.authorization import Authorization, Authorizations
from adapters.slack.connection import PING, Connection
from adapters.slack.errors import Declined, Lost
from adapters.slack.files import SlackFiles
from adapters.slack.install import InstallPages
from adapters.slack.manifest import EVENTS_PATH
from adapters.slack.permissions import SlackPermissions
from adapters.slack.ports import SlackWork
from adapters.slack.rate_limits import RateLimiter
from adapters.slack.responses import Responder
from adapters.slack.roster import SlackRoster
from adapters.slack.sender import SlackSender
from adapters.slack.settings import SlackSettings
from adapters.slack.whois import SlackWhois
from bot.community.clock import Clock
from bot.community.sealing import token_seal
from bot.delivery.errors import Away, Busy
from bot.errors import Conflict, NotReady
from bot.routing.dispatch import Dispatcher
from bot.routing.files import FileMaker
from bot.routing.registry import Registry
from bot.work import OpenWork

log = logging.getLogger(__name__)

_TIMESTAMP = re.compile(r"[0-9]{1,12}")

_CONNECTIONS = 2  # of the 10 that Slack allows: while one is renewed, the other listens


class SlackPlatform:
    """Slack's two sides: `sender` and `whois` for the core, and the deliveries that reach it."""

    def __init__(
        self,
        settings: SlackSettings,
        secret: str,
        registry: Registry,
        open_work: OpenWork[SlackWork],
        clock: Clock,
        *,
        machine_clock: Clock | None = None,
        haste: float = 1.0,
        timeout: float = TIMEOUT,
        ping: float = PING,
    ) -> None:
        """`secret` encrypts the tokens; a `haste` above 1 is for tests against a patient Slack.

        How long somebody may take to install is measured by the machine's clock, if another one
        is given for that.
        """
        self.settings = settings
        self._open_work = open_work
        self._machine_clock = machine_clock or clock
        self._token = settings.bot_token.get_secret_value()
        self.authorizations = Authorizations(
            open_work, token_seal(secret), registry, clock, awaited=bool(self._token)
        )
        self.api = Api(settings.api_url, self.authorizations, RateLimiter(1 / haste), timeout)
        file_maker = FileMaker(registry.files, open_work, clock)
        self.sender = SlackSender(self.api, open_work, file_maker, haste=haste)
        self.home_publisher = self.sender
        self.file_source = SlackFiles(self.api)
        self.whois = SlackWhois(self.api, self.authorizations)
        self.roster = SlackRoster(self.api)
        self.permissions = SlackPermissions(self.api, self.authorizations, open_work)
        self._ping = ping
        self._chat: SlackChat | None = None
        self._routes: list[Route] = []

    def use_dispatcher(self, dispatcher: Dispatcher, base_url: str) -> None:
        """Let Slack's deliveries reach the core."""
        settings = self.settings
        responder = Responder(self.api, self.sender)
        self._chat = SlackChat(
            dispatcher,
            self._open_work,
            self.api,
            self.authorizations,
            responder,
            self.file_source,
            settings.signing_secret.get_secret_value(),
        )
        if settings.by_http:
            self._routes.append(Route(EVENTS_PATH, self._delivered, methods=["POST"]))
        if settings.by_oauth:
            pages = InstallPages(
                settings,
                base_url,
                self.api,
                self.authorizations,
                self._open_work,
                dispatcher,
                self._machine_clock,
            )
            self._routes += pages.routes()

    def routes(self) -> list[Route]:
        """What the web process serves for Slack."""
        return self._routes

    async def run(self, stopping: asyncio.Event) -> None:
        """Learn which workspace this is, listen if asked to, and end cleanly."""
        try:
            if not await self._identify_until_known(stopping):
                return
            if self._chat is None:
                await stopping.wait()
                return
            with suppress(NotReady):  # or else it is noted later
                await self._chat.note_missed()
            catching_up = asyncio.create_task(self._chat.catch_up())
            try:
                await self._listen(self._chat, stopping)
            finally:
                catching_up.cancel()
                await asyncio.gather(catching_up, return_exceptions=True)
        finally:
            await self.finish()

    async def _listen(self, chat: SlackChat, stopping: asyncio.Event) -> None:
        if self.settings.by_socket:
            app_token = self.settings.app_token.get_secret_value()
            connections = list[Connection]()
            for _ in range(_CONNECTIONS):
                Connection(
                    chat, self.api, app_token, side_by_side=connections, ping_seconds=self._ping
                )
            await asyncio.gather(*(each.run(stopping) for each in connections))
        else:
            chat.was_away()
            await stopping.wait()

    async def finish(self) -> None:
        """Wait until everything that Slack delivered has been answered."""
        if self._chat:
            await self._chat.finish()

    async def close(self) -> None:
        """Close the connections to Slack, once nobody sends any more."""
        await self.api.close()

    async def _delivered(self, request: Request) -> Response:
        assert self._chat is not None  # noqa: S101  # there is no such route before
        if not await self._is_from_slack(request):  # before the library reads any of it
            return Response(status_code=401)
        return await AsyncSlackRequestHandler(self._chat.app).handle(request)

    async def _is_from_slack(self, request: Request) -> bool:
        """Whether it is signed (docs.slack.dev/authentication/verifying-requests-from-slack)."""
        when = request.headers.get("X-Slack-Request-Timestamp", "")
        signature = request.headers.get("X-Slack-Signature", "")
        if not _TIMESTAMP.fullmatch(when) or not signature.isascii():
            return False
        verifier = SignatureVerifier(self.settings.signing_secret.get_secret_value())
        try:
            return verifier.is_valid(await request.body(), when, signature)
        except UnicodeDecodeError:  # Slack writes UTF-8
            return False

    async def _identify_until_known(self, stopping: asyncio.Event) -> bool:
        """Ask Slack whose the token is, until it tells; `False` when told to stop before."""
        if not self._token:
            return True
        for wait in itertools.chain((1, 2, 4, 8, 16, 32), itertools.repeat(60)):
            try:
                await self._identify()
            except (Away, Busy, Declined, Lost, NotReady, Conflict) as fault:
                log.warning("Slack does not let Kindred in: %s; I try again in %s s", fault, wait)
            else:
                return True
            try:
                await asyncio.wait_for(stopping.wait(), wait)
            except TimeoutError:
                continue
            return False
        return False

    async def _identify(self) -> None:
        try:
            told = await self.api.call_with(Authorization("", self._token, ""), methods.AUTH_TEST)
        except Lost as lost:
            await self.authorizations.reject(lost.code)
            raise
        authorization = Authorization(
            team=str(told["team_id"]),
            token=self._token,
            bot=str(told["user_id"]),
            name=str(told.get("team") or ""),
            bot_id=str(told.get("bot_id") or ""),
        )
        await self.authorizations.confirm(authorization)
