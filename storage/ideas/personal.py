"""What ideas hold about one person: to give it to them, and to remove it."""

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.ideas.tables import idea_interests, ideas

_IT = idea_interests.c


class SqlPersonalData:
    """One person's part in ideas."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def export(self, member: int) -> dict[str, object]:
        return {"proposed": await self._proposed(member), "interested": await self._said(member)}

    async def erase(self, member: int) -> list[int]:
        theirs = select(_IT.idea_id).where(_IT.member_id == member)
        mine = select(ideas.c.id).where(ideas.c.made_by == member)
        touched = sorted({*await self._connection.scalars(theirs.union(mine))})
        await self._connection.execute(delete(idea_interests).where(_IT.member_id == member))
        its_own = update(ideas).where(ideas.c.made_by == member)
        await self._connection.execute(its_own.values(made_by=None))
        return touched

    async def _proposed(self, member: int) -> list[dict[str, object]]:
        rows = await self._connection.execute(
            select(ideas).where(ideas.c.made_by == member).order_by(ideas.c.id)
        )
        return [
            {
                "idea": row.title,
                "why": row.why,
                "for those who care about": row.topics.split("\n") if row.topics else [],
                "state": row.state,
                "what came of it": row.outcome,
                "proposed": row.made_at.isoformat(),
            }
            for row in rows
        ]

    async def _said(self, member: int) -> list[dict[str, object]]:
        rows = await self._connection.execute(
            select(ideas.c.title, idea_interests)
            .join(ideas, ideas.c.id == _IT.idea_id)
            .where(_IT.member_id == member)
            .order_by(ideas.c.id)
        )
        return [
            {
                "idea": row.title,
                "could help host": row.can_host,
                "name told to nobody": row.hidden,
                "since": row.since.isoformat(),
            }
            for row in rows
        ]
