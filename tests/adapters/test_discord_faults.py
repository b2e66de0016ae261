"""What goes wrong on the way to Discord: nothing is lost, doubled or silent, however often."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator

import pytest

from bot.community.clock import SystemClock
from bot.community.facts import Fact
from bot.delivery.addresses import ToMember
from bot.ui.messages import say
from tests.adapters.discord_commons import (
    DIRECT,
    INTRODUCED,
    LET_IN,
    MEET,
    POST,
    THREAD,
    Commons,
    commons,
)
from tests.adapters.discord_weather import Fault
from tests.extent import each_once, some_or_all, some_rows


@pytest.fixture
async def here(sqlite_url: str) -> AsyncIterator[Commons]:
    async with commons(sqlite_url) as found:
        found.discord.world.nonce_seconds = 0.0  # it all takes longer than Discord remembers them
        yield found


@pytest.fixture
async def impatient(sqlite_url: str) -> AsyncIterator[Commons]:
    """In real time, with a Kindred that gives up on an answer soon."""
    async with commons(sqlite_url, clock=SystemClock(), timeout=0.5) as found:
        found.discord.world.nonce_seconds = 0.0
        yield found


@pytest.fixture
async def in_real_time(sqlite_url: str) -> AsyncIterator[Commons]:
    async with commons(sqlite_url, clock=SystemClock(), timeout=10.0) as found:
        found.discord.world.nonce_seconds = 0.0
        yield found


# Discord stumbles -----------------------------------------------------------------------------

STUMBLES = {
    "500": Fault.http(500),
    "502, in HTML": Fault.http(502),
    "503": Fault.http(503),
    "504": Fault.http(504),
    "cut before the work": Fault.cut(),
    "answer lost after the work": Fault.lose_answer(),
    "502 after the work": Fault.lose_answer(502),
}
KINDS = dict(some_or_all(list(STUMBLES.items()), 4))
"""Where each is tried at many places: by default no two that Kindred treats alike."""

MESSAGE = "/channels/{channel_id}/messages/{message_id}"
LOOKS = ("/channels/{channel_id}/messages", "/guilds/{guild_id}/threads/active")
STEPS = {"thread": THREAD, "member": LET_IN, "message": POST, "direct channel": DIRECT}


@each_once
@pytest.mark.parametrize("stumble", KINDS.values(), ids=KINDS)
@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
async def test_stumbling_twice_neither_loses_nor_doubles(
    here: Commons, step: str, stumble: Fault
) -> None:
    struck = here.discord.faults.add(step, stumble, times=2)
    await all_is_said_once(here)
    assert struck.met


@some_rows(2)
@pytest.mark.parametrize("stumble", STUMBLES.values(), ids=STUMBLES)
async def test_stumbling_at_each_step_neither_loses_nor_doubles(
    here: Commons, stumble: Fault
) -> None:
    struck = [here.discord.faults.add(step, stumble) for step in STEPS.values()]
    await all_is_said_once(here)
    assert all(each.met for each in struck)


@some_rows(2)
@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
async def test_what_is_done_after_we_gave_up_waiting_is_not_doubled(
    impatient: Commons, step: str
) -> None:
    here = impatient
    struck = here.discord.faults.add(step, Fault.hang(0.8))
    await all_is_said_once(here)
    assert struck.met


@pytest.mark.slow("every attempt is made")
async def test_giving_up_twice_doubles_nothing(impatient: Commons) -> None:
    here = impatient
    struck = [here.discord.faults.add(s, Fault.hang(0.8), times=2) for s in (THREAD, DIRECT)]
    await all_is_said_once(here)
    assert [each.met for each in struck] == [1, 2]  # the thread was there at the second look


async def all_is_said_once(here: Commons) -> None:
    await here.tell_ada()
    await here.introduce()
    await here.delivered()
    assert here.rooms() == INTRODUCED
    assert here.said_to(here.ada) == ["Hello Ada"]
    assert await here.kindred.dead() == []


@some_rows(2)
@pytest.mark.parametrize("stumble", STUMBLES.values(), ids=STUMBLES)
async def test_an_edit_and_a_retraction_survive_a_stumble(here: Commons, stumble: Fault) -> None:
    await here.tell_ada("One", "one")
    await here.tell_ada("Two", "two")
    await here.delivered()
    struck = [here.discord.faults.add(f"{act} {MESSAGE}", stumble) for act in ("PATCH", "DELETE")]
    async with here.kindred.open_work() as work:
        await work.outbox.edit(Fact("one"), say("One, mended"))
        await work.outbox.retract(Fact("two"))
    await here.delivered()
    assert all(each.met for each in struck)
    assert here.said_to(here.ada) == ["One, mended"]


async def test_looking_for_what_was_said_stumbles_too(here: Commons) -> None:
    here.discord.faults.add(POST, Fault.lose_answer(), times=2)
    here.discord.faults.add(THREAD, Fault.lose_answer())
    looked = [here.discord.faults.add(f"GET {look}", Fault.http(503)) for look in LOOKS]
    await all_is_said_once(here)
    assert all(each.met for each in looked)


async def test_a_message_is_looked_for_among_what_people_said_meanwhile(here: Commons) -> None:
    lost = here.discord.faults.add(POST, Fault.lose_answer())
    here.discord.faults.add("GET /channels/*/messages", Fault.http(503))
    await here.introduce()
    await here.discord.until(lambda: lost.met)
    [room] = here.guild.threads
    for number in range(150):
        await here.discord.say(here.ada, room, f"chatter {number}")
    await here.delivered()
    [(_, said)] = here.rooms()
    assert said.count(MEET) == 1


async def test_a_thread_is_looked_for_among_the_archived_ones(here: Commons) -> None:
    for number in range(120):
        here.discord.world.thread(
            here.for_all, f"Old {number}", here.discord.world.bot.id, archived=True
        )
    lost = here.discord.faults.add(THREAD, Fault.lose_answer())
    held = here.discord.faults.add("GET /guilds/*/threads/active", Fault.http(503), times=None)
    await here.introduce()
    await here.discord.until(lambda: lost.met and held.met)
    room = here.guild.threads[-1]
    await here.discord.archive(room)
    here.discord.faults.clear()
    await here.delivered()
    assert len([r for r in here.guild.threads if r.name.startswith("Ada and Bo")]) == 1


async def test_an_outage_ends(here: Commons) -> None:
    await here.discord.go_down(api=True)
    before = here.discord.calls[DIRECT]
    await here.tell_ada()
    await here.discord.until(lambda: here.discord.calls[DIRECT] > before)
    here.discord.come_back()
    await here.delivered()
    assert here.said_to(here.ada) == ["Hello Ada"]


# Discord asks to wait -------------------------------------------------------------------------


@each_once
@pytest.mark.parametrize("scope", some_or_all(["user", "shared", "global"], 2))
@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
async def test_when_discord_asks_to_wait_it_is_left_alone_that_long(
    in_real_time: Commons, step: str, scope: str
) -> None:
    here, began = in_real_time, time.monotonic()
    struck = here.discord.faults.add(step, Fault.slow_down(after=1, scope=scope))
    await all_is_said_once(here)
    assert struck.met
    assert time.monotonic() - began >= 1
    assert here.discord.impatience == []
    assert here.discord.limits.refused <= 2, "it is asked again only when the wait is over"


async def test_a_global_wait_holds_everything_but_answers(in_real_time: Commons) -> None:
    here = in_real_time
    other = here.discord.world.guild("Other Place")
    await here.kindred.joined("The Test Table", other)
    cy = here.discord.world.member(other, "Cy Example")
    cy_in = await here.kindred.member(cy, other)
    here.discord.faults.add(DIRECT, Fault.slow_down(after=4, scope="global"))
    await here.tell_ada()
    await here.discord.until(lambda: here.discord.limits.refused)
    here.discord.limits.grace, before = 0.0, len(here.discord.log)
    await here.kindred.post(ToMember(cy_in.id), "Hello Cy", "cy")
    told = await here.discord.slash(here.bo, here.guild, "kindred", ["help"])
    assert told.acked
    await here.kindred.platform.finish()
    asked = {path.split("/")[1] for _, path, _, _ in here.discord.log[before:]}
    assert "interactions" in asked
    assert asked <= {"interactions", "webhooks"}, "only answers, of which a late one is two calls"
    await here.delivered()
    assert (here.said_to(here.ada), here.said_to(cy)) == (["Hello Ada"], ["Hello Cy"])


# Long messages --------------------------------------------------------------------------------

LINES = [f"Line {number}: " + "word " * 300 for number in range(12)]


@each_once
@pytest.mark.parametrize("page", [1, 2])
@pytest.mark.parametrize(
    "fault", [Fault.slow_down(after=1), Fault.slow_down(after=1, scope="global")]
)
async def test_a_wait_between_the_pages_of_a_message_is_kept(
    in_real_time: Commons, fault: Fault, page: int
) -> None:
    here, began = in_real_time, time.monotonic()
    struck = here.discord.faults.add(POST, fault, skip=page)
    await long_one(here)
    assert struck.met
    assert time.monotonic() - began >= 1


@some_rows(2)
@pytest.mark.parametrize("stumble", STUMBLES.values(), ids=STUMBLES)
async def test_a_stumble_between_the_pages_of_a_message_doubles_none(
    here: Commons, stumble: Fault
) -> None:
    struck = here.discord.faults.add(POST, stumble, skip=1)
    await long_one(here)
    assert struck.met


async def long_one(here: Commons) -> None:
    async with here.kindred.open_work() as work:
        to, community = ToMember(here.ada_in.id), here.ada_in.community
        await work.outbox.post(to, say(*LINES), Fact("long"), community=community)
    await here.delivered()
    said = "\n".join(message.words for message in here.discord.dm(here.ada))
    assert len(here.discord.dm(here.ada)) > 2
    assert [n for n in range(12) for _ in range(said.count(f"Line {n}:"))] == list(range(12))
    assert said.index("Line 2:") < said.index("Line 11:")


async def test_a_thread_grows_and_shrinks_with_its_people_and_is_put_away(here: Commons) -> None:
    room = Fact("r")
    await here.introduce()
    await here.delivered()
    [thread] = here.guild.threads
    async with here.kindred.open_work() as work:
        await work.outbox.let_out(room, [here.bo_in.id])
    await here.delivered()
    assert here.bo.id not in thread.members
    assert here.ada.id in thread.members
    await here.discord.archive(thread)
    struck = here.discord.faults.add(LET_IN, Fault.http(503))
    async with here.kindred.open_work() as work:
        await work.outbox.let_in(room, [here.bo_in.id])
    await here.delivered()
    assert struck.met
    assert here.bo.id in thread.members
    async with here.kindred.open_work() as work:
        await work.outbox.close_room(room)
    await here.delivered()
    assert thread.archived
    assert await here.kindred.dead() == []
