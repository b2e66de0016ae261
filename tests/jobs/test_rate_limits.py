"""The relay keeps rate limits: spaces side by side, turns in order, nothing twice."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.community.clock import SystemClock
from bot.community.domain_events import DeliveryRefused, RoomOpened
from bot.community.facts import Fact
from bot.community.people import AccountInfo, Ref
from bot.community.places import Place, PlaceKind
from bot.community.profiles import Profile
from bot.delivery.addresses import ToAccount, ToMember, ToPlace
from bot.delivery.sender import RateLimit, Retry, Sender, SendResult
from bot.routing.feature import Feature
from bot.routing.registry import Registry
from bot.ui.messages import say
from bot.ui.words import WordBook
from bot.work import Work
from jobs.relay import BATCH, MOST_ATTEMPTS, Relay
from storage.kernel.database import connect
from storage.kernel.tables import places, spaces
from storage.kernel.unit_of_work import OpenSqlWork
from storage.stores import work_on
from tests.chat import FakeClock, FakePlatform
from tests.places import for_everybody, to_everybody

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


class SlowPlatform(FakePlatform):
    """A platform with a rate limit; it notes when what arrived, and may ask to wait."""

    def __init__(self, rate_limit: RateLimit) -> None:
        super().__init__("slow")
        self.rate_limit = rate_limit
        self.arrived: list[tuple[str, str]] = []
        self.answers: list[SendResult] = []
        self.stuck: asyncio.Event | None = None
        self.waiting = False

    async def open_room(self, key: str, place: Place, *, again: bool = False) -> SendResult:
        if self.stuck:
            self.waiting = True
            await self.stuck.wait()
        if self.answers:
            return self.answers.pop(0)
        self.arrived.append((place.space.ref.id, key.removeprefix("room:")))
        return await super().open_room(key, place, again=again)

    def in_space(self, space: str) -> list[str]:
        return [key for where, key in self.arrived if where == space]


@dataclass
class Offices:
    """A community in several spaces of a slow platform, and relays that deliver to them."""

    engine: AsyncEngine
    open_work: OpenSqlWork
    platform: SlowPlatform
    clock: FakeClock | SystemClock
    community: int
    opened: list[RoomOpened] = field(default_factory=list)
    refused: list[DeliveryRefused] = field(default_factory=list)

    def relay(self) -> Relay:
        """A relay that has just been started."""
        feature = Feature[Work]("testing", WordBook("bot"))

        @feature.when(RoomOpened)
        async def opened(event: RoomOpened, work: Work, now: datetime) -> None:
            self.opened.append(event)

        @feature.when(DeliveryRefused)
        async def refused(event: DeliveryRefused, work: Work, now: datetime) -> None:
            self.refused.append(event)

        senders: dict[str, Sender] = {"slow": self.platform, "web": FakePlatform()}
        return Relay(self.open_work, senders, Registry.of([feature]), self.clock)

    async def space(self, name: str) -> list[int]:
        """Two members with accounts in a space of this name, and in the web chat."""
        async with self.open_work() as work:
            space = await work.people.connect(self.community, Ref("slow", name), name)
            two = []
            for who in ("Ada", "Bo"):
                member = await work.members.add(self.community, Profile(name=f"{who} {name}"), NOON)
                account = Ref("slow", f"{name}-{who}")
                await work.people.attach(member, space, account, AccountInfo(who))
                two.append(member)
        return two

    async def rooms(self, members: list[int], *keys: str) -> list[str]:
        """Ask for rooms."""
        async with self.open_work() as work:
            for key in keys:
                await work.outbox.open_room(Fact(key), members, key, community=self.community)
        return list(keys)

    async def waiting(self) -> int:
        async with self.open_work(read_only=True) as work:
            return await work.queue.waiting()

    async def arrived(self, count: int) -> bool:
        return len(self.platform.arrived) >= count

    async def is_stuck(self) -> bool:
        return self.platform.waiting

    async def settled(self) -> bool:
        return await self.waiting() == 0

    async def settle(self, *relays: Relay) -> None:
        """Let relays run until nothing waits."""
        stopping = asyncio.Event()
        running = [asyncio.create_task(relay.run(stopping)) for relay in relays]
        await until(self.settled)
        stopping.set()
        await asyncio.gather(*running)


async def _drain(relay: Relay) -> None:
    while await relay.drain():
        pass


async def until(there: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(60):
        while not await there():  # noqa: ASYNC110  # what is looked at is in a database
            await asyncio.sleep(0.02)


def numbered(what: str, count: int) -> list[str]:
    return [f"{what}{number:03}" for number in range(count)]


async def offices_in(url: str, rate_limit: RateLimit, clock: FakeClock | SystemClock) -> Offices:
    engine = connect(url)
    open_work = work_on(engine)
    async with open_work() as work:
        community = (await work.people.establish("Testers")).id
    return Offices(engine, open_work, SlowPlatform(rate_limit), clock, community)


@pytest.fixture
async def offices(database_url: str) -> AsyncIterator[Offices]:
    """On the machine's clock, at twenty rooms a second: a busy machine keeps up with that."""
    made = await offices_in(database_url, RateLimit(room=0.05, message=0.02), SystemClock())
    yield made
    await made.engine.dispose()


