"""What ends about the same time is recorded together, and a fault of one holds up no other."""

import asyncio
from collections.abc import Sequence

import pytest

from bot.errors import NotReady
from jobs.recorder import Recorder


async def test_what_comes_meanwhile_is_recorded_together_and_a_fault_stays_with_its_own() -> None:
    recorded, may_go = list[list[int]](), asyncio.Event()

    async def record(some: Sequence[int]) -> None:
        recorded.append(list(some))
        await may_go.wait()
        if 3 in some:
            raise ValueError("three")

    recorder = Recorder(record)
    waiting = [asyncio.create_task(recorder(number)) for number in range(5)]
    await asyncio.sleep(0)
    late = [asyncio.create_task(recorder(number)) for number in (5, 6)]
    await asyncio.sleep(0)
    may_go.set()
    outcomes = await asyncio.gather(*waiting, *late, return_exceptions=True)
    assert [str(each) if each else "" for each in outcomes] == ["", "", "", "three", "", "", ""]
    assert recorded == [[0, 1, 2, 3, 4], [0], [1], [2], [3], [4], [5, 6]]


async def test_while_the_database_is_away_nothing_is_tried_by_itself() -> None:
    tries = list[Sequence[int]]()

    async def record(some: Sequence[int]) -> None:
        tries.append(some)
        raise NotReady("away")

    recorder = Recorder(record)
    outcomes = await asyncio.gather(*map(recorder, range(3)), return_exceptions=True)
    assert [type(each) for each in outcomes] == [NotReady] * 3
    assert len(tries) == 1
    with pytest.raises(NotReady):
        await recorder(4)
