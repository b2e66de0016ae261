"""Connections of the web server: how many there are at once, and how long each may take to ask."""

import asyncio
import resource
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

MOST_CONNECTIONS = 1_000
"""Open at once; further ones are closed when they come. Each costs about 20 kB."""

HEADER_SECONDS = 15.0
"""From a connection, or the answer before, to the whole head of the next request."""

_FILES = 4_096
_SHARE = 2  # of the files that may be open, a connection takes at most every second


class PatientProtocol(H11Protocol):
    """HTTP for whoever asks within `HEADER_SECONDS`; bodies have their time in the middleware."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._asking: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a connection, if there is room for one."""
        super().connection_made(transport)
        if len(self.connections) > most_connections():
            transport.abort()
        else:
            self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        super().on_response_complete()
        self._await_head()

    def _await_head(self) -> None:
        self._stop_waiting()
        self._asking = self.loop.call_later(HEADER_SECONDS, self._out_of_time)

    def _stop_waiting(self) -> None:
        if self._asking:
            self._asking.cancel()

    def _out_of_time(self) -> None:
        if self.cycle is None or self.cycle.response_complete:
            self.transport.abort()


def make_room() -> None:
    """Let this process open as many files as it may, up to what all connections need."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _FILES if hard == resource.RLIM_INFINITY else min(_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def most_connections() -> int:
    """How many there may be at once; fewer where few files may be open."""
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return min(MOST_CONNECTIONS, soft // _SHARE) if soft > 0 else MOST_CONNECTIONS
