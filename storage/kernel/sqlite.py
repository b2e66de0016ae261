"""SQLite for a running event loop, with one step into its thread for each statement.

`aiosqlite` gives a connection a thread of its own. SQLAlchemy asks there for a cursor, for the
statement, for its rows and for the end of the cursor: four steps, each of which costs more than
most statements do. Since all rows of a statement are kept at any rate, one step will do.
"""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, Self

import aiosqlite

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
        await self._execute(lambda: execute(self._conn))  # type: ignore[no-untyped-call]


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
