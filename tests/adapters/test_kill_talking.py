"""kill -9 while people talk in three places: all of it is carried, once, as it was changed."""

from __future__ import annotations

import asyncio
import math
import os
import random
import signal
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

import pytest

from tests.adapters.three_places import (
    EVERYWHERE,
    WEB,
    Act,
    Addresses,
    Serving,
    Table,
    WebAuthor,
    faults,
    three_places,
)
from tests.extent import everywhere_only, few_or_all
from tests.forks import FORKS

pytestmark = [
    pytest.mark.forks,
    pytest.mark.timeout(3600),
    everywhere_only,
]

KILLS = few_or_all(3, 100)
SAID = few_or_all(15, 50)  # messages during the life of a process
LONGEST = few_or_all(1.0, 3.0)  # seconds that a process lives
_PATIENCE = 120.0  # seconds in which nothing more comes
_LEASES_RUN_OUT = timedelta(minutes=5)
_SEED = 20261201


async def serve(at: Addresses, acts: Sequence[Act], member: int, card: int) -> None:
    """What a process does that is killed: hear and deliver, while somebody writes in its chat."""
    serving, stopping = Serving(at), asyncio.Event()
    running = asyncio.create_task(serving.run(stopping))
    author = await WebAuthor.of(serving.core, member, card)
    for act in acts:
        await author.do(act)
    await running


def in_a_process(at: Addresses, acts: Sequence[Act], member: int, card: int) -> None:
    asyncio.run(serve(at, acts, member, card))


def storm(life: int) -> list[Act]:
    """What is done in the three places during the life of a process."""
    acts = []
    for number in range(life * SAID, (life + 1) * SAID):
        place = EVERYWHERE[number % 3]
        acts.append(Act(place, "say", number, f"{place} {number}: as it was said"))
        earlier = number - 6
        if number % 5 == 0 and earlier >= life * SAID:
            acts.append(Act(place, "edit", earlier, f"{place} {earlier}: as it was changed"))
        elif number % 7 == 0 and earlier >= life * SAID:
            acts.append(Act(place, "delete", earlier))
    return acts


def changes_of_old(acts: Sequence[Act]) -> list[Act]:
    """The first that was said in each place is changed, and the second deleted."""
    changed = []
    for place in EVERYWHERE:
        gone = {act.number for act in acts if act.verb == "delete"}
        said = [act for act in acts if act.place == place and act.verb == "say"]
        first, second = [act.number for act in said if act.number not in gone][:2]
        changed += [Act(place, "edit", first, f"{place} {first}: changed after all restarts")]
        changed += [Act(place, "delete", second)]
    return changed


async def live(table: Table, life: int, acts: list[Act], before: list[Act], after: float) -> None:
    """Let a process run while this is done, and kill it so many seconds after it has begun."""
    process = await _begin(table, life, [*before, *acts])
    writing = asyncio.create_task(_write(table, acts))
    await asyncio.sleep(after)
    assert process.pid
    os.kill(process.pid, signal.SIGKILL)
    await asyncio.to_thread(process.join)
    await writing
    await table.slack.until(lambda: not table.slack.deliverer.links)
    await table.discord.until(lambda: not table.discord.gateway.live)
    table.discord.world.nonces.clear()  # it takes longer than Discord remembers them


async def _begin(table: Table, life: int, acts: list[Act]) -> FORKS.Process:  # type: ignore[name-defined]
    own = [act for act in acts if act.place == WEB]
    arguments = table.addresses(life * _LEASES_RUN_OUT), own, table.member, table.web_card
    process = FORKS.Process(target=in_a_process, args=arguments)
    await asyncio.to_thread(process.start)
    await table.slack.until(lambda: bool(table.slack.deliverer.links), _PATIENCE)
    await table.discord.connected(seconds=_PATIENCE)
    return process


async def _write(table: Table, acts: Sequence[Act]) -> None:
    for act in acts:
        if act.place != WEB:
            await table.do(act)
            await asyncio.sleep(0.01)


async def _is_right(table: Table, acts: Sequence[Act]) -> None:
    """Wait until all is right, as long as ever more of it is."""
    clock, best, left = asyncio.get_running_loop(), math.inf, Counter[str]()
    since = clock.time()
    while clock.time() - since < _PATIENCE:
        left = faults(await table.carried(), acts)
        if not left:
            return
        if left.total() < best:
            best, since = left.total(), clock.time()
        await asyncio.sleep(0.1 + len(acts) / 1_000)  # the database tells nobody
    told = f"of {len(acts)} acts: {dict(left)}"
    raise AssertionError(told)


async def test_killed_while_people_talk_in_three_places(database_url: str) -> None:
    dice, done, before = random.Random(_SEED), list[Act](), list[Act]()
    async with three_places(database_url) as table:
        for life in range(KILLS):
            acts = storm(life)
            await live(table, life, acts, before, dice.uniform(0.0, LONGEST))
            done += acts
            before = await table.left([act for act in [*before, *acts] if act.place == WEB])
        old = changes_of_old(done)
        process = await _begin(table, KILLS, before)
        try:
            await _is_right(table, done)
            web = [act for act in old if act.place == WEB]
            os.kill(process.pid or 0, signal.SIGKILL)
            await asyncio.to_thread(process.join)
            process = await _begin(table, KILLS + 1, web)
            await _write(table, old)
            await _is_right(table, done + old)
        finally:
            os.kill(process.pid or 0, signal.SIGKILL)
            await asyncio.to_thread(process.join)
