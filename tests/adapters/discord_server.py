"""A local Discord on a real port: REST API and gateway.

async with DiscordServer() as discord:
    guild = discord.world.guild()
    ada = discord.world.member(guild, "Ada Example")
    with discord.stands_in():
        client = AutoShardedClient(intents=…)
        …
        await discord.connected()
        await discord.slash(ada, guild, "kindred", ["help"])
    assert discord.violations == []

``stands_in`` points discord.py's base URL (``Route.BASE``) and its default gateway here.
"""

import contextlib
import json
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Self, TypeVar
from urllib.parse import unquote, urlencode

import discord.gateway
import discord.http
import yarl
from aiohttp import web

from tests.adapters import (
    discord_answers,
    discord_commands,
    discord_events,
    discord_posts,
    discord_rooms,
)
from tests.adapters.discord_acts import Acts
from tests.adapters.discord_api import Ask, Route, match
from tests.adapters.discord_gateway import Gateway
from tests.adapters.discord_interactions import Interaction, Interactions
from tests.adapters.discord_named import faults_of_named
from tests.adapters.discord_people import People
from tests.adapters.discord_refusals import Refused, tree
from tests.adapters.discord_rules import faults_of
from tests.adapters.discord_waiting import Waiting
from tests.adapters.discord_weather import Fault, Faults, Limits, TooFast, struck
from tests.adapters.discord_world import World

Json = dict[str, Any]
T = TypeVar("T")
Judge = Callable[[str, str, dict[str, str], object], list[str]]
# Imported so that their routes are registered.
assert discord_answers
assert discord_commands
assert discord_events
assert discord_posts
assert discord_rooms


