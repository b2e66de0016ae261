"""Databases to measure on, filled with an invented community of any size."""

import itertools
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from adapters.web.sender import WebSender
from bench.people import people
from bot.bootstrap import Core, assemble
from bot.community.clock import SystemChance, SystemClock
from bot.community.people import Ref
from bot.community.roles import Role
from bot.routing.background import ThreadExecutor
from bot.routing.interaction import Arrival, Request, Submitted
from storage.kernel.database import connect
from storage.kernel.migrations import upgrade
from storage.stores import work_on
from tests.postgres import Server


@contextmanager
def databases() -> Iterator[dict[str, str]]:
    """An empty database of each kind, by name; gone afterwards."""
    with tempfile.TemporaryDirectory() as folder, Server() as server:
        yield {
            "SQLite": f"sqlite:///{Path(folder) / 'bench.sqlite3'}",
            "PostgreSQL": server.create(),
        }


@asynccontextmanager
async def community(url: str, size: int) -> AsyncIterator[tuple[Core, int]]:
    """The core over a database with so many people, and the community's id."""
    upgrade(url)
    engine = connect(url)
    clock = SystemClock()
    senders = {"web": WebSender(work_on(engine), clock)}
    core = assemble(engine, senders, clock, SystemChance(), ThreadExecutor())
    async with core.open_work() as work:
        id_ = (await work.people.establish("Bench")).id
    invented = iter(people(size))
    while batch := list(itertools.islice(invented, 500)):
        async with core.open_work() as work:
            await work.members.add_many(id_, batch, core.clock.now())
    yield core, id_
    await engine.dispose()


async def found_programme(core: Core, community_id: int) -> None:
    """Let the first member be a facilitator, who founds a programme that everybody joins."""
    async with core.open_work() as work:
        await work.members.grant(1, Role.FACILITATOR)
    form = Submitted("introductions.programme", 0, {"name": "Bench"}, turn="done")
    await does(core, community_id, form)
    async with core.open_work() as work:
        (programme,) = await work.introductions.programmes.running(community_id)
        for member in await work.people.with_role(community_id, Role.MEMBER):
            await work.introductions.membership.join(programme.id, member.id, core.clock.now())


async def does(core: Core, community_id: int, request: Request) -> None:
    """Let the first member do something in the web chat."""
    me, space, here = Ref("web", "1"), Ref("web", str(community_id)), Ref("web", "direct:1")
    await core.dispatcher(Arrival(me, space, here, str(request)), request)
