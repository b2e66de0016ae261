"""What people make of each round (`bot.features.challenges.check_ins.ports.CheckInBook`)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.challenges.check_ins.domain import Answered, CheckIn, Offer, Person, Preferences
from bot.features.challenges.domain import ChallengeState
from storage.challenges.check_in_tables import (
    challenge_check_in_preferences,
    challenge_check_ins,
    challenge_help_offers,
)
from storage.challenges.tables import challenge_participants, challenges
from storage.kernel.columns import AnyRow, instant
from storage.kernel.database import insert
from storage.kernel.direct import Direct
from storage.kernel.rows import gone_members
from storage.kernel.tables import members

_IT = challenge_check_ins.c
_IN = challenge_participants.c
_LIKES = challenge_check_in_preferences.c
_OFFER = challenge_help_offers.c
_AT_ONCE = 100  # instants in one tick

_PEOPLE: Select[Any] = (
    select(
        _IN.challenge_id,
        _IN.member_id,
        _IN.hidden,
        _IN.heard_at,
        _IN.resting_until,
        members.c.name,
        members.c.zone,
        *(_LIKES[each] for each in ("in_thread", "hour", "weekday", "glad")),
        _LIKES.stay_asked_at,
        _LIKES.greeted_at,
    )
    .join(members, members.c.id == _IN.member_id)
    .outerjoin(
        challenge_check_in_preferences,
        and_(_LIKES.challenge_id == _IN.challenge_id, _LIKES.member_id == _IN.member_id),
    )
    .order_by(_IN.since, _IN.member_id)
)
_SAID: Select[Any] = (
    select(challenge_check_ins, members.c.name, _IN.hidden)
    .join(members, members.c.id == _IT.member_id)
    .outerjoin(
        challenge_participants,
        and_(_IN.challenge_id == _IT.challenge_id, _IN.member_id == _IT.member_id),
    )
)
_DUE = Direct(
    select(_IT.challenge_id, _IT.ask_at)
    .distinct()
    .join(challenges, challenges.c.id == _IT.challenge_id)
    .where(_IT.ask_at <= instant("now"), challenges.c.state == ChallengeState.OPEN.value)
    .order_by(_IT.ask_at, _IT.challenge_id)
    .limit(_AT_ONCE)
)


class SqlCheckIns:
    """The check-ins of one database: one row for each person and round."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def people(self, challenge: int) -> list[Person]:
        such = _PEOPLE.where(_IN.challenge_id == challenge, _IN.member_id.not_in(gone_members()))
        return [_as_person(row) for row in await self._connection.execute(such)]

    async def person(self, challenge: int, member: int) -> Person | None:
        such = _PEOPLE.where(_IN.challenge_id == challenge, _IN.member_id == member)
        row = (await self._connection.execute(such)).one_or_none()
        return _as_person(row) if row else None

    async def prefer(self, challenge: int, member: int, preferences: Preferences) -> None:
        values = {name: getattr(preferences, name) for name in Preferences.__slots__}
        new = insert(self._connection, challenge_check_in_preferences)
        new = new.values(challenge_id=challenge, member_id=member, **values)
        key = [_LIKES.challenge_id, _LIKES.member_id]
        await self._connection.execute(new.on_conflict_do_update(index_elements=key, set_=values))

    async def add(self, planned: Sequence[CheckIn]) -> None:
        if planned:
            new = insert(self._connection, challenge_check_ins).on_conflict_do_nothing()
            await self._connection.execute(new, [_values(each) for each in planned])

    async def get(self, challenge: int, member: int, day: date) -> CheckIn | None:
        found = await self._some(_of(challenge, member), _IT.day == day)
        return found[0] if found else None

    async def keep(self, check_in: CheckIn) -> None:
        values = _values(check_in)
        key = [_IT.challenge_id, _IT.member_id, _IT.day]
        new = insert(self._connection, challenge_check_ins).values(**values)
        said = {name: values[name] for name in values.keys() - {each.name for each in key}}
        await self._connection.execute(new.on_conflict_do_update(index_elements=key, set_=said))

    async def keep_asked(self, asked: Sequence[CheckIn]) -> None:
        if not asked:
            return
        names = ("ask_on", "ask_at", "asks", "asked_at", "asked_in")
        change = update(challenge_check_ins).where(
            _IT.challenge_id == bindparam("its_challenge"),
            _IT.member_id == bindparam("its_member"),
            _IT.day == bindparam("its_day"),
        )
        change = change.values({name: bindparam(f"new_{name}") for name in names})
        rows = [
            {"its_challenge": each.challenge, "its_member": each.member, "its_day": each.day}
            | {f"new_{name}": getattr(each, name) for name in names}
            for each in asked
        ]
        await self._connection.execute(change, rows)

    async def due(self, now: datetime) -> list[tuple[int, datetime]]:
        rows = await _DUE.all(self._connection, {"now": now})
        return [(row.challenge_id, row.ask_at) for row in rows]

    async def due_of(self, challenge: int, now: datetime) -> list[CheckIn]:
        return await self._some(_IT.challenge_id == challenge, _IT.ask_at <= now)

    async def open_of(self, challenge: int, member: int | None = None) -> list[CheckIn]:
        return await self._some(_of(challenge, member), _IT.state == Answered.OPEN.value)

    async def asked_of(self, challenge: int) -> list[CheckIn]:
        return await self._some(_IT.challenge_id == challenge, _IT.asks > 0)

    async def asked_in_threads(self, member: int) -> list[CheckIn]:
        return await self._some(_IT.member_id == member, _IT.asked_in.is_not(None))

    async def asked_with(self, check_in: CheckIn) -> list[CheckIn]:
        return await self._some(
            _IT.challenge_id == check_in.challenge,
            _IT.day == check_in.day,
            _IT.asked_at == check_in.asked_at,
            _IT.asked_in == check_in.asked_in,
        )

    async def waiting(self, member: int) -> list[CheckIn]:
        return await self._some(_IT.member_id == member, _IT.ask_at.is_not(None), _IT.asks == 0)

    async def drop_open(self, challenge: int, member: int | None = None) -> None:
        is_open = _IT.state == Answered.OPEN.value
        theirs = delete(challenge_check_ins).where(_of(challenge, member), is_open)
        await self._connection.execute(theirs)

    async def answers(self, challenge: int, day: date) -> list[CheckIn]:
        is_answered = _IT.state == Answered.ANSWERED.value
        its_own = and_(_IT.challenge_id == challenge, _IT.day == day)
        return await self._some(its_own, is_answered, _IN.member_id.is_not(None))

    async def leave(self, challenge: int, member: int) -> None:
        for table in (challenge_check_ins, challenge_check_in_preferences, challenge_help_offers):
            theirs = and_(table.c.challenge_id == challenge, table.c.member_id == member)
            await self._connection.execute(delete(table).where(theirs))

    # Help -------------------------------------------------------------------------------------

    async def offer(self, check_in: CheckIn, helper: int, now: datetime) -> bool:
        new = insert(self._connection, challenge_help_offers).values(
            challenge_id=check_in.challenge,
            member_id=check_in.member,
            day=check_in.day,
            helper_id=helper,
            state=Offer.OPEN.value,
            offered_at=now,
        )
        return bool((await self._connection.execute(new.on_conflict_do_nothing())).rowcount)

    async def settle(self, check_in: CheckIn, helper: int, offer: Offer) -> bool:
        its_own = update(challenge_help_offers).where(
            _OFFER.challenge_id == check_in.challenge,
            _OFFER.member_id == check_in.member,
            _OFFER.day == check_in.day,
            _OFFER.helper_id == helper,
            _OFFER.state == Offer.OPEN.value,
        )
        settled = its_own.values(state=offer.value)
        return bool((await self._connection.execute(settled)).rowcount)

    async def offers_of(self, member: int) -> list[tuple[CheckIn, int]]:
        one_of_two = or_(_OFFER.member_id == member, _OFFER.helper_id == member)
        rows = await self._connection.execute(select(challenge_help_offers).where(one_of_two))
        return [
            (CheckIn(row.challenge_id, row.member_id, row.day, row.day), row.helper_id)
            for row in rows
        ]

    async def helped(self, challenge: int, day: date) -> set[int]:
        rows = select(_OFFER.member_id).where(
            _OFFER.challenge_id == challenge,
            _OFFER.day == day,
            _OFFER.state == Offer.ACCEPTED.value,
        )
        return set(await self._connection.scalars(rows))

    async def _some(self, *such: ColumnElement[bool]) -> list[CheckIn]:
        rows = _SAID.where(*such).order_by(_IT.day, _IN.since, _IT.member_id)
        return [_as_check_in(row) for row in await self._connection.execute(rows)]


