"""How long a round of 2,000 takes: looked at, opened, delivered."""

import asyncio
import time

from bench.places import community, databases, does, found_programme
from bot.routing.interaction import Typed

PEOPLE = 2_000


async def measure(url: str) -> dict[str, float]:
    """Seconds of each step."""
    async with community(url, PEOPLE) as (core, id_):
        await found_programme(core, id_)
        seconds = {}
        for step, request in (
            ("preview (matching and all)", Typed("/facilitate round preview")),
            ("open as previewed", Typed("/facilitate round open")),
        ):
            began = time.perf_counter()
            await does(core, id_, request)
            seconds[step] = time.perf_counter() - began
        began = time.perf_counter()
        while await core.relay.drain():
            pass
        seconds["deliver 1,000 rooms, 1,000 messages"] = time.perf_counter() - began
    return seconds


def main() -> None:
    """Print the seconds of each step on each database."""
    print(f"A round of {PEOPLE:,} in pairs")
    with databases() as urls:
        for name, url in urls.items():
            for step, seconds in asyncio.run(measure(url)).items():
                print(f"{name:<12}{step:<40}{seconds:>8.1f} s")


if __name__ == "__main__":
    main()
