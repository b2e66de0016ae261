"""A local Slack on a real port: Web API, Socket Mode, response URLs and the OAuth page.

async with SlackServer() as slack:
    ada = slack.world.user("Ada Example")
    client = AsyncWebClient(token=slack.team.token, base_url=slack.url)
    …
    await slack.connected()
    await slack.slash(ada, "/kindred", "help")
    assert slack.violations == []
"""

import base64
import json
import random
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, Literal, Self, TypeVar
from urllib.parse import urlencode

from aiohttp import web

from tests.adapters import slack_files, slack_rooms
from tests.adapters.slack_api import METHODS, Ask, Refused
from tests.adapters.slack_deliveries import Deliverer, Delivery, Secrets
from tests.adapters.slack_outcomes import Outcomes
from tests.adapters.slack_payloads import Payloads
from tests.adapters.slack_people import People
from tests.adapters.slack_rules import ARGUMENTS, SCOPES, Verdict, decoded, judge_arguments
from tests.adapters.slack_things import Notes, Workspace
from tests.adapters.slack_weather import Fault, Faults, Limits
from tests.adapters.slack_world import World

Json = dict[str, Any]
T = TypeVar("T")
assert slack_rooms  # imported so that its methods are registered, as those of files are


class SlackServer(People):
    """A local Slack. See ``People`` for the acts and ``World`` for the state."""

    def __init__(self, world: World | None = None, secrets: Secrets | None = None) -> None:
        self.world = world or World()
        if not self.world.workspaces:
            self.world.workspace("Northern Commons")
        self.team = next(iter(self.world.workspaces.values()))
        self.secrets = secrets or Secrets()
        self.notes = Notes()
        self.deliverer = Deliverer(self.notes, self.secrets)
        self.payloads = Payloads(self.world, self.secrets)
        self.outcomes = Outcomes(self.world, self.deliverer, self.payloads, self.notes)
        self.commands: set[str] | None = None
        self.faults = Faults()
        self.limits = Limits()
        self.calls: Counter[str] = Counter()
        self.scopes_used: set[str] = set()
        self.consent = True
        self.installing: Workspace | None = None
        self.codes: dict[str, tuple[Workspace, set[str], str]] = {}
        self.api_down = False
        self.port = 0
        self._runner: web.AppRunner | None = None

    # What tests look at and set ----------------------------------------------------------------

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        """The base URL for AsyncWebClient."""
        return f"{self.origin}/api/"

    @property
    def violations(self) -> list[str]:
        """Every limit, argument or promise the app broke; tests assert that it is empty."""
        return self.notes.violations

    @property
    def remarks(self) -> list[str]:
        """What Slack advises against but allows."""
        return self.notes.remarks

    @property
    def impatience(self) -> list[str]:
        """Requests made before a Retry-After was over."""
        return self.limits.impatience

    @property
    def ack_seconds(self) -> list[float]:
        """How long each delivery waited for its ack."""
        return self.deliverer.ack_seconds

    @property
    def late(self) -> list[str]:
        """Deliveries not acknowledged in three seconds."""
        return self.deliverer.late

    @property
    def deliveries(self) -> list[Delivery]:
        """Everything told to the app, in order, echoes of its own messages included."""
        return self.deliverer.deliveries

    @property
    def request_url(self) -> str | None:
        """Where events and interactions are posted; None means Socket Mode."""
        return self.deliverer.request_url

    @request_url.setter
    def request_url(self, url: str | None) -> None:
        self.deliverer.request_url = url

    @property
    def subscriptions(self) -> set[str]:
        """The events the app's manifest subscribes to (``message.im``, ``team_join`` …)."""
        return self.outcomes.subscriptions

    @subscriptions.setter
    def subscriptions(self, names: set[str]) -> None:
        self.outcomes.subscriptions = names

    def keep_pace(self, scale: float = 1.0) -> None:
        """Limit requests as Slack does, ``scale`` times as fast."""
        self.limits.keep_pace(scale)

    # Coming up and going down ------------------------------------------------------------------

    async def start(self, port: int = 0) -> Self:
        """Listen on 127.0.0.1, on any free port unless told which."""
        app = web.Application(client_max_size=2**24)
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_get("/link", self.deliverer.link)
        app.router.add_post("/response/{key:.+}", self._response)
        app.router.add_get("/oauth/v2/authorize", self._authorize)
        app.router.add_post("/upload/{file}", self._uploaded)
        app.router.add_get("/files/{file}", self._given)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self.payloads.origin = self.origin
        return self

    async def stop(self) -> None:
        """Close every connection and the port."""
        self.faults.clear()
        await self.deliverer.stop()
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> Self:
        return await self.start()

    async def __aexit__(self, *exc: object) -> None:
        await self.stop()

    @property
    def last(self) -> Delivery:
        """The latest delivery of what a person did."""
        return next(d for d in reversed(self.deliveries) if not d.is_echo)

    async def connected(self, count: int = 1) -> None:
        """Wait until the app has at least this many Socket Mode connections."""
        await self.deliverer.until(lambda: len(self.deliverer.links) >= count)

    async def until(self, true: Callable[[], T], seconds: float = 10.0) -> T:
        """Wait until something is true of the world, and return it; raises TimeoutError."""
        return await self.deliverer.until(true, seconds)

    async def drop(self) -> None:
        """Cut every Socket Mode connection without a word."""
        await self.deliverer.drop()

    async def refresh(
        self, reason: Literal["refresh_requested", "warning"] = "refresh_requested"
    ) -> None:
        """Ask every Socket Mode connection to be renewed."""
        await self.deliverer.refresh(reason)

    async def go_down(self, *, api: bool = False) -> None:
        """Cut every connection and refuse new ones; with ``api`` answer 503 to all methods."""
        self.deliverer.down, self.api_down = True, api
        await self.deliverer.drop()

    def come_back(self) -> None:
        """End an outage."""
        self.deliverer.down = self.api_down = False

    # The Web API -------------------------------------------------------------------------------

    async def _api(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        self.calls[name] += 1
        if self.api_down:
            return web.Response(status=503, text="upstream connect error")
        raw, token = await _arguments(request)
        team = self._team_of_token(token)
        fault = self.faults.take(name, raw)
        if fault and fault.kind == "hang":
            await self.faults.hold(fault)
        if fault and fault.kind in {"http", "error", "cut", "slow_down"}:
            return self._struck(fault, request, team, name)
        scope_header = {"x-oauth-scopes": ",".join(sorted(team.scopes))} if team else {}
        if team and (after := self.limits.wait(team.id, name, raw)):
            return _slow_down(after)
        try:
            answer = {"ok": True, **self._answer(name, raw, token, team, request)}
        except Refused as refused:
            answer = {"ok": False, "error": refused.error, **refused.more}
        self.deliverer.stir()
        if fault and fault.kind == "lose_answer":
            return _cut(request)
        return web.json_response(answer, headers=scope_header)

    def _team_of_token(self, token: str) -> Workspace | None:
        teams = self.world.workspaces.values()
        return next((team for team in teams if team.token == token), None)

    def _struck(
        self, fault: Fault, request: web.Request, team: Workspace | None, name: str
    ) -> web.StreamResponse:
        if fault.kind == "cut":
            return _cut(request)
        if fault.kind == "http":
            return web.Response(status=fault.status, text="upstream connect error")
        if fault.kind == "slow_down":
            self.limits.block(team.id if team else "", name, fault.after)
            return _slow_down(fault.after)
        return web.json_response({"ok": False, "error": fault.error})

    def _answer(
        self, name: str, raw: Json, token: str, team: Workspace | None, request: web.Request
    ) -> Json:
        if name not in ARGUMENTS:
            raise Refused("unknown_method", req_method=name)
        if name == "apps.connections.open":
            return self._connection(token)
        if name == "oauth.v2.access":
            return self._access(raw, request)
        if team is None or team.revoked:
            known = team.revoked if team else "invalid_auth"
            raise Refused(known if token else "not_authed")
        return self._by_method(name, raw, team)

    def _by_method(self, name: str, raw: Json, team: Workspace) -> Json:
        ask = Ask(name, raw, team, self.outcomes, self.scopes_used)
        scope = SCOPES.get(name, "")
        if scope and "{kind}" not in scope:
            ask.need(scope)
        try:
            ask.args = decoded(raw)
        except ValueError as error:
            verdict = Verdict()
            verdict.refuse("invalid_arguments", f"[ERROR] {error} is not JSON")
            self._refuse(name, verdict)
        verdict = judge_arguments(name, ask.args)
        self._refuse(name, verdict)
        return METHODS[name](ask)

    def _refuse(self, name: str, verdict: Verdict) -> None:
        self.outcomes.note(name, verdict)
        if verdict.error:
            raise Refused(verdict.error, response_metadata={"messages": verdict.problems})

    def _connection(self, token: str) -> Json:
        if not token:
            raise Refused("not_authed")
        if token != self.secrets.app_token:
            raise Refused("not_allowed_token_type" if token.startswith("xoxb") else "invalid_auth")
        if self.deliverer.down:
            raise Refused("internal_error")
        if len(self.deliverer.links) >= 10:
            raise Refused("too_many_websockets")
        ticket = f"{random.randrange(16**24):024x}"
        self.deliverer.tickets.add(ticket)
        query = urlencode({"ticket": ticket, "app_id": self.world.app_id})
        return {"url": f"ws://127.0.0.1:{self.port}/link?{query}"}

    async def _response(self, request: web.Request) -> web.Response:
        try:
            body = await request.json()
            assert isinstance(body, dict)
        except (json.JSONDecodeError, AssertionError):
            self.violations.append("what was posted to a response_url is no JSON object")
            return web.Response(status=400, text="invalid_payload")
        status, answer = self.outcomes.respond(request.match_info["key"], body)
        self.deliverer.stir()
        if status == 200:
            return web.Response(text="ok")
        return web.json_response(answer, status=status)

    async def _uploaded(self, request: web.Request) -> web.StreamResponse:
        self.calls["upload"] += 1
        fault = self.faults.take("upload", {})
        if fault and fault.kind == "hang":
            await self.faults.hold(fault)
        if fault and fault.kind in {"http", "cut"}:
            return self._struck(fault, request, None, "upload")
        return await slack_files.take_upload(self.world, request)

    async def _given(self, request: web.Request) -> web.StreamResponse:
        fault = self.faults.take("download", {})
        if fault and fault.kind == "hang":
            await self.faults.hold(fault)
        if fault and fault.kind == "http" and 300 <= fault.status < 400:
            return web.Response(status=fault.status, headers={"Location": "http://127.0.0.1:9/"})
        if fault and fault.kind in {"http", "cut"}:
            return self._struck(fault, request, None, "download")
        return await slack_files.give_file(self.world, request)

    # OAuth -------------------------------------------------------------------------------------

    async def _authorize(self, request: web.Request) -> web.Response:
        """Redirect back at once: with a code if ``consent``, for ``installing`` (or ``team``)."""
        query = request.query
        if query.get("client_id") != self.secrets.client_id:
            return web.Response(status=400, text="invalid_client_id")
        back = query.get("redirect_uri", "")
        said: Mapping[str, str] = {"error": "access_denied", "state": query.get("state", "")}
        if self.consent:
            code = f"{random.randrange(16**24):024x}"
            scopes = {scope for scope in query.get("scope", "").split(",") if scope}
            self.codes[code] = (self.installing or self.team, scopes, back)
            said = {"code": code, "state": query.get("state", "")}
        joint = "&" if "?" in back else "?"
        return web.Response(status=302, headers={"Location": f"{back}{joint}{urlencode(said)}"})

    def _access(self, args: Json, request: web.Request) -> Json:
        named = (args.get("client_id"), args.get("client_secret"))
        header = request.headers.get("Authorization", "")
        if header.startswith("Basic "):
            user, _, secret = base64.b64decode(header[6:]).decode().partition(":")
            named = (user, secret)
        if named[0] != self.secrets.client_id:
            raise Refused("invalid_client_id")
        if named[1] != self.secrets.client_secret:
            raise Refused("bad_client_secret")
        if args.get("code") not in self.codes:
            raise Refused("invalid_code")
        team, scopes, back = self.codes.pop(args["code"])
        if args.get("redirect_uri", back) != back:
            raise Refused("bad_redirect_uri")
        if team.revoked:
            team.token = f"xoxb-{random.randrange(10**12)}-{random.randrange(16**24):024x}"
        team.installed, team.revoked = True, ""
        team.scopes |= scopes
        people = (u for u in self.world.users.values() if u.team == team.id and not u.is_bot)
        installer = next(people)
        return {
            "app_id": self.world.app_id,
            "authed_user": {"id": installer.id},
            "scope": ",".join(sorted(team.scopes)),
            "token_type": "bot",
            "access_token": team.token,
            "bot_user_id": team.bot_user,
            "team": {"id": team.id, "name": team.name},
            "enterprise": None,
            "is_enterprise_install": False,
        }


async def _arguments(request: web.Request) -> tuple[Json, str]:
    """Return a call's arguments, from wherever they stand, and its token."""
    args: Json = dict(request.query)
    if request.content_type == "application/json":
        body = await request.json() if request.can_read_body else {}
        args |= {key: value for key, value in body.items() if value is not None}
    else:
        args |= {key: str(value) for key, value in (await request.post()).items()}
    header = request.headers.get("Authorization", "")
    token = header.removeprefix("Bearer ") if header.startswith("Bearer ") else ""
    return args, token or str(args.pop("token", ""))


def _slow_down(after: int) -> web.Response:
    body = {"ok": False, "error": "ratelimited"}
    return web.json_response(body, status=429, headers={"Retry-After": str(after)})


def _cut(request: web.Request) -> web.Response:
    """Cut the connection; the response that aiohttp wants is never written."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
