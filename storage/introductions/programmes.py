"""Programmes, and when they are due."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.introductions.domain import Across, Numbers, Programme, TakingPart, Terms
from bot.ui.folding import folded
from storage.introductions.tables import pauses, programme_members, programmes, rounds
from storage.kernel.columns import AnyRow, instant
from storage.kernel.direct import Direct


class SqlProgrammes:
    """The programmes of all communities."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, community: int, terms: Terms, opens_at: datetime) -> Programme:
        added = await self._connection.execute(
            programmes.insert()
            .values(community_id=community, opens_at=opens_at, **_columns(terms))
            .returning(programmes.c.id)
        )
        return Programme(int(added.scalar_one()), community, terms, True, 1, opens_at)

    async def change(self, programme: int, terms: Terms, opens_at: datetime | None) -> None:
        await self._update(programme, opens_at=opens_at, **_columns(terms))

    async def stop(self, programme: int) -> None:
        freed = programmes.c.name_key + f" #{programme}"
        await self._update(programme, state="stopped", opens_at=None, name_key=freed)
        await self._connection.execute(
            delete(rounds).where(rounds.c.programme_id == programme, rounds.c.state == "draft")
        )

    async def get(self, programme: int) -> Programme | None:
        found = await self._all(select(programmes).where(programmes.c.id == programme))
        return found[0] if found else None

    async def lock(self, programme: int) -> Programme | None:
        query = select(programmes).where(programmes.c.id == programme).with_for_update()
        found = await self._all(query)
        return found[0] if found else None

    async def running(self, community: int) -> list[Programme]:
        return await self._all(
            select(programmes)
            .where(programmes.c.community_id == community, programmes.c.state == "running")
            .order_by(programmes.c.id)
        )

    async def every(self, community: int) -> list[Programme]:
        stopped = case((programmes.c.state == "running", 0), else_=1)
        return await self._all(
            select(programmes)
            .where(programmes.c.community_id == community)
            .order_by(stopped, programmes.c.id.desc())
        )

    async def of_round(self, round_: int) -> Programme | None:
        found = await self._all(
            select(programmes)
            .join(rounds, rounds.c.programme_id == programmes.c.id)
            .where(rounds.c.id == round_)
        )
        return found[0] if found else None

    async def move_on(self, programme: int, number: int, opens_at: datetime | None) -> None:
        await self._update(programme, number=number, opens_at=opens_at)

    async def numbers(self, community: int, now: datetime) -> dict[int, Numbers]:
        pausing = case((pauses.c.until > now, 1), else_=0)
        rows = await self._connection.execute(
            select(programmes.c.id, func.count(), func.sum(pausing))
            .join(programme_members, programme_members.c.programme_id == programmes.c.id)
            .outerjoin(pauses, pauses.c.member_id == programme_members.c.member_id)
            .where(programmes.c.community_id == community, programme_members.c.state == "in")
            .group_by(programmes.c.id)
        )
        return {id_: Numbers(int(count), int(paused or 0)) for id_, count, paused in rows}

    async def members(self, programme: int) -> list[int]:
        it = programme_members.c
        theirs = select(it.member_id).where(it.programme_id == programme, it.state == "in")
        return list(await self._connection.scalars(theirs.order_by(it.joined_at, it.member_id)))

    async def due_for_opening(self, now: datetime) -> list[Programme]:
        rows = await _DUE_FOR_OPENING.all(self._connection, {"now": now})
        return [as_programme(row) for row in rows]

    async def due_for_asking(self, now: datetime, opening_before: datetime) -> list[Programme]:
        instants = {"now": now, "opening_before": opening_before}
        rows = await _DUE_FOR_ASKING.all(self._connection, instants)
        return [as_programme(row) for row in rows]

    async def opening_before(self, now: datetime, before: datetime) -> list[Programme]:
        rows = await _OPENING.all(self._connection, {"now": now, "before": before})
        return [as_programme(row) for row in rows]

    async def asked(self, programme: int, number: int) -> None:
        await self._update(programme, asked_for=number)

    async def _update(self, programme: int, **values: object) -> None:
        await self._connection.execute(
            update(programmes).where(programmes.c.id == programme).values(**values)
        )

    async def _all(self, query: Select[Any]) -> list[Programme]:
        return [as_programme(row) for row in await self._connection.execute(query)]


_DUE_FOR_OPENING = Direct(
    select(programmes)
    .where(programmes.c.state == "running", programmes.c.opens_at <= instant("now"))
    .order_by(programmes.c.opens_at, programmes.c.id)
)
_DUE_FOR_ASKING = Direct(
    select(programmes)
    .where(programmes.c.state == "running", programmes.c.opens_at > instant("now"))
    .where(programmes.c.opens_at <= instant("opening_before"))
    .where(programmes.c.taking_part == TakingPart.ASKED.value)
    .where(programmes.c.asked_for < programmes.c.number)
    .order_by(programmes.c.id)
)
_OPENING = Direct(
    select(programmes)
    .where(programmes.c.state == "running", programmes.c.opens_at > instant("now"))
    .where(programmes.c.opens_at <= instant("before"))
    .order_by(programmes.c.id)
)

_TERMS = ("name", "weeks", "weekday", "hour", "zone", "group_size", "weeks_apart")


def _columns(terms: Terms) -> dict[str, object]:
    return {
        **{name: getattr(terms, name) for name in _TERMS},
        "name_key": folded(terms.name),
        "taking_part": terms.taking_part.value,
        "across": terms.across.value,
    }


def as_programme(row: AnyRow) -> Programme:
    """Make a programme of a row of its table."""
    terms = Terms(
        **{name: getattr(row, name) for name in _TERMS},
        taking_part=TakingPart(row.taking_part),
        across=Across(row.across),
    )
    running = row.state == "running"
    return Programme(row.id, row.community_id, terms, running, row.number, row.opens_at)
