"""The set-up holds what it promises: a real PostgreSQL, locked requirements, a clean end."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from tests.browser import chromium
from tests.postgres import Server
from tests.reused import ReusedPostgres

ROOT = Path(__file__).parents[2]
LOCKS = ["requirements.lock", "requirements-dev.lock", "requirements-build.lock"]

HOLDS_A_SERVER = """
import sys
from pathlib import Path
from tests.postgres import Server
server = Server(Path(sys.argv[1])).start()
print(server.url, flush=True)
sys.stdin.read()
"""


def connect(url: str) -> psycopg.Connection:
    return psycopg.connect(url.replace("+psycopg", ""), autocommit=True)


def pins(lock: str) -> dict[str, str]:
    """Each requirement of a lock file (name, version and marker) with its hashes."""
    text = (ROOT / lock).read_text()
    blocks = [block for block in re.split(r"\n(?=\S)", text.strip()) if not block.startswith("#")]
    return {block.partition(" \\")[0]: block.partition(" \\")[2] for block in blocks}


def test_two_databases_from_one_template_are_independent(postgres_server: Server) -> None:
    template = postgres_server.create()
    with connect(template) as connection:
        connection.execute("CREATE TABLE people (name text)")
        connection.execute("INSERT INTO people VALUES ('Ada')")
    one, other = postgres_server.create(template), postgres_server.create(template)
    with connect(one) as connection:
        connection.execute("DELETE FROM people")
    with connect(other) as connection:
        assert connection.execute("SELECT name FROM people").fetchall() == [("Ada",)]
    for url in (one, other, template):
        postgres_server.drop(url)
        with pytest.raises(psycopg.OperationalError, match="does not exist"):
            connect(url)


SOMEBODY = """
    INSERT INTO communities (name, name_key) VALUES ('A', 'a');
    INSERT INTO members (community_id, name, name_key, joined_at) VALUES (1, 'B', 'b', now());
    INSERT INTO directory_words (community_id, word) VALUES (1, 'b');
"""


def test_a_database_that_is_used_again_is_as_good_as_fresh(own_postgres_url: str) -> None:
    fresh, reused = rows_in(own_postgres_url), ReusedPostgres(own_postgres_url)
    for _ in range(2):
        left_open = connect(reused.empty())
        left_open.execute(SOMEBODY)
        assert rows_in(own_postgres_url)["directory_words"] == 1
        left_open.execute("BEGIN; LOCK TABLE members")
        assert rows_in(reused.empty()) == fresh
        with pytest.raises(psycopg.OperationalError, match="terminating connection"):
            left_open.execute("SELECT")
    reused.close()


def test_migrations_leave_all_tables_empty(own_postgres_url: str) -> None:
    found = rows_in(own_postgres_url)
    assert {name for name, count in found.items() if count} == {"alembic_version"}


def rows_in(url: str) -> dict[str, int]:
    """How many rows there are in each table, whoever made it."""
    with connect(url) as connection:
        names = [name for (name,) in connection.execute("SELECT relname FROM pg_stat_user_tables")]
        counting = sql.SQL("SELECT count(*) FROM {}")
        return {
            name: connection.execute(counting.format(sql.Identifier(name))).fetchall()[0][0]
            for name in names
        }


def test_the_server_finds_misspelt_words_in_any_script(postgres_server: Server) -> None:
    url = postgres_server.create()
    with connect(url) as connection:
        connection.execute("CREATE EXTENSION pg_trgm")
        row = connection.execute("SELECT similarity('Müller', 'Mueller') > 0, lower('ÉÑĞ')")
        assert row.fetchone() == (True, "éñğ")
    postgres_server.drop(url)


@pytest.mark.slow("starts a server")
def test_workers_share_one_server_and_the_last_one_ends_it_even_if_it_is_killed(
    tmp_path: Path,
) -> None:
    command = [sys.executable, "-c", HOLDS_A_SERVER, str(tmp_path)]
    own = {k: v for k, v in os.environ.items() if k != "KINDRED_TEST_POSTGRES_URL"}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, env=own, stdin=pipe, stdout=pipe, text=True) as run:
        assert run.stdout is not None
        url = run.stdout.readline().strip()
        home = Path(url.partition("host=")[2])
        with Server(tmp_path) as second:
            assert second.url == url
        with connect(url) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        assert home.is_dir()
        run.send_signal(signal.SIGKILL)
    until = time.monotonic() + 20
    while home.exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert not home.exists()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_is_pinned_and_hashed(lock: str) -> None:
    found = pins(lock)
    assert len(found) > (3 if "build" in lock else 40)
    for requirement, hashes in found.items():
        assert re.fullmatch(r"[a-z0-9-]+(\[[a-z,]+\])?==[^ ;]+( ; .+)?", requirement)
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", hashes), requirement


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_files_name_no_package_index(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert not re.search(r"://|--(index|extra-index|find-links|trusted-host)| @ |-e ", text)


def test_tests_run_with_the_very_versions_that_operators_get() -> None:
    assert pins("requirements.lock").items() <= pins("requirements-dev.lock").items()


def test_what_builds_kindred_is_no_part_of_what_runs() -> None:
    builds = {"hatchling", "trove-classifiers"}
    named = {requirement.partition("==")[0] for requirement in pins("requirements.lock")}
    assert not builds & named
    assert builds <= {each.partition("==")[0] for each in pins("requirements-build.lock")}


def test_the_notice_names_everything_that_runs() -> None:
    said = (ROOT / "NOTICE").read_text()
    named = {re.split(r"[=\[]", requirement)[0] for requirement in pins("requirements.lock")}
    told = set(re.findall(r"^- ([a-z0-9.-]+) ", said, re.MULTILINE))
    assert {name.replace(".", "-") for name in told} == named


def test_a_browser_is_there_and_starts() -> None:
    program = chromium.executable()
    assert program is not None, "run `make test`, which installs one, or see tests/setup/browser.py"
    assert subprocess.run([program, "--version"], capture_output=True).returncode == 0
