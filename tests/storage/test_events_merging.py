"""Two people at one table turn out to be one: whose seat is kept, and whose is freed."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.features.events.rsvps.domain import Answer, Attendee, Response
from storage.events.merging import merge, part
from storage.kernel.journal import Journal
from storage.kernel.unit_of_work import OpenSqlWork
from storage.stores import work_on
from tests.database import engine_at
from tests.storage.test_rsvps import MAYBE, Table, full, table

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)


@pytest.fixture
async def open_work(database_url: str) -> AsyncIterator[OpenSqlWork]:
    async with engine_at(database_url) as engine:
        yield work_on(engine)


async def become_one(tea: Table, gone: str, kept: str) -> str:
    """What has been done to rows, to be undone; seats that are free go on."""
    async with tea.open_work() as work:
        journal = Journal(work.connection)
        await merge(work.connection, journal, tea.people[gone], tea.people[kept])
        await work.events.rsvps.settle(tea.date, NOW)
    return journal.as_text()


async def become_two(tea: Table, gone: str, kept: str, journal: str) -> None:
    async with tea.open_work() as work:
        await Journal(work.connection).undo(journal)
        await part(work.connection, tea.people[kept], tea.people[gone])


async def test_a_seat_that_was_held_twice_goes_on(open_work: OpenSqlWork) -> None:
    tea = await full(open_work, 2, "Ada", "Zed", "Bo")
    await become_one(tea, "Zed", "Ada")
    assert await tea.lists() == (["Ada", "Bo"], [])


async def test_the_seat_is_kept_whosever_it_was(open_work: OpenSqlWork) -> None:
    tea = await full(open_work, 1, "Zed", "Bo", "Ada")
    await become_one(tea, "Zed", "Ada")
    assert await tea.lists() == (["Ada"], ["Bo"])


async def test_a_name_that_either_has_hidden_stays_hidden(open_work: OpenSqlWork) -> None:
    tea = await full(open_work, 2, "Ada")
    tea.people["Zed"] = await tea.another("Zed")
    await tea.says("Zed", replace(MAYBE, hidden=True))
    await become_one(tea, "Zed", "Ada")
    rsvp = await tea.rsvp("Ada")
    assert rsvp
    assert (rsvp.answer, rsvp.hidden) == (Answer.COMING, True)


async def test_undone_both_have_what_they_had(open_work: OpenSqlWork) -> None:
    tea = await full(open_work, 3, "Ada", "Zed", "Bo")
    journal = await become_one(tea, "Zed", "Ada")
    assert await tea.lists() == (["Ada", "Bo"], [])
    await become_two(tea, "Zed", "Ada", journal)
    assert await tea.lists() == (["Ada", "Zed", "Bo"], [])


async def test_undone_nobody_has_a_seat_that_was_given_on_and_who_had_it_is_next(
    open_work: OpenSqlWork,
) -> None:
    tea = await full(open_work, 2, "Ada", "Zed", "Bo", "Cy")
    journal = await become_one(tea, "Zed", "Ada")
    assert await tea.lists() == (["Ada", "Bo"], ["Cy"])
    await become_two(tea, "Zed", "Ada", journal)
    assert await tea.lists() == (["Ada", "Bo"], ["Zed", "Cy"])


async def test_undone_who_was_let_in_by_a_host_still_is(open_work: OpenSqlWork) -> None:
    tea = await full(open_work, 1, "Ada", "Zed")
    await tea.let_in("Zed")
    journal = await become_one(tea, "Zed", "Ada")
    assert await tea.lists() == (["Ada"], [])
    await become_two(tea, "Zed", "Ada", journal)
    assert await tea.lists() == (["Ada", "Zed"], [])


async def test_a_party_is_that_of_the_answer_that_is_kept(open_work: OpenSqlWork) -> None:
    tea = await table(open_work, 9, "Ada", "Zed")
    await tea.says("Zed", Response(Answer.COMING, 3))
    await tea.says("Ada", MAYBE)
    await become_one(tea, "Zed", "Ada")
    assert (await tea.there()).tally.seated == 3


async def test_who_is_one_was_there_once_in_one_group_and_named_nobody_twice(
    open_work: OpenSqlWork,
) -> None:
    tea = await full(open_work, 3, "Ada", "Zed", "Bo")
    ada, zed, bo = (tea.people[name] for name in ("Ada", "Zed", "Bo"))
    async with open_work() as work:
        for who in (ada, zed):
            await work.events.check_ins.add(tea.date, Attendee(who), 1, bo, NOW)
        for by, other in ((ada, zed), (ada, bo), (zed, bo), (bo, zed)):
            await work.events.afterwards.name(tea.date, by, other, NOW)
        people = await work.events.breakouts.people(tea.date)
        await work.events.breakouts.draft(tea.date, 4, 1, [people], [], zed, NOW)
        await work.events.afterwards.tell(tea.date, "Tea", "", zed, NOW)
    journal = await become_one(tea, "Zed", "Ada")
    assert await _day(tea, ada, bo) == (["Ada"], [["Ada"]], [bo], [ada], ada)
    await become_two(tea, "Zed", "Ada", journal)
    assert await _day(tea, ada, bo) == (["Ada", "Zed"], [["Ada", "Zed"]], [zed, bo], [zed], zed)


async def _day(tea: Table, ada: int, bo: int) -> tuple[object, ...]:
    async with tea.open_work(read_only=True) as work:
        here = [each.name for each in await work.events.check_ins.of(tea.date)]
        draft = await work.events.breakouts.drafted(tea.date)
        assert draft
        groups = [[each.name for each in group] for group in draft.groups]
        named = [await work.events.afterwards.named(tea.date, by) for by in (ada, bo)]
        outcome = await work.events.afterwards.outcome(tea.date)
        assert outcome
    return here, groups, sorted(named[0], key=lambda each: each == bo), named[1], outcome.by
