"""kill -9 while a group checks in, has its steps fall due and ends, or sits through a half hour:
nothing lost or twice.

What everybody reads in the end is held against what they read where nothing was killed.
"""

import asyncio
import random
import re
import shutil
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest
from sqlalchemy import select

from adapters.web.sender import WebSender
from bot.bootstrap import Core, assemble
from bot.community.clock import MovableClock
from bot.community.people import Ref
from bot.community.profiles import Profile
from bot.demo.buttons import buttons_of
from bot.routing.background import ThreadExecutor
from bot.routing.interaction import Arrival, Pressed, Request, Shown, Submitted, Typed
from bot.ui.fields import Raw
from bot.ui.message_json import from_json
from storage.challenges.commitment_tables import commitment_help_requests, commitments
from storage.kernel.delivery_tables import outbox
from storage.stores import work_on
from storage.web.tables import web_messages, web_place_members, web_places
from tests.chat import FakeChance, FakeClock, text_of
from tests.database import engine_at
from tests.extent import everywhere_only, few_or_all
from tests.jobs.killing import kill_until_done
from tests.postgres import Server

pytestmark = [
    pytest.mark.forks,
    pytest.mark.timeout(900),
    pytest.mark.slow("many processes are killed"),
]

KILLS = few_or_all(3, 25)
PEOPLE = range(1, 7)
_LONGEST = 0.4  # seconds; what there is to do takes about two
_ROW = re.compile(r"help_room:\d+")  # which id it has depends on who was killed
_SEED = 20261130
_REACHED = "test.reached"
HOST, ASKS, LATER, STUCK = 1, 2, 3, 4
MONDAY = datetime(2026, 12, 7, tzinfo=UTC)
STEP, HELP = "their own step", "the help that is asked for"
QUESTION, CASE = "Why do we meet?", "How do I tell our funder?"


@dataclass
class Group:
    """People in the web chat, and the core that they speak with."""

    core: Core
    clock: FakeClock

    async def does(self, member: int, request: Request, deed: str) -> Shown | None:
        """Let somebody do something; whoever is not answered does the same once more."""
        me, here = Ref("web", str(member)), Ref("web", f"direct:{member}")
        return await self.core.dispatcher(Arrival(me, Ref("web", "1"), here, deed), request)

    async def about_its_row(self, member: int, request: Request) -> Request:
        """The same about the row that is meant: which id it has depends on who was killed."""
        async with self.core.open_work(read_only=True) as work:
            step = select(commitments.c.id).where(commitments.c.member_id == member)
            rows = {STEP: step, HELP: select(commitment_help_requests.c.id)}
            match request:
                case Pressed(value=value) if value in rows:
                    id_ = await work.connection.scalar(rows[value])
                    return replace(request, value=str(id_))
                case Submitted(subject=subject) if subject in rows:
                    id_ = await work.connection.scalar(rows[subject])
                    return replace(request, subject=str(id_))
        return request

    async def all_is_done(self) -> None:
        """Do what is due now, and deliver it."""
        await self.core.ticks.run_due()
        await self.core.live.refresh()
        while await self.core.relay.drain():
            pass


@asynccontextmanager
async def group_on(url: str, ahead: timedelta = timedelta()) -> AsyncIterator[Group]:
    clock, machine = FakeClock(MONDAY), MovableClock(ahead)
    async with engine_at(url) as engine:
        senders = {"web": WebSender(work_on(engine), clock)}
        chance, executor = FakeChance(), ThreadExecutor()
        core = assemble(engine, senders, clock, chance, executor, machine_clock=machine)
        yield Group(core, clock)


async def furnish(url: str) -> None:
    """A group that checks in daily, of which the host would be glad to help."""
    async with group_on(url) as group:
        group.clock.at = MONDAY - timedelta(hours=15)
        now = group.clock.now()
        async with group.core.open_work() as work:
            community = (await work.people.establish("Testers")).id
            for number in PEOPLE:
                await work.members.add(community, Profile(name=f"Person {number}"), now)
        shown = await group.does(HOST, Typed(f'/challenge new "{QUESTION}"'), "new")
        (post,) = (each for each in buttons_of(shown) if each.action == "challenges.post")
        await group.does(HOST, Pressed(post.action, post.value), "post")
        for number in PEOPLE[1:]:
            await group.does(number, Typed("/challenge join"), f"join {number}")
        await group.does(HOST, Typed("/challenge check-ins daily"), "rhythm")
        glad: dict[str, Raw] = {"where": "alone", "hour": "9", "weekday": "group", "glad": ["glad"]}
        await group.does(*_fill(HOST, "challenges.check_in_how", "1", **glad), "glad")
        await group.all_is_done()


