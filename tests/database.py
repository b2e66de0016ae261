"""The databases that tests use one after another, and what talks to them."""

import fcntl
import os
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.kernel.database import connect


@cache
def _kept(url: str) -> AsyncEngine:
    engine = connect(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine.sync_engine, "connect", _unordered_backwards)
    return engine


def _unordered_backwards(connection: Any, record: object) -> None:
    """Let SQLite, too, give rows in another order than they came in, where none is asked for."""
    connection.cursor().execute("PRAGMA reverse_unordered_selects=ON")


@asynccontextmanager
async def engine_at(url: str) -> AsyncIterator[AsyncEngine]:
    """The engine of a database, until the block ends; then it holds no connection any more.

    Who asks for the same address again is given the same engine: what it knows of the database,
    and the SQL that it has written, is a tenth of what a test costs.
    """
    engine = _kept(url)
    try:
        yield engine
    finally:
        await engine.dispose()


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
