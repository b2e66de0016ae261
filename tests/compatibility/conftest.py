"""Databases as the former version left them, brought up to date."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest

from tests.compatibility.former import FormerChat, restore
from tests.database import copied, engine_at

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
def reopen(former_file: Path) -> Reopen:
    """Another copy on SQLite, as often as one likes, one after another."""

    @asynccontextmanager
    async def copy() -> AsyncIterator[FormerChat]:
        async with engine_at(copied(former_file)) as engine:
            yield FormerChat.reopen(engine)

    return copy


@pytest.fixture(params=["sqlite", "postgres"])
async def chat(request: pytest.FixtureRequest) -> AsyncIterator[FormerChat]:
    """The community of the former version under today's code, on each database in turn."""
    if request.param == "sqlite":
        url = copied(request.getfixturevalue("former_file"))
    else:
        server: Server = request.getfixturevalue("postgres_server")
        template = request.getfixturevalue("former_template")
        url = server.copy(template)
    async with engine_at(url) as engine:
        yield FormerChat.reopen(engine)
