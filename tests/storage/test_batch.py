"""What several ask of a database at once: in one step for all, and as if each asked alone."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import bindparam, select, text
from sqlalchemy.exc import DBAPIError

from storage.kernel.direct import Direct
from storage.kernel.tables import communities
from storage.kernel.unit_of_work import SqlWork
from storage.stores import work_on
from tests.database import engine_at
from tests.extent import on_both

pytestmark = on_both

_IT = communities.c
_CALLED = Direct(select(_IT.id).where(_IT.name == bindparam("called")))


@pytest.fixture
async def work(database_url: str) -> AsyncIterator[SqlWork]:
    async with engine_at(database_url) as engine:
        open_work = work_on(engine)
        async with open_work() as work:
            for name in ("Ants", "Bees", "Cats"):
                await work.people.establish(name)
        async with open_work(read_only=True) as work:
            yield work


class Curious:
    """Asks how many communities have a name, one name after the other."""

    def __init__(self, work: SqlWork) -> None:
        self.work = work
        self.noted: list[str] = []

    async def ask(self, *names: str) -> list[int]:
        counts = []
        for name in names:
            self.noted.append(f"{name}?")
            rows = await _CALLED.all(self.work.connection, {"called": name})
            self.noted.append(f"{name}!")
            counts.append(len(rows))
        return counts


async def test_all_ask_before_any_is_answered(work: SqlWork) -> None:
    curious = Curious(work)
    found = await work.at_once([curious.ask("Ants", "Dogs"), curious.ask(), curious.ask("Bees")])
    assert found == [[1, 0], [], [1]]
    assert " ".join(curious.noted) == "Ants? Bees? Ants! Dogs? Bees! Dogs!"
    assert await curious.ask("Cats") == [1]
    assert await work.at_once([]) == []


async def test_what_one_waits_for_otherwise_the_others_wait_for_too(work: SqlWork) -> None:
    curious = Curious(work)

    async def patient() -> list[int]:
        await asyncio.sleep(0)
        beside = await asyncio.create_task(curious.ask("Cats"))
        counted = await work.connection.execute(text("SELECT count(*) FROM communities"))
        return [*beside, counted.scalar_one(), *await curious.ask("Bees")]

    assert await work.at_once([patient(), curious.ask("Ants")]) == [[1, 3, 1], [1]]
    assert curious.noted[2:4] == ["Bees?", "Ants?"]


async def test_what_one_raises_is_raised_and_the_others_end(work: SqlWork) -> None:
    curious, ended = Curious(work), []

    async def careful() -> list[int]:
        try:
            return await curious.ask("Ants")
        finally:
            ended.append("careful")

    async def broken() -> list[int]:
        await work.connection.execute(text("SELECT nonsense"))
        return []

    with pytest.raises(DBAPIError):
        await work.at_once([careful(), broken(), curious.ask("Bees")])
    assert (ended, curious.noted) == (["careful"], ["Ants?"])


async def test_who_is_told_to_stop_meanwhile_tells_the_one_that_waits(work: SqlWork) -> None:
    waiting, ended = asyncio.Event(), []

    async def patient() -> None:
        try:
            waiting.set()
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            ended.append("told")
            raise

    asking = asyncio.create_task(work.at_once([patient()]))
    await waiting.wait()
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert ended == ["told"]
