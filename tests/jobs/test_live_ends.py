"""Live views come to an end, and nothing that goes wrong with one holds up anything."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.community.facts import Fact
from bot.delivery.addresses import ToMember, ToPlace
from bot.delivery.sender import Refused
from jobs.relay import LEASE
from jobs.view_records import AWHILE
from storage.kernel.journal import Journal
from storage.kernel.merging import drop_waiting
from tests.board.live import BROKEN, board, put
from tests.database import engine_at
from tests.jobs.boards import LONG_ENOUGH, Boards, boards_on, drop, mend, touched


@pytest.fixture
async def boards(database_url: str) -> AsyncIterator[Boards]:
    async with engine_at(database_url) as engine:
        yield await boards_on(engine)


# Coming to an end -----------------------------------------------------------------------------


async def test_taken_down_it_is_taken_back_everywhere(boards: Boards) -> None:
    await boards.hang(boards.channel(1), boards.channel(2))
    await boards.put("1")
    boards.clock.at += LONG_ENOUGH
    await boards.live.refresh()
    async with boards.open_work() as work:
        await work.live.take_down(board("tea"))
    assert await touched(boards, all_of_them=True) == []
    await boards.settle()
    await boards.put("2")
    await boards.after()
    assert [boards["c1"], boards["c2"], boards.hall.edits] == [[], [], []]
    await boards.hang(boards.channel(1))
    assert boards["c1"] == ["tea has counted 0."]


async def test_taken_down_in_one_place_it_stays_current_in_the_others(boards: Boards) -> None:
    await boards.hang(boards.channel(1), boards.channel(2))
    async with boards.open_work() as work:
        await work.live.take_down(board("tea"), board("cake"), hangs_in=boards.channel(1))
    await boards.put("1")
    await boards.after()
    assert [boards["c1"], boards["c2"]] == [[], ["tea has counted 1."]]
    await boards.hang(boards.channel(1), said="1")
    assert boards["c1"] == ["tea has counted 1."]


async def test_taken_down_before_it_was_posted_it_never_is(boards: Boards) -> None:
    async with boards.open_work() as work:
        await put(work, "tea", "0")
        await work.live.hang(boards.channel(1), board("tea"), community=boards.community)
    async with boards.open_work() as work:
        await work.live.take_down(board("tea"))
    await boards.settle()
    assert boards["c1"] == []
    assert await boards.column("state") == []


async def test_what_is_skipped_before_it_was_posted_is_not_taken_back_either(
    boards: Boards,
) -> None:
    async with boards.open_work() as work:
        await put(work, "tea", "0")
        await work.live.hang(boards.channel(1), board("tea"), community=boards.community)
    async with boards.open_work() as work:
        (sending,) = await work.queue.claim(boards.clock.now(), LEASE, 10)
        await work.live.take_down(board("tea"))
        await work.queue.skip(sending)
    await boards.settle()
    assert await boards.column("state") == ["done"]


async def test_what_is_composed_no_more_is_taken_back(boards: Boards) -> None:
    await boards.hang(boards.channel(1))
    await drop(boards)
    await boards.after()
    assert boards["c1"] == []
    assert await touched(boards, all_of_them=True) == []


async def test_what_is_no_more_before_it_was_posted_never_is(boards: Boards) -> None:
    async with boards.open_work() as work:
        await work.live.hang(boards.channel(1), board("tea"), community=boards.community)
    await boards.settle()
    assert boards["c1"] == []
    assert await touched(boards, all_of_them=True) == []


async def test_a_message_that_somebody_deleted_is_heard_of_and_can_be_hung_again(
    boards: Boards,
) -> None:
    await boards.hang(boards.channel(1))
    boards.hall.take_away("c1")
    await boards.put("1")
    await boards.after()
    assert await boards.heard("gone") == "tea in town:t1/c1"
    assert await boards.column("state") == ["done", "done"]
    await boards.put("2")
    await boards.after()
    assert boards["c1"] == []
    await boards.hang(boards.channel(1), said="3")
    assert boards["c1"] == ["tea has counted 3."]


async def test_a_channel_that_somebody_deleted_is_heard_of_too(boards: Boards) -> None:
    await boards.hang(boards.channel(1), boards.channel(2))
    boards.hall.moods.append(Refused("no such channel", gone=True))
    await boards.put("1")
    await boards.after()
    assert await boards.heard("gone") == "tea in town:t1/c1"
    assert "dead" not in await boards.column("state")
    assert boards["c2"] == ["tea has counted 1."]
    assert len(await touched(boards, all_of_them=True)) == 1


# Faults ---------------------------------------------------------------------------------------


async def test_what_cannot_be_changed_is_left_as_it_is_until_it_is_touched(boards: Boards) -> None:
    await boards.hang(boards.channel(1))
    await boards.put("1")
    boards.hall.moods.append(Refused("not allowed"))
    await boards.after()
    await boards.after(timedelta(hours=1))
    assert boards["c1"] == ["tea has counted 0."]
    assert "dead" not in await boards.column("state")
    await boards.put("2")
    await boards.after()
    assert boards["c1"] == ["tea has counted 2."]


async def test_a_chat_that_is_lost_does_no_harm(boards: Boards) -> None:
    await boards.hang(boards.channel(1))
    async with boards.open_work() as work:
        await work.people.lose(boards.space.ref, "put out", boards.clock.now())
    await boards.put("1")
    await boards.after()
    assert boards["c1"] == ["tea has counted 0."]
    assert "dead" not in await boards.column("state")
    assert await touched(boards) == []


async def test_one_that_cannot_be_composed_holds_up_nobody(
    boards: Boards, caplog: pytest.LogCaptureFixture
) -> None:
    await boards.hang(boards.channel(1))
    await boards.put(BROKEN)
    async with boards.open_work() as work:
        await put(work, "cake", "5")
        await work.live.hang(boards.channel(1), board("cake"), community=boards.community)
    await boards.after()
    assert boards["c1"] == ["tea has counted 0.", "cake has counted 5."]
    assert "board.card of tea could not be composed" in caplog.text
    await mend(boards, "1")
    await boards.after(AWHILE)
    await boards.after()
    assert boards["c1"] == ["tea has counted 1.", "cake has counted 5."]


async def test_one_that_cannot_be_composed_is_tried_at_once_when_it_is_touched(
    boards: Boards,
) -> None:
    await boards.hang(boards.channel(1))
    await boards.put(BROKEN)
    await boards.after()
    await boards.put("1")
    await boards.after()
    assert boards["c1"] == ["tea has counted 1."]


async def test_a_post_that_cannot_be_composed_is_tried_again(boards: Boards) -> None:
    await boards.hang(boards.channel(1), said=BROKEN)
    assert boards["c1"] == []
    await mend(boards, "1")
    await boards.after(timedelta(minutes=1))
    assert boards["c1"] == ["tea has counted 1."]


async def test_what_was_to_be_said_in_a_room_comes_back_with_what_it_shows(boards: Boards) -> None:
    ada, bo = await boards.person("Ada"), await boards.person("Bo")
    room = Fact("table")
    async with boards.open_work() as work:
        await put(work, "tea", "0")
        await work.outbox.open_room(room, [ada, bo], "Tea", community=boards.community)
        await work.live.hang(ToPlace(room), board("tea"), community=boards.community)
    async with boards.open_work() as work:
        journal = Journal(work.connection)
        await drop_waiting(journal, room.key)
    assert await touched(boards, all_of_them=True) == []
    async with boards.open_work() as work:
        await Journal(work.connection).undo(journal.as_text())
    await boards.settle()
    assert boards["room:table"] == ["tea has counted 0."]


async def test_who_is_erased_leaves_no_view_behind(boards: Boards) -> None:
    ada = await boards.person("Ada")
    boards.hall.closed.add(ada)  # so that only word of it stands, in public
    await boards.hang(ToMember(ada))
    assert "tea has counted" not in repr(boards["c3"])
    async with boards.open_work() as work:
        await work.outbox.forget(ada)
        await work.members.erase(ada)
    await boards.put("1")
    await boards.after()
    assert boards["c3"] == []
    assert await touched(boards, all_of_them=True) == []