def _of(challenge: int, member: int | None) -> ColumnElement[bool]:
    here = _IT.challenge_id == challenge
    return here if member is None else and_(here, _IT.member_id == member)


def _values(check_in: CheckIn) -> dict[str, object]:
    return {
        "challenge_id": check_in.challenge,
        "member_id": check_in.member,
        "state": check_in.state.value,
        **{name: getattr(check_in, name) for name in _SAME},
    }


_SAME = (
    *("day", "ask_on", "ask_at", "asks", "asked_at", "asked_in"),
    *("tried", "help", "for_hosts", "answered_on"),
)
"""Columns that are called as what they hold."""


def _as_check_in(row: AnyRow) -> CheckIn:
    found = CheckIn(row.challenge_id, row.member_id, row.day, row.ask_on)
    same = {name: getattr(row, name) for name in _SAME}
    return replace(found, **same, state=Answered(row.state), name=row.name, hidden=bool(row.hidden))


def _as_person(row: AnyRow) -> Person:
    preferences = Preferences()
    if row.hour is not None:
        preferences = Preferences(*(getattr(row, name) for name in Preferences.__slots__))
    return Person(
        row.member_id,
        row.name,
        row.zone,
        row.hidden,
        row.heard_at,
        row.resting_until,
        preferences,
    )