def _press(member: int, action: str, value: str) -> tuple[int, Request]:
    return member, Pressed(action, value)


def _fill(member: int, form: str, subject: str, **values: Raw) -> tuple[int, Request]:
    return member, Submitted(form, 0, values, subject, turn="done")


Happenings = list[tuple[float, list[tuple[int, Request]]]]
"""What people do one step after the other, each so many hours after Monday has begun."""


def check_ins_and_a_half_hour() -> Happenings:
    monday = "1:2026-12-07"
    said: dict[str, Raw] = {"tried": "Two calls", "readers": "group", "glad": []}
    answer, change = (
        _fill(ASKS, "challenges.check_in", monday, help=f"A name in {town}", **said)
        for town in ("Leeds", "York")
    )
    skip = [_press(each, "challenges.check_in_skip", monday) for each in (HOST, STUCK, *PEOPLE[4:])]
    later = _press(LATER, "challenges.check_in_later", f"{monday}:hours")
    checking_in: Happenings = [
        (-12, []),
        (9, []),
        (12, [answer, later, *skip]),
        (15, []),
        (24, []),
        (32, [change]),
        (33, []),
        (34, [(HOST, Typed("/challenge check-ins none"))]),
    ]
    yes = [_press(each, "peer_assists.yes", "1") for each in (HOST, ASKS, LATER)]
    note = _fill(STUCK, "peer_assists.note", "1", note="Call her first.", share="yes")
    return [
        *checking_in,
        (35, [(STUCK, Typed(f'/kindred stuck "{CASE}"'))]),
        (35, [_press(STUCK, "peer_assists.ask", "1:unnamed")]),
        (36, [*yes, _press(PEOPLE[4], "peer_assists.no", "1")]),
        (37, [(STUCK, Typed("/kindred stuck begin"))]),
        *((38 + n, [_press(ASKS, "peer_assists.next", f"1:{n}")]) for n in range(6)),
        (44, [note]),
        (44 + 31 * 24, []),
    ]


def steps_that_fall_due_and_an_end() -> Happenings:
    friday = "2026-12-11"
    commits = [
        _fill(each, "challenges.commitment", "", what=f"step {each}", until=friday, which="1")
        for each in PEOPLE
    ]
    some = {"done": HOST, "keep": ASKS, "let_go": LATER}
    answers = [_press(each, f"challenges.commitment_{said}", STEP) for said, each in some.items()]
    help_ = _fill(STUCK, "challenges.help", STEP, need="Who knows?", where="group", name="named")
    happened = _fill(HOST, "challenges.happened", STEP, happened="They came.", tell=["group"])
    outcome: dict[str, Raw] = {"learned": "To eat together.", "changed": "", "next": ""}
    return [
        (0, [(HOST, Typed("/challenge check-ins none"))]),
        (1, commits),
        (4 * 24 + 8, []),
        (4 * 24 + 9, []),
        (4 * 24 + 10, [*answers, help_]),
        (4 * 24 + 11, [happened, _press(PEOPLE[5], "challenges.help_offer", HELP)]),
        (7 * 24 + 9, []),
        (8 * 24, [_fill(HOST, "challenges.close", "1", **outcome)]),
        (11 * 24 + 9, []),
    ]


HAPPENINGS = {
    each.__name__: each for each in (check_ins_and_a_half_hour, steps_that_fall_due_and_an_end)
}


async def all_of_it(
    which: str, url: str, ahead: timedelta = timedelta(), delivering: Event | None = None
) -> None:
    """What a process does that is killed: go on with the step at which the one before it was."""
    async with group_on(url, ahead) as group:
        async with group.core.open_work(read_only=True) as work:
            reached = int(await work.settings.get(_REACHED) or 0)
        if delivering:
            delivering.set()
        for number, (hours, deeds) in enumerate(HAPPENINGS[which]()[reached:], reached):
            group.clock.at = MONDAY + timedelta(hours=hours)
            for each, deed in enumerate(deeds):
                member, request = deed
                request = await group.about_its_row(member, request)
                await group.does(member, request, f"{number}:{each}")
            await group.all_is_done()
            async with group.core.open_work() as work:
                await work.settings.put(_REACHED, str(number + 1))


def in_a_process(which: str, url: str, ahead: timedelta, delivering: Event) -> None:
    asyncio.run(all_of_it(which, url, ahead, delivering))


