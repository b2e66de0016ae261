"""Answers given to interactions, and periods of schedules that were run: each counts once."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.kernel.database import insert
from storage.kernel.pruning import Old
from storage.kernel.tables import answers, ticks

_OLD_ANSWERS = Old(delete(answers), answers.c.given_at)
_OLD_PERIODS = Old(delete(ticks), ticks.c.run_at)


class SqlAnswers:
    """Answers already given to interactions."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def given(self, interaction_id: str, now: datetime) -> str | None:
        claim = (
            insert(self._connection, answers)
            .values(interaction_id=interaction_id, given_at=now)
            .on_conflict_do_nothing()
        )
        if (await self._connection.execute(claim)).rowcount:
            return None
        earlier = await self._connection.execute(
            select(answers.c.answer).where(answers.c.interaction_id == interaction_id)
        )
        return earlier.scalar_one() or "null"

    async def keep(self, interaction_id: str, answer: str) -> None:
        await self._connection.execute(
            update(answers).where(answers.c.interaction_id == interaction_id).values(answer=answer)
        )

    async def kept(self, interaction_id: str) -> str | None:
        found = await self._connection.execute(
            select(answers.c.answer).where(answers.c.interaction_id == interaction_id)
        )
        return found.scalar_one_or_none()

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

    async def forget_before(self, when: datetime) -> bool:
        return await _OLD_PERIODS.forget(self._connection, when)
