"""Databases that are emptied where others would be made: in a millisecond.

Their tables stay as they are, so whoever changes them needs a database of their own; so does who
looks at the files of one, for connections stay open from one test to the next (`engine_at`).
Migrations must leave all tables empty.
"""

from abc import abstractmethod
from collections.abc import Collection
from typing import Protocol

import psycopg
from psycopg import sql

from tests.database import KEPT

_OTHERS_OUT = """
    SELECT pg_terminate_backend(pid, 30000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
    AND backend_type = 'client backend'
    AND NOT (application_name = %s AND state = 'idle')
"""
_TABLES = """
    SELECT relname FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'alembic_version'
"""
_SEQUENCES = "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'"


class Reused(Protocol):
    """A database for one test after another."""

    url: str

    @abstractmethod
    def empty(self) -> str:
        """Turn out who is busy there, leave no row, let ids begin at 1; return the URL."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the database."""


class ReusedPostgres(Reused):
    """A database on a server of PostgreSQL. Those who left a connection open are turned out."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._connection: psycopg.Connection | None = None
        self._filled = self._moved = sql.Composed([])

    def empty(self) -> str:
        connection = self._connected()
        connection.execute(_OTHERS_OUT, [KEPT])
        # Many tables are emptied in one statement, so that references between them are no matter;
        # it is quicker than TRUNCATE by far, and needs no superuser.
        if filled := [name for (name,) in connection.execute(self._filled, prepare=True)]:
            emptying = [_EMPTIED.format(*map(sql.Identifier, (f"no_{it}", it))) for it in filled]
            connection.execute(sql.SQL("WITH {} SELECT").format(sql.SQL(", ").join(emptying)))
        for (name,) in connection.execute(self._moved, prepare=True):
            connection.execute("SELECT setval(%s::regclass, 1, false)", [f'"{name}"'])
        return self.url

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()

    def _connected(self) -> psycopg.Connection:
        connection = self._connection
        if connection is None or connection.closed or connection.broken:
            address = self.url.replace("postgresql+psycopg://", "postgresql://", 1)
            self._connection = connection = psycopg.connect(address, autocommit=True)
            self._filled = _each(_FILLED, [name for (name,) in connection.execute(_TABLES)])
            self._moved = _each(_MOVED, [name for (name,) in connection.execute(_SEQUENCES)])
        return connection


_FILLED = sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})")
_MOVED = sql.SQL("SELECT {} FROM {} WHERE is_called")
_EMPTIED = sql.SQL("{} AS (DELETE FROM {})")


def _each(asking: sql.SQL, names: Collection[str]) -> sql.Composed:
    """A statement that asks something of each of these tables or sequences, all at once."""
    asked = [asking.format(sql.Literal(name), sql.Identifier(name)) for name in names]
    return sql.SQL(" UNION ALL ").join(asked)
