"""What became of introductions."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.community.people import Ref
from bot.features.introductions.domain import Participant, Stage
from bot.features.introductions.follow_up.domain import (
    Current,
    Introduction,
    Outcome,
    Results,
    Story,
    results,
    room_of,
)
from storage.introductions.tables import introduction_members, introductions, programmes, rounds
from storage.kernel.columns import AnyRow
from storage.kernel.tables import members, places

_INTRODUCED = (
    select(introductions.c.id, introductions.c.round_id, introductions.c.community_id)
    .add_columns(programmes.c.name.label("programme"), introduction_members.c.outcome)
    .add_columns(members.c.id.label("member_id"), members.c.name)
    .select_from(introductions)
    .join(rounds, rounds.c.id == introductions.c.round_id)
    .join(programmes, programmes.c.id == rounds.c.programme_id)
    .outerjoin(introduction_members, introduction_members.c.introduction_id == introductions.c.id)
    .outerjoin(members, members.c.id == introduction_members.c.member_id)
    .order_by(introductions.c.id, introduction_members.c.member_id)
)


class SqlFollowUp:
    """Answers to "have you met?", and the stories that come with them."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, introduction: int) -> Introduction | None:
        found = await self._all(_INTRODUCED.where(introductions.c.id == introduction))
        return found[0] if found else None

    async def of_round(self, round_: int) -> list[Introduction]:
        return await self._all(_INTRODUCED.where(introductions.c.round_id == round_))

    async def latest_of(self, member: int) -> Introduction | None:
        over = case((rounds.c.state == Stage.OVER.value, 1), else_=0)
        met = case((introduction_members.c.outcome == Outcome.MET.value, 1), else_=0)
        found = await self._connection.execute(
            select(introductions.c.id)
            .join(rounds, rounds.c.id == introductions.c.round_id)
            .join(
                introduction_members, introduction_members.c.introduction_id == introductions.c.id
            )
            .where(introduction_members.c.member_id == member)
            .order_by(over, met, introductions.c.opened_at.desc(), introductions.c.id.desc())
            .limit(1)
        )
        id_ = found.scalar_one_or_none()
        return await self.get(id_) if id_ is not None else None

    async def in_room(self, channel: Ref, member: int) -> Introduction | None:
        id_ = await self._connection.scalar(
            select(places.c.fact_subject).where(
                places.c.channel == str(channel), places.c.fact_kind == room_of(0).kind
            )
        )
        found = await self.get(int(id_)) if id_ else None
        return found if found and member in dict(found.members) else None

    async def answer(self, introduction: int, member: int, outcome: Outcome, now: datetime) -> None:
        await self._set(introduction, member, outcome=outcome.value, answered_at=now)

    async def tell(self, introduction: int, member: int, story: str, *, share: bool) -> None:
        await self._set(introduction, member, story=story, share=share)

    async def story(self, introduction: int, member: int) -> tuple[str, bool]:
        mine = introduction_members.c
        found = await self._connection.execute(
            select(mine.story, mine.share).where(
                mine.introduction_id == introduction, mine.member_id == member
            )
        )
        row = found.one_or_none()
        return (row.story, row.share) if row else ("", False)

    async def met(self, introduction: int, now: datetime) -> bool:
        noted = await self._connection.execute(
            update(introductions)
            .where(introductions.c.id == introduction, introductions.c.met_at.is_(None))
            .values(met_at=now)
        )
        return bool(noted.rowcount)

    async def introductions_of(self, member: int) -> list[int]:
        rows = await self._connection.execute(
            select(introduction_members.c.introduction_id)
            .where(introduction_members.c.member_id == member)
            .order_by(introduction_members.c.introduction_id)
        )
        return list(rows.scalars())

    async def current_of(self, member: int, limit: int) -> list[Current]:
        mine = (
            select(introduction_members.c.introduction_id)
            .where(introduction_members.c.member_id == member)
            .order_by(introduction_members.c.introduction_id.desc())
            .limit(limit)
        )
        query = _INTRODUCED.add_columns(rounds.c.state, rounds.c.opened_at)
        query = query.where(introductions.c.id.in_(mine), rounds.c.state != Stage.OVER.value)
        rows = (await self._connection.execute(query)).all()
        about = {row.id: row for row in rows}
        return [
            Current(each, Stage(about[each.id].state), about[each.id].opened_at)
            for each in reversed(_introductions(rows))
        ]

    async def results(self, round_: int) -> Results:
        rows = await self._connection.execute(
            select(introductions.c.id, introductions.c.across, introduction_members, members.c.name)
            .select_from(introductions)
            .outerjoin(
                introduction_members, introduction_members.c.introduction_id == introductions.c.id
            )
            .outerjoin(members, members.c.id == introduction_members.c.member_id)
            .where(introductions.c.round_id == round_)
            .order_by(introductions.c.id, introduction_members.c.answered_at)
        )
        said: dict[int, tuple[bool, list[str]]] = {}
        stories = []
        for row in rows:
            said.setdefault(row.id, (row.across, []))[1].append(row.outcome or "")
            if row.share and row.story and row.outcome != Outcome.NOT:  # no names on a "no"
                name = Participant(row.member_id, row.name, "").first_name
                stories.append(Story(name, row.story))
        return results(list(said.values()), stories)

    async def _set(self, introduction: int, member: int, **values: object) -> None:
        await self._connection.execute(
            update(introduction_members)
            .where(introduction_members.c.introduction_id == introduction)
            .where(introduction_members.c.member_id == member)
            .values(**values)
        )

    async def _all(self, query: Select[Any]) -> list[Introduction]:
        return _introductions((await self._connection.execute(query)).all())


def _introductions(rows: Sequence[AnyRow]) -> list[Introduction]:
    """Introductions of rows of `_INTRODUCED`, of which there is one for each of their people."""
    found: dict[int, Introduction] = {}
    for row in rows:
        new = Introduction(row.id, row.round_id, row.community_id, row.programme, ())
        known = found.get(row.id, new)
        if row.member_id is not None:
            known = Introduction(
                known.id,
                known.round,
                known.community,
                known.programme,
                (*known.members, (row.member_id, row.name)),
                known.outcomes | ({row.member_id: Outcome(row.outcome)} if row.outcome else {}),
            )
        found[row.id] = known
    return list(found.values())
