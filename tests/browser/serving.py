"""An app that is served at an address of its own, for browsers that look at it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette

from adapters.web import server


@asynccontextmanager
async def serving(app: Starlette) -> AsyncIterator[str]:
    """Serve it on a port that is free, at the address that this gives."""
    sock = server.listen("127.0.0.1", 0)
    port = sock.getsockname()[1]
    stopping, ready = asyncio.Event(), asyncio.Event()
    running = asyncio.create_task(server.serve(app, sock, stopping, ready.set))
    await ready.wait()
    yield f"http://127.0.0.1:{port}"
    stopping.set()
    await asyncio.wait_for(running, 3)  # with pages still open: their streams end by themselves
