"""How long a command takes from arrival to answer, with 10,000 members."""

import asyncio
import statistics
import time

from bench.places import community, databases
from bot.community.people import Ref
from bot.routing.interaction import Arrival, Typed

PEOPLE = 10_000
ROUNDS = 200
COMMANDS = (
    "/kindred help",
    "/kindred profile",
    "/kindred find housing",
    "/kindred introduce",
)


async def measure(url: str) -> dict[str, list[float]]:
    """Milliseconds of every run, by command."""
    times: dict[str, list[float]] = {command: [] for command in COMMANDS}
    async with community(url, PEOPLE) as (core, id_):
        for run in range(ROUNDS):
            for command in COMMANDS:
                me = Ref("web", str(1 + run * 37 % PEOPLE))
                space, here = Ref("web", str(id_)), Ref("web", "bench")
                began = time.perf_counter()
                await core.dispatcher(Arrival(me, space, here, f"{command}{run}"), Typed(command))
                times[command].append(1000 * (time.perf_counter() - began))
    return times


def main() -> None:
    """Print p50 and p99 in milliseconds by database and command."""
    print(f"One command from arrival to answer, {PEOPLE:,} members, {ROUNDS} runs each")
    print(f"{'database':<12}{'command':<34}{'p50 ms':>8}{'p99 ms':>8}")
    with databases() as urls:
        for name, url in urls.items():
            for command, times in asyncio.run(measure(url)).items():
                p99 = statistics.quantiles(times, n=100)[98]
                print(f"{name:<12}{command:<34}{statistics.median(times):>8.1f}{p99:>8.1f}")


if __name__ == "__main__":
    main()
