"""Databases as the former version left them, brought up to date."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest

from tests.compatibility.former import FormerChat, connect, restore

if TYPE_CHECKING:
    from tests.postgres import Server


class Reopen(Protocol):
    """Puts today's code over a fresh copy of the former version's database."""

    def __call__(self) -> AbstractAsyncContextManager[FormerChat]: ...


@pytest.fixture(scope="session")
def former_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The former version's database on SQLite, to be copied."""
    file = tmp_path_factory.mktemp("former") / "kindred.sqlite3"
    restore(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def former_template(postgres_server: Server) -> str:
    """The former version's database on PostgreSQL, to be copied."""
    url = postgres_server.create()
    restore(url)
    return url


@pytest.fixture
def reopen(former_file: Path, tmp_path: Path) -> Reopen:
    """Another copy on SQLite, as often as one likes."""

    numbers = itertools.count()

    @asynccontextmanager
    async def copy() -> AsyncIterator[FormerChat]:
        file = shutil.copy(former_file, tmp_path / f"copy{next(numbers)}.sqlite3")
        engine = connect(f"sqlite:///{file}")
        try:
            yield FormerChat.reopen(engine)
        finally:
            await engine.dispose()

    return copy


@pytest.fixture(params=["sqlite", "postgres"])
async def chat(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[FormerChat]:
    """The community of the former version under today's code, on each database in turn."""
    if request.param == "sqlite":
        file = request.getfixturevalue("former_file")
        url, server = f"sqlite:///{shutil.copy(file, tmp_path / 'former.sqlite3')}", None
    else:
        server = request.getfixturevalue("postgres_server")
        url = server.create(template=request.getfixturevalue("former_template"))
    engine = connect(url)
    try:
        yield FormerChat.reopen(engine)
    finally:
        await engine.dispose()
        if server:
            server.drop(url)
