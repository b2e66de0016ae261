"""All of the web chat put together: pages, event streams, sessions, what errors look like."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path

from starlette.applications import Starlette
from starlette.convertors import Convertor, register_url_convertor
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from adapters.web.event_streams import EventStreams
from adapters.web.interactions import Interactions
from adapters.web.middleware import SecurityMiddleware
from adapters.web.pages.chat import ChatPage
from adapters.web.pages.chat_view import NotFound
from adapters.web.pages.demo import DemoPages
from adapters.web.pages.dependencies import Dependencies
from adapters.web.pages.feature_pages import FeaturePages
from adapters.web.pages.health import HealthChecks
from adapters.web.pages.interactions import InteractionRoutes
from adapters.web.pages.login import LoginPages
from adapters.web.pages.message_files import MessageFiles
from adapters.web.pages.name_suggestions import NameSuggestions
from adapters.web.pages.session import SESSION_KEPT, Forged, NotLoggedIn, Sessions
from adapters.web.parse import MalformedRequest
from adapters.web.personal import PERSONAL_DATA
from adapters.web.ports import Demo, Ready, WebWork
from adapters.web.render import page
from adapters.web.settings import WebSettings
from adapters.web.uploads import WebUploads
from bot.community.clock import Clock
from bot.errors import Conflict, NotReady
from bot.routing.dispatch import Dispatcher
from bot.routing.files import FileMaker
from bot.routing.pages import Pages
from bot.routing.reacting import react
from bot.routing.registry import Registry
from bot.work import OpenWork

__all__ = ["PERSONAL_DATA", "create_app"]


async def always_ready() -> list[str]:
    """Nothing is known to be at fault."""
    return []


def create_app(
    *,
    dispatcher: Dispatcher,
    registry: Registry,
    open_work: OpenWork[WebWork],
    clock: Clock,
    machine_clock: Clock,
    settings: WebSettings,
    demo: Demo | None = None,
    ready: Ready = always_ready,
    beside: Sequence[BaseRoute] = (),
    uploads: WebUploads | None = None,
) -> Starlette:
    """Make the web chat, with what other chats want served `beside` it.

    The dispatcher fetches from `uploads` the files that are given with forms.
    Its `state.event_streams` is for `ChatServer`, which ends open streams with it.
    """
    if not settings.secret_key.get_secret_value():
        raise ValueError("the web chat needs a secret key for its sessions")
    streams = EventStreams(open_work)
    interactions = Interactions(dispatcher, open_work, clock, streams.nudge)
    pages = Pages(open_work, clock, partial(react, registry))
    files = FileMaker(registry.files, open_work, clock)
    dependencies = Dependencies(
        registry,
        open_work,
        clock,
        machine_clock,
        settings,
        demo,
        ready,
        streams,
        interactions,
        pages,
        files,
        uploads or WebUploads(),
        Sessions(machine_clock),
    )
    routes = [*beside, *_routes(dependencies)]
    app = _app([*routes, *FeaturePages(dependencies).routes(routes)], settings)
    app.state.event_streams = streams
    return app


def _app(routes: Sequence[BaseRoute], settings: WebSettings) -> Starlette:
    """The routes behind sessions and strict headers, and what errors look like."""
    return Starlette(
        routes=routes,
        middleware=[
            Middleware(SecurityMiddleware, hosts=settings.hosts, https=settings.https),
            Middleware(
                SessionMiddleware,
                secret_key=settings.secret_key.get_secret_value(),
                session_cookie="__Host-kindred" if settings.https else "kindred",
                max_age=int(SESSION_KEPT.total_seconds()),
                https_only=settings.https,
            ),
        ],
        exception_handlers={
            NotLoggedIn: _answer("not_logged_in", 401),
            NotFound: _answer("not_here", 404),
            Forged: _answer("forged", 403),
            MalformedRequest: _answer("forged", 400),
            NotReady: _answer("away", 503),
            Conflict: _answer("away", 503),
            HTTPException: _http,
            Exception: _answer("failed", 500),
        },
        lifespan=_lifespan,
    )


def _routes(dependencies: Dependencies) -> list[BaseRoute]:
    chat_page = ChatPage(dependencies)
    return [
        *chat_page.routes(),
        *InteractionRoutes(dependencies, chat_page).routes(),
        *MessageFiles(dependencies).routes(),
        *NameSuggestions(dependencies).routes(),
        *LoginPages(dependencies).routes(),
        *(DemoPages(dependencies, demo).routes() if (demo := dependencies.demo) else ()),
        *HealthChecks(dependencies).routes(),
        Mount("/static", _Static(directory=Path(__file__).parent / "static")),
    ]


class _RowId(Convertor[int]):
    """The id of a row in an address: as many digits as such ids have."""

    regex = "[0-9]{1,18}"

    def convert(self, value: str) -> int:
        """Read it."""
        return int(value)

    def to_string(self, value: int) -> str:
        """Write it."""
        return str(value)


register_url_convertor("row", _RowId())


class _Static(StaticFiles):
    """Our own files; no name that a disk would not take is looked for."""

    def get_path(self, scope: Scope) -> str:
        """The path of a file below the folder."""
        path = super().get_path(scope)
        if not path.isprintable():
            raise HTTPException(404)
        return path


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    streams: EventStreams = app.state.event_streams
    looking = asyncio.create_task(streams.run())
    yield
    streams.stop()
    looking.cancel()
    with suppress(asyncio.CancelledError):
        await looking


def _answer(about: str, status: int) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def answer(request: Request, exc: Exception) -> Response:
        return HTMLResponse(page("plain.html", about=about), status)

    return answer


async def _http(request: Request, exc: Exception) -> Response:
    status = exc.status_code if isinstance(exc, HTTPException) else 500
    return HTMLResponse(page("plain.html", about="not_here"), status)
