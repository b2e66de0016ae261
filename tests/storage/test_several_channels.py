"""Migration 0012: what was said in the one channel of a space is known by that channel."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Connection, create_engine, text

from storage.kernel.database import sync_url
from storage.kernel.migrations import configuration, upgrade
from tests.postgres import Server

NOW = "2026-11-30 12:00:00"
OLD = [
    # id, key, about, kind, subject, part, told_id, alone, act, to_purpose, state
    (1, "n:7:in 2", "n:7:in 2", "n", "7", "in 2", None, False, "post", "notices", "done"),
    (2, "n:8:x:in 2", "n:8:x:in 2", "n", "8", "x:in 2", None, False, "post", "notices", "apart"),
    (3, None, "n:7:in 2", "n", "7", "in 2", None, False, "edit", "notices", "waiting"),
    (4, "invited:2", "invited:2", "invited", "2", "", None, False, "post", "notices", "waiting"),
    (5, "s:1", "s:1", "s", "1", "", None, False, "post", "announcements", "waiting"),
]
INSERT = (
    "INSERT INTO outbox (id, community_id, key, about, kind, subject, part, told_id, alone, act,"
    " lane, to_space, to_purpose, state, due_at, body) VALUES (:id, 1, :key, :about, :kind,"
    " :subject, :part, :told_id, :alone, :act, :lane, 2, :to_purpose, :state, :now, '{}')"
)
NAMES = ("id", "key", "about", "kind", "subject", "part", "told_id", "alone", "act")


@pytest.fixture(params=["sqlite", "postgres"])
def former(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of the version before, with a space whose one channel is for two things."""
    url = f"sqlite:///{tmp_path / 'former.sqlite3'}"
    if request.param == "postgres":
        server: Server = request.getfixturevalue("postgres_server")
        url = server.create()
    upgrade(url, "0011")
    with begin(url) as connection:
        for statement in (
            "INSERT INTO communities (id, name, name_key) VALUES (1, 'T', 't')",
            "INSERT INTO spaces (id, community_id, platform, external_id) VALUES (2, 1, 'x', 't')",
            "INSERT INTO places (id, community_id, space_id, kind, channel)"
            " VALUES (5, 1, 2, 'channel', 'x:t/a'), (6, 1, 2, 'channel', 'x:t/b')",
            "INSERT INTO place_purposes (space_id, purpose, place_id)"
            " VALUES (2, 'notices', 6), (2, 'announcements', 6)",
        ):
            connection.execute(text(statement))
        for row in OLD:
            lane = f"place:2:{row[9]}"
            values = dict(zip(NAMES, row[:9], strict=True)) | {"lane": lane, "now": NOW}
            values |= {"to_purpose": row[9], "state": row[10]}
            connection.execute(text(INSERT), values)
        connection.execute(
            text(
                "INSERT INTO outbox (id, community_id, key, about, kind, subject, part, alone, act,"
                " lane, state, due_at) VALUES (9, 1, 'apart:3:n:8:x:in 2', 'apart:3:n:8:x:in 2',"
                " 'n', '8', 'x:in 2', :alone, 'post', 'member:3', 'done', :now)"
            ),
            {"alone": True, "now": NOW},
        )
    yield url
    if request.param == "postgres":
        server.drop(url)


@contextmanager
def begin(url: str) -> Iterator[Connection]:
    engine = create_engine(sync_url(url))
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def read(connection: Connection, query: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in connection.execute(text(query))]


def test_what_waits_and_what_was_said_is_known_by_its_channel_and_keeps_its_order(
    former: str,
) -> None:
    upgrade(former, "0012")
    with begin(former) as connection:
        told = read(
            connection, "SELECT id, key, about, part, to_place, lane FROM outbox ORDER BY id"
        )
        chosen = read(connection, "SELECT place_id, purpose FROM place_purposes ORDER BY id")
    assert sorted(told) == [
        (1, "n:7:at 6", "n:7:in 2", "at 6", 6, "place:6"),
        (2, "n:8:x:at 6", "n:8:x:in 2", "x:at 6", 6, "place:6"),
        (3, None, "n:7:at 6", "at 6", 6, "place:6"),
        (4, "invited:2", "invited:2", "", 6, "place:6"),
        (5, "s:1", "s:1", "", 6, "place:6"),
        (9, "apart:3:n:8:x:at 6", "apart:3:n:8:x:in 2", "x:at 6", None, "member:3"),
    ]
    assert chosen == [(6, "announcements"), (6, "notices")]


def test_going_back_each_thing_has_the_channel_that_was_chosen_first(former: str) -> None:
    upgrade(former, "0012")
    with begin(former) as connection:
        also = "INSERT INTO place_purposes (id, place_id, purpose) VALUES (9, 5, 'notices')"
        connection.execute(text(also))
    command.downgrade(configuration(former), "0011")
    with begin(former) as connection:
        query = "SELECT space_id, purpose, place_id FROM place_purposes ORDER BY purpose"
        assert read(connection, query) == [(2, "announcements", 6), (2, "notices", 6)]
        lanes = read(connection, "SELECT to_space, to_place, lane FROM outbox WHERE id IN (4, 5)")
    assert sorted(lanes) == [(2, None, "place:2:announcements"), (2, None, "place:2:notices")]
