"""A clock that is ahead: what its file may hold, and what it is kept off."""

import asyncio
import logging
import os
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.web.login_links import fingerprint
from bot.bootstrap import assemble, serve
from bot.bootstrap.rehearsal import RehearsalClock, RehearsalTicks, chosen_clock
from bot.community.clock import CLOCK, MovableClock, SystemChance, SystemClock
from bot.community.profiles import Profile
from bot.errors import Misconfigured
from bot.routing.background import ThreadExecutor
from bot.settings import Settings
from storage.kernel.unit_of_work import OpenSqlWork
from storage.stores import work_on
from tests.database import engine_at
from tests.terminal.program import Terminal, on

DAY = 86_400


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = tmp_path / "ahead.txt"
    found.write_text("0")
    return found


def write(file: Path, text: str) -> None:
    file.write_text(text)


def ahead(clock: RehearsalClock) -> float:
    """How many days this clock is ahead, as nearly as it can be told."""
    return round((clock.now() - datetime.now(UTC)) / timedelta(days=1), 3)


# The file -------------------------------------------------------------------------------------


def test_the_clock_is_ahead_by_as_much_as_the_file_says_now(file: Path) -> None:
    clock = RehearsalClock(file)
    assert ahead(clock) == 0
    for text, days in ((f"{DAY}", 1), (f"\ufeff {3 * DAY}\r\n", 3)):
        file.write_text(text, encoding="utf-8")
        assert ahead(clock) == days


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        (" \n", "is empty"),
        ("two weeks", "holds no number"),
        ("1.5", "holds no number"),
        ("1e9", "holds no number"),
        ("nan", "holds no number"),
        ("٨٦٤٠٠", "holds no number"),
        ("86400 # a day", "holds no number"),
        ("-86400", "says less than 0"),
        ("315360001", "more than ten years"),
        ("9" * 5000, "more than ten years"),
        ("\x00\x01", "holds no number"),
    ],
)
def test_a_file_that_says_nothing_leaves_the_clock_where_it_was(
    file: Path, text: str, said: str
) -> None:
    file.write_text(f"{DAY}")
    clock = RehearsalClock(file)
    assert ahead(clock) == 1
    file.write_text(text)
    assert ahead(clock) == 1
    assert clock.look().startswith(f"KINDRED_REHEARSAL_CLOCK: {file} ")
    assert said in clock.look()
    file.write_text(f"{2 * DAY}")
    assert (clock.look(), ahead(clock)) == ("", 2)


def test_a_file_of_bytes_that_goes_away_or_is_none_leaves_the_clock_where_it_was(
    file: Path,
) -> None:
    file.write_text(f"{DAY}")
    clock = RehearsalClock(file)
    assert ahead(clock) == 1
    file.write_bytes(b"\xff\xfe1\x00")
    assert "holds no number" in clock.look()
    file.unlink()
    assert f"is not there. Type: echo 86400 > {file}" in clock.look()
    file.mkdir()
    assert "is no file" in clock.look()
    assert ahead(clock) == 1


def test_a_file_that_goes_back_does_not_take_time_back(file: Path) -> None:
    file.write_text(f"{2 * DAY}")
    clock = RehearsalClock(file)
    clock.now()
    file.write_text(f"{DAY}")
    assert f"time does not run backwards. Type: echo 172800 > {file}" in clock.look()
    assert ahead(clock) == 2


# The database ---------------------------------------------------------------------------------


def settings_with(file: Path | None) -> Settings:
    return Settings(_env_file=None, rehearsal_clock=str(file or ""))


async def test_a_rehearsal_goes_on_where_it_was_even_if_the_file_went_back(
    file: Path, sqlite_url: str
) -> None:
    async with engine_at(sqlite_url) as engine:
        write(file, f"{2 * DAY}")
        await chosen_clock(settings_with(file), work_on(engine))
        write(file, "0")
        clock = await chosen_clock(settings_with(file), work_on(engine))
        assert isinstance(clock, RehearsalClock)
        assert ahead(clock) == 2


@pytest.mark.parametrize("rehearsed", [True, False])
async def test_a_database_is_run_by_the_kind_of_clock_that_it_was_begun_with(
    file: Path, database_url: str, rehearsed: bool
) -> None:
    begun, other = settings_with(file), settings_with(None)
    begun, other = (begun, other) if rehearsed else (other, begun)
    async with engine_at(database_url) as engine:
        open_work = work_on(engine)
        clock = await chosen_clock(begun, open_work)
        assert isinstance(clock, RehearsalClock if rehearsed else SystemClock)
        with pytest.raises(Misconfigured) as refused:
            await chosen_clock(other, open_work)
        [why] = refused.value.faults
        assert ("rehearsed with" if rehearsed else "run without it") in why
        await chosen_clock(begun, open_work)


async def test_a_database_with_a_community_from_before_is_not_rehearsed_with(
    file: Path, sqlite_url: str
) -> None:
    async with engine_at(sqlite_url) as engine:
        open_work = work_on(engine)
        async with open_work() as work:
            await work.people.establish("The Test Table")
        with pytest.raises(Misconfigured, match="run without it"):
            await chosen_clock(settings_with(file), open_work)
        assert isinstance(await chosen_clock(settings_with(None), open_work), SystemClock)


async def kept(open_work: OpenSqlWork) -> str | None:
    async with open_work(read_only=True) as work:
        return await work.settings.get(CLOCK)


