"""Live views hang in many places, and stay current there by few edits, whatever happens."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.community.facts import Fact
from bot.community.people import AccountInfo, Ref, Space
from bot.community.places import Place, Purpose
from bot.community.profiles import Profile
from bot.delivery.addresses import ChannelFor, ToMember, ToPlace
from bot.delivery.destinations import Into
from bot.delivery.sender import Gone, Posted, RateLimit, Refused, Retry, SendResult
from bot.routing.loader import load
from bot.routing.registry import Registry
from bot.ui.messages import Message, say
from jobs.live import RESTED, SETTLED, LiveRefresher
from jobs.relay import LEASE, Relay
from storage.kernel.journal import Journal
from storage.kernel.merging import drop_waiting
from storage.kernel.tables import live_views, outbox
from storage.kernel.unit_of_work import OpenSqlWork
from storage.stores import work_on
from tests.board.live import BROKEN, board, put
from tests.chat import START, FakeClock, FakePlatform, text_of
from tests.database import engine_at
from tests.statements import counting

LONG_ENOUGH = max(SETTLED, RESTED)
PURPOSES = (Purpose.ANNOUNCEMENTS, Purpose.INTRODUCTIONS, Purpose.CALL_OUTS)


class Hall(FakePlatform):
    """A chat that notes what is edited, and answers by its mood before it does as it is told."""

    def __init__(self) -> None:
        super().__init__("town")
        self.edits: list[tuple[str, str]] = []
        self.moods: list[SendResult | Exception] = []
        self.meanwhile: Callable[[], Awaitable[None]] | None = None

    async def edit(self, key: str, posted: Posted, message: Message) -> SendResult:
        if self.meanwhile:
            await self.meanwhile()
        if self.moods:
            mood = self.moods.pop(0)
            if isinstance(mood, Exception):
                raise mood
            return mood
        there = posted.channel.id.rpartition("/")[2]
        if posted.message.id not in self.place(there).posted:
            return Gone("no longer there")
        self.edits.append((there, text_of(message)))
        return await super().edit(key, posted, message)

    async def post(
        self, key: str, place: Place, message: Message, *, again: bool = False
    ) -> SendResult:
        there = [each for each in self.places.values() if again and key in each.posted]
        said = there[0].posted[key] if there else message  # what is there already stays
        return await super().post(key, place, said, again=again)

    def take_away(self, channel: str) -> None:
        """Delete everything in a channel, as somebody of the chat may do."""
        self.place(channel).posted.clear()


@dataclass
class Boards:
    """Boards that hang in a hall, and what keeps them current."""

    open_work: OpenSqlWork
    hall: Hall
    clock: FakeClock
    registry: Registry
    community: int
    space: Space
    others: list[LiveRefresher | Relay] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.live, self.relay = self.process()

    def process(self) -> tuple[LiveRefresher, Relay]:
        """What one process runs."""
        relay = Relay(self.open_work, {"town": self.hall}, self.registry, self.clock)
        return LiveRefresher(self.open_work, self.registry, {}, self.clock), relay

    def channel(self, number: int) -> ToPlace:
        return ToPlace(ChannelFor(PURPOSES[number - 1], self.space.id))

    async def hang(self, *places: ToPlace | ToMember, said: str = "0") -> None:
        """Hang a board and let it arrive."""
        async with self.open_work() as work:
            await put(work, "tea", said)
            for to in places:
                await work.live.hang(to, board("tea"), community=self.community)
        await self.settle()

    async def put(self, said: str) -> None:
        async with self.open_work() as work:
            await put(work, "tea", said)

    async def settle(self) -> None:
        while await self.relay.drain():
            pass

    async def after(self, time: timedelta = LONG_ENOUGH) -> None:
        """What the jobs do in a while."""
        self.clock.at += time
        await self.live.refresh()
        await self.settle()

    async def person(self, name: str, locale: str = "en") -> int:
        """A member who lives in the hall."""
        async with self.open_work() as work:
            id_ = await work.members.add(self.community, Profile(name=name), START)
            await work.people.set_locale(id_, locale)
            await work.people.attach(id_, self.space, Ref("town", name), AccountInfo(name))
        return int(id_)

    async def heard(self, what: str) -> str | None:
        async with self.open_work(read_only=True) as work:
            return await work.settings.get(f"heard.{what}")

    async def column(self, name: str) -> list[object]:
        """What stands in a column of the outbox."""
        async with self.open_work(read_only=True) as work:
            rows = await work.connection.scalars(select(outbox.c[name]).order_by(outbox.c.id))
            return list(rows)

    def __getitem__(self, channel: str) -> list[str]:
        """What stands in a channel."""
        return [text.splitlines()[0] for text in self.hall.place(channel).messages]


async def boards_on(engine: AsyncEngine) -> Boards:
    clock = FakeClock(START)
    open_work = work_on(engine, clock=clock)
    async with open_work() as work:
        community = (await work.people.establish("Testers")).id
        space = await work.people.connect(community, Ref("town", "t1"), "The Hall")
        for number, purpose in enumerate(PURPOSES, 1):
            await work.places.choose(space, Ref("town", f"t1/c{number}"), [purpose])
    registry = Registry.of([load("tests.board")])
    return Boards(open_work, Hall(), clock, registry, community, space)


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
    async with boards.open_work() as work:
        with counting() as asked:
            await work.live.touch(board("tea"))
            await work.live.touch(board("tea"))
            await work.live.flush()
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


async def test_edits_keep_the_rate_limit_of_their_chat(boards: Boards) -> None:
    boards.hall.rate_limit = RateLimit(message=30.0)
    await boards.hang(boards.channel(1), boards.channel(2))
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


# Coming to an end -----------------------------------------------------------------------------


async def test_taken_down_it_is_taken_back_everywhere(boards: Boards) -> None:
    await boards.hang(boards.channel(1), boards.channel(2))
    await boards.put("1")
    boards.clock.at += LONG_ENOUGH
    await boards.live.refresh()
    async with boards.open_work() as work:
        await work.live.take_down(board("tea"))
    await boards.settle()
    await boards.put("2")
    await boards.after()
    assert [boards["c1"], boards["c2"], boards.hall.edits] == [[], [], []]
    await boards.hang(boards.channel(1))
    assert boards["c1"] == ["tea has counted 0."]


async def test_taken_down_before_it_was_posted_it_never_is(boards: Boards) -> None:
    async with boards.open_work() as work:
        await put(work, "tea", "0")
        await work.live.hang(boards.channel(1), board("tea"), community=boards.community)
    async with boards.open_work() as work:
        await work.live.take_down(board("tea"))
    await boards.settle()
    assert boards["c1"] == []
    assert await boards.column("state") == []


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
    await boards.put("1")
    await boards.after(timedelta(minutes=2))
    assert boards["c1"] == ["tea has counted 1.", "cake has counted 5."]


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


def said(number: int) -> tuple[str]:
    return (f"tea has counted {number}.",)


async def drop(boards: Boards) -> None:
    """Let the board be no more."""
    async with boards.open_work() as work:
        await work.settings.drop("board.tea")
        await work.live.touch(board("tea"))


async def touched(boards: Boards, *, all_of_them: bool = False) -> list[datetime | None]:
    """Since when those views are touched that are, or all."""
    async with boards.open_work(read_only=True) as work:
        rows = await work.connection.scalars(select(live_views.c.touched_at))
        return [each for each in rows if each or all_of_them]
