"""Traffic as the platforms' SDKs and documents publish it, and what is needed to play it again."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.bootstrap import registry
from bot.routing.interaction import Arrival, Request
from bot.routing.routes import Routed, route
from bot.ui.messages import Option
from tests.adapters.listener import Listener

Json = dict[str, Any]
Heard = tuple[Arrival, Request]

FOLDER = Path(__file__).parent / "recorded"
_SUCCESS: Json = {"status": 200, "headers": {}, "answer": {"ok": True}}


def recorded(platform: str, name: str) -> Json:
    """One recording: a delivery or an answer, and where it was published."""
    read: Json = json.loads((FOLDER / platform / f"{name}.json").read_text())
    return read


def names(platform: str) -> set[str]:
    """All recordings of a platform."""
    return {file.stem for file in (FOLDER / platform).iterdir()}


class Ear:
    """Stands where the dispatcher does: hears what reaches the core, and has no answer.

    People talk nowhere in conversations, unless `hearing` is told so.
    """

    def __init__(self) -> None:
        self.registry = registry()
        self.heard: list[Heard] = []
        self.asked: list[tuple[Arrival, str, str, str]] = []
        self.hearing = Listener()

    def routed(self, request: Request) -> Routed:
        return route(self.registry, request)

    async def __call__(self, arrival: Arrival, asked: Request | Routed, *slot: Any) -> None:
        self.heard.append((arrival, asked.request if isinstance(asked, Routed) else asked))

    async def autocomplete(
        self, arrival: Arrival, command: str, parameter: str, typed: str
    ) -> list[Option]:
        self.asked.append((arrival, command, parameter, typed))
        return []


@asynccontextmanager
async def all_done() -> AsyncIterator[None]:
    """Wait at the end until nothing that began in the block is under way any more."""
    before = asyncio.all_tasks()
    yield
    while begun := asyncio.all_tasks() - before:
        await asyncio.wait(begun)


class Answering:
    """A platform that gives recorded answers by the path of the call, else an empty success."""

    def __init__(self, answers: Mapping[str, Json]) -> None:
        self.answers = dict(answers)
        self.calls: list[str] = []
        self.url = ""

    async def _answer(self, request: web.Request) -> web.Response:
        self.calls.append(f"{request.method} {request.path}")
        given = self.answers.get(request.path, _SUCCESS)
        said = web.Response(
            body=json.dumps(given["answer"]).encode(),
            status=given["status"],
            headers=given["headers"],
            content_type="application/json",
        )
        said.force_close()  # so that nothing is under way any more when the answer has arrived
        return said

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[Answering]:
        """Listen on 127.0.0.1, on any free port; `url` has no slash at its end."""
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._answer)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield self
        finally:
            await runner.cleanup()