async def test_each_tick_keeps_how_far_ahead_it_is_and_a_fault_that_lasts_is_logged_once(
    file: Path, sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    ticked = list[str | None]()
    async with engine_at(sqlite_url) as engine:
        open_work = work_on(engine)

        async def tick() -> None:
            ticked.append(await kept(open_work))

        clock = RehearsalClock(file)
        ticks = RehearsalTicks(tick, clock, open_work)
        for text in (f"{DAY}", "", f"{2 * DAY}", "two", "two", "two", f"{DAY}", f"{3 * DAY}"):
            write(file, text)
            with caplog.at_level(logging.WARNING):
                await ticks()
    days = [float(each or 0) / DAY for each in ticked]
    assert days == [1, 1, 2, 2, 2, 2, 2, 3]
    [said] = caplog.messages
    assert "holds no number of seconds" in said
    assert f"Type: echo 172800 > {file} Until then it stays" in said


async def test_who_works_by_that_clock_looks_at_its_file_again_and_again(
    file: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in os.environ if name.startswith(("SLACK_", "DISCORD_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("KINDRED_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("KINDRED_SECRET_KEY", "k" * 32)
    monkeypatch.setenv("KINDRED_REHEARSAL_CLOCK", str(file))
    working = asyncio.create_task(serve(web=False, work=True))
    async with engine_at(sqlite_url) as engine, asyncio.timeout(60):
        for days in (0, 1, 2):
            write(file, f"{days * DAY}")
            while await kept(work_on(engine)) != f"{days * DAY:.1f}":  # noqa: ASYNC110
                await asyncio.sleep(0.05)
    signal.raise_signal(signal.SIGTERM)  # what is cut off in the middle may leave a connection open
    await working


# What keeps the machine's time ----------------------------------------------------------------


async def test_a_link_into_the_web_chat_lasts_a_day_of_the_machines(sqlite_url: str) -> None:
    async with engine_at(sqlite_url) as engine:
        clock = MovableClock(timedelta(days=30))
        core = assemble(engine, {}, clock, SystemChance(), ThreadExecutor())
        async with core.open_work() as work:
            community = await work.people.establish("The Test Table")
            id_ = await work.members.add(community.id, Profile(name="Ada"), clock.now())
            member = await work.people.member(id_)
            assert member is not None
            link = await work.login_links.create(member)
            clock.ahead += timedelta(days=30)
            key, now = fingerprint(link.rpartition("/")[2]), core.machine_clock.now()
            assert await work.web.login(key, now + timedelta(hours=23)) == id_
            assert await work.web.login(key, now + timedelta(hours=25)) is None


# In a terminal --------------------------------------------------------------------------------


@on("sqlite")
def test_what_is_wrong_with_the_file_stops_what_would_run_and_is_told_by_the_check(
    terminal: Terminal,
) -> None:
    for command in ("check", "serve", "worker", "web", "export members"):
        done = terminal.run(*command.split(), KINDRED_REHEARSAL_CLOCK="ahead.txt")
        assert done.returncode == 1, command
        assert "✗ KINDRED_REHEARSAL_CLOCK: ahead.txt is not there" in done.stderr
        assert "echo 0 > ahead.txt" in done.stderr


@on("sqlite")
@pytest.mark.slow("makes a database by its migrations")
def test_a_rehearsal_is_told_loudly_and_needs_a_database_of_its_own(terminal: Terminal) -> None:
    (terminal.folder / "ahead.txt").write_text(f"{14 * DAY}")
    terminal.ok("import", "members", "people.csv")
    refused = terminal.run("serve", KINDRED_REHEARSAL_CLOCK="ahead.txt")
    assert refused.returncode == 1
    assert "KINDRED_DATABASE_URL=sqlite:///rehearsal.sqlite3" in refused.stderr
    faulty = terminal.run("check", KINDRED_REHEARSAL_CLOCK="ahead.txt").stderr
    assert "run without it" in faulty
    assert "THIS IS A REHEARSAL" not in faulty
    terminal.environment["KINDRED_DATABASE_URL"] = "sqlite:///rehearsal.sqlite3"
    terminal.ok("db", "upgrade")
    terminal.environment["KINDRED_REHEARSAL_CLOCK"] = "ahead.txt"
    checked = terminal.run("check")
    assert checked.returncode == 0
    assert checked.stdout.endswith("✓ Everything is in order.\n")
    assert "THIS IS A REHEARSAL" in checked.stderr
    assert "is 14 days and 0:00 hours ahead of the machine's" in checked.stderr
    assert "THIS IS A REHEARSAL" in terminal.run("import", "members", "people.csv").stderr


@on("sqlite")
def test_a_database_that_was_rehearsed_with_is_not_served_as_a_real_one(
    terminal: Terminal,
) -> None:
    (terminal.folder / "ahead.txt").write_text(f"{14 * DAY}")
    terminal.run("import", "members", "people.csv", KINDRED_REHEARSAL_CLOCK="ahead.txt")
    for command in ("serve", "worker", "web", "check"):
        done = terminal.run(command)
        assert done.returncode == 1, command
        assert "This database was rehearsed with" in done.stderr
    alone = terminal.run("say", "/kindred help", "--as", "Ada Example")
    assert alone.returncode == 0
    assert "is 14 days and 0:00 hours ahead of the machine's" in alone.stderr
