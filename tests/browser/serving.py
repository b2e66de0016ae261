"""An app that is served at an address of its own, for browsers that look at it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from starlette.applications import Starlette

from adapters.web.server import ChatServer


@asynccontextmanager
async def serving(app: Starlette) -> AsyncIterator[str]:
    """Serve it on a port that is free, at the address that this gives."""
    config = uvicorn.Config(app, port=0, log_level="error", lifespan="on")
    server = ChatServer(config, app.state.event_streams)
    running = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110  # uvicorn offers nothing to wait for
        await asyncio.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    await asyncio.wait_for(running, 3)  # with pages still open: their streams end by themselves
