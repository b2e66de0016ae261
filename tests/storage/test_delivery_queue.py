"""The delivery queue, the relay's side of the outbox: what it reads, and what it leaves alone."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import event

from bot.community.facts import Fact
from bot.community.profiles import Profile
from bot.delivery.addresses import ToMember
from bot.ui.messages import say
from storage.kernel.database import connect
from storage.stores import work_on
from tests.extent import on_both

pytestmark = on_both

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


async def test_what_waits_for_its_turn_is_lined_up_without_its_words(database_url: str) -> None:
    engine = connect(database_url)
    open_work = work_on(engine)
    async with open_work() as work:
        community = (await work.people.establish("Testers")).id
        ada = await work.members.add(community, Profile(name="Ada"), NOON)
        await work.outbox.post(ToMember(ada), say("a secret"), Fact("a"), community=community)
    async with open_work() as work:
        (claimed,) = await work.queue.claim(NOON, timedelta(minutes=1), 10)
        later = NOON + timedelta(minutes=5)
        await work.queue.postpone({claimed.id: later})
    asked: list[str] = []

    def listen(_1: Any, _2: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    event.listen(engine.sync_engine, "before_cursor_execute", listen)
    async with open_work(read_only=True) as work:
        ((id_, at, _),) = await work.queue.postponed(NOON)
    assert (id_, at) == (claimed.id, later)
    assert any("FROM outbox" in statement for statement in asked)
    assert not any("body" in statement for statement in asked)
    await engine.dispose()
