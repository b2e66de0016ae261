"""The pages, feeds and downloads that features declare (`bot.routing.pages`), over HTTP."""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from adapters.web.downloads import (
    KEPT_BY_ANYBODY,
    KEPT_BY_WHO_ASKED,
    NOTHING_RUNS,
    UNKEPT,
    download,
    unchanged,
)
from adapters.web.limits import PAGE_BYTES
from adapters.web.pages.chat_view import NotFound
from adapters.web.pages.dependencies import Dependencies
from adapters.web.pages.session import NotLoggedIn, current_member
from adapters.web.render import Reader, message_html, page
from bot.community.people import Member
from bot.routing.pages import (
    PageAnswer,
    PageButton,
    PageLoginNeeded,
    PageNotFound,
    PageRoute,
    ServedPage,
)
from bot.routing.validators import is_known
from bot.ui.content import TooLarge
from bot.ui.languages import in_language, read_locale
from bot.ui.messages import Message

log = logging.getLogger(__name__)

_LOOKS = f"{NOTHING_RUNS}; style-src 'self'; img-src 'self'"
_WITH_BUTTONS = {
    "Content-Security-Policy": _LOOKS.replace("form-action 'none'", "form-action 'self'"),
    "Referrer-Policy": "same-origin",  # without any, browsers send "Origin: null" with a form
}


class FeaturePages:
    """Nothing of them is kept by anybody on the way; few take what is sent to them."""

    def __init__(self, dependencies: Dependencies) -> None:
        self._dependencies = dependencies
        self._pages = dependencies.pages

    def routes(self, others: Sequence[BaseRoute]) -> list[Route]:
        """The addresses of these pages; raises `ValueError` for one that `others` hide."""
        declared = self._dependencies.registry.pages.values()
        taken = {_beginning(route) for route in others}
        for each in declared:
            if each.path.split("/")[1] in taken:
                raise ValueError(f"the web chat has addresses of its own where {each.path} is")
        taking = self._dependencies.registry.sent_pages.values()
        return [
            *(Route(each.path, self._looked_at(each), methods=["GET"]) for each in declared),
            *(Route(each.path, self._taking(each), methods=["POST"]) for each in taking),
        ]

    def _looked_at(self, route: PageRoute) -> Callable[[Request], Awaitable[Response]]:
        async def show(request: Request) -> Response:
            if _size(request):
                return HTMLResponse(page("plain.html", about="forged"), 413)
            return await self._show(request, route)

        return show

    def _taking(self, route: PageRoute) -> Callable[[Request], Awaitable[Response]]:
        async def take(request: Request) -> Response:
            if _size(request) > PAGE_BYTES:
                return HTMLResponse(page("plain.html", about="forged"), 413)
            async with request.form(max_files=0, max_fields=20) as form:
                sent = {name: value for name, value in form.items() if isinstance(value, str)}
            return await self._show(request, route, sent)

        return take

    async def _show(
        self, request: Request, route: PageRoute, sent: Mapping[str, str] | None = None
    ) -> Response:
        async def who(work: Any) -> Member | None:
            try:
                return await current_member(request, work)
            except NotLoggedIn:
                return None

        locale = _locale(request)
        try:
            served = await self._pages(
                route, request.path_params, dict(request.query_params), who, locale, sent
            )
        except PageNotFound:
            raise NotFound from None
        except PageLoginNeeded:
            raise NotLoggedIn from None
        except TooLarge as fault:
            log.error("the page %s has %s", route.path, fault)
            return HTMLResponse(page("plain.html", about="failed"), 500)
        return self._respond(request, route, served)

    def _respond(self, request: Request, route: PageRoute, served: ServedPage) -> Response:
        answer = served.answer
        if isinstance(served.body, Message):
            headers = {**answer.headers, **UNKEPT, "Content-Security-Policy": _LOOKS}
            headers |= _WITH_BUTTONS if answer.buttons else {}
            return HTMLResponse(self._html(served.body, answer.buttons), answer.status, headers)
        told = {**_kept(route, answer), **served.validators}
        if served.validators and is_known(served.validators, request.headers):
            return unchanged(served.body, told)
        return download(
            served.body,
            answer.media_type,
            answer.filename,
            status=answer.status,
            headers={**answer.headers, **told},
            without_body=request.method == "HEAD",
        )

    def _html(self, message: Message, buttons: Sequence[PageButton]) -> str:
        with in_language(message.locale):
            now, home = self._dependencies.clock.now(), self._dependencies.settings.address
            reader = Reader(0, "UTC", message.locale, now, acts=False, home=home)
            body = message_html(message, reader)
            return page("feature_page.html", title=message.fallback, body=body, buttons=buttons)


def _kept(route: PageRoute, answer: PageAnswer) -> Mapping[str, str]:
    """By whom content is kept, and how long."""
    if route.needs:
        return UNKEPT
    return KEPT_BY_ANYBODY if answer.unchanging else KEPT_BY_WHO_ASKED


def _beginning(route: BaseRoute) -> str:
    path = route.path if isinstance(route, Route | Mount) else ""
    return path.removeprefix("/").split("/")[0]


def _size(request: Request) -> int:
    """How many bytes are sent; more than may be, where that is not said."""
    sent = request.headers.get("content-length", "0")
    known = sent.isdecimal() and "transfer-encoding" not in request.headers
    return int(sent) if known else PAGE_BYTES + 1


def _locale(request: Request) -> str:
    first = request.headers.get("accept-language", "").split(",")[0]
    return read_locale(first.partition(";")[0])
