"""SQLite in the thread of the event loop, for tests in which one thing happens after another.

A step into a connection's own thread and back costs more than most statements do, and a story takes
some hundred of them. `make test-everywhere` takes them, as Kindred does, and so do by default the
programs and processes that tests start.
"""

from collections.abc import Callable, Generator
from typing import Any, Self

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.kernel.sqlite import OneStepConnection, connection_to


def without_threads(engine: AsyncEngine) -> None:
    """Let connections that this engine opens from now on have no thread of their own."""
    event.listen(engine.sync_engine, "do_connect", _opened_otherwise)


def _opened_otherwise(dialect: Any, record: Any, given: Any, options: dict[str, Any]) -> None:
    options |= {"async_creator_fn": _unthreaded, "check_same_thread": False}


def _unthreaded(path: str, **options: Any) -> "UnthreadedConnection":
    return UnthreadedConnection.like(connection_to(path, **options))


class UnthreadedConnection(OneStepConnection):
    """A connection that is at once done with whatever it is asked."""

    @classmethod
    def like(cls, other: OneStepConnection) -> Self:
        """A connection to the same file."""
        return cls(other._connector, other._iter_chunk_size)

    def __await__(self) -> Generator[Any, None, Self]:
        return self._opened().__await__()

    async def _opened(self) -> Self:
        self._connection = self._connector()
        return self

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if self._connection is None:
            raise ValueError("Connection closed")
        return fn(*args, **kwargs)

    async def close(self) -> None:
        self.stop()

    def stop(self) -> None:
        """Close it."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
