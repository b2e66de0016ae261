"""The web chat as an application: pages, live streams, sessions, and what happens to errors."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from adapters.web.guard import Guard
from adapters.web.live import Live
from adapters.web.pages.acts import Acts
from adapters.web.pages.chat import Conversation
from adapters.web.pages.demo import Demonstration
from adapters.web.pages.entry import Entry
from adapters.web.pages.health import Health
from adapters.web.pages.parts import Forged, NoEntry, NotHere, Parts
from adapters.web.pages.people import People
from adapters.web.parse import Unclear
from adapters.web.personal import PERSONAL_DATA
from adapters.web.ports import Demo, Ready, WebWork
from adapters.web.render import page
from adapters.web.settings import WebSettings
from adapters.web.talk import Talk
from bot.community.clock import Clock
from bot.errors import Conflict, NotReady
from bot.routing.dispatch import Dispatcher
from bot.routing.registry import Registry
from bot.work import OpenWork

__all__ = ["PERSONAL_DATA", "create_app"]

_SESSION_DAYS = 30


async def always_ready() -> list[str]:
    """Nothing is known to be at fault."""
    return []


def create_app(
    *,
    dispatcher: Dispatcher,
    registry: Registry,
    open_work: OpenWork[WebWork],
    clock: Clock,
    settings: WebSettings,
    demo: Demo | None = None,
    ready: Ready = always_ready,
    beside: Sequence[BaseRoute] = (),
) -> Starlette:
    """Make the web chat, with what other chats want served `beside` it.

    Its `state.live` is for `ChatServer`, which ends open streams with it.
    """
    if not settings.secret_key.get_secret_value():
        raise ValueError("the web chat needs a secret key for its sessions")
    live = Live(open_work)
    talk = Talk(dispatcher, open_work, clock, live.nudge)
    parts = Parts(registry, open_work, clock, settings, demo, ready, live, talk)
    app = Starlette(
        routes=[*beside, *_routes(parts)],
        middleware=[
            Middleware(Guard, hosts=settings.hosts),
            Middleware(
                SessionMiddleware,
                secret_key=settings.secret_key.get_secret_value(),
                session_cookie="__Host-kindred" if settings.https else "kindred",
                max_age=_SESSION_DAYS * 24 * 3600,
                https_only=settings.https,
            ),
        ],
        exception_handlers={
            NoEntry: _answer("no_entry", 401),
            NotHere: _answer("not_here", 404),
            Forged: _answer("forged", 403),
            Unclear: _answer("forged", 400),
            NotReady: _answer("away", 503),
            Conflict: _answer("away", 503),
            HTTPException: _http,
            Exception: _answer("failed", 500),
        },
        lifespan=_lifespan,
    )
    app.state.live = live
    return app


def _routes(parts: Parts) -> list[BaseRoute]:
    conversation = Conversation(parts)
    return [
        *conversation.routes(),
        *Acts(parts, conversation).routes(),
        *People(parts).routes(),
        *Entry(parts).routes(),
        *(Demonstration(parts, parts.demo).routes() if parts.demo else ()),
        *Health(parts).routes(),
        Mount("/static", StaticFiles(directory=Path(__file__).parent / "static")),
    ]


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    live: Live = app.state.live
    looking = asyncio.create_task(live.run())
    yield
    live.stop()
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
