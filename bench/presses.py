"""What an answer by button takes of a processor, beside `/kindred introduce`.

Both go through the dispatcher, on the same database, fifty of each in turn, each by a member
who has not done it before. What the database itself takes is not in it.
"""

import argparse
import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

from bench.places import community, databases, found_programme
from bot.bootstrap import Core
from bot.community.people import Ref
from bot.features.events.domain import Details
from bot.features.events.waiting_list.domain import Passing
from bot.routing.interaction import Arrival, Pressed, Reply, Request, Typed
from tests.statements import counting

PEOPLE = 1_000
IN_TURN = 50
INTRODUCE = "/kindred introduce"
Act = Callable[[int], Awaitable[None]]


async def planned(core: Core, community_id: int) -> int:
    """An event with half as many seats as there are people; its date."""
    now = core.clock.now()
    start = (now + timedelta(days=30)).replace(tzinfo=None, microsecond=0)
    details = Details("Tea", start, "UTC", capacity=PEOPLE // 2, passing=Passing.AT_ONCE)
    async with core.open_work() as work:
        event = await work.events.plans.add(community_id, details, None, now)
        (date,) = await work.events.dates.add(event, [start])
    return int(date.id)


def acts(core: Core, community_id: int, date: int) -> dict[str, Act]:
    """Each act by its name, done by a member in the web chat."""
    space = Ref("web", str(community_id))

    def doing(request: Request) -> Act:
        async def act(member: int) -> None:
            me, here = Ref("web", str(member)), Ref("web", f"direct:{member}")
            arrival = Arrival(me, space, here, f"{member}:{request}"[:80])
            shown = await core.dispatcher(arrival, request)
            if not isinstance(shown, Reply) or shown.refused:
                raise SystemExit(f"{request} was not done: {shown}")

        return act

    coming = doing(Pressed("events.coming", str(date)))
    return {"an answer by button": coming, INTRODUCE: doing(Typed(INTRODUCE))}


async def measure(url: str) -> dict[str, tuple[list[float], list[int]]]:
    """Milliseconds of a processor for one, in each turn; and how many statements one is."""
    found: dict[str, tuple[list[float], list[int]]] = {}
    async with community(url, PEOPLE) as (core, id_):
        await found_programme(core, id_)
        date = await planned(core, id_)
        doing = acts(core, id_, date)
        for first in range(2, PEOPLE + 2 - IN_TURN, IN_TURN):
            for name, act in doing.items():
                took, statements = found.setdefault(name, ([], []))
                with counting() as asked:
                    await act(first)
                statements.append(len(asked.statements))
                took.append(await _computed(act, range(first + 1, first + IN_TURN)))
    return found


async def _computed(act: Act, members: Sequence[int]) -> float:
    began = time.process_time()
    for member in members:
        await act(member)
    return 1000 * (time.process_time() - began) / len(members)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print milliseconds and statements by database and act."""
    argparse.ArgumentParser(description=__doc__.partition("\n")[0]).parse_args(arguments)
    print(f"CPU of one act through the dispatcher, {PEOPLE:,} members, each act once by each")
    print(f"{'database':<12}{'act':<24}{'median ms':>10}{'least ms':>10}{'statements':>12}")
    with databases() as urls:
        for name, url in urls.items():
            for act, (took, statements) in asyncio.run(measure(url)).items():
                middle, least = statistics.median(took), min(took)
                print(f"{name:<12}{act:<24}{middle:>10.2f}{least:>10.2f}{max(statements):>12}")


if __name__ == "__main__":
    main()
