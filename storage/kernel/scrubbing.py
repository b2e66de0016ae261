"""Takes what was deleted out of the files of a SQLite database.

A row that is deleted stays as bytes in its page, in the write-ahead log and among the words of a
search index until something else is written there. PostgreSQL's own vacuum does that by itself.
"""

import sqlite3

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errors import NotReady
from storage.kernel.database import turn_to_write
from storage.kernel.sqlite import OneStepConnection

_INDEXES = "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE %fts5%'"


async def scrub(engine: AsyncEngine) -> None:
    """Write the file anew, with nothing in it but what is there; takes about a second for 100 MB.

    Raises `NotReady` while somebody reads an older state for so long that it cannot be ended.
    """
    if engine.dialect.name != "sqlite":
        return
    async with turn_to_write(engine), engine.connect() as connection:
        raw = (await connection.get_raw_connection()).driver_connection
        assert isinstance(raw, OneStepConnection)  # noqa: S101  # `connect` makes no other
        try:
            await raw.in_thread(_scrub)
        except sqlite3.OperationalError as busy:
            raise NotReady(str(busy)) from busy


def _scrub(connection: sqlite3.Connection) -> None:
    for (index,) in connection.execute(_INDEXES).fetchall():
        connection.execute(f'INSERT INTO "{index}"("{index}") VALUES (\'optimize\')')  # noqa: S608
    connection.execute("VACUUM").close()
    (busy, *_), *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    if busy:
        raise sqlite3.OperationalError("the write-ahead log is being read")
