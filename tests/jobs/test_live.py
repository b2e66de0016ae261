"""Live views hang in many places, and stay current there by few edits, whatever happens."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.community.facts import Fact
from bot.delivery.addresses import ToMember, ToPlace
from bot.delivery.destinations import Into
from bot.delivery.sender import RateLimit, Retry
from bot.ui.messages import say
from jobs.live import RESTED, SETTLED
from jobs.relay import LEASE
from tests.board.live import board, put
from tests.database import engine_at
from tests.jobs.boards import LONG_ENOUGH, Boards, boards_on, said, touched
from tests.statements import counting


@pytest.fixture
async def boards(database_url: str) -> AsyncIterator[Boards]:
    async with engine_at(database_url) as engine:
        yield await boards_on(engine)


# Hanging --------------------------------------------------------------------------------------


async def test_it_hangs_in_several_places_and_once_in_each(boards: Boards) -> None:
    here, there = boards.channel(1), boards.channel(2)
    await boards.hang(here, there, here)
    await boards.hang(there, said="1")
    assert [boards["c1"], boards["c2"]] == [["tea has counted 0."]] * 2


async def test_each_sees_it_in_their_own_language(boards: Boards) -> None:
    ada, zoe = await boards.person("Ada"), await boards.person("Zoé", "fr")
    await boards.hang(ToMember(ada), ToMember(zoe), boards.channel(1))
    await boards.put("1")
    await boards.after()
    assert boards["direct:Ada"] == boards["c1"] == ["tea has counted 1."]
    assert boards["direct:Zoé"] == ["tea en a compté 1."]


async def test_nothing_of_what_it_says_stands_in_the_outbox(boards: Boards) -> None:
    async with boards.open_work() as work:
        await put(work, "tea", "0")
        await work.live.hang(boards.channel(1), board("tea"), community=boards.community)
    assert await boards.column("state") == ["waiting"]
    assert await boards.column("body") == [None]
    await boards.settle()
    await boards.put("1")
    boards.clock.at += LONG_ENOUGH
    await boards.live.refresh()
    assert await boards.column("state") == ["done", "waiting"]
    assert await boards.column("body") == [None, None]


async def test_what_is_posted_says_what_is_so_when_it_is_sent(boards: Boards) -> None:
    async with boards.open_work() as work:
        await put(work, "tea", "0")
        await work.live.hang(boards.channel(1), board("tea"), community=boards.community)
    await boards.put("7")
    await boards.settle()
    assert boards["c1"] == ["tea has counted 7."]


async def test_in_a_room_that_is_none_it_hangs_for_each_alone(boards: Boards) -> None:
    ada, bo = await boards.person("Ada"), await boards.person("Bo")
    boards.hall.roomless.add("t1")
    room = Fact("table")
    async with boards.open_work() as work:
        await work.outbox.open_room(room, [ada, bo], "Tea", community=boards.community)
    await boards.hang(ToPlace(room))
    await boards.put("1")
    await boards.after()
    assert boards["direct:Ada"][-1] == boards["direct:Bo"][-1] == "tea has counted 1."


async def test_what_cannot_arrive_hangs_nowhere_and_says_so(boards: Boards) -> None:
    boards.hall.shut.add("c1")
    await boards.hang(boards.channel(1))
    assert await boards.heard("refused") == "tea"
    boards.hall.shut.clear()
    await boards.hang(boards.channel(1))
    assert boards["c1"] == ["tea has counted 0."]


# Staying current ------------------------------------------------------------------------------


async def test_a_touch_is_an_edit_a_moment_later(boards: Boards) -> None:
    await boards.hang(boards.channel(1))
    await boards.after(timedelta(minutes=1))
    await boards.put("1")
    await boards.after(SETTLED - timedelta(seconds=1))
    assert boards.hall.edits == []
    await boards.after(timedelta(seconds=1))
    assert boards["c1"] == ["tea has counted 1."]
    await boards.after(timedelta(minutes=1))
    assert len(boards.hall.edits) == 1


@pytest.mark.slow("a minute, as the jobs run in it")
async def test_500_touches_in_a_minute_are_a_few_edits_in_each_place(boards: Boards) -> None:
    await boards.hang(*(boards.channel(number) for number in (1, 2, 3)))
    for number in range(1, 501):
        await boards.put(str(number))
        boards.clock.at += timedelta(seconds=0.12)
        if number % 9 == 0:  # about every second, as the job looks
            await boards.after(timedelta())
    await boards.after()
    in_each = [sum(there == each for there, _ in boards.hall.edits) for each in ("c1", "c2", "c3")]
    assert all(5 <= count <= 60 // RESTED.seconds + 1 for count in in_each), in_each
    assert boards["c1"] == boards["c2"] == boards["c3"] == ["tea has counted 500."]
    await boards.after(timedelta(minutes=5))
    assert sum(in_each) == len(boards.hall.edits)


async def test_it_is_not_sent_again_unless_it_says_something_else(boards: Boards) -> None:
    await boards.hang(boards.channel(1))
    await boards.put("1")
    await boards.put("0")
    await boards.after()
    assert boards.hall.edits == []
    assert await touched(boards) == []


async def test_several_places_that_show_the_same_are_composed_once(boards: Boards) -> None:
    await boards.hang(*(boards.channel(number) for number in (1, 2, 3)))
    await boards.put("1")
    with counting() as asked:
        await boards.after()
    composed = [each for each in asked.statements if "FROM settings" in each]
    assert (len(boards.hall.edits), len(composed)) == (3, 1)


async def test_a_touch_is_one_statement_however_many_places_there_are(boards: Boards) -> None:
    await boards.hang(*(boards.channel(number) for number in (1, 2, 3)))
    with counting() as asked:
        async with boards.open_work() as work:
            await work.live.touch(board("tea"))
            await work.live.touch(board("tea"))
    assert len(asked.statements) == 1


async def test_what_is_touched_while_it_is_sent_is_shown_the_next_time(boards: Boards) -> None:
    await boards.hang(boards.channel(1))
    await boards.put("1")

    async def late() -> None:
        """As a unit of work does that began before, and is late to commit."""
        boards.hall.meanwhile = None
        boards.clock.at -= timedelta(minutes=1)
        await boards.put("2")
        boards.clock.at += timedelta(minutes=1)

    boards.hall.meanwhile = late
    await boards.after()
    assert boards["c1"] == ["tea has counted 1."]
    await boards.after()
    assert boards["c1"] == ["tea has counted 2."]


async def test_an_outage_ends_with_one_edit_in_each_place(boards: Boards) -> None:
    await boards.hang(boards.channel(1), boards.channel(2))
    boards.hall.moods += [Retry(timedelta(seconds=5), "away")] * 1000
    for number in range(1, 31):
        await boards.put(str(number))
        await boards.after(timedelta(minutes=2))
    assert await boards.column("state") == ["done", "done", "waiting", "waiting"]
    boards.hall.moods.clear()
    await boards.after(timedelta(hours=1))
    await boards.after(timedelta(hours=1))
    assert sorted(boards.hall.edits) == [("c1", *said(30)), ("c2", *said(30))]


async def test_views_keep_the_rate_limit_of_their_chat(boards: Boards) -> None:
    boards.hall.rate_limit = RateLimit(message=30.0)
    await boards.hang(boards.channel(1), boards.channel(2))
    there = [boards.hall.place(name) for name in ("c1", "c2")]
    assert [len(each.posted) for each in there] == [1, 0]
    await boards.after(timedelta(seconds=31))
    assert [len(each.posted) for each in there] == [1, 1]
    await boards.after(timedelta(minutes=1))
    await boards.put("1")
    await boards.after()
    assert len(boards.hall.edits) == 1
    await boards.put("2")
    await boards.after(timedelta(seconds=30))
    assert boards.hall.edits[-1] == ("c2", *said(2))


async def test_two_processes_edit_once(boards: Boards) -> None:
    await boards.hang(boards.channel(1), boards.channel(2))
    live, relay = boards.process()
    await boards.put("1")
    boards.clock.at += LONG_ENOUGH
    await asyncio.gather(live.refresh(), boards.live.refresh())
    for _ in range(3):
        await asyncio.gather(relay.drain(), boards.relay.drain())
    assert sorted(boards.hall.edits) == [("c1", *said(1)), ("c2", *said(1))]
    assert await touched(boards) == []


# Crashes --------------------------------------------------------------------------------------


async def test_killed_before_it_was_recorded_an_edit_is_made_with_what_is_so_then(
    boards: Boards,
) -> None:
    await boards.hang(boards.channel(1))
    await boards.put("1")
    boards.clock.at += LONG_ENOUGH
    await boards.live.refresh()
    async with boards.open_work() as work:
        (lost,) = await work.queue.claim(boards.clock.now(), LEASE, 10)
    assert lost.posted
    await boards.hall.edit(lost.key, lost.posted, say("tea has counted 1."))
    await boards.put("2")
    await boards.after(LEASE)
    assert boards["c1"] == ["tea has counted 2."]
    assert await touched(boards) == []


async def test_killed_before_it_was_recorded_a_post_is_found_and_made_current(
    boards: Boards,
) -> None:
    async with boards.open_work() as work:
        await put(work, "tea", "0")
        await work.live.hang(boards.channel(1), board("tea"), community=boards.community)
    async with boards.open_work() as work:
        (lost,) = await work.queue.claim(boards.clock.now(), LEASE, 10)
        (where,) = await work.queue.destinations([lost])
    assert isinstance(where, Into)
    await boards.hall.post(lost.key, where.place, say("tea has counted 0."))
    await boards.put("1")
    boards.clock.at += LEASE
    await boards.settle()
    assert boards["c1"] == ["tea has counted 0."]  # nothing is posted twice
    await boards.after()
    assert boards["c1"] == ["tea has counted 1."]


async def test_taken_down_after_it_was_posted_and_not_recorded_it_is_found_and_taken_back(
    boards: Boards,
) -> None:
    async with boards.open_work() as work:
        await put(work, "tea", "0")
        await work.live.hang(boards.channel(1), board("tea"), community=boards.community)
    async with boards.open_work() as work:
        (lost,) = await work.queue.claim(boards.clock.now(), LEASE, 10)
        (where,) = await work.queue.destinations([lost])
    assert isinstance(where, Into)
    await boards.hall.post(lost.key, where.place, say("tea has counted 0."))
    async with boards.open_work() as work:
        await work.live.take_down(board("tea"))
    boards.clock.at += LEASE
    await boards.settle()
    assert boards["c1"] == []
    assert await boards.column("state") == ["done", "done"]
