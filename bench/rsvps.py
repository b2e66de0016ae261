"""How fast people can answer one date, and whether any answer is lost: `python -m bench.rsvps`.

The same statements by bare psycopg, in the same run, say what of it is Kindred's.
"""

import argparse
import asyncio
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from multiprocessing import get_context
from typing import Any

import psycopg
from psycopg.rows import dict_row
from sqlalchemy import event, make_url
from sqlalchemy.engine import Connection, Engine

from bench.people import people
from bot.errors import Conflict
from bot.features.events.domain import Details
from bot.features.events.rsvps.domain import Answer, Attendee, Response
from bot.features.events.waiting_list.domain import Passing
from storage.kernel.database import connect
from storage.kernel.migrations import upgrade
from storage.kernel.unit_of_work import OpenSqlWork
from storage.stores import work_on
from tests.postgres import Server

COMING = Response(Answer.COMING)
PARTS = 5
Statement = tuple[str, dict[str, Any]]
Begin = Callable[[], object]
"""Waits until all processes are connected: what that takes is not measured."""


@dataclass(frozen=True)
class Told:
    """What is there after everybody has answered."""

    seconds: float
    computed: float
    rows: int
    seated: int
    waiting: int
    right: bool

    @property
    def milliseconds(self) -> float:
        """What one answer takes of a processor, the database's part left out."""
        return 1000 * self.computed / self.rows

    def line(self, what: str) -> str:
        """One line of the table."""
        pace = self.rows / self.seconds
        right = "yes" if self.right else "NO"
        return (
            f"{what:<16} {self.seconds:>8.1f} {pace:>8.0f} {self.milliseconds:>8.2f}"
            f" {self.rows:>7} {self.seated:>7} {self.waiting:>8} {right:>6}"
        )


# By Kindred -----------------------------------------------------------------------------------


async def answer_all(url: str, date: int, members: Sequence[int], begin: Begin) -> None:
    """Answer for each of these, each in a unit of work of its own."""
    engine = connect(url)
    open_work = work_on(engine)
    async with open_work(read_only=True) as work:
        await work.events.dates.get(date)
    begin()
    for member in members:
        await answer(open_work, date, member)
    await engine.dispose()


async def answer(open_work: OpenSqlWork, date: int, member: int) -> None:
    """Answer for one; where somebody else gets there first, again."""
    while True:
        try:
            async with open_work() as work:
                now = datetime.now(UTC)
                await work.events.rsvps.answer(date, Attendee(member), COMING, now)
            return
        except Conflict:
            continue


def by_kindred(
    url: str, date: int, members: Sequence[int], statements: Sequence[Statement], begin: Begin
) -> None:
    """What one process does."""
    asyncio.run(answer_all(url, date, members, begin))


# By bare psycopg ------------------------------------------------------------------------------


@contextmanager
def noted() -> Iterator[list[Statement]]:
    """The statements that are asked meanwhile, with their parameters."""
    found: list[Statement] = []

    def note(
        connection: Connection, cursor: object, statement: str, parameters: Any, *others: object
    ) -> None:
        if isinstance(parameters, Mapping):
            found.append((statement, dict(parameters)))

    event.listen(Engine, "before_cursor_execute", note)
    yield found
    event.remove(Engine, "before_cursor_execute", note)


def by_psycopg(
    url: str, date: int, members: Sequence[int], statements: Sequence[Statement], begin: Begin
) -> None:
    """The same statements, asynchronously as Kindred asks them, with other members."""
    asyncio.run(answer_bare(url, date, members, statements, begin))


async def answer_bare(
    url: str, date: int, members: Sequence[int], statements: Sequence[Statement], begin: Begin
) -> None:
    """Answer for each of these; what is written is worked out in a line."""
    (lock, of_lock), (write, of_rsvp) = statements
    connecting = psycopg.AsyncConnection.connect(for_libpq(url), row_factory=dict_row)
    async with await connecting as connection:
        begin()
        for member in members:
            async with connection.transaction(), connection.cursor() as cursor:
                await cursor.execute(lock, of_lock | {"its_date": date, "who": member})
                row = await cursor.fetchone()
                assert row is not None  # noqa: S101  # it is there
                await cursor.execute(write, of_rsvp | worked_out(row, date, member))
                await cursor.fetchone()


def by_blocking_psycopg(
    url: str, date: int, members: Sequence[int], statements: Sequence[Statement], begin: Begin
) -> None:
    """The same by its blocking connection, which no asynchronous program can use."""
    (lock, of_lock), (write, of_rsvp) = statements
    with psycopg.connect(for_libpq(url), row_factory=dict_row) as connection:
        begin()
        for member in members:
            with connection.transaction(), connection.cursor() as cursor:
                cursor.execute(lock, of_lock | {"its_date": date, "who": member})
                row = cursor.fetchone()
                assert row is not None  # noqa: S101  # it is there
                cursor.execute(write, of_rsvp | worked_out(row, date, member)).fetchone()


def worked_out(row: Mapping[str, Any], date: int, member: int) -> dict[str, Any]:
    """What one more answer writes: the answer, and the counters."""
    seat = int(row["date_seated"] < row["date_capacity"])
    position = row["date_last_position"] + 1
    return {
        "rsvp_member_id": member,
        "rsvp_date_id": date,
        "rsvp_position": position,
        "rsvp_seats": seat,
        "rsvp_need": 1 - seat,
        "counted_id": date,
        "counted_seated": row["date_seated"] + seat,
        "counted_waiting": row["date_waiting"] + 1 - seat,
        "counted_last_position": position,
    }


