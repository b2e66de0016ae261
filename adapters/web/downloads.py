"""Content as an answer over HTTP: kept by nobody on the way, and nothing in it runs."""

from collections.abc import Iterator, Mapping
from typing import IO
from urllib.parse import quote

from starlette.background import BackgroundTask
from starlette.responses import Response, StreamingResponse

from bot.ui.content import Gathered

NOTHING_RUNS = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
UNKEPT = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",  # an address may hold a secret
    "X-Robots-Tag": "noindex, nofollow",
}
KEPT_BY_WHO_ASKED = {**UNKEPT, "Cache-Control": "private, no-cache"}
"""Of what is for whoever has its address: they may keep it, and ask each time if it is the same."""
KEPT_BY_ANYBODY = {**UNKEPT, "Cache-Control": "public, max-age=604800, immutable"}
"""Of what is never anything else at its address, such as a picture that chats show."""

_SANDBOX = {"Content-Security-Policy": f"{NOTHING_RUNS}; sandbox"}
_PIECE = 64 * 1024


def download(
    body: Gathered,
    media_type: str,
    filename: str = "",
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    without_body: bool = False,
) -> Response:
    """The content, which is let go of once it is sent; with a `filename` it is to be kept."""
    told = {
        **UNKEPT,
        **(headers or {}),
        "Content-Type": media_type,
        "Content-Length": str(body.size),
        **_SANDBOX,
    }
    if filename:
        told["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(filename, safe='')}"
    if without_body:
        body.close()
        return Response(None, status, told)
    sent = BackgroundTask(body.close)
    return StreamingResponse(_pieces(body.file), status, told, background=sent)


def unchanged(body: Gathered, headers: Mapping[str, str]) -> Response:
    """That who asks has the content already, which is let go of; nothing in that runs either."""
    body.close()
    return Response(None, 304, {**headers, **_SANDBOX})


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(_PIECE):
        yield piece
