"""Who is in which challenge (`bot.features.challenges.ports.Participants`)."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.challenges.domain import ALIVE
from bot.features.challenges.participants.domain import Participant
from storage.challenges.tables import challenge_participants, challenges
from storage.kernel.columns import AnyRow
from storage.kernel.database import insert
from storage.kernel.tables import members

_IT = challenge_participants.c


class SqlParticipants:
    """The participants of one database: a row for each member and challenge, so none is twice."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def join(
        self, challenge: int, member: int, now: datetime, *, hidden: bool | None = None
    ) -> Participant:
        said: dict[str, object] = {"heard_at": now}
        if hidden is not None:
            said["hidden"] = hidden
        new = insert(self._connection, challenge_participants).values(
            challenge_id=challenge, member_id=member, since=now, heard_at=now, hidden=bool(hidden)
        )
        key = [_IT.challenge_id, _IT.member_id]
        await self._connection.execute(new.on_conflict_do_update(index_elements=key, set_=said))
        joined = await self.get(challenge, member)
        assert joined  # noqa: S101  # it was just written
        return joined

    async def get(self, challenge: int, member: int) -> Participant | None:
        found = await self._all(*_of(challenge, member))
        return found[0] if found else None

    async def leave(self, challenge: int, member: int) -> bool:
        theirs = delete(challenge_participants).where(*_of(challenge, member))
        return bool((await self._connection.execute(theirs)).rowcount)

    async def all_of(self, challenge: int) -> list[Participant]:
        return await self._all(_IT.challenge_id == challenge)

    async def heard(self, challenge: int, member: int, now: datetime) -> None:
        theirs = update(challenge_participants).where(*_of(challenge, member))
        await self._connection.execute(theirs.where(_IT.heard_at < now).values(heard_at=now))

    async def rest(self, challenge: int, member: int, until: date | None) -> bool:
        theirs = update(challenge_participants).where(*_of(challenge, member))
        return bool((await self._connection.execute(theirs.values(resting_until=until))).rowcount)

    async def of(self, member: int) -> list[Participant]:
        found = await self._all(_IT.member_id == member)
        return sorted(found, key=lambda each: each.challenge)

    async def openly_in(self, members: Collection[int]) -> list[tuple[int, int, str]]:
        rows = await self._connection.execute(
            select(_IT.member_id, challenges.c.id, challenges.c.question)
            .join(challenges, challenges.c.id == _IT.challenge_id)
            .where(_IT.member_id.in_(list(members)), ~_IT.hidden, challenges.c.state.in_(ALIVE))
            .order_by(_IT.since.desc(), challenges.c.id.desc(), _IT.member_id)
        )
        return [(member, challenge, question) for member, challenge, question in rows]

    async def _all(self, *such: ColumnElement[bool]) -> list[Participant]:
        rows = await self._connection.execute(
            select(challenge_participants, members.c.name)
            .join(members, members.c.id == _IT.member_id)
            .where(*such)
            .order_by(_IT.since, _IT.member_id)
        )
        return [_as_participant(row) for row in rows]


def _of(challenge: int, member: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return _IT.challenge_id == challenge, _IT.member_id == member


def _as_participant(row: AnyRow) -> Participant:
    return Participant(
        row.challenge_id,
        row.member_id,
        row.name,
        row.hidden,
        row.since,
        row.heard_at,
        row.resting_until,
    )
