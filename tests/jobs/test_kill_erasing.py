"""kill -9 while people are erased and two become one: each is done to its end, or not begun."""

import asyncio
import random
import shutil
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import count
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.bootstrap import registry
from bot.community.people import AccountInfo, Ref
from bot.community.profiles import Profile
from bot.features.linking.domain import together
from bot.routing.reacting import react
from storage.kernel.columns import metadata
from storage.kernel.unit_of_work import OpenSqlWork, SqlWork
from storage.linking.tables import links
from storage.privacy.erasures import scrub_after_erasures
from storage.stores import work_on
from tests.database import engine_at
from tests.extent import few_or_all
from tests.jobs.killing import kill_until_done

pytestmark = [
    pytest.mark.forks,
    pytest.mark.timeout(900),
    pytest.mark.slow("processes are killed while many people are erased and joined"),
]

KILLS = few_or_all(3, 25)
EACH = few_or_all(6, 20)
"""So many are erased, so many pairs become one, and so many stay as they are."""

_LONGEST = 0.2  # seconds after the first is done
_SEED = 20261201
_NOW = datetime(2026, 12, 1, tzinfo=UTC)
_KEY = "a key for tests that is long enough to be one"


def test_killed_at_random_nobody_is_erased_or_joined_by_half(
    sqlite_url: str, tmp_path: Path
) -> None:
    asyncio.run(_people(sqlite_url))
    whole = sqlite_url.removeprefix("sqlite:///")
    before = asyncio.run(_words(sqlite_url))
    copies = (Path(shutil.copy(whole, tmp_path / f"{n}.sqlite3")) for n in count())
    dice, kills = random.Random(_SEED), 0
    while kills < KILLS:
        file = next(copies)
        kills += kill_until_done(erase_and_join, f"sqlite:///{file}", dice, KILLS, _LONGEST)
        left = asyncio.run(_words(f"sqlite:///{file}"))
        for number in range(EACH):
            assert left[f"stays{number}x"] == before[f"stays{number}x"]
            assert left[f"erased{number}x"] == 0
            assert _in_files(file, f"erased{number}x") == []
        assert asyncio.run(_joined(f"sqlite:///{file}")) == EACH
    assert kills >= KILLS


def erase_and_join(url: str, ahead: timedelta, reached: Event) -> None:
    asyncio.run(_erase_and_join(url, reached))


async def _erase_and_join(url: str, reached: Event) -> None:
    """Go on where the process before was killed; none but whole members are met with."""
    async with engine_at(url) as engine:
        open_work = _work(engine)
        await scrub_after_erasures(engine)
        for number in range(EACH):
            await _erase(open_work, f"erased{number}x")
            reached.set()
            await _join(open_work, f"one{number}x", f"other{number}x")
        await scrub_after_erasures(engine)


async def _erase(open_work: OpenSqlWork, word: str) -> None:
    async with open_work() as work:
        found = await _member(work, word)
        if found:
            profile = await work.members.profile(found)
            assert profile == _profile(word)
            await work.erase(found)
            await react(registry(), work, _NOW)


async def _join(open_work: OpenSqlWork, one: str, other: str) -> None:
    async with open_work() as work:
        kept, gone = await _member(work, one), await _member(work, other)
        assert kept
        if gone is None:
            return
        (community,) = await work.people.communities()
        space = (await work.people.spaces(community.id))[0]
        offer = await work.links.offer(kept, space, Ref("web", other), _NOW)
        profiles = await work.members.profiles([kept, gone])
        assert (profiles[kept], profiles[gone]) == (_profile(one), _profile(other))
        merged = together(profiles[kept], profiles[gone], {})
        await work.links.merge(offer, gone, kept, merged, _NOW)


def _work(engine: AsyncEngine) -> OpenSqlWork:
    return work_on(engine, secret_key=_KEY, declared=registry())


async def _member(work: SqlWork, word: str) -> int | None:
    (community,) = await work.people.communities()
    found = await work.people.with_email(community.id, f"{word}@example.org")
    return found.id if found else None


def _profile(word: str) -> Profile:
    return Profile(word, email=f"{word}@example.org", headline=f"{word} in the morning")


async def _people(url: str) -> None:
    kinds = ("erased", "one", "other", "stays")
    async with engine_at(url) as engine, _work(engine)() as work:
        community = await work.people.establish("The Test Table")
        space = (await work.people.spaces(community.id))[0]
        for word in (f"{kind}{number}x" for kind in kinds for number in range(EACH)):
            member = await work.members.add(community.id, _profile(word), _NOW)
            await work.people.attach(member, space, Ref("web", word), AccountInfo(word))


async def _words(url: str) -> Counter[str]:
    """How often each word stands in all tables together."""
    told: list[str] = []
    async with engine_at(url) as engine, _work(engine)(read_only=True) as work:
        for table in metadata.sorted_tables:
            told += [str(tuple(row)) for row in await work.connection.execute(select(table))]
    text = "\n".join(told)
    words = [f"{kind}{number}x" for kind in ("erased", "stays") for number in range(EACH)]
    return Counter({word: text.count(word) for word in words})


async def _joined(url: str) -> int:
    async with engine_at(url) as engine, _work(engine)(read_only=True) as work:
        done = await work.connection.scalars(select(links.c.id).where(links.c.gone_id.is_not(None)))
        return len(list(done))


def _in_files(file: Path, word: str) -> list[str]:
    there = file.parent.glob(f"{file.name}*")
    return [each.name for each in there if word.encode() in each.read_bytes()]
