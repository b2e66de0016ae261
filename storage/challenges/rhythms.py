"""When groups check in (`bot.features.challenges.check_ins.ports.Rhythms`)."""

from datetime import date, datetime

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.challenges.check_ins.domain import Answered, Every, Rhythm, Round, planned_at
from bot.features.challenges.domain import ChallengeState
from storage.challenges.check_in_tables import (
    challenge_check_ins,
    challenge_rhythms,
    challenge_rounds,
)
from storage.challenges.tables import challenges
from storage.kernel.columns import AnyRow, instant
from storage.kernel.database import insert
from storage.kernel.direct import Direct

_IT = challenge_rhythms.c
_ROUND = challenge_rounds.c
_SAID = challenge_check_ins.c
_AT_ONCE = 100  # rounds in one tick

_TO_PLAN = Direct(
    select(_IT.challenge_id, _IT.revision)
    .join(challenges, challenges.c.id == _IT.challenge_id)
    .where(_IT.plan_at <= instant("now"), challenges.c.state == ChallengeState.OPEN.value)
    .order_by(_IT.plan_at, _IT.challenge_id)
    .limit(_AT_ONCE)
)
_TO_TELL = Direct(
    select(_ROUND.challenge_id, _ROUND.day, _ROUND.digest_at)
    .where(_ROUND.digest_at <= instant("now"))
    .order_by(_ROUND.digest_at, _ROUND.challenge_id)
    .limit(_AT_ONCE)
)


class SqlRhythms:
    """The rhythms and rounds of one database; what is due is found by an indexed instant."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, challenge: int) -> Rhythm | None:
        found = await self._connection.execute(
            select(challenge_rhythms).where(_IT.challenge_id == challenge)
        )
        row = found.one_or_none()
        return _as_rhythm(row) if row else None

    async def choose(self, rhythm: Rhythm) -> None:
        next_ = rhythm.next_day
        values = {
            "every": rhythm.every.value,
            "weekday": rhythm.weekday,
            "since": rhythm.since,
            "tried": rhythm.tried,
            "help": rhythm.help,
            "next_day": next_,
            "plan_at": planned_at(next_) if next_ else None,
        }
        new = insert(self._connection, challenge_rhythms)
        new = new.values(challenge_id=rhythm.challenge, revision=1, **values)
        key, anew = [_IT.challenge_id], {**values, "revision": _IT.revision + 1}
        await self._connection.execute(new.on_conflict_do_update(index_elements=key, set_=anew))

    async def plan(self, challenge: int, day: date | None) -> None:
        at = planned_at(day) if day else None
        its_own = update(challenge_rhythms).where(_IT.challenge_id == challenge)
        await self._connection.execute(
            its_own.values(next_day=day, plan_at=at, revision=_IT.revision + 1)
        )

    async def to_plan(self, now: datetime) -> list[tuple[int, int]]:
        rows = await _TO_PLAN.all(self._connection, {"now": now})
        return [(row.challenge_id, row.revision) for row in rows]

    async def begin(self, round_: Round) -> None:
        new = insert(self._connection, challenge_rounds).values(
            challenge_id=round_.challenge,
            day=round_.day,
            digest_at=round_.digest_at,
            stands=False,
        )
        key, anew = [_ROUND.challenge_id, _ROUND.day], {"digest_at": round_.digest_at}
        await self._connection.execute(new.on_conflict_do_update(index_elements=key, set_=anew))

    async def round(self, challenge: int, day: date) -> Round | None:
        found = await self._connection.execute(
            select(challenge_rounds).where(_ROUND.challenge_id == challenge, _ROUND.day == day)
        )
        row = found.one_or_none()
        return _as_round(row) if row else None

    async def last_round(self, challenge: int) -> Round | None:
        """The last one of which there are words."""
        found = await self._connection.execute(
            select(challenge_rounds)
            .join(
                challenge_check_ins,
                (_SAID.challenge_id == _ROUND.challenge_id) & (_SAID.day == _ROUND.day),
            )
            .where(_ROUND.challenge_id == challenge, _SAID.state == Answered.ANSWERED.value)
            .order_by(_ROUND.day.desc())
            .limit(1)
        )
        row = found.first()
        return _as_round(row) if row else None

    async def to_tell(self, now: datetime) -> list[tuple[int, date, datetime]]:
        rows = await _TO_TELL.all(self._connection, {"now": now})
        return [(row.challenge_id, row.day, row.digest_at) for row in rows]

    async def told(self, round_: Round) -> None:
        its_own = update(challenge_rounds).where(
            _ROUND.challenge_id == round_.challenge, _ROUND.day == round_.day
        )
        told = {
            "digest_at": round_.digest_at,
            "said": round_.said,
            "stands": round_.stands,
            "named": " ".join(["", *map(str, round_.named), ""]),
        }
        await self._connection.execute(its_own.values(**told))

    async def end(self, challenge: int) -> None:
        its_own = update(challenge_rounds).where(_ROUND.challenge_id == challenge)
        await self._connection.execute(its_own.values(digest_at=None))

    async def naming(self, member: int) -> list[tuple[int, date]]:
        rows = await self._connection.execute(
            select(_ROUND.challenge_id, _ROUND.day)
            .where(_ROUND.stands, _ROUND.named.like(f"% {member} %"))
            .order_by(_ROUND.challenge_id, _ROUND.day)
        )
        return [(row.challenge_id, row.day) for row in rows]

    async def standing(self, challenge: int) -> list[date]:
        rows = select(_ROUND.day).where(_ROUND.challenge_id == challenge, _ROUND.stands)
        return list(await self._connection.scalars(rows.order_by(_ROUND.day)))

    async def forget(self, challenge: int) -> None:
        for table in (challenge_rounds, challenge_check_ins, challenge_rhythms):
            its_own = table.c.challenge_id == challenge
            await self._connection.execute(delete(table).where(its_own))


def _as_rhythm(row: AnyRow) -> Rhythm:
    return Rhythm(
        row.challenge_id,
        Every(row.every),
        row.weekday,
        row.since,
        row.tried,
        row.help,
        row.next_day,
        row.revision,
    )


def _as_round(row: AnyRow) -> Round:
    named = tuple(map(int, row.named.split()))
    return Round(row.challenge_id, row.day, row.digest_at, row.said, row.stands, named)
