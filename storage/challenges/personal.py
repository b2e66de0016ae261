"""What challenges hold about one person: to give it to them, and to remove it."""

from sqlalchemy import Column, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.challenges.tables import (
    challenge_changes,
    challenge_host_requests,
    challenge_participants,
    challenges,
)

_IN = challenge_participants.c
_CHANGED = challenge_changes.c
_ASKED = challenge_host_requests.c


class SqlPersonalData:
    """One person's part in challenges."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def export(self, member: int) -> dict[str, object]:
        return {
            "proposed": await self._proposed(member),
            "in": await self._joined(member),
            "changed": await self._changed(member),
            "asked to host": await self._asked(_ASKED.member_id, member),
            "asked others to host": await self._asked(_ASKED.asked_by, member),
        }

    async def erase(self, member: int) -> list[int]:
        theirs = select(_IN.challenge_id).where(_IN.member_id == member)
        mine = select(challenges.c.id).where(challenges.c.made_by == member)
        changed = select(_CHANGED.challenge_id).where(_CHANGED.changed_by == member)
        touched = sorted({*await self._connection.scalars(theirs.union(mine, changed))})
        for column in (_IN.member_id, _ASKED.member_id):
            await self._connection.execute(delete(column.table).where(column == member))
        for column in (challenges.c.made_by, _CHANGED.changed_by, _ASKED.asked_by):
            its_own = update(column.table).where(column == member)
            await self._connection.execute(its_own.values({column.name: None}))
        return touched

    async def _proposed(self, member: int) -> list[dict[str, object]]:
        rows = await self._connection.execute(
            select(challenges).where(challenges.c.made_by == member).order_by(challenges.c.id)
        )
        return [
            {
                "question": row.question,
                "why now": row.why,
                "what would be different": row.different,
                "who is welcome": row.welcome,
                "where we are": row.where_we_are,
                "until": row.until.isoformat() if row.until else None,
                "state": row.state,
                "outcome": [each for each in (row.learned, row.changed, row.next) if each],
                "proposed": row.made_at.isoformat(),
            }
            for row in rows
        ]

    async def _joined(self, member: int) -> list[dict[str, object]]:
        rows = await self._connection.execute(
            select(challenges.c.question, challenge_participants)
            .join(challenges, challenges.c.id == _IN.challenge_id)
            .where(_IN.member_id == member)
            .order_by(challenges.c.id)
        )
        return [
            {
                "question": row.question,
                "name told to hosts alone": row.hidden,
                "since": row.since.isoformat(),
                "last heard of": row.heard_at.isoformat(),
                "resting until": row.resting_until.isoformat() if row.resting_until else None,
            }
            for row in rows
        ]

    async def _changed(self, member: int) -> list[dict[str, object]]:
        rows = await self._connection.execute(
            select(challenges.c.question, challenge_changes)
            .join(challenges, challenges.c.id == _CHANGED.challenge_id)
            .where(_CHANGED.changed_by == member)
            .order_by(_CHANGED.id)
        )
        return [
            {"question": row.question, "part": row.part, "at": row.changed_at.isoformat()}
            for row in rows
        ]

    async def _asked(self, column: Column[int], member: int) -> list[dict[str, object]]:
        rows = await self._connection.execute(
            select(challenges.c.question, _ASKED.asked_at)
            .join(challenges, challenges.c.id == _ASKED.challenge_id)
            .where(column == member)
            .order_by(challenges.c.id)
        )
        return [{"question": row.question, "at": row.asked_at.isoformat()} for row in rows]
