"""Boards (`tests.board`) that hang in a hall, and what keeps them current there."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.community.people import AccountInfo, Ref, Space
from bot.community.places import Place, Purpose
from bot.community.profiles import Profile
from bot.delivery.addresses import ChannelFor, ToMember, ToPlace
from bot.delivery.sender import Gone, Posted, SendResult
from bot.routing.loader import load
from bot.routing.registry import Registry
from bot.ui.messages import Message
from jobs.live import RESTED, SETTLED, LiveRefresher
from jobs.relay import Relay
from storage.kernel.delivery_tables import live_views, outbox
from storage.kernel.unit_of_work import OpenSqlWork
from storage.stores import work_on
from tests.board.live import board, put
from tests.chat import START, FakeClock, FakePlatform, text_of

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
    channels: list[int]

    def __post_init__(self) -> None:
        self.live, self.relay = self.process()

    def process(self) -> tuple[LiveRefresher, Relay]:
        """What one process runs."""
        relay = Relay(self.open_work, {"town": self.hall}, self.registry, self.clock)
        return LiveRefresher(self.open_work, self.registry, {}, self.clock), relay

    def channel(self, number: int) -> ToPlace:
        return ToPlace(ChannelFor(PURPOSES[number - 1], self.channels[number - 1]))

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
        places = [
            await work.places.choose(space, Ref("town", f"t1/c{number}"), [purpose])
            for number, purpose in enumerate(PURPOSES, 1)
        ]
    registry = Registry.of([load("tests.board")])
    return Boards(
        open_work, Hall(), clock, registry, community, space, [place.id for place in places]
    )


def said(number: int) -> tuple[str]:
    return (f"tea has counted {number}.",)


async def mend(boards: Boards, said: str) -> None:
    """Let the board say something that can be composed, and touch nothing."""
    async with boards.open_work() as work:
        await work.settings.put("board.tea", said)


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
