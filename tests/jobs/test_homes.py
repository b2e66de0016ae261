"""Homes are kept current: soon after something changes, and none is held up by another."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.community.facts import Fact
from bot.community.people import Account
from bot.community.roles import Role
from bot.delivery.addresses import ToMember, ToPlace
from bot.delivery.sender import Refused, Retry, SendResult
from bot.routing.interaction import HomeOpened
from bot.ui.messages import Message, say
from jobs.live import BATCH, LiveRefresher
from storage.kernel.delivery_tables import live_views
from tests.chat import Chat, FakeClock, FakePlatform, Person, text_of


class MoodyTown(FakePlatform):
    """A town that answers with the outcomes it is given, before it shows what it is told."""

    def __init__(self) -> None:
        super().__init__("town")
        self.moods: list[SendResult | Exception] = []
        self.shown: list[str] = []
        self.told = asyncio.Event()
        self.meanwhile: Callable[[], Awaitable[None]] | None = None

    async def publish_home(self, account: Account, message: Message) -> SendResult:
        self.shown.append(account.ref.id)
        self.told.set()
        if self.meanwhile:
            await self.meanwhile()
        if self.moods:
            mood = self.moods.pop(0)
            if isinstance(mood, Exception):
                raise mood
            return mood
        return await super().publish_home(account, message)


class Keeping:
    """A keeper of homes, and the town it shows them in."""

    def __init__(self, chat: Chat) -> None:
        self.chat = chat
        self.town = MoodyTown()
        self.keeper = LiveRefresher(
            chat.core.open_work, chat.core.registry, {"town": self.town}, chat.clock
        )

    async def after(self, seconds: float) -> int:
        self.chat.clock.at += timedelta(seconds=seconds)
        return await self.keeper.refresh()

    def home_of(self, person: Person) -> str:
        assert person.account
        return text_of(self.town.homes[person.account.id])


@pytest.fixture
async def keeping(chat: Chat) -> Keeping:
    await chat.connect()
    return Keeping(chat)


async def at_home(chat: Chat, name: str) -> Person:
    """Somebody of the town who is a member and has looked at their home."""
    person = chat.stranger(name)
    await person.says("/kindred join")
    await person.does(HomeOpened())
    return person


async def test_a_home_is_shown_anew_a_moment_after_something_changed(
    chat: Chat, keeping: Keeping
) -> None:
    zed = await at_home(chat, "Zed Example")
    assert await keeping.after(60) == 0
    await zed.says("/kindred help")
    await zed.says("/kindred help")
    assert await keeping.after(1) == 0
    assert await keeping.after(1) == 1
    assert "Zed Example in The Test Table" in keeping.home_of(zed)
    assert await keeping.after(60) == 0
    assert keeping.town.shown == ["u1"]


async def test_a_home_is_kept_from_the_yes_on_since_it_may_be_open(
    chat: Chat, keeping: Keeping
) -> None:
    person = chat.stranger("Zed Example")
    await person.says("/kindred join")
    assert await keeping.after(60) == 1  # what they had open when they said yes
    await person.says("/kindred help")
    assert await keeping.after(60) == 1


async def test_what_is_touched_while_a_home_is_composed_is_shown_the_next_time(
    chat: Chat, keeping: Keeping
) -> None:
    zed = await at_home(chat, "Zed Example")
    member = await chat.behind(zed)
    assert member is not None

    async def touch() -> None:  # as a unit of work does that began before, and is late to commit
        async with chat.work() as work:
            await work.homes.touch([member.id], chat.clock.now() - timedelta(seconds=1))

    await zed.says("/kindred help")
    keeping.town.meanwhile = touch
    assert await keeping.after(2) == 1
    keeping.town.meanwhile = None
    assert await keeping.after(1) == 0
    assert await keeping.after(1) == 1
    assert await keeping.after(60) == 0


async def test_a_chat_that_asks_to_wait_is_tried_again_when_it_said(
    chat: Chat, keeping: Keeping
) -> None:
    zed = await at_home(chat, "Zed Example")
    await zed.says("/kindred help")
    keeping.town.moods.append(Retry(timedelta(seconds=30), "slow down"))
    assert await keeping.after(2) == 0
    assert await keeping.after(29) == 0
    assert keeping.town.shown == ["u1"]
    assert await keeping.after(1) == 1
    assert keeping.home_of(zed)


async def test_a_chat_that_asks_to_wait_is_waited_for_by_the_machines_clock(
    chat: Chat, keeping: Keeping
) -> None:
    machine_clock = FakeClock(chat.clock.at)
    keeping.keeper = LiveRefresher(
        *(chat.core.open_work, chat.core.registry, {"town": keeping.town}, chat.clock),
        machine_clock=machine_clock,
    )
    zed = await at_home(chat, "Zed Example")
    await zed.says("/kindred help")
    keeping.town.moods.append(Retry(timedelta(seconds=30), "slow down"))
    assert await keeping.after(2) == 0
    assert await keeping.after(86_400) == 0
    machine_clock.at += timedelta(seconds=30)
    assert await keeping.after(0) == 1


async def test_a_home_that_is_refused_is_let_go_until_something_changes(
    chat: Chat, keeping: Keeping
) -> None:
    zed = await at_home(chat, "Zed Example")
    await zed.says("/kindred help")
    keeping.town.moods.append(Refused("no home here"))
    assert await keeping.after(2) == 1
    assert await keeping.after(600) == 0
    await zed.says("/kindred help")
    assert await keeping.after(2) == 1


async def test_the_fault_of_one_home_holds_up_no_other(
    chat: Chat, keeping: Keeping, caplog: pytest.LogCaptureFixture
) -> None:
    both = [await at_home(chat, name) for name in ("Zed Example", "Yas Example")]
    for person in both:
        await person.says("/kindred help")
    keeping.town.moods.append(RuntimeError("broken"))
    assert await keeping.after(2) == 1
    assert "could not be shown" in caplog.text
    assert len(keeping.town.homes) == 1
    assert await keeping.after(60) == 1
    assert len(keeping.town.homes) == 2


async def test_homes_that_wait_do_not_crowd_out_others(chat: Chat, keeping: Keeping) -> None:
    everyone = [await at_home(chat, f"Person {number}") for number in range(BATCH // 10)]
    for person in everyone:
        await person.says("/kindred help")
    keeping.town.moods += [Retry(timedelta(hours=1), "slow down")] * len(everyone)
    assert await keeping.after(2) == 0
    zed = await at_home(chat, "Zed Example")
    await zed.says("/kindred help")
    assert await keeping.after(2) == 1
    assert keeping.home_of(zed)


async def test_who_is_written_to_has_their_home_shown_anew(chat: Chat, keeping: Keeping) -> None:
    zed, yas, xan = [await at_home(chat, name) for name in ("Zed E.", "Yas E.", "Xan E.")]
    who = [await chat.behind(person) for person in (zed, yas, xan)]
    async with chat.work() as work:
        ids = [member.id for member in who if member]
        community = chat.community
        await work.outbox.post(ToMember(ids[0]), say("Hello"), Fact("a"), community=community)
        await work.outbox.open_room(Fact("r"), ids[1:2], "Yas", community=community)
        await work.outbox.post(ToPlace(Fact("r")), say("Hello"), Fact("b"), community=community)
    assert await keeping.after(3) == 2
    assert sorted(keeping.town.homes) == ["u1", "u2"]


async def test_what_a_facilitator_does_shows_on_the_homes_of_all_facilitators(
    chat: Chat, keeping: Keeping
) -> None:
    rowan, zed, yas = [await at_home(chat, name) for name in ("Rowan", "Zed E.", "Yas E.")]
    for person in (rowan, zed):
        member = await chat.behind(person)
        assert member is not None
        async with chat.work() as work:
            await work.members.grant(member.id, Role.FACILITATOR)
    await rowan.says("/facilitate help")
    assert await keeping.after(2) == 2
    assert sorted(keeping.town.homes) == ["u1", "u2"]
    assert "For facilitators" in keeping.home_of(zed)
    assert yas


async def test_a_chat_that_another_process_serves_is_left_to_it(
    chat: Chat, keeping: Keeping
) -> None:
    zed = await at_home(chat, "Zed Example")
    await zed.says("/kindred help")
    nobody = LiveRefresher(chat.core.open_work, chat.core.registry, {}, chat.clock)
    chat.clock.at += timedelta(seconds=2)
    assert await nobody.refresh() == 0
    assert await keeping.after(0) == 1


async def test_who_is_erased_takes_their_home_along(chat: Chat, keeping: Keeping) -> None:
    zed = await at_home(chat, "Zed Example")
    await zed.says("/kindred help")
    member = await chat.behind(zed)
    assert member is not None
    async with chat.work() as work:
        await work.members.erase(member.id)
        assert (await work.connection.execute(select(live_views))).all() == []
    assert await keeping.after(2) == 0


async def test_it_runs_until_it_is_told_to_stop(chat: Chat, keeping: Keeping) -> None:
    zed = await at_home(chat, "Zed Example")
    await zed.says("/kindred help")
    chat.clock.at += timedelta(seconds=2)
    stopping = asyncio.Event()
    running = asyncio.create_task(keeping.keeper.run(stopping))
    await asyncio.wait_for(keeping.town.told.wait(), 10)
    stopping.set()
    await asyncio.wait_for(running, 5)
