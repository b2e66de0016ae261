"""Rounds: drafts, when each opened, and how far it has come."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Select, and_, bindparam, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.introductions.domain import Adjustments, Course, Programme, Stage
from bot.features.introductions.ports import Round
from bot.matching.plan import Plan
from storage.introductions.tables import (
    introduction_members,
    introductions,
    programme_members,
    programmes,
    rounds,
)
from storage.kernel.columns import AnyRow, instant
from storage.kernel.database import insert
from storage.kernel.direct import Direct

PLAN = TypeAdapter(Plan)
ADJUSTMENTS = TypeAdapter(Adjustments)


class SqlRounds:
    """The rounds of all programmes."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def draft(self, programme: int, number: int) -> Round | None:
        return await self._one(
            select(rounds)
            .where(rounds.c.programme_id == programme, rounds.c.number == number)
            .where(rounds.c.state == Stage.DRAFT.value)
        )

    async def drafts(self, community: int) -> list[Round]:
        rows = await self._connection.execute(
            select(rounds)
            .join(programmes, programmes.c.id == rounds.c.programme_id)
            .where(programmes.c.community_id == community, rounds.c.state == Stage.DRAFT.value)
            .where(rounds.c.number == programmes.c.number)
            .order_by(rounds.c.id)
        )
        return [_round(row) for row in rows]

    async def get(self, round_: int) -> Round | None:
        return await self._one(select(rounds).where(rounds.c.id == round_))

    async def latest_opened(self, programme: int) -> Round | None:
        return await self._one(
            select(rounds)
            .where(rounds.c.programme_id == programme, rounds.c.state != Stage.DRAFT.value)
            .order_by(rounds.c.number.desc())
            .limit(1)
        )

    async def save(
        self,
        programme: Programme,
        seed: int,
        adjustments: Adjustments,
        plan: Plan,
        fingerprint: str,
        version: int,
    ) -> Round | None:
        values: dict[str, Any] = {
            "adjustments": ADJUSTMENTS.dump_json(adjustments).decode(),
            "plan": PLAN.dump_json(plan, by_alias=True).decode(),
            "fingerprint": fingerprint,
            "version": version + 1,
        }
        of = {"programme_id": programme.id, "number": programme.number}
        if version:
            kept = await self._connection.execute(
                update(rounds)
                .where(*(rounds.c[name] == value for name, value in of.items()))
                .where(rounds.c.version == version, rounds.c.state == Stage.DRAFT.value)
                .values(**values)
            )
        else:
            kept = await self._connection.execute(
                insert(self._connection, rounds)
                .values(seed=seed, **of, **values)
                .on_conflict_do_nothing()
            )
        return await self.draft(programme.id, programme.number) if kept.rowcount else None

    async def open(self, draft: Round, by: int | None, opened_at: datetime, course: Course) -> bool:
        opened = await self._connection.execute(
            update(rounds)
            .where(rounds.c.id == draft.id, rounds.c.state == Stage.DRAFT.value)
            .where(rounds.c.version == draft.version)
            .values(
                state=Stage.OPEN.value,
                opened_at=opened_at,
                opened_by=by,
                halfway_at=course.halfway,
                last_call_at=course.last_call,
                ends_at=course.ends,
            )
        )
        return bool(opened.rowcount)

    async def introduce(
        self,
        round_: Round,
        community: int,
        groups: Sequence[tuple[Sequence[int], bool]],
        opened_at: datetime,
    ) -> list[int]:
        if not groups:
            return []
        added = await self._connection.execute(
            introductions.insert().returning(introductions.c.id, sort_by_parameter_order=True),
            [
                {
                    "round_id": round_.id,
                    "community_id": community,
                    "position": position,
                    "opened_at": opened_at,
                    "across": across,
                }
                for position, (_, across) in enumerate(groups)
            ],
        )
        ids = [int(id_) for id_ in added.scalars()]
        await self._connection.execute(
            introduction_members.insert(),
            [
                {"introduction_id": id_, "member_id": member}
                for id_, (members, _) in zip(ids, groups, strict=True)
                for member in members
            ],
        )
        return ids

    async def left_out(self, programme: int, counts: Mapping[int, int]) -> None:
        if not counts:
            return
        await self._connection.execute(
            update(programme_members)
            .where(programme_members.c.programme_id == programme)
            .where(programme_members.c.member_id == bindparam("who"))
            .values(left_out=bindparam("times")),
            [{"who": member, "times": times} for member, times in counts.items()],
        )

    async def left_out_once_more(self, round_: int, member: int) -> None:
        its = select(rounds.c.programme_id).where(rounds.c.id == round_).scalar_subquery()
        await self._connection.execute(
            update(programme_members)
            .where(programme_members.c.programme_id == its)
            .where(programme_members.c.member_id == member)
            .values(left_out=programme_members.c.left_out + 1)
        )

    async def at_stage(self, stage: Stage, now: datetime) -> list[int]:
        rows = await _AT_STAGE[stage].all(self._connection, {"now": now})
        return [row.id for row in rows]

    async def advance(self, round_: int, stage: Stage) -> None:
        await self._connection.execute(
            update(rounds).where(rounds.c.id == round_).values(state=stage.value)
        )

    async def _one(self, query: Select[Any]) -> Round | None:
        row = (await self._connection.execute(query)).one_or_none()
        return _round(row) if row else None


_ON_THE_WAY = (Stage.OPEN, Stage.HALFWAY, Stage.LAST_CALL)


def _due(stage: Stage) -> ColumnElement[bool]:
    now = instant("now")
    position = _ON_THE_WAY.index(stage) if stage in _ON_THE_WAY else len(_ON_THE_WAY)
    here = rounds.c.state.in_([literal(earlier.value) for earlier in _ON_THE_WAY[:position]])
    match stage:
        case Stage.HALFWAY:
            return and_(here, rounds.c.halfway_at <= now, rounds.c.last_call_at > now)
        case Stage.LAST_CALL:
            return and_(here, rounds.c.last_call_at <= now, rounds.c.ends_at > now)
        case _:
            return and_(here, rounds.c.ends_at <= now)


_AT_STAGE = {
    stage: Direct(select(rounds.c.id).where(_due(stage)).order_by(rounds.c.id))
    for stage in (Stage.HALFWAY, Stage.LAST_CALL, Stage.OVER)
}


def _round(row: AnyRow) -> Round:
    return Round(
        id=row.id,
        programme=row.programme_id,
        number=row.number,
        stage=Stage(row.state),
        seed=row.seed,
        version=row.version,
        adjustments=ADJUSTMENTS.validate_json(row.adjustments),
        plan=PLAN.validate_json(row.plan) if row.plan else None,
        fingerprint=row.fingerprint,
        opened_at=row.opened_at,
        opened_by=row.opened_by,
        ends_at=row.ends_at,
    )
