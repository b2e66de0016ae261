"""How it is noticed that nobody works."""

import shutil
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.bootstrap.readiness import Readiness, disk_faults
from jobs.heartbeat import Heartbeat
from storage.stores import work_on
from tests.chat import START, FakeClock
from tests.database import engine_at


async def nothing() -> None:
    """A tick with nothing due."""


async def stumbles() -> None:
    """A tick that comes to no end."""
    raise RuntimeError


async def test_a_worker_that_is_dead_or_ticks_no_more_is_noticed_and_is_back(
    database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    clock = FakeClock(START)
    async with engine_at(database_url) as engine:
        open_work = work_on(engine)
        core = cast("Any", SimpleNamespace(open_work=open_work, machine_clock=clock))
        ready = Readiness(core, "postgresql://somewhere/kindred")
        assert await ready() == []  # none has begun yet
        heart = Heartbeat(open_work, clock)
        await heart.after(nothing)()
        clock.at += timedelta(minutes=3)
        assert await ready() == []
        with pytest.raises(RuntimeError):
            await heart.after(stumbles)()
        clock.at += timedelta(seconds=1)
        assert ["No worker has done what is due since" in each for each in await ready()] == [True]
        await ready()
        await heart.after(nothing)()
        assert await ready() == []
    said = [record.getMessage() for record in caplog.records]
    assert len(said) == 2
    assert said[1] == "ready again"


def test_a_full_disk_is_noticed_before_it_takes_nothing_more(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path}/kindred.sqlite3"
    assert disk_faults(url) == []
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=7))
    assert "full" in disk_faults(url)[0]
    assert disk_faults("postgresql://somewhere/kindred") == []
