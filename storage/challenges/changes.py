"""What was said of challenges before (`bot.features.challenges.ports.Changes`)."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.challenges.domain import Change
from storage.challenges.tables import challenge_changes
from storage.kernel.tables import members

_IT = challenge_changes.c


class SqlChanges:
    """The history of the challenges of one database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def keep(self, challenge: int, part: str, before: str, by: int, now: datetime) -> int:
        new = challenge_changes.insert().values(
            challenge_id=challenge, part=part, before=before, changed_by=by, changed_at=now
        )
        return int(await self._connection.scalar(new.returning(_IT.id)) or 0)

    async def of(self, challenge: int, limit: int) -> list[Change]:
        rows = await self._connection.execute(
            select(challenge_changes, members.c.name)
            .outerjoin(members, members.c.id == _IT.changed_by)
            .where(_IT.challenge_id == challenge)
            .order_by(_IT.id.desc())
            .limit(limit)
        )
        return [
            Change(
                row.id,
                row.challenge_id,
                row.part,
                row.before,
                row.changed_by,
                row.name or "",
                row.changed_at,
            )
            for row in rows
        ]

    async def forget(self, challenge: int) -> None:
        its_own = delete(challenge_changes).where(_IT.challenge_id == challenge)
        await self._connection.execute(its_own)