class DiscordServer(People, Acts):
    """A local Discord. See ``People`` and ``Acts`` for what happens, ``World`` for the state."""

    def __init__(self, world: World | None = None, *, strict: bool = True) -> None:
        """Not ``strict``, it takes what any app may send, not only what Kindred has use for."""
        self.world = world or World()
        self.waiting = Waiting()
        self.violations: list[str] = []
        """Every promise of the API that the app broke; tests assert that it is empty."""
        self.gateway = Gateway(self.world, self.waiting, self.violations)
        self.interactions = Interactions(self.world, self.gateway, self.waiting)
        self.world.tell = self.gateway.tell
        self.judges: list[Judge] = [_rules, self._named] if strict else []
        self.faults = Faults()
        self.limits = Limits()
        self.calls: Counter[str] = Counter()
        """How often each route was asked, by its template."""
        self.log: list[tuple[str, str, object, int]] = []
        """Every request: method, path, body and the status it was answered with (0: cut off)."""
        self.uploads: dict[str, bytes] = {}
        """The files that the app has sent with messages and answers, by name."""
        self.down = False
        self.port = 0
        self._runner: web.AppRunner | None = None

    # What tests look at and set ----------------------------------------------------------------

    @property
    def base(self) -> str:
        """The base URL of the API, for ``Route.BASE``."""
        return f"http://127.0.0.1:{self.port}/api/v10"

    @property
    def token(self) -> str:
        """The bot's token."""
        return self.world.token

    @property
    def impatience(self) -> list[str]:
        """Requests made before the wait of a 429 was over."""
        return self.limits.impatience

    @property
    def ack_seconds(self) -> list[float]:
        """How long each acknowledgement of an interaction took."""
        return self.interactions.ack_seconds

    @property
    def late(self) -> list[str]:
        """Answers to interactions that came after three seconds."""
        return self.interactions.late

    @property
    def last(self) -> Interaction:
        """The latest thing that a person did with the app."""
        return self.interactions.all[-1]

    @contextlib.contextmanager
    def stands_in(self) -> Iterator[Self]:
        """Be Discord for discord.py in this process."""
        before = discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY
        discord.http.Route.BASE = self.base
        discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(self.gateway.url)
        try:
            yield self
        finally:
            discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = before

    # Coming up and going down ------------------------------------------------------------------

    async def start(self, port: int = 0) -> Self:
        """Listen on 127.0.0.1, on any free port unless told which."""
        app = web.Application(client_max_size=2**25)
        app.router.add_get("/gateway/", self.gateway.serve)
        app.router.add_get("/attachments/{id}/{name}", self._attachment)
        app.router.add_route("*", "/api/v10/{path:.*}", self._api)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        self.port = self._runner.addresses[0][1]
        self.world.files = f"http://127.0.0.1:{self.port}"
        self.gateway.url = f"ws://127.0.0.1:{self.port}/gateway/"
        return self

    async def stop(self) -> None:
        """Close every connection and the port."""
        self.faults.clear()
        for link in list(self.gateway.links):
            link.cut()
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> Self:
        return await self.start()

    async def __aexit__(self, *exc: object) -> None:
        await self.stop()

    async def until(self, true: Callable[[], T], seconds: float = 10.0) -> T:
        """Wait until something is true of the world, and return it; raises TimeoutError."""
        return await self.waiting.until(true, seconds)

    async def connected(self, shards: int = 1, seconds: float = 10.0) -> None:
        """Wait until this many shards have a session and are connected."""
        await self.until(lambda: len(self.gateway.live) >= shards, seconds)

    async def drop(self) -> None:
        """Cut every gateway connection without a word; sessions can be resumed."""
        await self.gateway.drop()

    async def reconnect(self) -> None:
        """Ask every shard to reconnect (op 7)."""
        await self.gateway.reconnect()

    async def invalidate(self, *, resumable: bool = False) -> None:
        """Tell every shard that its session is invalid (op 9)."""
        await self.gateway.invalidate(resumable=resumable)

    async def go_down(self, *, api: bool = False) -> None:
        """Cut every gateway connection and refuse new ones; with ``api`` answer 503 to all."""
        self.gateway.down, self.down = True, api
        await self.gateway.drop()

    def come_back(self) -> None:
        """End an outage."""
        self.gateway.down = self.down = False

    # The API -----------------------------------------------------------------------------------

    async def _api(self, request: web.Request) -> web.StreamResponse:
        path = "/" + unquote(request.match_info["path"])
        try:
            body, uploads = await _body(request), await _uploads(request)
        except (ValueError, KeyError):
            return self._refused(Refused(50109), {}, request, path, None)
        found = match(request.method, path)
        name = found[0].name if found else f"{request.method} {path}"
        self.calls[name] += 1
        fault = self.faults.take(name, f"{request.method} {path}", body)
        if fault and fault.kind == "hang":
            await self.faults.hold(fault)
        if fault and fault.kind == "cut":
            return self._cut(request, path, body)
        answer = self._judged(fault, found, name, path, request, body)
        if answer.status < 300:
            self.uploads |= uploads
        if fault and fault.kind == "lose_answer":
            if not fault.status:
                return self._cut(request, path, body)
            answer = _web_error(fault.status)
        if sorted(uploads) != sorted(_named(body)):
            self.violations.append(f"{path}: names {_named(body)}, brings {sorted(uploads)}")
        self.log.append((request.method, path, body, answer.status))
        self.waiting.stir()
        return answer

    async def _attachment(self, request: web.Request) -> web.StreamResponse:
        """A file of a person's, for whoever has its address; the bot's token is none of its."""
        if "Authorization" in request.headers:
            self.violations.append("a token was sent where files are kept")
        fault = self.faults.take("attachment", request.path, None)
        if fault and fault.kind == "hang":
            await self.faults.hold(fault)
        elif fault and fault.kind == "cut":
            return self._cut(request, request.path, None)
        elif fault:
            headers = {"Location": "http://127.0.0.1:9/"} if 300 <= fault.status < 400 else {}
            return web.Response(status=fault.status, headers=headers)
        kept = self.world.attachments.get(int(request.match_info["id"]))
        if kept is None or kept.content is None:
            return web.Response(status=404, text="This content is no longer available.")
        return web.Response(body=kept.content)

    def _judged(
        self,
        fault: Fault | None,
        found: tuple[Route, dict[str, str]] | None,
        name: str,
        path: str,
        request: web.Request,
        body: object,
    ) -> web.Response:
        address = f"{request.method} {path}"
        if self.down or (fault and fault.kind == "http"):
            return _web_error(fault.status if fault and fault.kind == "http" else 503)
        fast = self.limits.check(name, address)
        if fault and fault.kind == "slow_down":
            fast = fast or self.limits.block(name, address, fault.after, fault.scope)
        if fast:
            return _slow_down(fast, self.limits.headers(name, address))
        headers = self.limits.headers(name, address)
        try:
            if fault and fault.kind == "refuse":
                raise struck(fault)
            said = self._answer(found, path, request, body)
        except Refused as refused:
            said, status = refused.body, refused.status
        else:
            status = 204 if said is None or found is None else found[0].status
        if said is None:
            return web.Response(status=204, headers=headers)
        return _json(said, status, headers)

    def _answer(
        self,
        found: tuple[Route, dict[str, str]] | None,
        path: str,
        request: web.Request,
        body: object,
    ) -> Any:
        query = dict(request.query)
        faults = [
            each for judge in self.judges for each in judge(request.method, path, query, body)
        ]
        self.violations += [f"{request.method} {path}: {fault}" for fault in faults]
        if found is None:
            self.violations.append(f"{request.method} {path}: there is no such route")
            raise Refused.http(404, "Not Found")
        if found[0].needs_token and request.headers.get("Authorization") != f"Bot {self.token}":
            raise Refused.http(401, "Unauthorized")
        if faults:
            raise Refused(50035, tree([("", "BASE_TYPE_BAD", fault) for fault in faults]))
        asked = Ask(
            found[0].name, found[1], query, body, self.world, self.gateway, self.interactions
        )
        return found[0].handler(asked)

    def _named(self, method: str, path: str, query: dict[str, str], body: object) -> list[str]:
        """What is wrong with the commands that a message names."""
        data = body.get("data", body) if isinstance(body, dict) else {}
        parts = data.get("components") if isinstance(data, dict) else None
        return faults_of_named(self.world.commands.get(None, []), parts or [])

    def _refused(
        self, refused: Refused, headers: Json, request: web.Request, path: str, body: object
    ) -> web.Response:
        self.log.append((request.method, path, body, refused.status))
        return _json(refused.body, refused.status, headers)

    def _cut(self, request: web.Request, path: str, body: object) -> web.Response:
        """Cut the connection; the response that aiohttp wants is never written."""
        self.log.append((request.method, path, body, 0))
        self.waiting.stir()
        if request.transport is not None:
            request.transport.abort()
        return web.Response()


