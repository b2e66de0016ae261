"""kill -9 while a spreadsheet is taken in: whoever does it again loses and doubles nobody."""

import asyncio
import random
import shutil
from datetime import UTC, datetime, timedelta
from itertools import count
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest

from bot.community.profiles import Profile
from bot.features.members.importing.importer import ImportOptions, Progress, import_members
from storage.stores import work_on
from tests.database import engine_at
from tests.extent import few_or_all
from tests.jobs.killing import kill_until_done

pytestmark = [
    pytest.mark.forks,
    pytest.mark.timeout(900),
    pytest.mark.slow("processes are killed while many rows are written"),
]

KILLS = few_or_all(2, 25)
ROWS = few_or_all(1_200, 4_000)
_LONGEST = few_or_all(0.3, 1.2)  # seconds after the first rows are in
_SEED = 20261201
_BEGAN = datetime(2026, 12, 1, tzinfo=UTC)


def test_an_import_killed_at_random_loses_and_doubles_nobody(
    sqlite_url: str, tmp_path: Path
) -> None:
    rows = (f"Person {n},p{n % (ROWS - 9)}@x.org,Lane;Net {n % 40}\n" for n in range(ROWS))
    file = tmp_path / "people.csv"
    file.write_text("name,email,networks\n" + "".join(rows))
    empty = sqlite_url.removeprefix("sqlite:///")
    copies = (f"sqlite:///{shutil.copy(empty, tmp_path / f'{n}.sqlite3')}" for n in count())
    asyncio.run(_import(whole := next(copies)))
    expected = asyncio.run(people(whole))
    assert len(expected) == ROWS - 9
    dice, kills = random.Random(_SEED), 0
    while kills < KILLS:
        kills += kill_until_done(import_it, url := next(copies), dice, KILLS, _LONGEST)
        assert asyncio.run(people(url)) == expected
    assert kills >= KILLS


def import_it(url: str, ahead: timedelta, reached: Event) -> None:
    asyncio.run(_import(url, ahead, reached))


async def _import(url: str, ahead: timedelta = timedelta(), reached: Event | None = None) -> None:
    def told(progress: Progress) -> None:
        if reached:
            reached.set()

    file = Path(url.removeprefix("sqlite:///")).with_name("people.csv")
    async with engine_at(url) as engine:
        options = ImportOptions(on_progress=told)
        await import_members(work_on(engine), "Bench", file, _BEGAN + ahead, options)


async def people(url: str) -> list[Profile]:
    """All who are there, in the order in which they came."""
    async with engine_at(url) as engine, work_on(engine)(read_only=True) as work:
        (here,) = [each for each in await work.people.communities() if each.name == "Bench"]
        return [profile for _, profile in await work.members.page(here.id, 0, ROWS * 2)]
