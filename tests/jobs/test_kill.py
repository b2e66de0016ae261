"""kill -9 at random moments while a round is opened and delivered: nothing lost, nothing twice."""

import asyncio
import random
import shutil
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest
from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.web.sender import WebSender
from bot.bootstrap import Core, assemble
from bot.community.clock import MovableClock, SystemChance
from bot.community.people import Ref
from bot.community.profiles import Profile
from bot.community.roles import Role
from bot.routing.background import ThreadExecutor
from bot.routing.interaction import Arrival, Submitted, Typed
from storage.introductions.tables import introduction_members, introductions, rounds
from storage.kernel.database import connect
from storage.kernel.delivery_tables import outbox
from storage.stores import work_on
from storage.web.tables import web_messages, web_place_members, web_places
from tests.extent import few_or_all
from tests.jobs.killing import kill_until_done
from tests.postgres import Server

pytestmark = [
    pytest.mark.forks,
    pytest.mark.timeout(900),
    pytest.mark.slow("many processes are killed"),
]

PEOPLE = few_or_all(60, 300)
KILLS = few_or_all(5, 25)
_LONGEST = PEOPLE / 100  # seconds, about, that it takes to deliver a round
_SEED = 20261122


def core_on(url: str, ahead: timedelta) -> tuple[Core, AsyncEngine]:
    engine = connect(url)
    clock = MovableClock(ahead)
    sender = WebSender(work_on(engine), clock)
    core = assemble(
        engine, {"web": sender}, clock, SystemChance(), ThreadExecutor(), machine_clock=clock
    )
    return core, engine


async def open_and_deliver(url: str, ahead: timedelta, delivering: Event) -> None:
    """What a process does that is killed: open the round (the same click) and deliver it."""
    core, _ = core_on(url, ahead)
    click = Arrival(Ref("web", "1"), Ref("web", "1"), Ref("web", "direct:1"), "the same click")
    await core.dispatcher(click, Typed("/facilitate round open"))
    delivering.set()
    while await core.relay.drain():
        pass


def in_a_process(url: str, ahead: timedelta, delivering: Event) -> None:
    asyncio.run(open_and_deliver(url, ahead, delivering))


async def furnish(url: str) -> None:
    """A community of people who all take part in one programme."""
    core, engine = core_on(url, timedelta())
    async with core.open_work() as work:
        community = (await work.people.establish("Testers")).id
        for number in range(PEOPLE):
            topics = (f"topic {number % 7}", f"topic {number % 11}")
            profile = Profile(name=f"Person {number}", topics=topics)
            await work.members.add(community, profile, core.clock.now())
        await work.members.grant(1, Role.FACILITATOR)
    me, space, here = Ref("web", "1"), Ref("web", str(community)), Ref("web", "direct:1")
    values = {"name": "Kindred spirits"}
    await core.dispatcher(
        Arrival(me, space, here, "found"),
        Submitted("introductions.programme", 0, dict(values), turn="done"),
    )
    async with core.open_work() as work:
        (programme,) = await work.introductions.programmes.running(community)
        for member in range(1, PEOPLE + 1):
            await work.introductions.membership.join(programme.id, member, core.clock.now())
    while await core.relay.drain():
        pass
    await engine.dispose()


@dataclass(frozen=True)
class Found:
    """What is in the database in the end."""

    rounds: int
    introductions: int
    introduced: Counter[int]
    rooms: int
    messages_in_rooms: Counter[int]
    people_in_rooms: Counter[int]
    undelivered: int


async def look(url: str) -> Found:
    core, engine = core_on(url, timedelta())
    in_rooms = (
        select(web_messages.c.place_id)
        .join(web_places, web_places.c.id == web_messages.c.place_id)
        .where(web_places.c.kind == "room")
    )
    people = (
        select(web_place_members.c.member_id)
        .join(web_places, web_places.c.id == web_place_members.c.place_id)
        .where(web_places.c.kind == "room")
    )
    async with core.open_work(read_only=True) as work:

        async def every(query: Select[int]) -> list[int]:
            return list((await work.connection.execute(query)).scalars())

        found = Found(
            rounds=len(await every(select(rounds.c.id).where(rounds.c.opened_at.is_not(None)))),
            introductions=len(await every(select(introductions.c.id))),
            introduced=Counter(await every(select(introduction_members.c.member_id))),
            rooms=len(await every(select(web_places.c.id).where(web_places.c.kind == "room"))),
            messages_in_rooms=Counter(await every(in_rooms)),
            people_in_rooms=Counter(await every(people)),
            undelivered=len(await every(select(outbox.c.id).where(outbox.c.state != "done"))),
        )
    await engine.dispose()
    return found


def check(found: Found) -> None:
    assert found.rounds == 1
    assert found.introductions == found.rooms == PEOPLE // 2
    assert found.introduced == Counter(range(1, PEOPLE + 1))
    assert found.people_in_rooms == Counter(range(1, PEOPLE + 1))
    assert set(found.messages_in_rooms.values()) == {1}
    assert len(found.messages_in_rooms) == found.rooms
    assert found.undelivered == 0


def test_killed_at_random_on_sqlite(sqlite_url: str, tmp_path: Path) -> None:
    asyncio.run(furnish(sqlite_url))
    dice, kills, copies = random.Random(_SEED), 0, 0
    while kills < KILLS:
        copies += 1
        copy = tmp_path / f"copy{copies}.sqlite3"
        shutil.copy(sqlite_url.removeprefix("sqlite:///"), copy)
        kills += kill_until_done(in_a_process, f"sqlite:///{copy}", dice, KILLS, _LONGEST)
        check(asyncio.run(look(f"sqlite:///{copy}")))


@pytest.mark.slow("processes are killed")
def test_killed_at_random_on_postgresql(own_postgres_url: str, postgres_server: Server) -> None:
    asyncio.run(furnish(own_postgres_url))
    dice, kills = random.Random(_SEED), 0
    while kills < KILLS:
        copy = postgres_server.create(template=own_postgres_url)
        kills += kill_until_done(in_a_process, copy, dice, KILLS, _LONGEST)
        check(asyncio.run(look(copy)))
        postgres_server.drop(copy)