@pytest.fixture
async def slow(database_url: str) -> AsyncIterator[Offices]:
    """On a clock that stands, at a room every minute."""
    made = await offices_in(database_url, RateLimit(room=60, message=1), FakeClock(NOON))
    yield made
    await made.engine.dispose()


async def test_each_space_is_served_at_its_own_pace(slow: Offices) -> None:
    assert isinstance(slow.clock, FakeClock)
    north, south, relay = await slow.space("north"), await slow.space("south"), slow.relay()
    many = await slow.rooms(north, *numbered("north", 8))
    few = await slow.rooms(south, *numbered("south", 3))
    for minute in range(1, len(many) + 1):
        await _drain(relay)
        assert slow.platform.in_space("north") == many[:minute]
        assert slow.platform.in_space("south") == few[:minute]
        slow.clock.at += timedelta(minutes=1)
    assert await slow.waiting() == 0


@pytest.mark.slow("more deliveries than are taken at once")
async def test_the_pace_is_kept_however_many_are_taken_at_once(offices: Offices) -> None:
    north, south = await offices.space("north"), await offices.space("south")
    many = await offices.rooms(north, *numbered("north", BATCH + 2))
    few = await offices.rooms(south, *numbered("south", 10))
    began = time.monotonic()
    await offices.settle(offices.relay())
    assert time.monotonic() - began > (BATCH + 1) * 0.05
    # One room after the other as far as they are in time: order is promised within a room alone.
    assert sorted(offices.platform.in_space("north")) == many
    assert sorted(offices.platform.in_space("south")) == few


async def test_a_space_that_does_not_answer_holds_up_no_other(offices: Offices) -> None:
    north, south = await offices.space("north"), await offices.space("south")
    offices.platform.stuck = stuck = asyncio.Event()
    await offices.rooms(north, "stuck")
    relay, stopping = offices.relay(), asyncio.Event()
    running = asyncio.create_task(relay.run(stopping))
    await until(offices.is_stuck)
    offices.platform.stuck = None
    await offices.rooms(south, *numbered("south", 5))
    relay.nudge()
    await until(lambda: offices.arrived(5))
    stopping.set()
    await asyncio.sleep(0.05)
    assert not running.done(), "what is under way is waited for"
    stuck.set()
    await running
    assert await offices.waiting() == 0


@pytest.mark.slow("hundreds of deliveries")
async def test_stopping_in_the_middle_loses_nothing_and_doubles_nothing(offices: Offices) -> None:
    north = await offices.space("north")
    keys = await offices.rooms(north, *numbered("north", 60))
    stopping = asyncio.Event()
    running = asyncio.create_task(offices.relay().run(stopping))
    await until(lambda: offices.arrived(10))
    stopping.set()
    await running
    at_the_stop = len(offices.platform.arrived)
    assert 10 <= at_the_stop < 40
    assert await offices.waiting() == 60 - at_the_stop
    await offices.settle(offices.relay())
    assert offices.platform.in_space("north") == keys


async def test_two_relays_at_once_open_every_room_once(postgres_url: str) -> None:
    offices = await offices_in(postgres_url, RateLimit(room=0.01), SystemClock())
    north, south = await offices.space("north"), await offices.space("south")
    many = await offices.rooms(north, *numbered("north", 80))
    few = await offices.rooms(south, *numbered("south", 20))
    await offices.settle(offices.relay(), offices.relay())
    assert sorted(key for _, key in offices.platform.arrived) == sorted([*many, *few])
    assert len(offices.opened) == 100
    await offices.engine.dispose()


