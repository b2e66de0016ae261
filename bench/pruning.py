"""What it costs to forget: `python -m bench pruning`, or `… -m bench.pruning --rows 1000000`."""

import argparse
import asyncio
import resource
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, insert, text

from bench.places import databases
from bot.ui.message_json import to_json
from bot.ui.messages import say
from storage.kernel.database import connect, sync_url
from storage.kernel.delivery_tables import outbox
from storage.kernel.migrations import FOLDER, upgrade
from storage.kernel.pruning import MOST_PORTIONS, PORTION
from storage.kernel.tables import answers, communities
from storage.stores import work_on

ROWS = 200_000
_BATCH = 5_000
_REVISION = "0009"
_NOW = datetime.now(UTC)
_WORDS = to_json(say(*("Somebody you might like to know works on allotments, too. " * 4,) * 3))


def fill(url: str, rows: int) -> None:
    """Half of them have arrived and stay; a quarter are words to forget, a quarter changes."""
    engine = create_engine(sync_url(url))
    with engine.begin() as connection:
        connection.execute(insert(communities).values(id=1, name="Bench", name_key="bench"))
    for first in range(0, rows, _BATCH):
        numbers = range(first, min(first + _BATCH, rows))
        with engine.begin() as connection:
            connection.execute(insert(outbox), [_posted(n, rows) for n in numbers])
            given = {"answer": _WORDS, "given_at": _NOW - timedelta(days=3)}
            connection.execute(
                insert(answers), [{"interaction_id": str(n), **given} for n in numbers]
            )
    engine.dispose()


def _posted(number: int, rows: int) -> dict[str, object]:
    kind = ("done", "dead", "done", "change")[number % 4]
    key = f"bench.said:{number}"
    at = _NOW - timedelta(days=400) + timedelta(days=300) * number / rows
    return {
        "community_id": 1,
        "key": None if kind == "change" else key,
        "about": key,
        "act": "edit" if kind == "change" else "post",
        "lane": f"channel:web:{number % 1000}",
        "to_account": f"web:{number % 1000}",
        "state": "dead" if kind == "dead" else "done",
        "body": _WORDS if kind == "dead" else None,
        "due_at": at,
        "posted_channel": "web:1",
        "posted_message": f"web:{number}",
    }


async def forget(url: str) -> dict[str, list[float]]:
    """Seconds of every run, until nothing is left to forget."""
    engine = connect(url)
    open_work = work_on(engine)
    month, two_days = _NOW - timedelta(days=30), _NOW - timedelta(days=2)
    runs: dict[str, list[float]] = {}

    async def all_of(what: str, run: Callable[..., Awaitable[bool]]) -> None:
        more, runs[what] = True, []
        while more:
            began = time.perf_counter()
            async with open_work() as work:
                more = await run(work)
            runs[what].append(time.perf_counter() - began)

    await all_of("words and changes", lambda work: work.outbox.forget_before(month))
    await all_of("answers", lambda work: work.answers.forget_before(two_days))
    await all_of("words and changes, nothing old", lambda work: work.outbox.forget_before(month))
    await engine.dispose()
    return runs


def measure(name: str, url: str, rows: int) -> None:
    """Print what the migration and every kind of run take on one database."""
    migration = ScriptDirectory(str(FOLDER)).get_revision(_REVISION)
    upgrade(url, str(migration.down_revision))
    fill(url, rows)
    began = time.perf_counter()
    upgrade(url, _REVISION)
    print(f"{name:<12}{'the migration':<34}{time.perf_counter() - began:>8.2f} s")
    upgrade(url)
    if name == "PostgreSQL":
        engine = create_engine(sync_url(url), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text("ANALYZE"))
        engine.dispose()
    before = _peak()
    for what, seconds in asyncio.run(forget(url)).items():
        longest = max(seconds)
        print(
            f"{name:<12}{what:<34}{sum(seconds):>8.2f} s in {len(seconds)} runs; "
            f"the longest {longest:.3f} s"
        )
    print(f"{name:<12}{'memory':<34}{_peak() - before:>8.1f} MB more than before")


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Measure on each database."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=ROWS)
    rows = parser.parse_args().rows
    print(
        f"Forgetting {MOST_PORTIONS} portions of {PORTION:,} of a kind in a run: of {rows:,} rows "
        f"in the outbox a quarter are words and a quarter changes; {rows:,} answers"
    )
    with databases() as urls:
        for name, url in urls.items():
            measure(name, url, rows)


if __name__ == "__main__":
    main()
