"""What a calendar costs that is subscribed to: `python -m bench feed [--events 1000]`.

Milliseconds from the request to the last byte of the answer, its size, and how many statements it
asks; a third of the events are weekly series with half a year of dates.
"""

import argparse
import asyncio
import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bench.directory import databases
from bench.people import people
from bot.bootstrap import registry
from bot.community.people import Member
from bot.features.events import planning
from bot.features.events.calendars.addresses import (
    COMMUNITY_PATH,
    NETWORK_PATH,
    OWN,
    OWN_PATH,
    for_network,
)
from bot.features.events.domain import Details
from bot.features.events.rsvps.domain import Answer, Attendee, Response
from bot.features.events.series.domain import Series, weekly
from bot.routing.pages import Pages
from bot.routing.validators import is_known
from bot.ui.content import Gathered
from storage.kernel.database import connect
from storage.kernel.unit_of_work import OpenSqlWork
from storage.stores import work_on
from tests.statements import counting

KEY = "a key that seals nothing but what this measures"
COMING = Response(Answer.COMING)
_SERIES = 3  # every third event is one
_BATCH = 50
_ABOUT = "We look at what we measure, and at what matters; there is tea. " * 6


class Clock:
    """A clock that stands still."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


async def fill(open_work: OpenSqlWork, count: int, now: datetime) -> tuple[Member, int]:
    """Plan events, to which one member comes; return them and their network."""
    (profile,) = people(1)
    async with open_work() as work:
        community = (await work.people.establish("Bench")).id
        (member,) = await work.members.add_many(community, [profile], now)
        (network, *_) = await work.events.audience.networks_of(member)
    for first in range(0, count, _BATCH):
        async with open_work() as work:
            for number in range(first, min(first + _BATCH, count)):
                networks = () if number % 2 else (network.id,)
                details = replace(_details(number, now), networks=networks)
                event = await planning.plan(work, community, details, None, now)
                date = (await work.events.dates.of(event.id))[0]
                await work.events.rsvps.answer(date.id, Attendee(member), COMING, now)
    async with open_work() as work:
        found = await work.people.member(member)
        assert found is not None  # noqa: S101  # they were added
    return found, network.id


def _details(number: int, now: datetime) -> Details:
    start = (now + timedelta(days=1 + number % 180)).replace(tzinfo=None, microsecond=0)
    series = Series(weekly(start)) if number % _SERIES == 0 else None
    title = f"Measuring what matters, no. {number}"
    return Details(title, start, "Europe/London", 90, _ABOUT, "The Hall, Coventry", series=series)


async def measure(name: str, url: str, events: int, times: int) -> None:
    """Print a line for each kind of feed."""
    engine = connect(url)
    open_work, clock = work_on(engine, secret_key=KEY), Clock(datetime.now(UTC))
    member, network = await fill(open_work, events, clock.now())
    async with open_work() as work:
        own = await work.secrets.of(member.id, OWN, clock.now())
        theirs = await work.secrets.of(member.id, for_network(network), clock.now())
    feeds: Sequence[tuple[str, str, Mapping[str, str]]] = (
        ("of a community", COMMUNITY_PATH, {"community": str(member.community)}),
        ("of a network", NETWORK_PATH, {"network": str(network), "secret": theirs}),
        ("of one person", OWN_PATH, {"secret": own}),
    )
    pages, routes = Pages(open_work, clock), registry().pages
    for what, path, arguments in feeds:
        spent = []
        for _ in range(times):
            with counting() as asked:
                began = time.perf_counter()
                served = await pages(routes[path], arguments, {}, _nobody)
                assert isinstance(served.body, Gathered)  # noqa: S101  # a calendar is content
                content = served.body.read()
                spent.append((time.perf_counter() - began) * 1000)
            known = is_known(served.validators, {"if-none-match": served.validators["ETag"]})
            assert known  # noqa: S101  # what was just sent is known
            served.body.close()
        kilobytes, found = len(content) / 1000, content.count(b"BEGIN:VEVENT")
        line = f"{statistics.median(spent):>8.0f} {max(spent):>8.0f} {kilobytes:>8.0f}"
        print(f"  {name:<12} {what:<16} {found:>6} {line} {len(asked.statements):>11}")
    await engine.dispose()


async def _nobody(work: object) -> None:
    return None


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure both databases."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1000)
    parser.add_argument("--times", type=int, default=10, help="reads of each feed")
    options = parser.parse_args(arguments)
    columns = f"{'p50 ms':>8} {'most ms':>8} {'KB':>8} {'statements':>11}"
    print(f"  {'database':<12} {'feed':<16} {'events':>6} {columns}")
    with databases() as urls:
        for name, url in urls:
            asyncio.run(measure(name, url, options.events, options.times))


if __name__ == "__main__":
    main()