async def test_what_waits_for_its_turn_goes_before_what_came_later(slow: Offices) -> None:
    assert isinstance(slow.clock, FakeClock)
    north, relay = await slow.space("north"), slow.relay()
    first = await slow.rooms(north, *numbered("first", 4))
    await _drain(relay)
    assert slow.platform.in_space("north") == first[:1], "a room a minute, on a clock that stands"
    later = await slow.rooms(north, *numbered("later", 2))
    for _ in range(3):
        slow.clock.at += timedelta(minutes=1)
        await _drain(relay)
    assert slow.platform.in_space("north") == first
    relay = slow.relay()
    last = await slow.rooms(north, "last")
    for _ in range(4):
        await _drain(relay)
        slow.clock.at += timedelta(minutes=1)
    assert slow.platform.in_space("north") == [*first, *later, *last], "a new relay knows of turns"


@pytest.mark.slow("hundreds of deliveries")
async def test_being_told_to_wait_is_no_failure_and_all_behind_wait_too(slow: Offices) -> None:
    assert isinstance(slow.clock, FakeClock)
    north, south, relay = await slow.space("north"), await slow.space("south"), slow.relay()
    keys = await slow.rooms(north, "a", "b")
    for _ in range(MOST_ATTEMPTS + 5):
        slow.platform.answers = [Retry(timedelta(minutes=30), "429", untouched=True)]
        await _drain(relay)
        slow.clock.at += timedelta(minutes=31)
    slow.platform.answers = []
    assert (slow.platform.arrived, slow.refused) == ([], [])
    await slow.rooms(south, "elsewhere")
    for _ in range(3):
        await _drain(relay)
        slow.clock.at += timedelta(minutes=1)
    assert slow.platform.in_space("north") == keys
    assert slow.platform.in_space("south") == ["elsewhere"]


async def test_an_open_room_is_told_to_the_features_with_its_space(slow: Offices) -> None:
    assert isinstance(slow.clock, FakeClock)
    north, relay = await slow.space("north"), slow.relay()
    await slow.rooms(north, "r")
    await _drain(relay)
    assert slow.opened == [RoomOpened(Fact("r"), slow.community, Ref("slow", "north"))]
    async with slow.open_work(read_only=True) as work:
        found = await work.connection.execute(
            select(spaces.c.external_id)
            .join(places, places.c.space_id == spaces.c.id)
            .where(places.c.kind == PlaceKind.ROOM)
        )
        assert found.scalars().all() == ["north"]


async def test_rooms_are_opened_in_the_web_chat_only_where_no_other_is_shared(
    slow: Offices,
) -> None:
    north, south, relay = await slow.space("north"), await slow.space("south"), slow.relay()
    await slow.rooms(north, "together")
    await slow.rooms([north[0], south[0]], "apart")
    await _drain(relay)
    assert {(event.room.key, event.space.platform) for event in slow.opened} == {
        ("together", "slow"),
        ("apart", "web"),
    }


async def test_nothing_is_sent_into_a_space_that_is_lost(slow: Offices) -> None:
    assert isinstance(slow.clock, FakeClock)
    north, relay = await slow.space("north"), slow.relay()
    await slow.rooms(north, "r")
    await _drain(relay)
    async with slow.open_work() as work:
        lost = await work.people.lose(Ref("slow", "north"), "put out", NOON)
        assert lost
        for_all = await for_everybody(work, lost, Ref("slow", "north/square"))
        to = ToAccount(lost.id, Ref("slow", "stranger"))
        await work.outbox.post(to, say("hello"), Fact("stranger"), community=slow.community)
        to_lost = to_everybody(for_all)
        await work.outbox.post(to_lost, say("all"), Fact("square"), community=slow.community)
        await work.outbox.post(
            ToPlace(Fact("r")), say("words"), Fact("words"), community=slow.community
        )
        await work.outbox.post(ToMember(north[0]), say("me"), Fact("me"), community=slow.community)
    await _drain(relay)
    assert sorted(event.fact.key for event in slow.refused) == ["square", "stranger"]
    async with slow.open_work(read_only=True) as work:
        words = await work.outbox.progress([Fact("words")], {}, NOON)
    assert words.done == 1, "what was meant for their room reached each of them elsewhere"
    await slow.rooms(north, "anew")
    await _drain(relay)
    assert slow.opened[-1].space.platform == "web", "members are reached where they still are"
    assert await slow.waiting() == 0
