"""The relay and the outbox, over a real database and a fake platform."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.community.domain_events import DeliveryRefused
from bot.community.facts import Fact
from bot.community.people import AccountInfo, Ref, Space
from bot.community.places import Place, Purpose
from bot.community.profiles import Profile
from bot.delivery.addresses import ChannelFor, ToAccount, ToMember, ToPlace
from bot.delivery.sender import Posted, RateLimit, Receipt, Refused, Retry, SendResult
from bot.routing.feature import Feature
from bot.routing.registry import Registry
from bot.ui.messages import Message, say
from bot.ui.words import WordBook
from bot.work import Work
from jobs.relay import LEASE, MOST_ATTEMPTS, Relay
from storage.kernel.delivery_tables import outbox
from storage.kernel.queue import BEGINNING
from storage.kernel.unit_of_work import OpenSqlWork
from storage.stores import work_on
from tests.chat import FakeClock, FakePlatform
from tests.database import engine_at
from tests.extent import on_both
from tests.places import there, to_all

pytestmark = on_both

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HERE, ELSEWHERE = Ref("web", "here"), Ref("web", "elsewhere")
GONE = Refused("no longer there")


class MoodyPlatform(FakePlatform):
    """A platform that answers with the outcomes it is given, before it does as it is told.

    Once all is `gone`, nothing that was posted can be changed.
    """

    gone = False

    def __init__(self) -> None:
        super().__init__()
        self.moods: list[SendResult | Exception] = []
        self.tried: list[str] = []

    async def edit(self, key: str, posted: Posted, message: Message) -> SendResult:
        return GONE if self.gone else await super().edit(key, posted, message)

    async def retract(self, key: str, posted: Posted) -> SendResult:
        return GONE if self.gone else await super().retract(key, posted)

    async def post(
        self, key: str, place: Place, message: Message, *, again: bool = False
    ) -> SendResult:
        self.tried.append(key)
        if self.moods:
            mood = self.moods.pop(0)
            if isinstance(mood, Exception):
                raise mood
            return mood
        return await super().post(key, place, message)


@dataclass
class Post:
    """A post office: an outbox with its relay, and a platform to look at."""

    open_work: OpenSqlWork
    platform: MoodyPlatform
    clock: FakeClock
    relay: Relay
    registry: Registry
    community: int
    space: Space
    channels: dict[Purpose, int]
    refused: list[DeliveryRefused] = field(default_factory=list)
    told_at: list[datetime] = field(default_factory=list)

    @property
    def to_here(self) -> ToPlace:
        return ToPlace(ChannelFor(Purpose.CALL_OUTS, self.channels[Purpose.CALL_OUTS]))

    @property
    def to_elsewhere(self) -> ToPlace:
        return ToPlace(ChannelFor(Purpose.INTRODUCTIONS, self.channels[Purpose.INTRODUCTIONS]))

    async def say(self, *keys: str) -> None:
        async with self.open_work() as work:
            for key in keys:
                message = say(f"about {key}")
                await work.outbox.post(self.to_here, message, Fact(key), community=self.community)

    @property
    def here(self) -> list[str]:
        return self.platform.place("here").messages


@pytest.fixture
async def post(database_url: str) -> AsyncIterator[Post]:
    async with engine_at(database_url) as engine:
        yield await post_on(engine)


async def post_on(engine: AsyncEngine) -> Post:
    open_work, platform, clock = work_on(engine), MoodyPlatform(), FakeClock(NOON)
    feature = Feature[Work]("testing", WordBook("bot"))
    registry = Registry.of([feature])
    relay = Relay(open_work, {"web": platform}, registry, clock)
    async with open_work() as work:
        community = (await work.people.establish("Testers")).id
        (space,) = await work.people.spaces(community)
        chosen = {Purpose.CALL_OUTS: HERE, Purpose.INTRODUCTIONS: ELSEWHERE}
        channels = {
            purpose: (await work.places.choose(space, channel, [purpose])).id
            for purpose, channel in chosen.items()
        }
    office = Post(open_work, platform, clock, relay, registry, community, space, channels)

    @feature.when(DeliveryRefused)
    async def note(event: DeliveryRefused, work: Work, now: datetime) -> None:
        office.refused.append(event)
        office.told_at.append(now)

    return office


async def drain(relay: Relay) -> None:
    while await relay.drain():
        pass


async def test_what_is_posted_twice_under_one_key_is_said_once(post: Post) -> None:
    await post.say("a", "a")
    await post.say("a")
    await drain(post.relay)
    assert post.here == ["about a"]
    await post.say("a")
    await drain(post.relay)
    assert post.platform.tried == ["a"]


async def test_what_is_rolled_back_is_never_said(post: Post) -> None:
    async def post_and_fail() -> None:
        async with post.open_work() as work:
            await work.outbox.post(post.to_here, say("no"), Fact("a"), community=post.community)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await post_and_fail()
    await drain(post.relay)
    assert post.here == []


async def test_order_is_kept_in_one_place_even_when_the_first_must_wait(post: Post) -> None:
    post.platform.moods = [Retry(timedelta(seconds=30), "slow down")]
    await post.say("a", "b", "c")
    await drain(post.relay)
    assert post.platform.tried == ["a"]
    post.clock.at += timedelta(seconds=31)
    await drain(post.relay)
    assert post.here == ["about a", "about b", "about c"]


async def test_a_channel_that_has_to_wait_holds_up_no_other_of_its_space(post: Post) -> None:
    post.platform.rate_limit = RateLimit(message=0.001)
    wait = Retry(timedelta(minutes=1), "this channel", untouched=True, here_only=True)
    post.platform.moods = [wait]
    await post.say("a", "b")
    await drain(post.relay)
    async with post.open_work() as work:
        hello = say("hello")
        await work.outbox.post(post.to_elsewhere, hello, Fact("z"), community=post.community)
    await drain(post.relay)
    assert post.platform.place("elsewhere").messages == ["hello"]
    assert post.here == []
    post.clock.at += timedelta(minutes=1)
    await drain(post.relay)
    assert post.here == ["about a", "about b"]


async def test_after_a_long_outage_the_first_of_many_says_that_they_come_now(post: Post) -> None:
    post.platform.moods = [Retry(timedelta(hours=1), "away")] * 9
    many = [f"number {number}" for number in range(11)]
    await post.say(*many)
    for _ in range(10):
        await drain(post.relay)
        post.clock.at += timedelta(hours=2)
    first, *others = post.here
    assert first.startswith("I couldn’t write here for a while. 11 messages waited")
    assert [first.rpartition("\n")[2], *others] == [f"about {each}" for each in many]


async def test_a_slow_place_does_not_hold_up_another(post: Post) -> None:
    post.platform.moods = [Retry(timedelta(hours=1), "slow down")]
    await post.say("a", "b")
    async with post.open_work() as work:
        hello = say("hello")
        await work.outbox.post(post.to_elsewhere, hello, Fact("z"), community=post.community)
    await drain(post.relay)
    assert post.platform.place("elsewhere").messages == ["hello"]
    assert post.here == []


@pytest.mark.slow("every attempt is made")
async def test_a_fault_of_ours_is_tried_again_and_at_last_parked(
    post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    post.platform.moods = [ValueError("bug")] * MOST_ATTEMPTS
    await post.say("a")
    for _ in range(MOST_ATTEMPTS):
        await drain(post.relay)
        post.clock.at += timedelta(hours=2)
    async with post.open_work(read_only=True) as work:
        assert await work.queue.dead() == [("a", "an error on our side")]
    assert [event.fact.key for event in post.refused] == ["a"]
    assert "about a" not in caplog.text


async def test_a_refusal_is_told_to_the_features_and_the_next_message_goes_on(post: Post) -> None:
    post.platform.moods = [Refused("the channel is gone")]
    await post.say("a", "b")
    await drain(post.relay)
    assert [(e.fact.key, e.reason) for e in post.refused] == [("a", "the channel is gone")]
    assert post.here == ["about b"]


@pytest.mark.parametrize("whose", ["a member's", "a stranger's"])
async def test_what_an_account_refuses_in_every_way_names_the_member_behind_it(
    post: Post, whose: str
) -> None:
    town = FakePlatform("town")
    town.direct = post.platform.post  # type: ignore[method-assign, assignment]
    post.platform.moods = [Refused("direct messages are closed")]
    account, ada = Ref("town", "u1"), None
    async with post.open_work() as work:
        space = await work.people.connect(post.community, Ref("town", "t1"), "The Town Hall")
        if whose == "a member's":
            ada = await work.members.add(post.community, Profile(name="Ada"), NOON)
            await work.people.attach(ada, space, account, AccountInfo("Ada"))
        to = ToAccount(space.id, account)
        await work.outbox.post(to, say("a"), Fact("a"), community=post.community)
    await drain(Relay(post.open_work, {"town": town}, post.registry, post.clock))
    assert [(event.fact.key, event.member) for event in post.refused] == [("a", ada)]


async def test_a_change_that_is_refused_is_parked_and_nobody_was_not_reached(post: Post) -> None:
    async with post.open_work() as work:
        ada = await work.members.add(post.community, Profile(name="Ada"), NOON)
        for key in ("a", "b"):
            await work.outbox.post(ToMember(ada), say(key), Fact(key), community=post.community)
    await drain(post.relay)
    post.platform.gone = True
    async with post.open_work() as work:
        await work.outbox.edit(Fact("a"), say("better"))
        await work.outbox.retract(Fact("b"))
    await drain(post.relay)
    assert post.refused == []
    async with post.open_work(read_only=True) as work:
        assert await work.queue.dead() == [("a", "no longer there"), ("b", "no longer there")]
        assert await work.outbox.given_up(post.community, BEGINNING) == 0
        assert await work.outbox.unreached([Fact("a"), Fact("b")]) == set()


async def test_of_what_never_arrived_only_what_is_asked_for_is_told(post: Post) -> None:
    post.platform.moods = [Refused("the channel is gone"), Refused("the channel is gone")]
    await post.say("a", "b", "c")
    await drain(post.relay)
    async with post.open_work(read_only=True) as work:
        assert await work.outbox.unreached([Fact("b"), Fact("c")]) == {Fact("b")}


async def test_a_crash_after_sending_sends_again_under_the_same_key(post: Post) -> None:
    await post.say("a")
    async with post.open_work() as work:
        (claimed,) = await work.queue.claim(NOON, LEASE, 10)
    assert claimed.message is not None
    await post.platform.post(claimed.key, there(HERE), claimed.message)  # and dies here
    await drain(post.relay)
    assert post.platform.tried == ["a"], "the lease holds"
    post.clock.at += LEASE + timedelta(seconds=1)
    await drain(post.relay)
    assert post.platform.tried == ["a", "a"]
    assert post.here == ["about a"]


async def test_leases_are_of_the_machines_clock_and_what_features_are_told_of_theirs(
    post: Post,
) -> None:
    await post.say("a")
    async with post.open_work() as work:
        await work.queue.claim(NOON, LEASE, 10)
    machine_clock, later = FakeClock(NOON), NOON + timedelta(days=14)
    post.clock.at = later
    senders = {"web": post.platform}
    relay = Relay(post.open_work, senders, post.registry, post.clock, machine_clock)
    await drain(relay)
    assert post.platform.tried == [], "the lease holds"
    machine_clock.at += LEASE + timedelta(seconds=1)
    post.platform.moods = [Refused("the channel is gone")]
    await drain(relay)
    assert post.told_at == [later]


async def test_two_relays_never_hold_the_same_delivery(post: Post) -> None:
    await post.say("a")
    async with post.open_work() as work:
        first = await work.queue.claim(NOON, LEASE, 10)
    async with post.open_work() as work:
        second = await work.queue.claim(NOON, LEASE, 10)
    assert ([d.key for d in first], second) == (["a"], [])


async def test_an_edit_before_delivery_changes_what_is_sent(post: Post) -> None:
    await post.say("a")
    async with post.open_work() as work:
        await work.outbox.edit(Fact("a"), say("better"))
    await drain(post.relay)
    assert post.here == ["better"]


async def test_an_edit_while_the_message_is_on_its_way_follows_it(post: Post) -> None:
    await post.say("a")
    async with post.open_work() as work:
        (claimed,) = await work.queue.claim(NOON, LEASE, 10)
    async with post.open_work() as work:
        await work.outbox.edit(Fact("a"), say("better"))
    assert claimed.message is not None
    receipt = await post.platform.post("a", there(HERE), claimed.message)
    assert isinstance(receipt, Receipt)
    async with post.open_work() as work:
        await work.queue.done(claimed, receipt)
    await drain(post.relay)
    assert post.here == ["better"]


async def test_an_edit_after_delivery_changes_the_message_where_it_is(post: Post) -> None:
    await post.say("a", "b")
    await drain(post.relay)
    async with post.open_work() as work:
        await work.outbox.edit(Fact("a"), say("better"))
        await work.outbox.edit(Fact("a"), say("best"))
    await drain(post.relay)
    assert post.here == ["best", "about b"]


async def test_a_retracted_message_goes_or_is_never_sent(post: Post) -> None:
    await post.say("a", "b")
    await drain(post.relay)
    await post.say("c")
    async with post.open_work() as work:
        await work.outbox.retract(Fact("a"))
        await work.outbox.retract(Fact("c"))
    await drain(post.relay)
    assert post.here == ["about b"]


async def test_the_words_are_not_kept_once_they_arrived(post: Post) -> None:
    await post.say("a")
    await drain(post.relay)
    async with post.open_work(read_only=True) as work:
        rows = await work.connection.execute(select(outbox.c.key, outbox.c.body))
    assert [tuple(row) for row in rows] == [("a", None)]


async def test_a_room_is_opened_before_anything_is_said_in_it(post: Post) -> None:
    async with post.open_work() as work:
        profiles = [
            await work.members.add(post.community, Profile(name=name), NOON)
            for name in ("Ada", "Bo")
        ]
        await work.outbox.open_room(Fact("r"), profiles, "Ada and Bo", community=post.community)
        await work.outbox.open_room(Fact("r"), profiles, "again", community=post.community)
        await work.outbox.post(
            ToPlace(Fact("r")), say("welcome"), Fact("w"), community=post.community
        )
    await drain(post.relay)
    room = post.platform.places["room:r"]
    assert (room.title, room.members, room.messages) == ("Ada and Bo", profiles, ["welcome"])


async def test_the_channel_for_all_of_a_space_is_reached(post: Post) -> None:
    async with post.open_work() as work:
        (space,) = await work.people.spaces(post.community)
        to = await to_all(work, space)
        await work.outbox.post(to, say("all"), Fact("s"), community=post.community)
    await drain(post.relay)
    assert post.platform.place(f"square:{post.community}").messages == ["all"]
