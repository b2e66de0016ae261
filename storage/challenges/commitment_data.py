"""Commitments of one person: to give them to them, to remove them, to make two people's one's."""

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.challenges.commitment_tables import (
    commitment_help_questions,
    commitment_help_refusals,
    commitment_help_requests,
    commitments,
)
from storage.challenges.tables import challenges
from storage.kernel.columns import AnyRow
from storage.kernel.journal import Journal, Values

_IT = commitments.c
_REQUEST, _ASKED = commitment_help_requests.c, commitment_help_questions.c
_REFUSED = commitment_help_refusals.c

REFERENCES = (_IT.member_id, _ASKED.member_id, _REFUSED.member_id)


async def merge(journal: Journal, gone: int, kept: int) -> None:
    """Let all of it be the one's who is kept: one list, and no question twice."""
    await journal.move(_IT.member_id, gone, kept)
    await journal.join(_ASKED.member_id, gone, kept, _either_said)
    await journal.join(_REFUSED.member_id, gone, kept, lambda old, new: {})


def _either_said(gone: AnyRow, kept: AnyRow) -> Values:
    return {"said": kept.said or gone.said, "asked_at": max(gone.asked_at, kept.asked_at)}


class SqlCommitmentData:
    """What one person has committed to, and helped with."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def export(self, member: int) -> dict[str, object]:
        return {
            "committed to": await self._commitments(member),
            "asked for help": await self._requests(member),
            "was asked for help, or has offered it": await self._questions(member),
            "wants no questions for help since": await self._refused(member),
        }

    async def erase(self, member: int) -> list[int]:
        theirs = select(_IT.challenge_id).where(_IT.member_id == member).distinct()
        touched = [each for each in await self._connection.scalars(theirs) if each is not None]
        for column in REFERENCES:
            await self._connection.execute(delete(column.table).where(column == member))
        return sorted(touched)

    async def _commitments(self, member: int) -> list[dict[str, object]]:
        rows = await self._connection.execute(
            select(commitments, challenges.c.question.label("of"))
            .outerjoin(challenges, challenges.c.id == _IT.challenge_id)
            .where(_IT.member_id == member)
            .order_by(_IT.id)
        )
        return [
            {
                "what": row.text,
                "by": row.day.isoformat() if row.day else None,
                "in the challenge": row.of,
                "state": row.state,
                "made": row.made_at.isoformat(),
                "settled": row.settled_at.isoformat() if row.settled_at else None,
                "what happened": row.happened,
                "asked about it next": row.ask_on.isoformat() if row.ask_on else None,
                "times asked": row.asked,
            }
            for row in rows
        ]

    async def _requests(self, member: int) -> list[dict[str, object]]:
        rows = await self._connection.execute(
            select(commitment_help_requests, _IT.text)
            .join(commitments, _IT.id == _REQUEST.commitment_id)
            .where(_IT.member_id == member)
            .order_by(_REQUEST.id)
        )
        return [
            {
                "for": row.text,
                "what would help": row.need,
                "by name": row.named,
                "asked": "the group" if row.in_group else "people outside",
                "on": row.asked_at.isoformat(),
            }
            for row in rows
        ]

    async def _questions(self, member: int) -> list[dict[str, object]]:
        rows = await self._connection.execute(
            select(_REQUEST.need, commitment_help_questions)
            .join(commitment_help_requests, _REQUEST.id == _ASKED.request_id)
            .where(_ASKED.member_id == member)
            .order_by(_ASKED.asked_at, _ASKED.request_id)
        )
        return [
            {"with": row.need, "said": row.said or None, "on": row.asked_at.isoformat()}
            for row in rows
        ]

    async def _refused(self, member: int) -> str | None:
        since = await self._connection.scalar(
            select(_REFUSED.since).where(_REFUSED.member_id == member)
        )
        return since.isoformat() if since else None
