"""Who never wants to meet whom, and who met when (`bot.matching.ports.Acquaintances`)."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime

from sqlalchemy import Select, and_, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.matching.ports import Acquaintance, Pair
from storage.introductions.known import met_elsewhere
from storage.introductions.refusals import refusals
from storage.introductions.tables import (
    introduction_members,
    introductions,
    suggestions,
)

_AT_ONCE = 10_000  # people twice in a statement: within the parameters that any database takes
_BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)
_one, _other = introduction_members.alias("one"), introduction_members.alias("other")
_TOGETHER = and_(
    _other.c.introduction_id == _one.c.introduction_id, _other.c.member_id > _one.c.member_id
)


def met(members: Collection[int]) -> tuple[Select[int, int], ...]:
    """Each of these with whom they were introduced to, in a round or by somebody; perhaps twice."""
    me, other = introduction_members.c, _other.c
    one, two = suggestions.c.one_id, suggestions.c.other_id
    opened = suggestions.c.opened_at.is_not(None)
    return (
        select(me.member_id, other.member_id.label("met_id")).where(
            me.member_id.in_(members),
            other.introduction_id == me.introduction_id,
            other.member_id != me.member_id,
        ),
        select(one, two).where(one.in_(members), opened),
        select(two, one).where(two.in_(members), opened),
    )


class SqlAcquaintances:
    """What is known between people: all that has brought them together is to be read here."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def among(self, who: Collection[int], since: datetime) -> Acquaintance:
        people = sorted(set(who))
        refused: set[Pair] = set()
        met: set[Pair] = set()
        for start in range(0, len(people), _AT_ONCE):
            some = people[start : start + _AT_ONCE]
            refused |= await self._refused_by(some)
            met |= await self._met(some, since)
        there = set(people)
        return Acquaintance(
            never=frozenset(two for two in refused if there.issuperset(two)),
            met=frozenset(two for two in met if there.issuperset(two)),
        )

    async def ever_met(self, who: Collection[int]) -> frozenset[Pair]:
        people = sorted(set(who))
        met: set[Pair] = set()
        for start in range(0, len(people), _AT_ONCE):
            met |= await self._met(people[start : start + _AT_ONCE], _BEFORE_ALL)
        there = set(people)
        return frozenset(two for two in met if there.issuperset(two))

    async def refusing(self, who: Collection[int], others: Collection[int]) -> set[Pair]:
        refused = refusals(who)
        rows = await self._connection.execute(
            refused.where(refused.selected_columns.other_id.in_(others))
        )
        return {(row.member_id, row.other_id) for row in rows}

    async def _refused_by(self, who: Sequence[int]) -> set[Pair]:
        rows = await self._connection.execute(refusals(who))
        return {(row.member_id, row.other_id) for row in rows}

    async def _met(self, who: Sequence[int], since: datetime) -> set[Pair]:
        """Pairs, lower id first, whose lower one is one of these."""
        in_rounds = (
            select(_one.c.member_id, _other.c.member_id)
            .select_from(_one)
            .join(introductions, introductions.c.id == _one.c.introduction_id)
            .join(_other, _TOGETHER)
            .where(_one.c.member_id.in_(who), introductions.c.opened_at > since)
        )
        suggested = select(suggestions.c.one_id, suggestions.c.other_id).where(
            suggestions.c.one_id.in_(who),
            suggestions.c.other_id != suggestions.c.one_id,
            suggestions.c.opened_at > since,
        )
        rows = await self._connection.execute(
            union_all(in_rounds, suggested, met_elsewhere(who, since))
        )
        return {(a, b) for a, b in rows}
