"""How long a round of 2,000 takes: looked at, opened, delivered."""

import asyncio
import time

from bench.places import community, databases
from bot.bootstrap import Core
from bot.interaction import Arrival, Request, Submitted, Typed
from bot.people import Ref, Role

PEOPLE = 2_000


async def measure(url: str) -> dict[str, float]:
    """Seconds of each step."""
    async with community(url, PEOPLE) as (core, id_):
        await _found_programme(core, id_)
        seconds = {}
        for step, request in (
            ("preview (matching and all)", Typed("/facilitate round preview")),
            ("open as previewed", Typed("/facilitate round open")),
        ):
            began = time.perf_counter()
            await _does(core, id_, request)
            seconds[step] = time.perf_counter() - began
        began = time.perf_counter()
        while await core.relay.drain():
            pass
        seconds["deliver 1,000 rooms, 1,000 messages"] = time.perf_counter() - began
    return seconds


async def _found_programme(core: Core, community_id: int) -> None:
    async with core.open_work() as work:
        await work.members.grant(1, Role.FACILITATOR)
    form = Submitted("introductions.programme", 0, {"name": "Bench"}, turn="done")
    await _does(core, community_id, form)
    async with core.open_work() as work:
        (programme,) = await work.introductions.programmes.running(community_id)
        for member in await work.people.with_role(community_id, Role.MEMBER):
            await work.introductions.membership.join(programme.id, member.id, core.clock.now())


async def _does(core: Core, community_id: int, request: Request) -> None:
    me, space, here = Ref("web", "1"), Ref("web", str(community_id)), Ref("web", "direct:1")
    await core.dispatcher(Arrival(me, space, here, str(request)), request)


def main() -> None:
    """Print the seconds of each step on each database."""
    print(f"A round of {PEOPLE:,} in pairs")
    with databases() as urls:
        for name, url in urls.items():
            for step, seconds in asyncio.run(measure(url)).items():
                print(f"{name:<12}{step:<40}{seconds:>8.1f} s")


if __name__ == "__main__":
    main()
