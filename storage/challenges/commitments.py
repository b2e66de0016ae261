"""What people commit to (`bot.features.challenges.commitments.ports`)."""

from dataclasses import fields
from datetime import date

from sqlalchemy import ColumnElement, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.challenges.commitments.domain import (
    MOST_QUESTIONS,
    Commitment,
    CommitmentState,
    Committed,
    Due,
)
from storage.challenges.commitment_tables import commitments
from storage.challenges.tables import challenge_participants
from storage.kernel.columns import AnyRow
from storage.kernel.direct import Direct
from storage.kernel.tables import members

_IT = commitments.c
_IN = challenge_participants.c
_OPEN = _IT.state == CommitmentState.OPEN.value
_RENAMED = {"community": "community_id", "member": "member_id", "challenge": "challenge_id"}
_KEPT = [field.name for field in fields(Commitment) if field.name != "id"]
_SOONEST = (_IT.day.is_(None), _IT.day, _IT.id)
_TO_ASK = Direct(
    select(commitments, members.c.zone, _IN.resting_until)
    .join(members, members.c.id == _IT.member_id)
    .outerjoin(
        challenge_participants,
        (_IN.challenge_id == _IT.challenge_id) & (_IN.member_id == _IT.member_id),
    )
    .where(_OPEN, _IT.ask_on <= bindparam("until"), _IT.asked < MOST_QUESTIONS)
    .order_by(_IT.ask_on, _IT.id)
)


class SqlCommitments:
    """The commitments of one database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, new: Commitment) -> Commitment:
        added = commitments.insert().values(**_values(new)).returning(*_IT)
        return _as_commitment((await self._connection.execute(added)).one())

    async def get(self, commitment: int) -> Commitment | None:
        found = await self._some(_IT.id == commitment)
        return found[0] if found else None

    async def lock(self, commitment: int) -> Commitment | None:
        its_own = select(_IT.id).where(_IT.id == commitment)
        await self._connection.execute(its_own.with_for_update(key_share=True))
        return await self.get(commitment)

    async def save(self, changed: Commitment) -> None:
        its_own = update(commitments).where(_IT.id == changed.id)
        await self._connection.execute(its_own.values(**_values(changed)))

    async def open_of(self, member: int) -> list[Commitment]:
        return await self._some(_OPEN, _IT.member_id == member)

    async def open_in(self, challenge: int, limit: int) -> list[Committed]:
        return await self._committed(limit, _IT.challenge_id == challenge)

    async def open_everywhere(self, community: int, limit: int) -> list[Committed]:
        here = _IT.community_id == community
        return await self._committed(limit, here, _IT.challenge_id.is_not(None))

    async def _committed(self, limit: int, *such: ColumnElement[bool]) -> list[Committed]:
        rows = await self._connection.execute(
            select(commitments, members.c.name, _IN.hidden)
            .join(members, members.c.id == _IT.member_id)
            .outerjoin(
                challenge_participants,
                (_IN.challenge_id == _IT.challenge_id) & (_IN.member_id == _IT.member_id),
            )
            .where(_OPEN, *such)
            .order_by(*_SOONEST)
            .limit(limit)
        )
        return [Committed(_as_commitment(row), row.name, bool(row.hidden)) for row in rows]

    async def count_in(self, challenge: int) -> int:
        counted = select(func.count()).where(_OPEN, _IT.challenge_id == challenge)
        return int(await self._connection.scalar(counted) or 0)

    async def all_of(self, member: int) -> list[Commitment]:
        return await self._some(_IT.member_id == member)

    async def be_private(self, challenge: int, member: int | None = None) -> list[Commitment]:
        there = update(commitments).where(_OPEN, _IT.challenge_id == challenge)
        theirs = there if member is None else there.where(_IT.member_id == member)
        rows = await self._connection.execute(theirs.values(challenge_id=None).returning(*_IT))
        found = [_as_commitment(row) for row in rows]
        return sorted(found, key=lambda each: (each.day is None, each.day or date.max, each.id))

    async def to_ask(self, day: date) -> list[Due]:
        rows = await _TO_ASK.all(self._connection, {"until": day})
        return [Due(_as_commitment(row), row.zone, row.resting_until) for row in rows]

    async def _some(self, *such: ColumnElement[bool]) -> list[Commitment]:
        found = select(commitments).where(*such).order_by(*_SOONEST)
        return [_as_commitment(row) for row in await self._connection.execute(found)]


def _values(commitment: Commitment) -> dict[str, object]:
    return {
        _RENAMED.get(name, name): str(value) if name == "state" else value
        for name in _KEPT
        for value in [getattr(commitment, name)]
    }


def _as_commitment(row: AnyRow) -> Commitment:
    said = {name: getattr(row, _RENAMED.get(name, name)) for name in _KEPT}
    return Commitment(row.id, **{**said, "state": CommitmentState(row.state)})
