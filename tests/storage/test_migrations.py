"""The migrations, on both databases."""

import json
from importlib import import_module
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select, text

from bot.errors import Misconfigured
from storage.kernel.database import connect, sync_url
from storage.kernel.delivery_tables import live_views
from storage.kernel.journal import Journal
from storage.kernel.migrations import check, head, pending, upgrade
from storage.kernel.tables import accounts
from tests.chat import Chat
from tests.database import engine_at
from tests.extent import everywhere_only
from tests.postgres import Server


@everywhere_only  # `make migrations` does the same, also in `.ci/run`
@pytest.mark.slow("every migration runs three times")
def test_they_go_up_and_down_and_up_without_drift_on_sqlite(tmp_path: Path) -> None:
    assert check.faults(f"sqlite:///{tmp_path / 'empty.sqlite3'}") == []


@pytest.mark.slow("every migration runs three times")
def test_they_go_up_and_down_and_up_without_drift_on_postgresql(postgres_server: Server) -> None:
    url = postgres_server.create()
    assert check.faults(url) == []
    postgres_server.drop(url)


def test_drift_is_found(sqlite_url: str) -> None:
    engine = create_engine(sync_url(sqlite_url))
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE members ADD COLUMN shoe_size INTEGER"))
    engine.dispose()
    assert any("shoe_size" in fault for fault in check._drift(sqlite_url))


async def test_a_database_that_is_up_to_date_is_left_alone(database_url: str) -> None:
    upgrade(database_url)
    engine = connect(database_url)
    async with engine.connect() as connection:
        found = await connection.execute(text("SELECT version_num FROM alembic_version"))
        assert found.scalar_one() == head()
    await engine.dispose()


async def test_a_database_that_is_newer_is_told_so_and_left_alone(database_url: str) -> None:
    newer = text("UPDATE alembic_version SET version_num = :to")
    engine = create_engine(sync_url(database_url))
    with engine.begin() as connection:
        connection.execute(newer, {"to": "9999"})
    for ask in (upgrade, pending):
        with pytest.raises(Misconfigured, match=r"newer than this Kindred.*9999"):
            ask(database_url)
    with engine.begin() as connection:  # the next test finds it as it was
        connection.execute(newer, {"to": head()})
    engine.dispose()


def test_a_file_of_people_is_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "kindred.sqlite3"
    file.touch(0o644)
    upgrade(f"sqlite:///{file}")
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("pragma", ["foreign_keys", "journal_mode"])
async def test_sqlite_is_set_up_with_wal_and_foreign_keys(sqlite_url: str, pragma: str) -> None:
    engine = connect(sqlite_url)
    async with engine.connect() as connection:
        found = (await connection.exec_driver_sql(f"PRAGMA {pragma}")).scalar_one()
    await engine.dispose()
    assert found in (1, "wal")


async def test_a_home_that_went_when_two_became_one_comes_back_as_a_live_view(
    database_url: str,
) -> None:
    migration = import_module("storage.kernel.migrations.versions.0014_live_views")
    async with engine_at(database_url) as engine:
        chat = await Chat.open(engine)
        await chat.person("Ada")
        async with chat.work() as work:
            account = await work.connection.scalar(select(accounts.c.id))
            home = {"account_id": account, "touched_at": None}
            dropped = {"did": "drop", "table": "homes", "rows": [home]}
            now = migration._of_live_views(dropped)
            await Journal(work.connection).undo(json.dumps([now]))
            rows = (await work.connection.execute(select(live_views))).all()
            assert [(row.kind, row.account_id) for row in rows] == [("home", account)]
    assert migration._of_homes(now) == dropped
