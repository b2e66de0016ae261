"""SQLite for a running event loop, with one step into its thread for each statement.

`aiosqlite` gives a connection a thread of its own. SQLAlchemy asks there for a cursor, for the
statement, for its rows and for the end of the cursor: four steps, each of which costs more than
most statements do. Since all rows of a statement are kept at any rate, one step will do.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial
from typing import Any, Self

import aiosqlite
from aiosqlite.core import _STOP_RUNNING_SENTINEL, set_exception, set_result

_CHUNK = 64  # rows that aiosqlite would fetch at once
_PRAGMAS = ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "cache_size=-32000")


def connection_to(path: str, **options: Any) -> "OneStepConnection":
    """A connection that opens when it is awaited; `options` are those of `sqlite3.connect`."""
    connection = OneStepConnection(partial(_set_up, path, **options), _CHUNK)
    connection._thread.daemon = True  # none outlives the program
    return connection


def _set_up(path: str, **options: Any) -> sqlite3.Connection:
    connection: sqlite3.Connection = sqlite3.connect(path, **options)
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").close()
    return connection


class OneStepConnection(aiosqlite.Connection):
    """A connection whose cursors have all the rows as soon as they have executed a statement."""

    def cursor(self) -> "OneStepCursor":  # type: ignore[override]
        return OneStepCursor(self)

    async def rows_of(self, texts: Sequence[tuple[str, Any]]) -> list[list[Any]]:
        """The rows of statements, each with its values, asked in one step."""
        found: list[list[Any]] = []

        def ask(connection: sqlite3.Connection) -> None:
            for text, values in texts:
                cursor = connection.execute(text, values)
                found.append(cursor.fetchall())
                cursor.close()

        await self.in_thread(ask)
        return found

    async def in_thread(self, execute: Callable[[sqlite3.Connection], None]) -> None:
        """Do this in the thread of the connection."""
        await self._execute(lambda: execute(self._conn))

    def stop(self) -> None:
        """Close, and end the thread, when all that was asked is done."""
        self._running = False
        self._tx.put_nowait((None, self._close))

    def _open(self) -> None:
        self._connection = self._connector()

    def _close(self) -> object:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        return _STOP_RUNNING_SENTINEL

    async def _connect(self) -> Self:
        if self._connection is None:
            try:
                await self._asked(self._open)
            except BaseException:
                self.stop()
                raise
        return self

    async def _execute(self, fn: Callable[..., Any], *args: Any, **options: Any) -> Any:
        if not self._running or not self._connection:
            raise ValueError("the connection is closed")
        return await self._asked(partial(fn, *args, **options))

    async def _asked(self, do: Callable[[], Any]) -> Any:
        """What this comes to in the thread, which goes on if the event loop ends meanwhile.

        A program that stops, or a test, has then cancelled what waited for it; aiosqlite's own
        thread would end with an exception, its connection open.
        """
        loop = asyncio.get_running_loop()
        answer = loop.create_future()

        def in_thread() -> None:
            try:
                told = partial(set_result, answer, do())
            except BaseException as error:  # noqa: BLE001  # it is raised where it is waited for
                told = partial(set_exception, answer, error)
            with suppress(RuntimeError):  # of a loop that is closed
                loop.call_soon_threadsafe(told)

        self._tx.put_nowait((None, in_thread))
        return await answer


class OneStepCursor:
    """What SQLAlchemy uses of a cursor."""

    arraysize = 1
    description: Any = None
    rowcount = -1
    lastrowid: int | None = None

    def __init__(self, connection: OneStepConnection) -> None:
        self._connection = connection
        self._rows: list[Any] = []

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, sql: str, parameters: Any = ()) -> Self:
        """Execute a statement, and take its rows."""
        await self._connection.in_thread(lambda it: self._take(it.execute(sql, parameters)))
        return self

    async def executemany(self, sql: str, parameters: Iterable[Any]) -> Self:
        """Execute a statement with each of these parameters."""
        await self._connection.in_thread(lambda it: self._take(it.executemany(sql, parameters)))
        return self

    async def fetchall(self) -> Sequence[Any]:
        """The rows of the statement."""
        return self._rows

    async def close(self) -> None:
        """Nothing: what was open ended with the statement."""

    def _take(self, cursor: sqlite3.Cursor) -> None:
        self.description, self.lastrowid = cursor.description, cursor.lastrowid
        self._rows = cursor.fetchall() if cursor.description else []
        self.rowcount = cursor.rowcount
        cursor.close()