async def what_is_read(url: str) -> dict[str, list[str]]:
    """All that stands in each place, who is in it, and what has not been delivered."""
    there: dict[str, list[str]] = defaultdict(list)
    said = (
        select(web_places.c.key, web_messages.c.thread_id, web_messages.c.body)
        .join(web_messages, web_messages.c.place_id == web_places.c.id)
        .where(~web_messages.c.gone)
    )
    inside = select(web_places.c.key, web_place_members.c.member_id).join(web_place_members)
    left = select(outbox.c.id).where(outbox.c.state != "done")
    async with group_on(url) as group, group.core.open_work(read_only=True) as work:
        for key, thread, body in await work.connection.execute(said):
            there[f"{key} below" if thread else key].append(text_of(from_json(body)))
        for key, member in await work.connection.execute(inside):
            there[f"in {key}"].append(str(member))
        there["undelivered"] = list(map(str, await work.connection.scalars(left)))
    return {_ROW.sub("help_room", key): sorted(texts) for key, texts in there.items()}


def they_met_and_a_digest_was_told(read: dict[str, list[str]]) -> None:
    (room,) = (key for key in read if "peer_assists.room" in key and not key.startswith("in "))
    assert len(read[room]) == 7  # a first word, five steps, an end
    assert read["in " + room] == ["1", "2", "3", "4"]
    (digest,) = (text for key in read if key.endswith(" below") for text in read[key])
    assert "A name in York" in digest
    assert any("What came of it?" in text for text in read[f"direct:{STUCK}"])
    assert any("Call her first." in text for text in read[f"direct:{LATER}"])
    assert sum("Nothing this time" in text for text in read["direct:6"]) == 1
    assert read["undelivered"] == []


def each_was_asked_and_heard_of_the_end(read: dict[str, list[str]]) -> None:
    below = [text for key in read if key.endswith(" below") for text in read[key]]
    for part in ("There is enough help with this", "has done it: step 1", "To eat together."):
        assert sum(part in text for text in below) == 1, below
    for member in PEOPLE:
        told = " ".join(read[f"direct:{member}"])
        once = member in PEOPLE[4:]  # asked once more, and never again
        assert told.count(f"Once more, in case it slipped by: step {member}.") == once, told
        assert told.count("To eat together.") == (member != HOST)
    assert sum("room" in key for key in read) == 2  # that of the two, and who is in it
    assert read["undelivered"] == []


def is_done_however_often_it_is_killed(
    which: Callable[[], Happenings],
    copies: Iterator[str],
    whole: Callable[[dict[str, list[str]]], None],
) -> None:
    """Let it be done once in peace, then again and again with kills, always with the same end.

    It is looked whether it comes to all that was to happen, so that the same means something.
    """
    name = which.__name__
    asyncio.run(all_of_it(name, unkilled := next(copies)))
    expected = asyncio.run(what_is_read(unkilled))
    whole(expected)
    dice, kills, process = random.Random(_SEED), 0, partial(in_a_process, name)
    while kills < KILLS:
        kills += kill_until_done(process, url := next(copies), dice, KILLS, _LONGEST)
        assert asyncio.run(what_is_read(url)) == expected
    assert kills >= KILLS


CHECK_INS = (check_ins_and_a_half_hour, they_met_and_a_digest_was_told)
COMMITMENTS = (steps_that_fall_due_and_an_end, each_was_asked_and_heard_of_the_end)


@pytest.mark.parametrize(("which", "whole"), [CHECK_INS, COMMITMENTS])
def test_a_group_killed_at_random_on_sqlite(
    which: Callable[[], Happenings],
    whole: Callable[[dict[str, list[str]]], None],
    sqlite_url: str,
    tmp_path: Path,
) -> None:
    asyncio.run(furnish(sqlite_url))
    furnished = sqlite_url.removeprefix("sqlite:///")
    copies = (f"sqlite:///{shutil.copy(furnished, tmp_path / f'{n}.sqlite3')}" for n in count())
    is_done_however_often_it_is_killed(which, copies, whole)


@everywhere_only
@pytest.mark.parametrize(("which", "whole"), [CHECK_INS, COMMITMENTS])
def test_a_group_killed_at_random_on_postgresql(
    which: Callable[[], Happenings],
    whole: Callable[[dict[str, list[str]]], None],
    own_postgres_url: str,
    postgres_server: Server,
) -> None:
    asyncio.run(furnish(own_postgres_url))
    copies = (postgres_server.create(template=own_postgres_url) for _ in count())
    is_done_however_often_it_is_killed(which, copies, whole)
