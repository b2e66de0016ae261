"""A live view in three places that 500 people touch in a minute: edits, and how late they are.

In real time, with a relay and what keeps views current running as in a worker, in a chat at the
pace of Slack. A touch is shown when an edit arrives that counts it; each is a unit of work of its
own, and eight of them run side by side.
"""

import asyncio
import statistics
import time
from dataclasses import dataclass, field

from bench.places import databases
from bot.bootstrap import assemble
from bot.community.clock import SystemChance, SystemClock
from bot.community.people import Ref
from bot.community.places import Purpose
from bot.delivery.addresses import ChannelFor, ToPlace
from bot.delivery.sender import Posted, RateLimit, SendResult
from bot.features import FEATURES
from bot.routing.background import ThreadExecutor
from bot.ui.messages import Message
from storage.kernel.database import connect
from storage.kernel.migrations import upgrade
from tests.board.live import board, put
from tests.chat import FakePlatform, text_of

TOUCHES = 500
SECONDS = 60.0
PLACES = (Purpose.ANNOUNCEMENTS, Purpose.INTRODUCTIONS, Purpose.CALL_OUTS)
_AT_ONCE = 8
_SLACK = RateLimit(message=0.2)


class Hall(FakePlatform):
    """A chat that notes when each place showed which number."""

    rate_limit = _SLACK

    def __init__(self) -> None:
        super().__init__("town")
        self.shown: dict[str, list[tuple[float, int]]] = {}

    async def edit(self, key: str, posted: Posted, message: Message) -> SendResult:
        """Note it, and take it."""
        number = int(text_of(message).split(" counted ")[1].split(".")[0])
        self.shown.setdefault(posted.channel.id, []).append((time.perf_counter(), number))
        return await super().edit(key, posted, message)


@dataclass
class Storm:
    """What was touched and shown."""

    hall: Hall
    touched: dict[int, float] = field(default_factory=dict)
    touching: list[float] = field(default_factory=list)

    def latencies(self) -> list[float]:
        """Seconds from each touch to the edit that counts it, in each place."""
        return [
            next(at for at, number in shown if number >= touch) - began
            for shown in self.hall.shown.values()
            for touch, began in self.touched.items()
        ]


async def measure(url: str) -> Storm:
    """Let the storm pass, and wait until all of it is shown."""
    upgrade(url)
    engine, hall, clock = connect(url), Hall(), SystemClock()
    features = (*FEATURES, "tests.board")
    core = assemble(
        engine, {"town": hall}, clock, SystemChance(), ThreadExecutor(), features=features
    )
    async with core.open_work() as work:
        community = (await work.people.establish("Bench")).id
        space = await work.people.connect(community, Ref("town", "t1"), "Hall")
        await put(work, "tea", "0")
        for purpose in PLACES:
            place = await work.places.choose(space, Ref("town", f"t1/{purpose}"), [purpose])
            there = ToPlace(ChannelFor(purpose, place.id))
            await work.live.hang(there, board("tea"), community=community)
    stopping, storm, counted = asyncio.Event(), Storm(hall), iter(range(1, TOUCHES + 1))
    jobs = [asyncio.create_task(run(stopping)) for run in (core.relay.run, core.live.run)]
    lock, begin = asyncio.Lock(), time.perf_counter()

    async def one_after_the_other() -> None:
        for number in counted:
            await asyncio.sleep(begin + number * SECONDS / TOUCHES - time.perf_counter())
            began = time.perf_counter()
            async with lock:  # so that the numbers go up
                async with core.open_work() as work:
                    await put(work, "tea", str(number))
                storm.touched[number] = time.perf_counter()
            storm.touching.append(time.perf_counter() - began)

    await asyncio.gather(*(one_after_the_other() for _ in range(_AT_ONCE)))
    async with asyncio.timeout(30):
        while any(shown[-1][1] < TOUCHES for shown in hall.shown.values()):  # noqa: ASYNC110
            await asyncio.sleep(0.1)
    stopping.set()
    await asyncio.gather(*jobs)
    await engine.dispose()
    return storm


def main() -> None:
    """Print edits and latencies by database."""
    print(f"A live view in {len(PLACES)} places, {TOUCHES} touches in {SECONDS:.0f} s, by database")
    print(f"{'':<12}{'edits a place':>16}{'shown after, s':>24}{'a touch, ms':>20}")
    print(f"{'':<12}{'':>16}{'p50':>12}{'p99':>12}{'p50':>10}{'p99':>10}")
    with databases() as urls:
        for name, url in urls.items():
            storm = asyncio.run(measure(url))
            edits = "/".join(str(len(shown)) for shown in storm.hall.shown.values())
            after = storm.latencies()
            touching = [1000 * each for each in storm.touching]
            print(
                f"{name:<12}{edits:>16}"
                f"{statistics.median(after):>12.1f}{statistics.quantiles(after, n=100)[98]:>12.1f}"
                f"{statistics.median(touching):>10.1f}"
                f"{statistics.quantiles(touching, n=100)[98]:>10.1f}"
            )


if __name__ == "__main__":
    main()
