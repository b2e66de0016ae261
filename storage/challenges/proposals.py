"""Challenges as they were proposed (`bot.features.challenges.ports.Proposals`)."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from sqlalchemy import ColumnElement, Table, bindparam, delete, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.community.people import Ref
from bot.community.roles import ScopedRole
from bot.features.challenges.domain import ALIVE, Challenge, ChallengeState, Details, Outcome
from storage.challenges.tables import (
    challenge_networks,
    challenge_participants,
    challenge_places,
    challenges,
)
from storage.kernel.columns import AnyRow
from storage.kernel.direct import Direct
from storage.kernel.rows import gone_members
from storage.kernel.tables import places, scoped_roles

_IT = challenges.c
_IN = challenge_participants.c
_HOSTS = (
    scoped_roles.c.role == ScopedRole.HOST.value,
    scoped_roles.c.scope_kind == "challenge",
    scoped_roles.c.scope_id == _IT.id,
)
_OVERDUE = Direct(
    select(_IT.id).where(
        _IT.state == ChallengeState.OPEN.value,
        _IT.until <= bindparam("day"),
        _IT.asked_at.is_(None),
    )
)


class SqlProposals:
    """The challenges of one database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(
        self,
        community: int,
        details: Details,
        by: int,
        now: datetime,
        state: ChallengeState = ChallengeState.OPEN,
    ) -> Challenge:
        added = await self._connection.execute(
            challenges.insert()
            .values(**_values(details), community_id=community, state=state.value)
            .values(made_by=by, made_at=now, since=now)
            .returning(*_IT)
        )
        row = added.one()
        await self._belong(row.id, details)
        return _as_challenge(row, 0, details.networks, details.places)

    async def get(self, challenge: int) -> Challenge | None:
        found = await some(self._connection, _IT.id == challenge)
        return found[0] if found else None

    async def questions(self, ids: Collection[int]) -> dict[int, str]:
        if not ids:
            return {}
        called = select(_IT.id, _IT.question).where(_IT.id.in_(sorted(ids)))
        return {row.id: row.question for row in await self._connection.execute(called)}

    async def lock(self, challenge: int) -> Challenge | None:
        its_own = select(_IT.id).where(_IT.id == challenge)
        await self._connection.execute(its_own.with_for_update(key_share=True))
        return await self.get(challenge)

    async def change(self, challenge: int, details: Details) -> None:
        await self._update(challenge, **_values(details))
        for table in (challenge_networks, challenge_places):
            its_own = table.c.challenge_id == challenge
            await self._connection.execute(delete(table).where(its_own))
        await self._belong(challenge, details)

    async def say_where_we_are(self, challenge: int, text: str) -> None:
        await self._update(challenge, where_we_are=text)

    async def go_on(self, challenge: int, until: date | None) -> None:
        await self._update(challenge, until=until, asked_at=None)

    async def asked(self, challenge: int, now: datetime) -> None:
        await self._update(challenge, asked_at=now)

    async def become(self, challenge: int, state: ChallengeState, now: datetime) -> None:
        await self._update(challenge, state=state.value, since=now)

    async def tell_outcome(self, challenge: int, outcome: Outcome) -> None:
        told = {"learned": outcome.learned, "changed": outcome.changed, "next": outcome.next}
        await self._update(challenge, **told)

    async def in_community(
        self, community: int, states: Collection[ChallengeState], limit: int
    ) -> list[Challenge]:
        newest = (
            select(_IT.id)
            .where(_IT.community_id == community, _IT.state.in_(states))
            .order_by(_IT.id.desc())
            .limit(limit)
        )
        ids = list(await self._connection.scalars(newest))
        if not ids:
            return []
        return list(reversed(await some(self._connection, _IT.id.in_(ids))))

    async def of_participant(self, member: int) -> list[Challenge]:
        theirs = select(_IN.challenge_id).where(_IN.member_id == member)
        newest = theirs.order_by(_IN.since.desc(), _IN.challenge_id.desc())
        ids = list(await self._connection.scalars(newest))
        if not ids:
            return []
        found = await some(self._connection, _IT.id.in_(ids))
        return sorted(found, key=lambda each: ids.index(each.id))

    async def overdue(self, day: date) -> list[Challenge]:
        rows = await _OVERDUE.all(self._connection, {"day": day})
        ids = [row.id for row in rows]
        return await some(self._connection, _IT.id.in_(ids)) if ids else []

    async def posted_by(self, member: int, since: datetime) -> int:
        theirs = select(func.count()).select_from(challenges)
        theirs = theirs.where(_IT.made_by == member, _IT.made_at > since)
        return int(await self._connection.scalar(theirs) or 0)

    async def in_hands_of(self, member: int) -> list[Challenge]:
        theirs = exists().where(*_HOSTS, scoped_roles.c.member_id == member)
        return await some(self._connection, _IT.state.in_(ALIVE), theirs)

    async def in_nobodys_hands(self, community: int) -> list[Challenge]:
        nobodys = ~exists().where(*_HOSTS, scoped_roles.c.member_id.not_in(gone_members()))
        here = _IT.community_id == community
        return await some(self._connection, here, _IT.state.in_(ALIVE), nobodys)

    async def is_nobodys(self, challenge: int, now: datetime) -> bool:
        its_own = update(challenges).where(_IT.id == challenge, _IT.nobodys_since.is_(None))
        return bool((await self._connection.execute(its_own.values(nobodys_since=now))).rowcount)

    async def is_looked_after(self, challenge: int) -> None:
        await self._update(challenge, nobodys_since=None)

    async def hangs_no_more_in(self, challenge: int, channel: Ref) -> None:
        there = select(places.c.id).where(places.c.channel == str(channel))
        its_own = challenge_places.c.challenge_id == challenge
        gone = delete(challenge_places).where(its_own, challenge_places.c.place_id.in_(there))
        await self._connection.execute(gone)

    async def delete(self, challenge: int) -> None:
        await self._connection.execute(delete(challenges).where(_IT.id == challenge))

    async def _update(self, challenge: int, **values: object) -> None:
        its_own = update(challenges).where(_IT.id == challenge)
        await self._connection.execute(its_own.values(**values))

    async def _belong(self, challenge: int, details: Details) -> None:
        for table, name, ids in (
            (challenge_networks, "network_id", details.networks),
            (challenge_places, "place_id", details.places),
        ):
            if ids:
                rows = [{"challenge_id": challenge, name: id_} for id_ in dict.fromkeys(ids)]
                await self._connection.execute(table.insert(), rows)


