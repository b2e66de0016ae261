"""What tests share: a migrated database of either kind, and the chat that stories happen in."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from storage.kernel.migrations import upgrade
from tests.chat import Chat
from tests.database import copied, engine_at, made_once, shared_place, used_again
from tests.extent import few_or_all
from tests.postgres import Server
from tests.reused import Reused, ReusedPostgres

# However long an example takes on a busy machine, it is no fault.
settings.register_profile(
    "kindred",
    max_examples=few_or_all(10, 100),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("kindred")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite database, to be copied."""

    def migrate(file: Path) -> None:
        upgrade(f"sqlite:///{file}")

    made = made_once(shared_place(tmp_path_factory), "migrated.sqlite3", migrate)
    return Path(shutil.copy(made, tmp_path_factory.mktemp("sqlite") / "kindred.sqlite3"))


@pytest.fixture(scope="session")
def postgres_reused(postgres_server: Server) -> Iterator[Reused]:
    """A migrated PostgreSQL database for all tests of this process, one after another."""
    yield from _reused(ReusedPostgres(postgres_server.create_migrated()))


def _reused(database: Reused) -> Iterator[Reused]:
    with used_again(database.url):
        yield database
    database.close()


@pytest.fixture
def sqlite_url(sqlite_template: Path) -> str:
    """A fresh SQLite database with all tables, at the same address for each test."""
    return copied(sqlite_template)


@pytest.fixture
def postgres_url(postgres_reused: Reused) -> str:
    """A PostgreSQL database with all tables, as good as fresh; see `tests.reused`."""
    return postgres_reused.empty()


@pytest.fixture
def own_postgres_url(postgres_server: Server) -> Iterator[str]:
    """A PostgreSQL database with all tables that belongs to this test alone."""
    url = postgres_server.create_migrated()
    yield url
    postgres_server.drop(url)


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh database with all tables, of each kind in turn."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(params=["sqlite-full", "postgres-thin"])
async def chat(request: pytest.FixtureRequest) -> AsyncIterator[Chat]:
    """A community in a fake chat: one that shows everything, and one that has no buttons."""
    kind, platform = request.param.split("-")
    async with engine_at(request.getfixturevalue(f"{kind}_url")) as engine:
        chat = await Chat.open(engine, thin=platform == "thin")
        yield chat
    chat.judges.are_content()
