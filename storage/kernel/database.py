"""Connecting to SQLite or PostgreSQL, each set up the way Kindred needs it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import monotonic
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Table, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.errors import NotReady
from storage.kernel.sqlite import connection_to

READ_ONLY = "kindred_read_only"
"""Execution option: this unit of work only reads, so on SQLite it takes no write lock."""

TOO_MUCH = "the database has too much to do"
_BUSY_SECONDS = 30
_SQLITE_CONNECTIONS = 5  # each is a thread; one writes at a time, and the others read
_USED_AT = "kindred_used_at"
_IDLE_SECONDS = 1.0  # after which a connection is tried before it is used again
_OPTIONS = {"preserve_rowcount": True}  # inserts too say how many rows they made
_UNTOLD = True  # no error, and so no log, has the words that people wrote


def connect(url: str) -> AsyncEngine:
    """Return an engine for `sqlite:///path` or `postgresql://…`; connects when first used."""
    parsed = make_url(url)
    # Every unit of work has committed or rolled back by the time that it returns a connection.
    if parsed.get_backend_name() == "sqlite":
        engine = create_async_engine(
            parsed.set(drivername="sqlite+aiosqlite"),
            connect_args={
                "timeout": _BUSY_SECONDS,
                "isolation_level": None,  # transactions are begun below, not by the driver
                "async_creator_fn": connection_to,
            },
            hide_parameters=_UNTOLD,
            pool_size=_SQLITE_CONNECTIONS,
            max_overflow=0,
            pool_reset_on_return=None,
            execution_options=_OPTIONS,
        )
        event.listen(engine.sync_engine, "begin", _begin_sqlite)
        return engine
    engine = create_async_engine(
        parsed.set(drivername="postgresql+psycopg"),
        hide_parameters=_UNTOLD,
        pool_size=10,
        pool_reset_on_return=None,
        execution_options=_OPTIONS,
    )
    event.listen(engine.sync_engine, "checkin", _note_use)
    event.listen(engine.sync_engine, "checkout", _try_if_idle(engine.dialect))
    return engine


_Turns = WeakKeyDictionary[Engine, asyncio.Lock]
_TURNS: WeakKeyDictionary[asyncio.AbstractEventLoop, _Turns] = WeakKeyDictionary()


@asynccontextmanager
async def turn_to_write(engine: AsyncEngine) -> AsyncIterator[None]:
    """Wait in line to write, where one writes at a time, without a connection that others need.

    Raises `NotReady`.
    """
    if engine.dialect.name != "sqlite":
        yield
        return
    of_this_loop = _TURNS.setdefault(asyncio.get_running_loop(), WeakKeyDictionary())
    turn = of_this_loop.setdefault(engine.sync_engine, asyncio.Lock())
    try:
        async with asyncio.timeout(_BUSY_SECONDS):
            await turn.acquire()
    except TimeoutError:
        raise NotReady(TOO_MUCH) from None
    try:
        yield
    finally:
        turn.release()


def sync_url(url: str) -> str:
    """The same database for the synchronous drivers, which Alembic uses."""
    parsed = make_url(url)
    driver = "sqlite" if parsed.get_backend_name() == "sqlite" else "postgresql+psycopg"
    return parsed.set(drivername=driver).render_as_string(hide_password=False)


def insert(connection: AsyncConnection, table: Table) -> Any:
    """An insert of this database that knows `on_conflict_…`, which both spell alike."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    return dialect.insert(table)


def _begin_sqlite(connection: Connection) -> None:
    reads = connection.get_execution_options().get(READ_ONLY, False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _note_use(connection: Any, record: Any) -> None:
    record.info[_USED_AT] = monotonic()


def _try_if_idle(dialect: Dialect) -> Any:
    """Before a unit of work, ask a connection that was idle whether the server still answers.

    One that was used a moment ago is not asked: in a rush each would be, and lose a round trip.
    """

    def check_out(connection: Any, record: Any, proxy: object) -> None:
        if monotonic() - record.info.get(_USED_AT, monotonic()) < _IDLE_SECONDS:
            return
        try:
            dialect.do_ping(connection)
        except dialect.loaded_dbapi.Error as gone:
            raise DisconnectionError(str(gone)) from gone  # the pool opens another one

    return check_out