def make_durable(url: str) -> None:
    """Let the server commit to disk, as in use: for tests it does not."""
    with psycopg.connect(for_libpq(url), autocommit=True) as connection:
        for name in ("fsync", "synchronous_commit"):
            connection.execute(f"ALTER SYSTEM SET {name} = on")
        connection.execute("SELECT pg_reload_conf()")


def for_libpq(url: str) -> str:
    """The address as psycopg reads it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


# Both -----------------------------------------------------------------------------------------


async def furnish(url: str, members: int, capacity: int) -> tuple[list[int], int, list[int]]:
    """Add people and two events; their ids, one date to note statements at, and two to answer."""
    engine = connect(url)
    open_work, now = work_on(engine), datetime.now(UTC)
    crowd, ids = people(members), []
    async with open_work() as work:
        community = (await work.people.establish("Bench")).id
    while batch := list(islice(crowd, 1000)):
        async with open_work() as work:
            ids += await work.members.add_many(community, batch, now)
    start = (now + timedelta(days=30)).replace(tzinfo=None)
    details = Details("Tea", start, "UTC", capacity=capacity, passing=Passing.AT_ONCE)
    async with open_work() as work:
        planned = await work.events.plans.add(community, details, None, now)
        starts = [start + timedelta(days=day) for day in range(4)]
        first, *dates = await work.events.dates.add(planned, starts)
    await engine.dispose()
    return ids, first.id, [date.id for date in dates]


async def statements_of_one(url: str, date: int, member: int) -> list[Statement]:
    """What Kindred asks the database for one answer."""
    engine = connect(url)
    with noted() as found:
        await answer(work_on(engine), date, member)
    await engine.dispose()
    asked = [each for each in found if "event_" in each[0]]
    if len(asked) != 2:
        raise SystemExit(f"an answer is {len(asked)} statements by now: this is about two")
    return asked


async def looked_at(url: str, date: int, seconds: float, computed: float) -> Told:
    """What there is, and whether the counters say so, too."""
    engine = connect(url)
    async with work_on(engine)(read_only=True) as work:
        rsvps = [each.rsvp for each in await work.events.attendance.all_of(date)]
        there = await work.events.dates.get(date)
    await engine.dispose()
    seated, waiting = sum(r.seats for r in rsvps), sum(r.need for r in rsvps)
    right = (there.tally.seated, there.tally.waiting) == (seated, waiting)
    exact = seated == min(there.capacity, len(rsvps)) and len({r.who for r in rsvps}) == len(rsvps)
    return Told(seconds, computed, len(rsvps), seated, waiting, right and exact)


def timed(
    target: Callable[..., None],
    url: str,
    date: int,
    members: Sequence[int],
    processes: int,
    statements: Sequence[Statement],
) -> tuple[float, float]:
    """Let processes answer for all of these at once; seconds, and those of processors."""
    context = get_context("fork")
    shares = [list(members[n::processes]) for n in range(processes)]
    connected, spent = context.Barrier(processes + 1), context.SimpleQueue()

    def run(share: Sequence[int]) -> None:
        before = [0.0]

        def begin() -> None:
            connected.wait()
            before[0] = time.process_time()

        target(url, date, share, statements, begin)
        spent.put(time.process_time() - before[0])

    running = [context.Process(target=run, args=(share,)) for share in shares]
    for process in running:
        process.start()
    connected.wait()
    began = time.perf_counter()
    for process in running:
        process.join()
    seconds = time.perf_counter() - began
    if any(process.exitcode for process in running):
        raise SystemExit("a process has failed")
    return seconds, sum(spent.get() for _ in running)


def in_turn(
    targets: Mapping[Callable[..., None], int],
    url: str,
    members: Sequence[int],
    processes: int,
    statements: Sequence[Statement],
) -> list[Told]:
    """Let each answer its date for a part of all after the others, so that all have one machine."""
    spent = dict.fromkeys(targets, (0.0, 0.0))
    for part in range(PARTS):
        for target, date in targets.items():
            took = timed(target, url, date, members[part::PARTS], processes, statements)
            seconds, computed = spent[target]
            spent[target] = seconds + took[0], computed + took[1]
    return [asyncio.run(looked_at(url, targets[target], *spent[target])) for target in targets]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure all three in turn, on PostgreSQL."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rsvps", type=int, default=10_000)
    parser.add_argument("--processes", type=int, default=8)
    options = parser.parse_args(arguments)
    with Server() as server:
        url = server.create()
        upgrade(url)
        if "KINDRED_TEST_POSTGRES_URL" not in os.environ:
            make_durable(url)
        ids, first, (one, two, three) = asyncio.run(furnish(url, options.rsvps, options.rsvps // 2))
        statements = asyncio.run(statements_of_one(url, first, ids[0]))
        print(f"{options.rsvps} answers by {options.processes} processes to one date")
        print(
            f"{'':<16} {'seconds':>8} {'per s':>8} {'CPU ms':>8} {'rows':>7} {'seated':>7}", end=""
        )
        print(f" {'waiting':>8} {'right':>6}", flush=True)
        targets = {by_blocking_psycopg: one, by_psycopg: two, by_kindred: three}
        told = in_turn(targets, url, ids, options.processes, statements)
        for what, each in zip(("bare, blocking", "bare psycopg", "Kindred"), told, strict=True):
            print(each.line(what), flush=True)
        blocking, bare, kindred = told
        print(f"Kindred is {bare.seconds / kindred.seconds:.0%} as fast as bare psycopg", end="")
        print(f", {blocking.seconds / kindred.seconds:.0%} as it is where it blocks")


if __name__ == "__main__":
    main()
