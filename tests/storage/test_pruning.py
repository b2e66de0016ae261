"""What goes when it is too old: found by an index, in portions, and nothing that is needed."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, func, insert, select, text

from bot.community.facts import Fact
from bot.community.people import Ref
from bot.community.profiles import Profile
from bot.delivery.addresses import ToMember
from bot.delivery.sender import Posted
from bot.ui.messages import say
from storage.kernel.delivery_tables import FETCHED, HELD, outbox
from storage.kernel.pruning import PORTION
from storage.kernel.tables import answers, codes, drafts, ticks
from storage.kernel.unit_of_work import OpenSqlWork, SqlWork
from storage.stores import work_on
from tests.database import engine_at
from tests.storage.test_linking import LATER, become_one, village_of

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
BEFORE, AFTER = NOON - timedelta(days=1), NOON + timedelta(days=1)
FILL = 3_000


@pytest.fixture
async def open_work(database_url: str) -> AsyncIterator[OpenSqlWork]:
    async with engine_at(database_url) as engine:
        yield work_on(engine)


async def member_of(work: SqlWork) -> tuple[int, int]:
    """A community, and Ada in it."""
    community = (await work.people.establish("Testers")).id
    return community, await work.members.add(community, Profile(name="Ada"), NOON)


def row(community: int, number: int, **values: Any) -> dict[str, Any]:
    """Something that was posted."""
    key = f"k{number}"
    row = {"community_id": community, "key": key, "about": key, "act": "post", "lane": "l"}
    row |= {"to_purpose": "notices", "body": None, "state": "done", "due_at": NOON}
    return row | values


async def count(work: SqlWork, *which: Any) -> int:
    return await work.connection.scalar(select(func.count()).select_from(outbox).where(*which)) or 0


# Found by an index ----------------------------------------------------------------------------


async def furnish(work: SqlWork) -> None:
    """A database that has been in use: much has arrived, and some of all else is there."""
    community, ada = await member_of(work)
    rows = [row(community, number) for number in range(FILL)]
    for state in ("dead", HELD, FETCHED):
        rows += [row(community, n, key=f"{state}{n}", state=state, body="{}") for n in range(5)]
    rows += [row(community, n, key=None, act="edit") for n in range(5)]
    await work.connection.execute(insert(outbox), rows)
    some = range(FILL)
    owner = {"community_id": community, "member_id": ada}
    for table, filling in (
        (answers, [{"interaction_id": str(n), "given_at": AFTER} for n in some]),
        (codes, [{"digest": str(n), "purpose": "p", "until": AFTER, **owner} for n in some]),
        (
            ticks,
            [{"feature": "f", "schedule": "s", "period": f"{n}", "run_at": AFTER} for n in some],
        ),
    ):
        await work.connection.execute(insert(table), filling)
    forms = [{"member_id": ada, "form": f"{n}", "subject": "", "typed": "[]"} for n in some]
    await work.connection.execute(insert(drafts), [{**form, "kept_at": AFTER} for form in forms])


async def forget_all(work: SqlWork, before: datetime) -> None:
    await work.outbox.forget_before(before)
    await work.outbox.forget_held(before, before)
    await work.answers.forget_before(before)
    await work.drafts.forget_before(before, before, before)
    await work.codes.forget_before(before)
    await work.ticks.forget_before(before)


async def test_what_is_too_old_is_found_by_an_index(open_work: OpenSqlWork) -> None:
    async with open_work() as work:
        await furnish(work)
    async with open_work() as work:
        engine = work.connection.engine.sync_engine
        lite = engine.dialect.name == "sqlite"
        if not lite:  # which looks at its tables by itself in time; SQLite is never told to
            await work.connection.execute(text("ANALYZE"))
        asked: list[tuple[str, Any]] = []

        def listen(_1: Any, _2: Any, statement: str, parameters: Any, *_rest: Any) -> None:
            asked.append((statement, parameters))

        event.listen(engine, "before_cursor_execute", listen)
        await forget_all(work, NOON)
        event.remove(engine, "before_cursor_execute", listen)
        explain = "EXPLAIN " + ("QUERY PLAN " if lite else "")
        plans: list[str] = []
        for statement, parameters in asked:
            lines = await work.connection.exec_driver_sql(explain + statement, parameters)
            plans.append(" ".join(str(line[-1]) for line in lines))
    outboxes = ["words", "changes", "words", "words"]
    others = ["given_at", "kept_at", "kept_at", "kept_at", "until", "run_at"]
    for plan, index in zip(plans, [*outboxes, *others], strict=True):
        assert f"_{index}" in plan, plan
        assert "Seq Scan" not in plan, plan
        assert "SCAN outbox" not in plan, plan


# What is needed -------------------------------------------------------------------------------


async def test_the_number_of_what_is_forgotten_is_never_given_again(open_work: OpenSqlWork) -> None:
    async with open_work() as work:
        community, ada = await member_of(work)
        changes = [row(community, n, key=None, act="edit", due_at=BEFORE) for n in range(3)]
        await work.connection.execute(insert(outbox), changes)
        before = await work.connection.scalar(select(func.max(outbox.c.id)))
        assert before
        await work.outbox.forget_before(NOON)
        assert await count(work) == 1
        await work.outbox.post(ToMember(ada), say("a"), Fact("a"), community=community)
    async with open_work() as work:
        new = await work.connection.scalar(select(outbox.c.id).where(outbox.c.key == "a"))
        assert new is not None
        assert new > before
        await work.outbox.forget_before(NOON)
        assert await count(work) == 1


async def test_a_link_is_undone_after_what_it_moved_was_forgotten(open_work: OpenSqlWork) -> None:
    village = await village_of(open_work)
    told = {"to_member": village.zed, "told_id": village.zed, "lane": f"member:{village.zed}"}
    told |= {"kind": "told", "subject": "2"}
    key = Fact("told", "2", member=village.zed).key
    async with open_work() as work:
        say_ = row(village.community, 0, key=key, state="dead", body="{}", due_at=BEFORE)
        edit = row(village.community, 0, key=None, about=key, act="edit", due_at=BEFORE)
        last = row(village.community, 1)
        await work.connection.execute(insert(outbox), [{**r, **told} for r in (say_, edit)])
        await work.connection.execute(insert(outbox), last)
        before = (await work.connection.execute(KNOWN)).all()
        await become_one(work, village, village.link)
    async with open_work() as work:
        assert await count(work, outbox.c.to_member == village.zed) == 0
        await work.outbox.forget_before(NOON)
        await work.outbox.post(
            ToMember(village.ada), say("new"), Fact("new"), community=village.community
        )
    async with open_work() as work:
        assert await count(work, outbox.c.act == "edit") == 0
        link = await work.links.latest_of(village.ada)
        assert link is not None
        await work.links.undo(link, LATER)
    async with open_work() as work:
        assert (await work.connection.execute(KNOWN)).all() == before
        assert await count(work, outbox.c.key == "new", outbox.c.to_member == village.ada) == 1


KNOWN = (
    select(outbox.c.key, outbox.c.to_member, outbox.c.told_id, outbox.c.lane)
    .where(outbox.c.key.is_not(None), outbox.c.key != "new")
    .order_by(outbox.c.id)
)


async def test_what_is_held_is_forgotten_in_portions_with_the_word_of_it(
    open_work: OpenSqlWork,
) -> None:
    async with open_work() as work:
        community, _ = await member_of(work)
        held = {"state": HELD, "body": "{}", "posted_channel": "web:x", "posted_message": "web:1"}
        rows = [row(community, n, due_at=BEFORE, **held) for n in range(PORTION + 5)]
        fetched = row(community, -1, state=FETCHED, body="{}", due_at=BEFORE)
        await work.connection.execute(insert(outbox), [*rows, row(community, -2, **held)])
        await work.connection.execute(insert(outbox), fetched)
    for more, taken_back in ((True, PORTION), (False, PORTION + 5), (False, PORTION + 5)):
        async with open_work() as work:
            assert await work.outbox.forget_held(NOON, NOON) is more
            assert await count(work, outbox.c.act == "retract") == taken_back
    async with open_work() as work:
        assert list(await work.connection.scalars(WORDS)) == ["k-2"]
        (first, *_) = await work.queue.claim(NOON, timedelta(minutes=1), 1)
        assert first.posted == Posted(Ref("web", "x"), Ref("web", "1"))


WORDS = select(outbox.c.key).where(outbox.c.body.is_not(None))


async def test_a_draft_of_the_release_before_counts_from_when_it_is_first_seen(
    open_work: OpenSqlWork,
) -> None:
    async with open_work() as work:
        _, ada = await member_of(work)
        left = {"member_id": ada, "form": "f", "subject": "", "typed": '{"a": "b"}'}
        await work.connection.execute(insert(drafts), left)
        assert not await work.drafts.forget_before(BEFORE, BEFORE, NOON)
        assert await work.drafts.of(ada, "f", "") == {"a": "b"}
        assert not await work.drafts.forget_before(NOON, NOON, AFTER)
        assert await work.drafts.of(ada, "f", "") == {"a": "b"}
        assert not await work.drafts.forget_before(AFTER, AFTER, AFTER)
        assert await work.drafts.of(ada, "f", "") == {}
