"""What people are asked for others' sake (`bot.delivery.questions.Questions`)."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.community.facts import Fact
from bot.community.good_hours import by_day, is_day
from bot.delivery.questions import MONTH, MOST_A_WEEK, MOST_FAVOURS, WEEK, Question
from storage.kernel.columns import AnyRow, instant
from storage.kernel.database import insert
from storage.kernel.direct import Direct
from storage.kernel.pruning import Old
from storage.kernel.question_tables import questions
from storage.kernel.tables import members

_IT = questions.c
_WAITING = Direct(
    select(questions, members.c.zone)
    .join(members, members.c.id == _IT.member_id)
    .where(_IT.waits, _IT.ask_at <= instant("now"))
    .order_by(_IT.ask_at, _IT.member_id)
)
_OLD = Old(delete(questions), _IT.ask_at)


class SqlQuestions:
    """The questions of one database: those of a month, and those that wait for the day."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def free(self, community: int, now: datetime) -> frozenset[int]:
        me = members.c.id
        found = select(me).where(members.c.community_id == community, _has_time(now))
        return frozenset(await self._connection.scalars(found))

    async def keep_favours(
        self, facts: Sequence[Fact], now: datetime, *, community: int
    ) -> list[Question]:
        asked = {fact.member: fact for fact in facts}
        them = select(members.c.id).where(members.c.id.in_(list(asked))).order_by(members.c.id)
        await self._connection.execute(them.with_for_update(key_share=True))
        free = select(members.c.id, members.c.zone).where(members.c.id.in_(list(asked)))
        rows = await self._connection.execute(free.where(_has_time(now)))
        zones = {row.id: row.zone for row in rows}
        kept = [
            Question(fact, community, by_day(now, zones[member]))
            for member, fact in asked.items()
            if member in zones
        ]
        await self._add(kept, now, favour=True)
        return kept

    async def keep(self, facts: Collection[Fact], now: datetime, *, community: int) -> None:
        await self._add([Question(fact, community, now) for fact in facts], now, favour=False)

    async def due(self, now: datetime) -> list[Question]:
        rows = await _WAITING.all(self._connection, {"now": now})
        return [_as_question(row) for row in rows if is_day(now, row.zone)]

    async def take(self, fact: Fact) -> Question | None:
        its_own = update(questions).where(_known_by(fact), _IT.waits).values(waits=False)
        row = (await self._connection.execute(its_own.returning(*_IT))).first()
        return _as_question(row) if row else None

    async def drop(self, fact: Fact) -> None:
        await self._connection.execute(delete(questions).where(_known_by(fact)))

    async def to(self, member: int) -> list[tuple[str, datetime]]:
        theirs = select(_IT.kind, _IT.ask_at).where(_IT.member_id == member)
        rows = await self._connection.execute(theirs.order_by(_IT.ask_at, _IT.kind, _IT.subject))
        return [(row.kind, row.ask_at) for row in rows]

    async def drop_all(self, member: int) -> None:
        await self._connection.execute(delete(questions).where(_IT.member_id == member))

    async def forget_before(self, when: datetime) -> bool:
        return await _OLD.forget(self._connection, when)

    async def _add(self, kept: Sequence[Question], now: datetime, *, favour: bool) -> None:
        rows = [
            {
                "community_id": each.community,
                "member_id": each.member,
                "kind": each.fact.kind,
                "subject": each.fact.subject,
                "favour": favour,
                "ask_at": each.ask_at,
                "waits": each.ask_at > now,
            }
            for each in kept
        ]
        if rows:
            new = insert(self._connection, questions).on_conflict_do_nothing()
            await self._connection.execute(new, rows)


def _known_by(fact: Fact) -> ColumnElement[bool]:
    its_own = and_(_IT.kind == fact.kind, _IT.subject == fact.subject)
    return and_(its_own, _IT.member_id == fact.member)


def _as_question(row: AnyRow) -> Question:
    fact = Fact.of(row.kind, row.subject, member=row.member_id)
    return Question(fact, row.community_id, row.ask_at)


def asked_since(
    member: ColumnElement[int], since: object, *which: ColumnElement[bool]
) -> ColumnElement[int]:
    """How many questions somebody was asked since an instant, or is going to be. Correlated."""
    theirs = select(func.count()).select_from(questions).where(_IT.member_id == member)
    found = theirs.where(_IT.ask_at > since, *which)
    return found.correlate_except(questions).scalar_subquery()


def _has_time(now: datetime) -> ColumnElement[bool]:
    """Whether a favour would not be too much for a member."""
    me = members.c.id
    this_week, favours = asked_since(me, now - WEEK), asked_since(me, now - MONTH, _IT.favour)
    return and_(this_week < MOST_A_WEEK, favours < MOST_FAVOURS)
