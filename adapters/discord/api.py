"""All calls of Discord's REST API, with every answer sorted into what it means."""

import asyncio
import logging
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
from discord.http import Route

from adapters.discord.errors import Declined, TokenRefused
from adapters.discord.uploads import Uploads, form_fields
from bot.delivery.errors import Away, Busy

log = logging.getLogger(__name__)

Json = dict[str, Any]

discord.VoiceClient.warn_nacl = False  # Kindred has no voice
discord.VoiceClient.warn_dave = False

TIMEOUT = 20.0
"""Seconds that Discord gets for an answer."""
_RETRY_AFTER = 30.0  # seconds, where Discord asks to wait and does not say how long
_LIMIT_WAIT = 10.0  # seconds that a call may wait for a limit that Discord announced
_LATER = 5.0  # seconds until a call that waited so long in vain may be tried again
_TOO_OFTEN = (20016, 20022, 20028, 40003, 40062)
"""Codes that ask to wait without being a 429 (docs: opcodes-and-status-codes)."""
_PAUSE = 0.2  # seconds between two tries of an answer to an interaction
_NO_UPLOADS: Uploads = {}
ACKNOWLEDGED = 40060
"""The code for an interaction that has been answered: the answer before arrived."""


class Api:
    """Calls Discord in the name of the bot.

    Every call may raise `Busy`, `Away`, `Declined` or `TokenRefused` (`adapters.discord.errors`).
    A call is never made twice by itself, for the library repeats what must not be done twice, and
    gives up on what may be: who calls knows. The library keeps to the rate limits that Discord
    announces; a limit that was hit all the same holds everything it is about.
    """

    def __init__(self, token: str, base_url: str, timeout: float = TIMEOUT) -> None:
        """`base_url`, with the version, is for a Discord elsewhere: the library goes there, too."""
        Route.BASE = base_url or Route.BASE
        self.base_url = Route.BASE
        self._token = token
        self._timeout = aiohttp.ClientTimeout(total=timeout)
        self._logging_in = asyncio.Lock()
        self._client: discord.Client | None = None
        self._session: aiohttp.ClientSession | None = None
        self._paused: dict[str, float] = {}

    async def call(
        self,
        method: str,
        path: str,
        body: Json | list[Json] | None = None,
        *,
        query: Mapping[str, object] | None = None,
        uploads: Uploads = _NO_UPLOADS,
        **ids: str,
    ) -> Any:
        """Call a route such as `/channels/{channel_id}/messages`, and return what it answers.

        Of the `uploads` those are sent that the body names.
        """
        route = Route(method, path, metadata=None, **ids)
        bucket = f"{route.key}:{route.major_parameters}"
        self._raise_if_paused("global", bucket)
        how: Json = {"timeout": self._timeout}
        if query:
            how["params"] = {name: str(value) for name, value in query.items()}
        with form_fields(body, uploads) as fields:
            if fields:
                how["form"] = fields
            elif body is not None:
                how["json"] = body
            try:
                said = await self._send(route, how)
            except _TooFast as told:
                self._paused["global" if told.everywhere else bucket] = _now() + told.after
                raise Busy(told.after, here_only=not told.everywhere) from None
        if isinstance(said, str) and said.strip():
            raise Away(f"{route.key}: an answer that is no JSON")
        return said

    async def _send(self, route: Route, how: Json) -> Any:
        """Send a call when the limits allow it; the library's errors become ours."""
        client = await self._open()
        started = _Started()
        try:
            async with asyncio.timeout(_LIMIT_WAIT) as started.patience:
                return await client.http.request(route, trace_request_ctx=started, **how)
        except discord.RateLimited as told:
            raise Busy(told.retry_after, here_only=True) from None
        except discord.HTTPException as refused:
            raise _meaning(refused.status, refused.code) from None
        except TimeoutError:
            if started.patience and started.patience.expired():
                raise Busy(_LATER, here_only=True) from None
            settled = 2 * (self._timeout.total or 0.0)
            raise Away(f"{route.key}: no answer in time", settled) from None
        except (aiohttp.ClientError, OSError) as fault:
            raise Away(f"{route.key}: {type(fault).__name__}") from None

    async def me(self) -> str:
        """The id of the user that Kindred is; errors as those of `call`."""
        user = (await self._open()).user
        assert user is not None  # noqa: S101  # logged in
        return str(user.id)

    async def application(self) -> str:
        """The id of the application that the bot belongs to."""
        return str((await self.call("GET", "/applications/@me"))["id"])

    async def answer(
        self,
        method: str,
        path: str,
        body: Json | None,
        *,
        until: float,
        each: float,
        uploads: Uploads = _NO_UPLOADS,
    ) -> Json | None:
        """Answer an interaction, as often as it takes, until an instant of the loop's clock.

        `each` try gets so many seconds. The addresses of interactions need no token and count for
        no limit but their own, so they wait for nothing else. Saying again what has arrived does
        nothing.
        """
        while True:
            try:
                return await self._say(method, path, body, uploads, min(until - _now(), each))
            except Busy as busy:
                pause = busy.after
            except Away:
                pause = _PAUSE
            if _now() + pause >= until:
                raise Away(f"{method} {path.split('/')[1]}: no answer in time")
            await asyncio.sleep(pause)

    async def close(self) -> None:
        """Close the connections to Discord."""
        if self._client:
            await self._client.close()
        if self._session:
            await self._session.close()

    async def _open(self) -> discord.Client:
        async with self._logging_in:
            if self._client is None:
                trace = aiohttp.TraceConfig()
                trace.on_request_start.append(_begin)
                trace.on_request_end.append(_no_second_try)
                client = discord.Client(
                    intents=discord.Intents(guilds=True),
                    http_trace=trace,
                    max_ratelimit_timeout=30.0,
                )
                try:
                    await self._log_in(client)
                except BaseException:
                    await client.close()
                    raise
                self._client = client
            return self._client

    async def _log_in(self, client: discord.Client) -> None:
        try:
            async with asyncio.timeout(self._timeout.total):
                await client.login(self._token)
        except discord.LoginFailure:
            raise TokenRefused from None
        except discord.HTTPException as refused:
            raise _meaning(refused.status, refused.code) from None
        except (aiohttp.ClientError, OSError, TimeoutError) as fault:
            raise Away(f"login: {type(fault).__name__}") from None
        except (KeyError, TypeError):
            raise Away("login: answered by something else than Discord") from None

    def _raise_if_paused(self, *buckets: str) -> None:
        now = _now()
        self._paused = {bucket: at for bucket, at in self._paused.items() if at > now}
        paused = max((self._paused.get(bucket, now) for bucket in buckets), default=now) - now
        if paused > 0:
            raise Busy(paused, here_only="global" not in self._paused)

    async def _say(
        self, method: str, path: str, body: Json | None, uploads: Uploads, left: float
    ) -> Json | None:
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession()
        timeout = aiohttp.ClientTimeout(total=max(left, _PAUSE))
        how: Json = {} if body is None else {"json": body}
        address = f"{self.base_url}{path}"
        try:
            with form_fields(body, uploads) as fields:
                if fields:
                    how = {"data": aiohttp.FormData(quote_fields=False)}
                for field in fields:
                    how["data"].add_field(**field)
                async with self._session.request(method, address, timeout=timeout, **how) as answer:
                    return await _said(answer)
        except TimeoutError:
            raise Away("no answer in time") from None
        except (aiohttp.ClientError, OSError) as fault:
            raise Away(type(fault).__name__) from None


