"""The databases that tests use one after another, and what talks to them."""

import asyncio
import fcntl
import os
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, make_url
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.pool import AsyncAdaptedQueuePool
from sqlalchemy.util.queue import AsyncAdaptedQueue

from storage.kernel.database import connect

KEPT = "kept from test to test"
"""How connections to a database that is used again are called on PostgreSQL."""

_used_again: set[str] = set()


@asynccontextmanager
async def engine_at(url: str) -> AsyncIterator[AsyncEngine]:
    """The engine of a database, until the block ends.

    Who asks for the same address again is given the same engine: what it knows of the database,
    and the SQL that it has written, is a tenth of what a test costs. Its connections stay open if
    the database is one that is used again, on PostgreSQL; else they are closed at the end.
    """
    engine = _kept(url)
    try:
        yield engine
    finally:
        if not (url in _used_again and _come_to_rest(engine)):
            await engine.dispose()


@contextmanager
def used_again(url: str) -> Iterator[None]:
    """Keep connections to a database open from one test to the next, until the block ends."""
    _used_again.add(url)
    try:
        yield
    finally:
        _used_again.discard(url)
        asyncio.run(_kept(url).dispose())


@cache
def _kept(url: str) -> AsyncEngine:
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        engine = connect(url)
        event.listen(engine.sync_engine, "connect", _as_in_tests)
        return engine
    address = address.update_query_dict({"application_name": KEPT})
    return connect(address.render_as_string(hide_password=False))


def _as_in_tests(connection: Any, record: object) -> None:
    """Set up a connection of SQLite.

    Where no order is asked for, rows come in another than they were written in, as they may on
    PostgreSQL. What is lost when the machine stops is no loss to a test. What is deleted stays in
    the file until it is scrubbed, as it does where SQLite is not built as Debian builds it.
    """
    for pragma in ("reverse_unordered_selects=ON", "synchronous=OFF", "secure_delete=OFF"):
        connection.cursor().execute(f"PRAGMA {pragma}")


def _come_to_rest(engine: AsyncEngine) -> bool:
    """Let connections be used in the event loop of the next test, unless one is in use still."""
    pool = engine.sync_engine.pool
    assert isinstance(pool, AsyncAdaptedQueuePool)
    if pool.checkedout():
        return False
    idle = pool._pool
    pool._pool = AsyncAdaptedQueue(idle.maxsize, use_lifo=idle.use_lifo)
    while not idle.empty():
        pool._pool.put_nowait(idle.get_nowait())
    return True


def copied(template: Path) -> str:
    """The URL of a fresh copy of a SQLite database, always at the same address."""
    file = template.with_name(f"copy-of-{template.name}")
    for left in (file, *(file.with_name(file.name + end) for end in ("-wal", "-shm"))):
        left.unlink(missing_ok=True)
    shutil.copy(template, file)
    return f"sqlite:///{file}"


def shared_place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory that all processes of this run share."""
    place = tmp_path_factory.getbasetemp()
    return place.parent if "PYTEST_XDIST_WORKER" in os.environ else place


@contextmanager
def one_at_a_time(lock: Path) -> Iterator[None]:
    """Hold up the other processes of this run that come here, until this one has left."""
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def made_once(place: Path, name: str, make: Callable[[Path], None]) -> Path:
    """A file in a shared place that whoever comes first makes, while the others wait for it."""
    file = place / name
    with one_at_a_time(place / f"{name}.lock"):
        if not file.exists():
            begun = place / f"{name}.begun"
            make(begun)
            begun.rename(file)
    return file
