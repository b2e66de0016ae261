"""What every request passes: known host names, no posts from other sites, strict headers."""

import asyncio
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adapters.web.limits import BODY_SECONDS, REQUEST_BYTES, UPLOAD_BYTES
from bot.ui.words import WordBook

words = WordBook("adapters.web")

_DIGITS = 12
_OPEN_TO_PROBES = ("/healthz", "/readyz")
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # without any, browsers send "Origin: null" with a form
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
_ONLY_HTTPS = {"Strict-Transport-Security": "max-age=31536000"}  # a year; subdomains are others'


class SecurityMiddleware:
    """Refuses what does not come from a page of ours. A name that is not ours is answered 400,
    which keeps a page elsewhere from borrowing one for our address (DNS rebinding).
    """

    def __init__(self, app: ASGIApp, hosts: frozenset[str], *, https: bool = False) -> None:
        self._app = app
        self._hosts = hosts
        self._headers = {**_HEADERS, **(_ONLY_HTTPS if https else {})}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer why not."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        answer: ASGIApp = refusal or self._app

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
                static = scope["path"].startswith("/static/")
                headers.setdefault("Cache-Control", "no-cache" if static else "no-store")
            await send(message)

        await answer(scope, _in_time(receive), with_headers)

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        headers = Headers(scope=scope)
        if scope["path"] in _OPEN_TO_PROBES:
            return None
        if _host(headers.get("host", "")) not in self._hosts:
            return PlainTextResponse(words.text("middleware.host"), 400)
        if "transfer-encoding" in headers:
            return _too_large()
        if scope["method"] in ("GET", "HEAD"):
            return None
        if _from_elsewhere(headers):
            return PlainTextResponse(words.text("middleware.elsewhere"), 403)
        most = UPLOAD_BYTES if scope["path"] == "/form" else REQUEST_BYTES
        if not _is_at_most(most, headers):
            return _too_large()
        return None


def _is_at_most(most: int, headers: Headers) -> bool:
    """Whether so many bytes may be sent; the server takes no more than a body's length says."""
    length = headers.get("content-length", "")
    return len(length) < _DIGITS and length.isdecimal() and int(length) <= most


def _too_large() -> PlainTextResponse:
    """A refusal after which nothing more is read from this connection."""
    return PlainTextResponse(words.text("middleware.too_large"), 413, {"Connection": "close"})


def _in_time(receive: Receive) -> Receive:
    """What tells of a body that has not come within `BODY_SECONDS` that it is too slow."""
    until, coming = asyncio.get_running_loop().time() + BODY_SECONDS, True

    async def receive_in_time() -> Message:
        nonlocal coming
        if not coming:
            return await receive()
        try:
            async with asyncio.timeout_at(until):
                message = await receive()
        except TimeoutError:
            raise HTTPException(408, headers={"Connection": "close"}) from None
        coming = bool(message.get("more_body"))
        return message

    return receive_in_time


def _host(header: str) -> str:
    try:
        return (urlsplit(f"//{header}").hostname or "").lower()
    except ValueError:
        return ""


def _from_elsewhere(headers: Headers) -> bool:
    """Whether another site sent this: browsers say so in `Sec-Fetch-Site`, older ones `Origin`."""
    site = headers.get("sec-fetch-site")
    if site is not None and site not in ("same-origin", "none"):
        return True
    origin = headers.get("origin")
    try:
        return origin is not None and urlsplit(origin).netloc != headers.get("host")
    except ValueError:
        return True
