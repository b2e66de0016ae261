"""Answers given to interactions, and periods of schedules that were run: each counts once."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import BindParameter, bindparam, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.kernel.columns import instant
from storage.kernel.database import insert
from storage.kernel.direct import AtTheEnd, Direct
from storage.kernel.pruning import Old
from storage.kernel.tables import answers, ticks

_OLD_ANSWERS = Old(delete(answers), answers.c.given_at)
_OLD_PERIODS = Old(delete(ticks), ticks.c.run_at)

_ITS_ID: BindParameter[str] = bindparam("its_id")
_CLAIMS = {
    name: Direct(
        dialect.insert(answers)
        .values(interaction_id=_ITS_ID, given_at=instant("now"))
        .on_conflict_do_nothing()
        .returning(answers.c.interaction_id)
    )
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}
_KEEP = Direct(
    update(answers)
    .where(answers.c.interaction_id == _ITS_ID)
    .values(answer=bindparam("its_answer"))
)


class SqlAnswers:
    """Answers already given to interactions."""

    def __init__(self, connection: AsyncConnection, at_the_end: AtTheEnd) -> None:
        self._connection = connection
        self._at_the_end = at_the_end

    async def given(self, interaction_id: str, now: datetime) -> str | None:
        claim = _CLAIMS[self._connection.dialect.name]
        if await claim.first(self._connection, {"its_id": interaction_id, "now": now}):
            return None
        earlier = await self._connection.execute(
            select(answers.c.answer).where(answers.c.interaction_id == interaction_id)
        )
        return earlier.scalar_one() or "null"

    async def keep(self, interaction_id: str, answer: str) -> None:
        self._at_the_end.ask(_KEEP, {"its_id": interaction_id, "its_answer": answer})

    async def kept(self, interaction_id: str) -> str | None:
        found = await self._connection.execute(
            select(answers.c.answer).where(answers.c.interaction_id == interaction_id)
        )
        return found.scalar_one_or_none()

    async def forget_words(self) -> None:
        worded = answers.c.answer.is_not(None)
        await self._connection.execute(update(answers).where(worded).values(answer=None))

    async def forget_before(self, when: datetime) -> bool:
        return await _OLD_ANSWERS.forget(self._connection, when)


class SqlTicks:
    """Periods of schedules that were run."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def take(self, feature: str, schedule: str, period: str, now: datetime) -> bool:
        taken = await self._connection.execute(
            insert(self._connection, ticks)
            .values(feature=feature, schedule=schedule, period=period, run_at=now)
            .on_conflict_do_nothing()
        )
        return bool(taken.rowcount)

    async def taken(self, feature: str, schedule: str, periods: Collection[str]) -> set[str]:
        run = ticks.c.period.in_(periods)
        its_own = (ticks.c.feature == feature, ticks.c.schedule == schedule)
        return set(await self._connection.scalars(select(ticks.c.period).where(*its_own, run)))

    async def forget_before(self, when: datetime) -> bool:
        return await _OLD_PERIODS.forget(self._connection, when)
