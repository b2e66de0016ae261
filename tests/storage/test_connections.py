"""Connections that a server has ended meanwhile."""

import asyncio
import threading
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError

from bot.community.clock import SystemClock
from bot.errors import NotReady
from storage.kernel import database
from storage.kernel.sqlite import connection_to
from storage.kernel.unit_of_work import OpenSqlWork
from storage.stores import STORES
from tests.database import engine_at


def end_all_connections(url: str) -> None:
    """As a server does that is started anew."""
    administrator = make_url(url).set(drivername="postgresql").render_as_string(False)
    with psycopg.connect(administrator, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid, 30000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


async def test_a_connection_that_was_idle_is_tried_before_it_is_used(
    own_postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_IDLE_SECONDS", 0.0)
    async with engine_at(own_postgres_url) as engine:
        open_work = OpenSqlWork(engine, STORES, SystemClock())
        async with open_work() as work:
            await work.connection.execute(text("SELECT 1"))
        end_all_connections(own_postgres_url)
        async with open_work() as work:
            assert (await work.connection.execute(text("SELECT 1"))).scalar_one() == 1


async def test_those_who_wait_to_write_keep_nobody_from_reading(sqlite_url: str) -> None:
    async with engine_at(sqlite_url) as engine:
        open_work = OpenSqlWork(engine, STORES, SystemClock())
        done: list[int] = []

        async def write(number: int) -> None:
            async with open_work():
                done.append(number)

        async with open_work():
            waiting = [asyncio.create_task(write(number)) for number in range(8)]
            await asyncio.sleep(0)
            async with asyncio.timeout(20), open_work(read_only=True) as work:
                assert (await work.connection.execute(text("SELECT 1"))).scalar_one() == 1
            assert done == []
        await asyncio.gather(*waiting)
    assert done == [*range(8)]


def test_what_still_runs_when_everything_stops_ends_without_a_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[object] = []
    monkeypatch.setattr(threading, "excepthook", said.append)
    connection = connection_to(str(tmp_path / "stopped.db"))
    begun, may_end = threading.Event(), threading.Event()

    def take_long(_: object) -> None:
        begun.set()
        may_end.wait(20)

    async def stop_in_the_middle() -> None:
        await connection
        asking = asyncio.create_task(connection.in_thread(take_long))
        await asyncio.to_thread(begun.wait, 20)
        asking.cancel()
        connection.stop()

    asyncio.run(stop_in_the_middle())
    may_end.set()
    connection._thread.join(20)
    assert not connection._thread.is_alive()
    assert said == []


async def test_no_error_tells_the_words_that_were_in_a_statement(sqlite_url: str) -> None:
    async with (
        engine_at(sqlite_url) as engine,
        OpenSqlWork(engine, STORES, SystemClock())() as work,
    ):
        with pytest.raises(DBAPIError) as wrong:
            await work.connection.execute(
                text("SELECT :said, nothing"), {"said": "Rumpelstiltskin"}
            )
    assert "Rumpelstiltskin" not in str(wrong.value)


async def test_one_that_was_used_just_now_is_missed_once(
    own_postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_IDLE_SECONDS", 3600.0)
    async with engine_at(own_postgres_url) as engine:
        open_work = OpenSqlWork(engine, STORES, SystemClock())
        async with open_work() as one, open_work() as other:
            for work in (one, other):
                await work.connection.execute(text("SELECT 1"))
        end_all_connections(own_postgres_url)
        with pytest.raises(NotReady):
            async with open_work() as work:
                await work.connection.execute(text("SELECT 1"))
        async with open_work() as work, open_work() as other:
            for each in (work, other):
                assert (await each.connection.execute(text("SELECT 1"))).scalar_one() == 1
