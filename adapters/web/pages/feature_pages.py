"""The pages, feeds and downloads that features declare (`bot.routing.pages`), over HTTP."""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any
from urllib.parse import urlencode

from babel import Locale
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
from adapters.web.pages.dependencies import Dependencies
from adapters.web.pages.qr_codes import qr_svg
from adapters.web.pages.session import NotLoggedIn
from adapters.web.parse import accepted_languages, values_of
from adapters.web.render import Reader, message_html, page
from bot.community.people import Member
from bot.routing.pages import (
    PageAnswer,
    PageLoginNeeded,
    PageNotFound,
    PageRoute,
    Sent,
    ServedPage,
)
from bot.routing.validators import is_known
from bot.ui.content import TooLarge
from bot.ui.languages import current_locale, in_language, languages, preferred
from bot.ui.messages import Heading, Message

log = logging.getLogger(__name__)

_SHOWN = f"{NOTHING_RUNS}; style-src 'self'; img-src 'self'"
_SCRIPT = "; script-src 'self'"  # of ours: tells times by the reader's clock, or shows what is new
_LOOKS_AGAIN = "; connect-src 'self'"
_SENDS = {"Referrer-Policy": "same-origin"}  # without any, browsers send "Origin: null" with a form


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
                typed = values_of(form)
            return await self._show(request, route, Sent(sent, typed))

        return take

    async def _show(self, request: Request, route: PageRoute, sent: Sent | None = None) -> Response:
        async def who(work: Any) -> Member | None:
            try:
                return await self._dependencies.sessions.member(request, work)
            except NotLoggedIn:
                return None

        locale = _locale(request)
        try:
            served = await self._pages(
                *(route, request.path_params, dict(request.query_params), who),
                *(locale, sent, network_of(request.client.host if request.client else "")),
            )
        except PageNotFound:
            with in_language(locale):
                return HTMLResponse(page("plain.html", about="not_here"), 404)
        except PageLoginNeeded:
            raise NotLoggedIn from None
        except TooLarge as fault:
            log.error("the page %s has %s", route.path, fault)
            return HTMLResponse(page("plain.html", about="failed"), 500)
        return self._respond(request, route, served)

    def _respond(self, request: Request, route: PageRoute, served: ServedPage) -> Response:
        answer = served.answer
        if isinstance(served.body, Message):
            headers = {**answer.headers, **UNKEPT, **_policy(answer)}
            return HTMLResponse(self._html(request, served.body, answer), answer.status, headers)
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

    def _html(self, request: Request, message: Message, answer: PageAnswer) -> str:
        with in_language(message.locale):
            now, home = self._dependencies.clock.now(), self._dependencies.settings.address
            reader = Reader(0, answer.zone or "UTC", message.locale, now, acts=False, home=home)
            reader = replace(reader, names_zone=True)
            title, rest = _titled(message)
            head, rest = _before_code(rest) if answer.qr and not title else (None, rest)
            return page(
                "feature_page.html",
                title=message.fallback,
                heading=title,
                body=message_html(rest, reader) if rest else "",
                head=message_html(head, reader) if head else "",
                qr=qr_svg(answer.qr) if answer.qr else "",
                again_after=answer.again_after,
                below=message_html(answer.below, reader) if answer.below else "",
                buttons=answer.buttons,
                forms=answer.forms,
                zone=answer.zone,
                shared=answer.shared,
                tongues=_tongues(request) if answer.shared else (),
            )


def _policy(answer: PageAnswer) -> dict[str, str]:
    """What a page may do: send its own forms, and run our script where it has one."""
    allowed = f"{_SHOWN}{_SCRIPT if answer.zone or answer.again_after else ''}"
    allowed += _LOOKS_AGAIN if answer.again_after else ""
    if not answer.buttons and not answer.forms:
        return {"Content-Security-Policy": allowed}
    allowed = allowed.replace("form-action 'none'", "form-action 'self'")
    return {**_SENDS, "Content-Security-Policy": allowed}


def _kept(route: PageRoute, answer: PageAnswer) -> Mapping[str, str]:
    """By whom content is kept, and how long."""
    if route.needs:
        return UNKEPT
    return KEPT_BY_ANYBODY if answer.unchanging else KEPT_BY_WHO_ASKED


def _titled(message: Message) -> tuple[str, Message | None]:
    """What a page is called, and the rest of it: a heading in front is its title."""
    match message.blocks:
        case (Heading(text=text), *rest):
            return text, replace(message, blocks=tuple(rest)) if rest else None
    return "", message


def _before_code(message: Message | None) -> tuple[Message | None, Message | None]:
    """What stands before a code to scan, where there is no title: the first of several things."""
    if message is None or len(message.blocks) < 2:
        return None, message
    first, rest = message.blocks[:1], message.blocks[1:]
    return replace(message, blocks=first), replace(message, blocks=rest)


def _tongues(request: Request) -> list[tuple[str, str, str]]:
    """The other languages: each with the address of the same page in it, and its own name."""
    others = sorted(languages() - {current_locale().split("-")[0]})
    return [(each, f"?{_asking(request, each)}", _called(each)) for each in others]


def _asking(request: Request, language: str) -> str:
    return urlencode({**request.query_params, "lang": language})


def _called(language: str) -> str:
    return (Locale.parse(language).get_display_name() or language).capitalize()


def network_of(host: str) -> str:
    """The part of the internet that an address is in, by which nobody can be told from others."""
    try:
        address = ip_address(host)
    except ValueError:
        return ""
    if isinstance(address, IPv6Address):
        address = address.ipv4_mapped or address
    return str(ip_network((address, 24 if address.version == 4 else 48), strict=False))


def _beginning(route: BaseRoute) -> str:
    path = route.path if isinstance(route, Route | Mount) else ""
    return path.removeprefix("/").split("/")[0]


def _size(request: Request) -> int:
    """How many bytes are sent; more than may be, where that is not said."""
    sent = request.headers.get("content-length", "0")
    known = sent.isdecimal() and "transfer-encoding" not in request.headers
    return int(sent) if known else PAGE_BYTES + 1


def _locale(request: Request) -> str:
    """The language that was asked for, or else the first one accepted that there are words in."""
    asked = request.query_params.get("lang", "")
    return preferred([asked, *accepted_languages(request.headers)])
