"""What an open page costs: `python -m bench open-pages [--events 1000] [--times 300]`.

Milliseconds from the request to the last byte of the answer, through all of the web process but its
socket; the size of the answer, and how many statements are asked.
"""

import argparse
import asyncio
import time
from collections.abc import Sequence
from datetime import UTC, datetime

import httpx
from pydantic import SecretStr
from sqlalchemy import select
from starlette.applications import Starlette

from adapters.web.platform import create_app
from adapters.web.settings import WebSettings
from bench.directory import databases
from bench.feed import KEY, Clock, fill
from bot.bootstrap import registry
from bot.community.clock import SystemChance
from bot.features.events.domain import Event
from bot.routing.background import ThreadExecutor
from bot.routing.dispatch import Dispatcher
from storage.events.tables import event_networks, events
from storage.kernel.database import connect
from storage.kernel.unit_of_work import OpenSqlWork
from storage.stores import work_on
from tests.statements import counting

ADDRESS = "https://bench.example.org"


def app_on(open_work: OpenSqlWork, clock: Clock) -> Starlette:
    """The web process."""
    routes = registry()
    return create_app(
        dispatcher=Dispatcher(routes, open_work, clock, SystemChance(), ThreadExecutor()),
        registry=routes,
        open_work=open_work,
        clock=clock,
        machine_clock=clock,
        settings=WebSettings(secret_key=SecretStr(KEY), base_url=ADDRESS),
    )


async def measure(name: str, url: str, count: int, times: int) -> None:
    """Print a line for each kind of page."""
    engine, clock = connect(url), Clock(datetime.now(UTC))
    open_work = work_on(engine, address=ADDRESS, secret_key=KEY, mail=True)
    member, _ = await fill(open_work, count, clock.now())
    once, series = await _events(open_work)
    typed = {"one.name": "Ada", "one.answer": "coming", "one.party": "1", "many.hidden": ""}
    addresses = (
        ("an event", f"/events/{once.uid}", None),
        ("a series", f"/events/{series.uid}", None),
        ("its file", f"/events/{once.uid}/event.ics", None),
        ("the list", f"/events/in/{member.community}", None),
        ("signing up", f"/events/{once.uid}", typed),
    )
    app = app_on(open_work, clock)
    for what, path, sent in addresses:
        spent, size, statements = [], 0, 0
        for number in range(times):
            host = f"10.{number // 250}.{number % 250}.1"
            transport = httpx.ASGITransport(app, client=(host, 1))
            async with httpx.AsyncClient(transport=transport, base_url=ADDRESS) as client:
                data = {**sent, "one.email": f"ada{number}@example.org"} if sent else None
                with counting() as asked:
                    began = time.perf_counter()
                    answer = await (client.post(path, data=data) if data else client.get(path))
                    spent.append((time.perf_counter() - began) * 1000)
            assert answer.status_code == 200, answer.status_code  # noqa: S101
            size, statements = len(answer.content), len(asked.statements)
        spent.sort()
        line = f"{spent[len(spent) // 2]:>8.1f} {spent[int(len(spent) * 0.99)]:>8.1f}"
        print(f"  {name:<12} {what:<12} {line} {size / 1000:>8.1f} {statements:>11}")
    await engine.dispose()


async def _events(open_work: OpenSqlWork) -> tuple[Event, Event]:
    """An event that happens once, and one that happens again, that everybody may see."""
    async with open_work(read_only=True) as work:
        theirs = select(event_networks.c.event_id)
        open_ = select(events.c.id).where(events.c.id.not_in(theirs)).order_by(events.c.id)
        found = []
        for again in (events.c.rule.is_(None), events.c.rule.is_not(None)):
            id_ = await work.connection.scalar(open_.where(again).limit(1))
            event = await work.events.plans.get(id_)
            found.append(event)
    return found[0], found[1]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure both databases."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=300)
    parser.add_argument("--times", type=int, default=300, help="requests of each kind")
    options = parser.parse_args(arguments)
    columns = f"{'p50 ms':>8} {'p99 ms':>8} {'KB':>8} {'statements':>11}"
    print(f"  {'database':<12} {'page':<12} {columns}")
    with databases() as urls:
        for name, url in urls:
            asyncio.run(measure(name, url, options.events, options.times))


if __name__ == "__main__":
    main()
