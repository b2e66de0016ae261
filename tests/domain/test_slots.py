"""How many interactions are worked on at a time."""

import asyncio

from bot.community.people import Ref
from bot.routing.slots import Slots

BUSY, QUIET = Ref("slack", "T1"), Ref("slack", "T2")


async def test_what_is_slow_to_find_out_in_one_space_holds_up_no_other() -> None:
    slots, answered, done = Slots(together=2, each=2), asyncio.Event(), []

    async def asks_who_that_is(number: int) -> None:
        async with slots.slot(BUSY) as slot:
            async with slot.let_go():
                await answered.wait()
            done.append(number)

    slow = [asyncio.create_task(asks_who_that_is(number)) for number in range(5)]
    async with asyncio.timeout(5), slots.slot(QUIET):
        assert done == []
    answered.set()
    await asyncio.gather(*slow)
    assert sorted(done) == [*range(5)]
    assert not slots.full


async def test_no_space_takes_all_the_places() -> None:
    slots, begun, ends = Slots(together=3, each=2), asyncio.Semaphore(0), asyncio.Event()

    async def works() -> None:
        async with slots.slot(BUSY):
            begun.release()
            await ends.wait()

    working = [asyncio.create_task(works()) for _ in range(9)]
    for _ in range(2):
        await begun.acquire()
    async with asyncio.timeout(5), slots.slot(QUIET):
        assert slots.full
    ends.set()
    await asyncio.gather(*working)


async def test_who_gives_up_waiting_leaves_no_place_taken() -> None:
    slots = Slots(together=1, each=1)
    async with slots.slot(BUSY):
        for space in (BUSY, QUIET):
            waits = asyncio.create_task(_once(slots, space))
            await asyncio.sleep(0)
            waits.cancel()
            await asyncio.gather(waits, return_exceptions=True)
    async with asyncio.timeout(5):
        await _once(slots, BUSY)
        await _once(slots, QUIET)


async def _once(slots: Slots, space: Ref) -> None:
    async with slots.slot(space):
        pass
