"""What pruning stands on: when each delivery was finished, and that no period falls due again."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, select, update

from bot.community.facts import Fact
from bot.community.people import AccountInfo, Ref
from bot.delivery.addresses import Address, ToMember, ToPlace
from bot.delivery.sender import RateLimit, Receipt, Refused, Retry, SendResult
from bot.routing.background import ThreadExecutor
from bot.ui.messages import say
from jobs.relay import LEASE, MOST_ATTEMPTS
from jobs.ticks import Ticks
from storage.kernel.delivery_tables import outbox
from storage.kernel.tables import ticks
from tests.chat import Chat, FakeChance, Person
from tests.extent import few_or_all
from tests.stories.programmes import facilitator, people, set_up
from tests.stories.test_linking import elsewhere, linked
from tests.stories.test_reaching import moved, town

CARD = Fact("testing.card", "1")
LATE = timedelta(days=50)

Finish = Callable[[], Awaitable[object]]


# When it was finished -------------------------------------------------------------------------


async def post(chat: Chat, to: Address, fact: Fact = CARD) -> None:
    async with chat.work() as work:
        await work.outbox.post(to, say("words"), fact, community=chat.community)


async def edit(chat: Chat) -> None:
    async with chat.work() as work:
        await work.outbox.edit(CARD, say("other words"))


async def retract(chat: Chat) -> None:
    async with chat.work() as work:
        await work.outbox.retract(CARD)


async def refuse(*_: object, **__: object) -> SendResult:
    return Refused("gone")


async def fail(*_: object, **__: object) -> SendResult:
    return Retry(timedelta(0), "away")


async def in_town(chat: Chat, *, closed: bool = False) -> Person:
    """Ada in the town, who perhaps takes no direct messages."""
    ada = await moved(chat, await town(chat), await chat.person("Ada Example"))
    chat.town.closed = {ada.id} if closed else set()
    return ada


async def waits_long(chat: Chat) -> Finish:
    await post(chat, ToMember((await in_town(chat)).id))
    return chat.settle


async def goes_nowhere(chat: Chat) -> Finish:
    await post(chat, ToPlace(Fact("there is no such room")))
    return chat.settle


async def is_tried_in_vain(chat: Chat) -> Finish:
    chat.town.direct = fail  # type: ignore[method-assign]
    await post(chat, ToMember((await in_town(chat)).id))
    async with chat.work() as work:
        await work.connection.execute(update(outbox).values(attempts=MOST_ATTEMPTS))
    return chat.settle


async def has_a_turn(chat: Chat) -> Finish:
    chat.town.rate_limit = RateLimit(message=60)
    ada = await in_town(chat)
    for number in ("1", "2"):
        await post(chat, ToMember(ada.id), Fact("testing.turn", number))
    await chat.settle()
    await chat.settle()
    return chat.settle


async def was_posted(chat: Chat) -> None:
    await (await waits_long(chat))()


async def is_edited(chat: Chat) -> Finish:
    await was_posted(chat)
    return lambda: edit(chat)


async def is_taken_back(chat: Chat) -> Finish:
    await was_posted(chat)
    return lambda: retract(chat)


async def is_edited_in_vain(chat: Chat) -> Finish:
    await was_posted(chat)
    chat.town.edit = refuse  # type: ignore[method-assign]
    return lambda: edit(chat)


async def is_held(chat: Chat) -> Finish:
    await post(chat, ToMember((await in_town(chat, closed=True)).id))
    return chat.settle


async def was_held(chat: Chat) -> Person:
    ada = await in_town(chat, closed=True)
    await post(chat, ToMember(ada.id))
    await chat.settle()
    return ada


async def is_fetched(chat: Chat) -> Finish:
    ada = await was_held(chat)
    return lambda: ada.says("/kindred waiting")


async def is_edited_on_its_way(chat: Chat) -> Finish:
    """It is only told of in public, and the words that are held are the new ones."""
    await post(chat, ToMember((await in_town(chat, closed=True)).id))

    async def finish() -> None:
        now = chat.clock.now()
        async with chat.work() as work:
            (claimed,) = await work.queue.claim(now, LEASE, 1)
        await edit(chat)
        told = Receipt(Ref("town", "general"), Ref("town", CARD.key))
        async with chat.work() as work:
            await work.queue.hold(claimed, told, now)

    return finish


async def a_room(chat: Chat) -> None:
    """A room of two in the town, where none can be opened."""
    space = await chat.connect()
    chat.town.roomless = {space.ref.id}
    two = [await chat.person(f"{name} Example") for name in ("Ada", "Bo")]
    async with chat.work() as work:
        for person in two:
            account = Ref("town", f"u{person.id}")
            await work.people.attach(person.id, space, account, AccountInfo(person.name))
        ids = [person.id for person in two]
        await work.outbox.open_room(Fact("room"), ids, "Two", community=chat.community)
        to = ToPlace(Fact("room"))
        await work.outbox.post(to, say("words"), CARD, community=chat.community)


async def is_said_apart(chat: Chat) -> Finish:
    await a_room(chat)
    return chat.settle


async def is_edited_apart(chat: Chat) -> Finish:
    await a_room(chat)
    await chat.settle()
    return lambda: edit(chat)


@pytest.mark.parametrize(
    "way",
    [
        *(waits_long, goes_nowhere, is_tried_in_vain, has_a_turn, is_edited, is_taken_back),
        *(is_edited_in_vain, is_held, is_fetched, is_edited_on_its_way, is_said_apart),
        is_edited_apart,
    ],
)
async def test_of_what_is_finished_it_is_known_when(
    chat: Chat, way: Callable[[Chat], Awaitable[Finish]]
) -> None:
    finish = await way(chat)
    before = await finished(chat)
    chat.clock.at += LATE
    await finish()
    await chat.settle()
    after = await finished(chat)
    new = [after[id_][1] for id_ in after if before.get(id_) != after[id_]]
    assert new
    assert await waiting(chat) == 0
    assert all(chat.clock.at <= at <= chat.clock.at + LEASE for at in new), new


async def finished(chat: Chat) -> dict[int, tuple[str, datetime]]:
    async with chat.work(read_only=True) as work:
        query = select(outbox.c.id, outbox.c.state, outbox.c.due_at)
        rows = await work.connection.execute(query.where(outbox.c.state != "waiting"))
        return {row.id: (row.state, row.due_at) for row in rows}


async def waiting(chat: Chat) -> int:
    async with chat.work(read_only=True) as work:
        return await work.queue.waiting()


# Periods --------------------------------------------------------------------------------------

Period = tuple[str, str, str]


async def restart(chat: Chat) -> None:
    """Let the clock be that of a worker that was just started, which remembers nothing."""
    core, clock = chat.core, chat.clock
    new = Ticks(core.registry, core.open_work, clock, FakeChance(), ThreadExecutor())
    chat.core = replace(core, ticks=new)


async def periods(chat: Chat) -> dict[Period, datetime]:
    async with chat.work(read_only=True) as work:
        rows = await work.connection.execute(select(ticks))
        return {(row.feature, row.schedule, row.period): row.run_at for row in rows}


async def a_busy_month(chat: Chat) -> None:
    """Two programmes and a single round, more suggestions than in a week, and a link."""
    rowan = await facilitator(chat)
    await set_up(chat, rowan, weeks="2")
    ada, bo, cy, dee = await people(chat, 4)
    await set_up(chat, rowan, name="Asked", weeks="2", taking_part="asked")
    await set_up(chat, rowan, name="Once", weeks="0")
    for person in (ada, bo):
        for name in ("Asked", "Once"):
            await person.says(f"/kindred introduce join {name}")
    for other in (bo, cy, dee):
        await rowan.says(f"/kindred introduce them {ada.name} to {other.name} because of tea")
    zed = await elsewhere(chat)
    await linked(dee, zed)
    await chat.stranger("Yan Example").says("/kindred link aaaa-bbbb-cccc-dddd")
    await chat.stranger("Xe", "t9", runs_the_space=True).says("/kindred join aaaa-bbbb-cccc-dddd")


EARLY = {
    *(f"introductions.{name}" for name in ("ask", "open_round", "halfway", "last_call")),
    *("introductions.close_round", "introductions.suggestions", "members.forget_link"),
    *("members.forget_wrong_codes", "communities.forget_wrong_codes", "guide.forget_answers"),
}
"""Schedules of which some periods were run in the busy month, and are forgotten in the end."""


@pytest.mark.parametrize("chat", ["sqlite-full", *few_or_all([], ["postgres-thin"])], indirect=True)
@pytest.mark.slow("a year and more passes")
async def test_no_period_falls_due_again_once_it_is_forgotten(chat: Chat) -> None:
    await a_busy_month(chat)
    run: dict[Period, datetime] = {}
    again: list[Period] = []
    for hours in [*[24] * 24, *[24 * 28] * 15]:
        await restart(chat)
        await chat.skip_time(hours=hours)
        now_run = await periods(chat)
        again += [period for period, at in now_run.items() if run.get(period, at) != at]
        run |= now_run
    assert again == []
    kept = await periods(chat)
    assert min(kept.values()) >= chat.clock.at - timedelta(days=400)
    assert {f"{feature}.{name}" for feature, name, _ in run.keys() - kept.keys()} >= EARLY
    async with chat.work() as work:
        await work.connection.execute(delete(ticks))
    await restart(chat)
    await chat.core.ticks.run_due()
    lately = chat.clock.at - timedelta(days=1)
    assert [each for each in await periods(chat) if run.get(each, lately) < lately] == []