class _TooFast(Exception):
    """Discord asks to wait: on this route, or everywhere."""

    def __init__(self, after: float, *, everywhere: bool) -> None:
        self.after = after
        self.everywhere = everywhere
        super().__init__(f"wait {after:.1f} s")


class _Started:
    """Whether a call has waited for its limits, and is on its way."""

    def __init__(self) -> None:
        self.patience: asyncio.Timeout | None = None
        self.already = False


async def _begin(
    session: aiohttp.ClientSession, context: SimpleNamespace, told: aiohttp.TraceRequestStartParams
) -> None:
    """Note that a call is on its way; it waits for no limit any more, and it goes out once."""
    started = context.trace_request_ctx
    if isinstance(started, _Started):
        if started.already:
            raise Away(f"{told.method} {told.url.path}: the connection broke")
        started.already = True
        if started.patience:
            started.patience.reschedule(None)


async def _no_second_try(
    session: aiohttp.ClientSession, context: SimpleNamespace, told: aiohttp.TraceRequestEndParams
) -> None:
    """Stop the library before it does again by itself what may have been done."""
    answer = told.response
    if answer.status == 429:
        try:
            said = await _json(answer)
        finally:
            answer.close()
        everywhere = bool(said.get("global")) or "X-RateLimit-Global" in answer.headers
        raise _TooFast(_seconds(said, answer.headers), everywhere=everywhere)
    if answer.status >= 500:
        answer.close()
        raise Away(f"{told.method} {told.url.path}: {answer.status}")


async def _said(answer: aiohttp.ClientResponse) -> Json | None:
    """What is answered to an answer; nothing to one that had arrived before."""
    said = await _json(answer)
    if answer.status < 300:
        return said
    if answer.status == 429:
        raise Busy(_seconds(said, answer.headers))
    fault = _meaning(answer.status, int(said.get("code") or 0))
    if isinstance(fault, Declined) and fault.code == ACKNOWLEDGED:
        return None
    raise fault


async def _json(answer: aiohttp.ClientResponse) -> Json:
    try:
        said = await answer.json(content_type=None)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _meaning(status: int, code: int) -> Away | Busy | Declined | TokenRefused:
    if status == 401:
        return TokenRefused()
    if status >= 500:
        return Away(f"{status}")
    if status == 429 or code in _TOO_OFTEN:
        return Busy(_RETRY_AFTER)
    return Declined(code or status)


def _seconds(said: Json, headers: Mapping[str, str]) -> float:
    try:
        return max(float(said.get("retry_after") or headers.get("Retry-After", "")), 0.0)
    except (TypeError, ValueError):
        return _RETRY_AFTER


def _now() -> float:
    return asyncio.get_running_loop().time()
