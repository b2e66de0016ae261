"""What tests share: a migrated database of either kind, and the chat that stories happen in."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import AsyncIterator, Collection, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

import pytest
from hypothesis import HealthCheck, settings

from storage.kernel.migrations import upgrade
from tests.chat import Chat
from tests.database import copied, engine_at, made_once, shared_place
from tests.extent import EVERYWHERE, few_or_all

if TYPE_CHECKING:
    from tests.postgres import Reused, Server

pytest_plugins = ["tests.postgres", "tests.budget"]

_MOST_WORKERS = 8
_BOTH = {Path(__file__).parent / name for name in ("storage", "jobs")}
"""What is tried on both databases, always."""

gc.disable()  # all that is imported stays: to look through it again and again is half as much work

# However long an example takes on a busy machine, it is no fault.
settings.register_profile(
    "kindred",
    max_examples=few_or_all(20, 100),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("kindred")


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """One more than there are cores, for what waits; more of them only crowd each other out."""
    return min(_MOST_WORKERS, (os.cpu_count() or 1) + 1)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave to `make test-everywhere` what is marked so, and what runs on the other database."""
    if EVERYWHERE:
        return
    marked = {item for item in items if item.get_closest_marker("everywhere")}
    left = marked.union(*map(on_the_other, beside_each_other(items)))
    if left:
        config.hook.pytest_deselected(items=list(left))
        items[:] = [item for item in items if item not in left]


def pytest_collection_finish(session: pytest.Session) -> None:
    """Look for what nobody uses among what comes from now on; the tests themselves stay.

    Seldom: what comes in a test is gone with it, nearly all of it without being looked for.
    """
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)
    gc.enable()


def beside_each_other(items: Iterable[pytest.Item]) -> Collection[list[pytest.Item]]:
    """The same tests on one database and on the other, where it is not storage that they are of."""
    same: dict[str, list[pytest.Item]] = {}
    for item in items:
        kind = database_of(item)
        if kind and not _BOTH.intersection(item.path.parents):
            same.setdefault(item.nodeid.replace(kind, "database"), []).append(item)
    return same.values()


def on_the_other(same: list[pytest.Item]) -> list[pytest.Item]:
    """All of these tests but the one that runs: always the same for its name."""
    stays = crc32(same[0].nodeid.replace(database_of(same[0]), "").encode()) % len(same)
    return [item for number, item in enumerate(same) if number != stays]


def database_of(item: pytest.Item) -> str:
    """On which database a test runs that is there for each of them."""
    spec = getattr(item, "callspec", None)
    given = spec.params.values() if spec else ()
    return next((kind for kind in given if kind in ("sqlite", "postgres")), "")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite database, to be copied."""

    def migrate(file: Path) -> None:
        upgrade(f"sqlite:///{file}")

    made = made_once(shared_place(tmp_path_factory), "migrated.sqlite3", migrate)
    return Path(shutil.copy(made, tmp_path_factory.mktemp("sqlite") / "kindred.sqlite3"))


@pytest.fixture
def sqlite_url(sqlite_template: Path) -> str:
    """A fresh SQLite database with all tables, at the same address for each test."""
    return copied(sqlite_template)


@pytest.fixture
def postgres_url(postgres_reused: Reused) -> str:
    """A PostgreSQL database with all tables, as good as fresh; see `Reused`."""
    return postgres_reused.empty()


@pytest.fixture
def own_postgres_url(postgres_server: Server) -> Iterator[str]:
    """A PostgreSQL database with all tables that belongs to this test alone."""
    url = postgres_server.create()
    upgrade(url)
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
