"""Where members were together (`bot.features.introductions.ports.Gatherings`)."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.introductions.known import keep
from storage.introductions.tables import gathering_members, gatherings
from storage.kernel.columns import instant
from storage.kernel.database import insert
from storage.kernel.direct import Direct

Been = tuple[tuple[int, str], ...]
"""Ids and titles of what somebody was at, the newest first."""

_IT = gatherings.c
_IN = gathering_members.c
_OLD = Direct(select(_IT.id).where(_IT.held_at < instant("before")).limit(1))


class SqlGatherings:
    """The gatherings of one database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def keep(
        self, community: int, date: int, title: str, members: Sequence[int], at: datetime
    ) -> None:
        new = insert(self._connection, gatherings).values(
            community_id=community, date=date, title=title, held_at=at
        )
        await self._connection.execute(new.on_conflict_do_nothing())
        its_id = await self._connection.scalar(select(_IT.id).where(_IT.date == date))
        rows = [{"gathering_id": its_id, "member_id": member} for member in members]
        if rows:
            there = insert(self._connection, gathering_members).on_conflict_do_nothing()
            await self._connection.execute(there, rows)

    async def any_before(self, when: datetime) -> bool:
        return await _OLD.first(self._connection, {"before": when}) is not None

    async def forget_before(self, when: datetime) -> None:
        await self._connection.execute(delete(gatherings).where(_IT.held_at < when))

    async def shared(self, one: int, other: int) -> str:
        mine = select(_IN.gathering_id).where(_IN.member_id == one)
        theirs = select(_IN.gathering_id).where(_IN.member_id == other)
        both = select(_IT.title).where(_IT.id.in_(mine), _IT.id.in_(theirs))
        newest = both.order_by(_IT.held_at.desc(), _IT.id.desc()).limit(1)
        return await self._connection.scalar(newest) or ""

    async def of(self, member: int) -> list[tuple[str, datetime]]:
        rows = await self._connection.execute(
            select(_IT.title, _IT.held_at)
            .join(gathering_members, _IN.gathering_id == _IT.id)
            .where(_IN.member_id == member)
            .order_by(_IT.held_at, _IT.id)
        )
        return [(title, held_at) for title, held_at in rows]

    async def have_met(self, people: Sequence[int], at: datetime) -> None:
        await keep(self._connection, people, at)


async def been_at(
    connection: AsyncConnection, who: Select[tuple[int]] | Sequence[int]
) -> dict[int, Been]:
    """Where these members were, in one query."""
    rows = await connection.execute(
        select(_IN.member_id, _IT.id, _IT.title)
        .join(gatherings, _IT.id == _IN.gathering_id)
        .where(_IN.member_id.in_(who))
        .order_by(_IT.held_at.desc(), _IT.id.desc())
    )
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for member, id_, title in rows:
        found[member].append((id_, title))
    return {member: tuple(each) for member, each in found.items()}