async def _body(request: web.Request) -> object:
    """Return a request's JSON, from the body or from the ``payload_json`` of a form."""
    if not request.can_read_body:
        return None
    if request.content_type == "multipart/form-data":
        form = await request.post()
        return json.loads(str(form["payload_json"]))
    text = await request.text()
    return json.loads(text) if text else None


async def _uploads(request: web.Request) -> dict[str, bytes]:
    """The files that came with a request, by name."""
    if request.content_type != "multipart/form-data":
        return {}
    parts = [part for part in (await request.post()).values() if isinstance(part, web.FileField)]
    return {part.filename: part.file.read() for part in parts}


def _named(body: object) -> list[str]:
    told = body.get("data") or body if isinstance(body, dict) else {}
    named = told.get("attachments") if isinstance(told, dict) else None
    return [str(each.get("filename")) for each in named or []]


def _json(said: object, status: int, headers: Mapping[str, str]) -> web.Response:
    """Answer JSON; like Discord's its type has no charset, by which discord.py knows it."""
    body = json.dumps(said).encode()
    return web.Response(body=body, status=status, headers=headers, content_type="application/json")


def _slow_down(fast: TooFast, headers: dict[str, str]) -> web.Response:
    after = round(fast.after, 3)
    headers |= {"Retry-After": str(int(after) + 1), "X-RateLimit-Scope": fast.scope}
    if fast.scope == "global":
        headers = {key: value for key, value in headers.items() if key in ("Retry-After", "Via")}
        headers |= {"X-RateLimit-Global": "true", "X-RateLimit-Scope": "global"}
    else:
        headers |= {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset-After": str(after)}
        headers |= {"X-RateLimit-Reset": f"{time.time() + after:.3f}"}
    body = {"message": "You are being rate limited.", "retry_after": after}
    said = body | {"global": fast.scope == "global"}
    return _json(said, 429, headers)


def _web_error(status: int) -> web.Response:
    """Answer as what stands before the API does: no JSON."""
    page = f"<html><head><title>{status}</title></head><body>cloudflare</body></html>"
    return web.Response(status=status, text=page, content_type="text/html")


def _rules(method: str, path: str, query: dict[str, str], body: object) -> list[str]:
    asked = f"?{urlencode(query)}" if query else ""
    return faults_of(method, path + asked, body)