async def some(connection: AsyncConnection, *such: ColumnElement[bool]) -> list[Challenge]:
    """Challenges like this, by id, in four statements."""
    rows = (await connection.execute(select(challenges).where(*such).order_by("id"))).all()
    ids = [row.id for row in rows]
    if not ids:
        return []
    networks = await _of(connection, challenge_networks, ids)
    places = await _of(connection, challenge_places, ids)
    counted = await connection.execute(
        select(_IN.challenge_id, func.count())
        .where(_IN.challenge_id.in_(ids))
        .group_by(_IN.challenge_id)
    )
    people: dict[int, int] = {row[0]: row[1] for row in counted}
    return [
        _as_challenge(row, people.get(row.id, 0), networks.get(row.id, ()), places.get(row.id, ()))
        for row in rows
    ]


async def _of(
    connection: AsyncConnection, table: Table, ids: Iterable[int]
) -> dict[int, tuple[int, ...]]:
    of, what = list(table.c)
    rows = await connection.execute(select(of, what).where(of.in_(list(ids))).order_by(of, what))
    found: dict[int, tuple[int, ...]] = {}
    for challenge, id_ in rows:
        found[challenge] = (*found.get(challenge, ()), id_)
    return found


def _values(details: Details) -> dict[str, object]:
    return {
        "question": details.question,
        "why": details.why,
        "different": details.different,
        "welcome": details.welcome,
        "until": details.until,
    }


def _as_challenge(
    row: AnyRow, people: int, networks: tuple[int, ...], places: tuple[int, ...]
) -> Challenge:
    said = (row.question, row.why, row.different, row.welcome)
    return Challenge(
        id=row.id,
        community=row.community_id,
        details=Details(*said, networks=networks, places=places, until=row.until),
        state=ChallengeState(row.state),
        made_by=row.made_by,
        made_at=row.made_at,
        since=row.since,
        where_we_are=row.where_we_are,
        asked_at=row.asked_at,
        outcome=Outcome(row.learned, row.changed, row.next),
        people=people,
    )
