"""How long it takes to find people: `python -m bench.directory [--members 100000]`."""

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from sqlalchemy import text

from bench.people import people
from bot.features.members.directory.finding import Finder
from bot.features.members.directory.search import Query, read_query
from storage.kernel.database import connect
from storage.kernel.migrations import upgrade
from storage.kernel.unit_of_work import OpenSqlWork
from storage.stores import work_on
from tests.postgres import Server

QUERIES = (
    ("a rare word", read_query("prisons trustees")),
    ("two words and a town", read_query("measurement mentoring in Coventry")),
    ("a word in half the profiles", read_query("belonging")),
    ("a word in every profile", read_query("community")),
    ("what somebody offers", read_query("offering pottery")),
    ("a misspelt word", read_query("mesurement bereavment")),
    ("a name", read_query("Ada Ashcorwin")),
    ("a word that nobody has", read_query("xylophones")),
    ("the last page", read_query("belonging", 400)),
)
_BATCH = 1000


@contextmanager
def databases() -> Iterator[list[tuple[str, str]]]:
    """A migrated database of either kind, by name."""
    with tempfile.TemporaryDirectory() as folder, Server() as server:
        urls = [
            ("SQLite", f"sqlite:///{Path(folder) / 'kindred.sqlite3'}"),
            ("PostgreSQL", server.create()),
        ]
        for _, url in urls:
            upgrade(url)
        yield urls


async def fill(open_work: OpenSqlWork, members: int) -> tuple[int, int]:
    """Add invented people; return the community and one of its members."""
    now = datetime.now(UTC)
    async with open_work() as work:
        community = (await work.people.establish("Bench")).id
    crowd = people(members)
    someone = 0
    while batch := list(islice(crowd, _BATCH)):
        async with open_work() as work:
            someone = (await work.members.add_many(community, batch, now))[0]
    return community, someone


async def measure(name: str, url: str, members: int, times: int) -> None:
    """Print one line for each query: how many are found, p50 and p99 in milliseconds."""
    engine = connect(url)
    open_work = work_on(engine)
    began = time.perf_counter()
    community, someone = await fill(open_work, members)
    print(f"{name}: {members} members added in {time.perf_counter() - began:.1f} s")
    async with open_work() as work:
        await work.connection.execute(text("ANALYZE"))
    for what, query in QUERIES:
        found = await _find(open_work, community, someone, query)
        spent = sorted([await _timed(open_work, community, someone, query) for _ in range(times)])
        p50, p99 = statistics.median(spent), spent[int(len(spent) * 0.99)]
        print(f"  {what:<28} {found:>6} {p50:>8.1f} {p99:>8.1f}")
    async with open_work(read_only=True) as work:
        viewer = await work.directory.viewer(someone, community)
        began = time.perf_counter()
        await work.directory.overview(viewer, 25)
        print(f"  {'what there is':<35} {(time.perf_counter() - began) * 1000:>8.1f}")
        began = time.perf_counter()
        await work.directory.topics(viewer, 25)
        print(f"  {'topics offered in the form':<35} {(time.perf_counter() - began) * 1000:>8.1f}")
    await engine.dispose()


async def _timed(open_work: OpenSqlWork, community: int, member: int, query: Query) -> float:
    began = time.perf_counter()
    await _find(open_work, community, member, query)
    return (time.perf_counter() - began) * 1000


async def _find(open_work: OpenSqlWork, community: int, member: int, query: Query) -> int:
    async with open_work(read_only=True) as work:
        viewer = await work.directory.viewer(member, community)
        found = await Finder(work.directory, work.members, viewer).find(query)
        return found.total


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure both databases."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=50, help="finds of each query")
    options = parser.parse_args(arguments)
    print(f"  {'query':<28} {'found':>6} {'p50 ms':>8} {'p99 ms':>8}")
    with databases() as urls:
        for name, url in urls:
            asyncio.run(measure(name, url, options.members, options.times))


if __name__ == "__main__":
    main()
