"""All calls of Slack's Web API: in its pace, with every answer sorted into what it means."""

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import methods
from adapters.slack.authorization import Authorization, Authorizations
from adapters.slack.errors import Declined, Lost
from adapters.slack.methods import Method
from adapters.slack.rate_limits import RateLimiter
from bot.delivery.errors import Away, Busy

log = logging.getLogger(__name__)

Json = dict[str, Any]

TIMEOUT = 20.0
"""Seconds that Slack gets for an answer."""
_RETRY_AFTER = 30.0  # seconds, where Slack asks to wait and does not say how long
_LONGEST_WAIT = 60.0  # seconds that an answer to a click may wait
_PASSING = frozenset(
    (
        "internal_error",
        "fatal_error",
        "service_unavailable",
        "request_timeout",
        "team_added_to_org",
        "org_login_required",
    )
)
_LOST = frozenset(
    (
        "token_revoked",
        "token_expired",
        "account_inactive",
        "invalid_auth",
        "not_authed",
        "app_uninstalled",
    )
)


class Api:
    """Calls methods in the name of Kindred in one workspace or another.

    Every call may raise `Busy`, `Away`, `Declined` or `Lost` (see `adapters.slack.errors`). A call
    is never made twice by itself: who calls knows what may be repeated.
    """

    def __init__(
        self,
        base_url: str,
        authorizations: Authorizations,
        rate_limiter: RateLimiter,
        timeout: float = TIMEOUT,
    ) -> None:
        self.base_url = base_url
        self._authorizations = authorizations
        self._rate_limiter = rate_limiter
        self._timeout = aiohttp.ClientTimeout(total=timeout)
        self._session: aiohttp.ClientSession | None = None
        self._scopes: dict[str, frozenset[str]] = {}

    def client(self, token: str = "") -> AsyncWebClient:
        """A client of the library's own, for the few places that need one."""
        return AsyncWebClient(
            token or None, base_url=self.base_url, session=self._open(), retry_handlers=[]
        )

    async def token(self, team: str) -> str:
        """The token for a workspace; raises `Lost` where Kindred is in none."""
        authorization = await self._authorizations.of(team)
        if authorization is None:
            raise Lost("not_installed")
        return authorization.token

    @property
    def session(self) -> aiohttp.ClientSession:
        """Connections to Slack, for what is no method: the content of files."""
        return self._open()

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(timeout=self._timeout)
        return self._session

    async def close(self) -> None:
        """Close the connections to Slack."""
        if self._session:
            await self._session.close()

    async def call(self, team: str, method: Method, **arguments: object) -> Json:
        """Call a method in a workspace; arguments that are `None` are left out."""
        authorization = await self._authorizations.of(team)
        if authorization is None:
            await self._authorizations.lose(team, "not_installed")
            raise Lost("not_installed")
        try:
            return await self.call_with(authorization, method, **arguments)
        except Lost as lost:
            newer = await self._authorizations.renewed(authorization)
            if newer:
                return await self.call_with(newer, method, **arguments)
            if await self.is_revoked(authorization):
                await self._authorizations.lose(team, lost.code)
                raise
            raise Away(f"{method.name}: {lost.code}, which Slack takes back") from None

    async def is_revoked(self, authorization: Authorization) -> bool:
        """Whether Slack says, when asked for nothing else, that one opens nothing any more."""
        try:
            await self.granted(authorization)
        except Lost:
            return True
        except (Away, Busy, Declined):
            return False
        return False

    async def granted(self, authorization: Authorization) -> frozenset[str]:
        """The scopes that a workspace has granted; `Away` when Slack does not say."""
        try:
            answer = await self.client(authorization.token).auth_test()
        except SlackApiError as refused:
            raise _meaning(methods.AUTH_TEST, refused) from None
        except (TimeoutError, aiohttp.ClientError, SlackClientError) as fault:
            raise Away(f"auth.test: {type(fault).__name__}") from None
        scopes = _scopes_in(answer.headers)
        if scopes is None:
            raise Away("auth.test: no scopes were told")
        return scopes

    async def scopes(self, team: str) -> frozenset[str]:
        """The scopes that a workspace has granted, as its last answer told; errors as of `call`."""
        if team not in self._scopes:
            await self.call(team, methods.AUTH_TEST)
        return self._scopes.get(team, frozenset())

    async def call_with(
        self, authorization: Authorization, method: Method, **arguments: object
    ) -> Json:
        """Call a method with an authorization that is not kept yet, or not kept here."""
        bucket = f"{authorization.team}:{method.name}"
        if method.per_channel:
            bucket = f"{bucket}:{arguments.get('channel')}"
        here_only = method is not methods.OPEN  # of rooms, all that wait need the same
        try:
            await self._rate_limiter.wait(bucket, method.seconds, method.burst)
        except Busy as busy:
            raise Busy(busy.after, here_only=here_only) from None
        sent = {name: value for name, value in arguments.items() if value is not None}
        try:
            return await self._send(authorization, method, sent)
        except Busy as busy:
            self._rate_limiter.pause(bucket, busy.after)
            raise Busy(busy.after, here_only=here_only) from None

    async def _send(
        self, authorization: Authorization, method: Method, sent: Mapping[str, object]
    ) -> Json:
        client = self.client(authorization.token)
        verb = "GET" if method.sent_as == "query" else "POST"
        how: Json = {{"json": "json", "form": "data", "query": "params"}[method.sent_as]: sent}
        try:
            answer = await client.api_call(method.name, http_verb=verb, **how)
        except SlackApiError as refused:
            self._note(authorization.team, getattr(refused.response, "headers", {}))
            raise _meaning(method, refused) from None  # its text may hold what people wrote
        except TimeoutError:
            settled = 2 * (self._timeout.total or 0.0)
            raise Away(f"{method.name}: no answer in time", settled) from None
        except (aiohttp.ClientError, SlackClientError) as fault:
            raise Away(f"{method.name}: {type(fault).__name__}") from None
        self._note(authorization.team, answer.headers)
        return answer.data if isinstance(answer.data, dict) else {}

    def _note(self, team: str, headers: Mapping[str, str]) -> None:
        if team and (scopes := _scopes_in(headers)) is not None:
            self._scopes[team] = scopes

    async def respond(self, url: str, payload: Json) -> None:
        """Answer an interaction at the address that Slack gave for it."""
        for pause in (0.5, 1.5, 0.0):
            try:
                async with self._open().post(url, json=payload) as answer:
                    if answer.status == 429:
                        await asyncio.sleep(min(_seconds(answer.headers), _LONGEST_WAIT))
                    elif answer.status >= 500:
                        await asyncio.sleep(pause)
                    elif answer.status >= 400:
                        raise Declined("expired_url")
                    else:
                        return
            except (TimeoutError, aiohttp.ClientError) as fault:
                log.info("an answer did not reach Slack: %s", type(fault).__name__)
                await asyncio.sleep(pause)
        raise Away("response_url")


def _meaning(method: Method, refused: SlackApiError) -> Busy | Away | Declined | Lost:
    answer = refused.response
    if isinstance(answer, dict) or not hasattr(answer, "status_code"):
        return Away(f"{method.name}: unreadable")
    data = answer.data if isinstance(answer.data, dict) else {}
    code = str(data.get("error", ""))
    if answer.status_code == 429 or code in ("ratelimited", "rate_limited"):
        return Busy(_seconds(answer.headers))
    if code in _LOST:
        return Lost(code)
    if code and code not in _PASSING:
        needed = data.get("needed")
        return Declined(code, f"needs {needed}" if needed else "")
    return Away(f"{method.name}: {answer.status_code} {code}")


def _scopes_in(headers: Mapping[str, str]) -> frozenset[str] | None:
    """What was granted, where an answer tells it."""
    told = next((v for k, v in headers.items() if k.lower() == "x-oauth-scopes"), None)
    return None if told is None else frozenset(part.strip() for part in told.split(","))


def _seconds(headers: Mapping[str, str]) -> float:
    value = next((v for k, v in headers.items() if k.lower() == "retry-after"), "")
    try:
        return max(float(value), 0.0)
    except ValueError:
        return _RETRY_AFTER
