"""Serving the web chat with uvicorn, until told to stop."""

import asyncio
import logging
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette

from adapters.web.connections import PatientProtocol, make_room
from adapters.web.event_streams import EventStreams
from bot.errors import Misconfigured

_GRACE = 3  # seconds that open requests get at the end


class ChatServer(uvicorn.Server):
    """Serves an app made by `create_app`; says when it runs, and leaves signals alone.

    It ends the pages' open streams before it waits for requests to end.
    """

    def __init__(
        self,
        config: uvicorn.Config,
        streams: EventStreams,
        ready: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(config)
        self._streams = streams
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say so."""
        await super().startup(sockets)
        if self.started:
            self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the streams, then close as uvicorn does."""
        self._streams.stop()
        await super().shutdown(sockets)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none: whoever runs the server decides when it ends."""
        yield


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket; raises `Misconfigured` with what to do when that cannot be."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
        sock.listen(128)
    except (OSError, OverflowError) as fault:
        sock.close()
        raise Misconfigured(
            [
                f"I cannot listen on {host}, port {port}: {fault}. If something else uses the "
                f"port, choose another one: PORT={port + 1 if 0 < port < 65535 else 8001}"
                " make demo, or KINDRED_WEB_PORT in .env."
            ]
        ) from fault
    return sock


def configuration(app: Starlette) -> uvicorn.Config:
    """How an app made by `create_app` is served."""
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)  # anybody can cause its warnings
    return uvicorn.Config(
        app,
        http=PatientProtocol,
        ws="none",
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=_GRACE,
        lifespan="on",
    )


async def serve(
    app: Starlette, sock: socket.socket, stopping: asyncio.Event, ready: Callable[[], None]
) -> None:
    """Serve until `stopping` is set, then let open requests end; `ready` is called once it runs."""
    make_room()
    server = ChatServer(configuration(app), app.state.event_streams, ready)
    serving = asyncio.create_task(server.serve(sockets=[sock]))
    stopped = asyncio.create_task(stopping.wait())
    await asyncio.wait({serving, stopped}, return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    server.should_exit = True
    await serving
