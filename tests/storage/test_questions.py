"""Questions on others’ behalf: one budget for all of them, and each in its reader’s own day."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.community.domain_events import QuestionFellDue
from bot.community.facts import Fact
from bot.community.profiles import Profile
from bot.delivery.questions import ask_favours
from storage.kernel.unit_of_work import OpenSqlWork
from storage.stores import work_on
from tests.database import engine_at

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
async def open_work(database_url: str) -> AsyncIterator[OpenSqlWork]:
    async with engine_at(database_url) as engine:
        yield work_on(engine)


async def test_all_questions_count_together_and_each_is_asked_once_by_day(
    open_work: OpenSqlWork,
) -> None:
    async with open_work() as work:
        here = (await work.people.establish("Tea")).id
        names = ("Ada", "Bo", "Cy")
        zones = ("UTC", "Asia/Tokyo", "UTC")  # where it is nine in the evening at noon
        ada, bo, cy = [
            await work.members.add(here, Profile(name, zone=zone), NOON)
            for name, zone in zip(names, zones, strict=True)
        ]

        def about(kind: str, subject: int, *asked: int) -> list[Fact]:
            return [Fact.of(f"{kind}.asked", subject, member=each) for each in asked]

        both = about("tea", 1, ada, bo)
        assert await ask_favours(work, both, NOON, community=here) == [ada, bo]
        now = QuestionFellDue(both[0], here, NOON)
        assert work.domain_events == [now]  # by day for Ada alone
        await work.questions.keep(about("cake", 1, ada, cy), NOON, community=here)
        # Twice a week, whatever it is about; and two favours a month.
        assert await work.questions.free(here, NOON) == {bo, cy}
        asked = about("tea", 2, ada, cy)
        assert await ask_favours(work, asked, NOON + DAY, community=here) == [cy]
        assert await work.questions.free(here, NOON + 8 * DAY) == {ada, bo, cy}
        await ask_favours(work, about("tea", 3, ada, bo), NOON + 8 * DAY, community=here)
        assert await work.questions.free(here, NOON + 16 * DAY) == {cy}
        assert await work.questions.free(here, NOON + 31 * DAY) == {ada, bo, cy}
        # Whom it is night for is asked in the morning, once; or not at all.
        morning = datetime(2026, 11, 23, 23, tzinfo=UTC)
        assert await work.questions.due(morning - timedelta(seconds=1)) == []
        (waiting,) = await work.questions.due(morning)
        assert (waiting.fact, waiting.ask_at) == (both[1], morning)
        assert await work.questions.take(waiting.fact) == waiting
        assert await work.questions.take(waiting.fact) is None
        await work.questions.drop(both[1])
        kinds = [kind for kind, _ in await work.questions.to(bo)]
        assert kinds == ["tea.asked"]
        assert not await work.questions.forget_before(NOON + 31 * DAY)
        assert await work.questions.to(ada) == []
