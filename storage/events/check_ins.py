"""Who is at which date (`bot.features.events.check_in.ports.CheckIns`)."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    delete,
    exists,
    func,
    or_,
    select,
    union,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.events.check_in.domain import COUNTS, CheckIn, Present, new_key
from bot.features.events.dates.domain import DateState
from bot.features.events.rsvps.domain import Answer, Attendee
from bot.ui.folding import folded
from storage.events.day_tables import (
    event_breakout_seats,
    event_breakouts,
    event_check_ins,
    event_doors,
)
from storage.events.tables import event_dates, event_guests, event_rsvps, events
from storage.kernel.columns import AnyRow, instant
from storage.kernel.database import insert
from storage.kernel.direct import Direct
from storage.kernel.tables import members

_IT = event_check_ins.c
_DATE = event_dates.c
_HERE = select(
    event_check_ins,
    func.coalesce(members.c.name, event_guests.c.name, _IT.name).label("called"),
    func.coalesce(members.c.zone, event_guests.c.zone).label("zone"),
)
_FROM = event_check_ins.outerjoin(members, members.c.id == _IT.member_id).outerjoin(
    event_guests, event_guests.c.id == _IT.guest_id
)


def _zones() -> Direct:
    """In which zones there are people who have a seat at, or were at, dates that are over."""
    over = (_DATE.ends_at > instant("since"), _DATE.ends_at <= instant("now"))
    planned = _DATE.state == DateState.PLANNED.value
    there = select(_DATE.id, _DATE.ends_at, members.c.zone).where(*over, planned)
    answered = event_rsvps.c
    seated = (
        there.join(event_rsvps, answered.date_id == _DATE.id)
        .join(members, members.c.id == answered.member_id)
        .where(answered.seats > 0)
    )
    here = there.join(event_check_ins, _IT.date_id == _DATE.id).join(
        members, members.c.id == _IT.member_id
    )
    by_mail = select(_DATE.id, _DATE.ends_at, event_guests.c.zone).where(*over, planned)
    guests = (
        by_mail.join(event_rsvps, answered.date_id == _DATE.id)
        .join(event_guests, event_guests.c.id == answered.guest_id)
        .where(answered.seats > 0)
    )
    return Direct(union(seated, here, guests))


_ZONES = _zones()
_NOTED_LATE = Direct(
    select(_DATE.id, _DATE.ends_at, func.min(_IT.at).label("first"))
    .join(event_check_ins, _IT.date_id == _DATE.id)
    .where(_DATE.ends_at > instant("since"), _IT.at >= _DATE.ends_at)
    .where(_DATE.state == DateState.PLANNED.value)
    .group_by(_DATE.id, _DATE.ends_at)
)


class SqlCheckIns:
    """The check-ins of one database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(
        self, date: int, who: Attendee, people: int, by: int | None, now: datetime
    ) -> bool:
        new = insert(self._connection, event_check_ins).values(
            date_id=date, member_id=who.member, guest_id=who.guest, people=people, by_id=by, at=now
        )
        added = await self._connection.execute(new.on_conflict_do_nothing().returning(_IT.id))
        return added.scalar_one_or_none() is not None

    async def add_name(self, date: int, name: str, by: int, now: datetime) -> bool:
        there = select(_IT.name).where(_IT.date_id == date, _IT.name != "")
        if folded(name) in map(folded, await self._connection.scalars(there)):
            return False
        await self._connection.execute(
            event_check_ins.insert().values(date_id=date, name=name, people=1, by_id=by, at=now)
        )
        return True

    async def take_back(self, date: int, who: Attendee) -> bool:
        gone = await self._connection.execute(
            delete(event_check_ins).where(_IT.date_id == date, _is(who))
        )
        return bool(gone.rowcount)

    async def take_back_name(self, date: int, check_in: int) -> bool:
        its_own = delete(event_check_ins).where(_IT.date_id == date, _IT.id == check_in)
        return bool((await self._connection.execute(its_own.where(_IT.name != ""))).rowcount)

    async def has(self, date: int, who: Attendee) -> bool:
        there = select(_IT.id).where(_IT.date_id == date, _is(who))
        return await self._connection.scalar(there) is not None

    async def of(self, date: int) -> list[CheckIn]:
        return await self._all(_HERE.select_from(_FROM).where(_IT.date_id == date))

    async def of_event(self, event: int) -> list[CheckIn]:
        there = _FROM.join(event_dates, _DATE.id == _IT.date_id)
        return await self._all(_HERE.select_from(there).where(_DATE.event_id == event))

    async def _all(self, query: Select[Any]) -> list[CheckIn]:
        rows = await self._connection.execute(query.order_by(_IT.date_id, _IT.at, _IT.id))
        return [_check_in(row) for row in rows]

    async def count(self, date: int) -> int:
        people = select(func.coalesce(func.sum(_IT.people), 0)).where(_IT.date_id == date)
        return int(await self._connection.scalar(people) or 0)

    async def present(self, date: int) -> list[Present]:
        hides = select(event_rsvps.c.member_id, event_rsvps.c.guest_id, event_rsvps.c.hidden)
        said = hides.where(event_rsvps.c.date_id == date)
        hidden = {(row[0], row[1]): row[2] for row in await self._connection.execute(said)}
        here = await self._connection.execute(
            _HERE.select_from(_FROM).where(_IT.date_id == date).order_by(_IT.at, _IT.id)
        )
        found = here.all()
        if found:
            return [
                Present(
                    Attendee(row.member_id, row.guest_id),
                    row.called,
                    row.zone,
                    hidden.get((row.member_id, row.guest_id), False),
                    row.people,
                )
                for row in found
                if row.member_id or row.guest_id
            ]
        return await self._seated(date)

    async def was_at(self, member: int, dates: Collection[int]) -> set[int]:
        checked_in, rsvp = _IT.date_id == _DATE.id, event_rsvps.c
        sat = exists().where(
            (rsvp.date_id == _DATE.id) & (rsvp.member_id == member),
            (rsvp.seats > 0) & (rsvp.answer == Answer.COMING.value),
        )
        was = or_(
            exists().where(checked_in, _IT.member_id == member),
            and_(~exists().where(checked_in), sat),
        )
        return set(await self._connection.scalars(select(_DATE.id).where(_DATE.id.in_(dates), was)))

    async def _seated(self, date: int) -> list[Present]:
        rsvp = event_rsvps.c
        rows = await self._connection.execute(
            select(
                *(rsvp[name] for name in ("member_id", "guest_id", "hidden", "seats")),
                func.coalesce(members.c.name, event_guests.c.name).label("called"),
                func.coalesce(members.c.zone, event_guests.c.zone).label("zone"),
            )
            .select_from(event_rsvps)
            .outerjoin(members, members.c.id == rsvp.member_id)
            .outerjoin(event_guests, event_guests.c.id == rsvp.guest_id)
            .where(rsvp.date_id == date, rsvp.seats > 0, rsvp.answer == Answer.COMING.value)
            .order_by(rsvp.position, rsvp.id)
        )
        return [
            Present(Attendee(r.member_id, r.guest_id), r.called, r.zone, r.hidden, r.seats)
            for r in rows
        ]

    async def zones(self, since: datetime, now: datetime) -> list[tuple[int, datetime, str]]:
        rows = await _ZONES.all(self._connection, {"since": since, "now": now})
        return sorted((row.id, row.ends_at, row.zone) for row in rows)

    async def forget_names(self, over_before: datetime) -> None:
        over = select(_DATE.id).where(_DATE.ends_at < over_before)
        breakouts = select(event_breakouts.c.id).where(event_breakouts.c.date_id.in_(over))
        seat = event_breakout_seats.c
        here = update(event_check_ins).where(_IT.date_id.in_(over), _IT.name != "")
        seats = update(event_breakout_seats).where(seat.breakout_id.in_(breakouts), seat.name != "")
        for each in (here, seats):
            await self._connection.execute(each.values(name=""))

    async def noted_late(self, since: datetime) -> list[tuple[int, datetime]]:
        rows = await _NOTED_LATE.all(self._connection, {"since": since})
        return [(row.id, row.ends_at) for row in rows if row.first < row.ends_at + COUNTS]

    # The door ---------------------------------------------------------------------------------

    async def open_door(self, date: int) -> str:
        new = insert(self._connection, event_doors).values(date_id=date, key=new_key())
        await self._connection.execute(new.on_conflict_do_nothing())
        its_key = select(event_doors.c.key).where(event_doors.c.date_id == date)
        return str((await self._connection.execute(its_key)).scalar_one())

    async def door(self, date: int) -> str | None:
        return await self._connection.scalar(
            select(event_doors.c.key).where(event_doors.c.date_id == date)
        )

    async def doors(
        self, community: int, begin_before: datetime, end_after: datetime
    ) -> list[tuple[int, str]]:
        its_own = events.c.community_id == community
        return await self._doors(begin_before, end_after, its_own)

    async def all_doors(self, begin_before: datetime, end_after: datetime) -> list[tuple[int, str]]:
        return await self._doors(begin_before, end_after)

    async def _doors(
        self, begin_before: datetime, end_after: datetime, *such: ColumnElement[bool]
    ) -> list[tuple[int, str]]:
        rows = await self._connection.execute(
            select(event_doors.c.date_id, event_doors.c.key)
            .join(event_dates, _DATE.id == event_doors.c.date_id)
            .join(events, events.c.id == _DATE.event_id)
            .where(_DATE.starts_at <= begin_before, _DATE.ends_at > end_after, *such)
            .where(_DATE.state == DateState.PLANNED.value)
            .order_by(_DATE.starts_at, _DATE.id)
        )
        return [(date, key) for date, key in rows]

    async def named(self, date: int, names: Collection[str]) -> list[tuple[Attendee, str]]:
        rsvp = event_rsvps.c
        rows = await self._connection.execute(
            select(
                rsvp.member_id,
                rsvp.guest_id,
                func.coalesce(members.c.name, event_guests.c.name).label("called"),
            )
            .select_from(event_rsvps)
            .outerjoin(members, members.c.id == rsvp.member_id)
            .outerjoin(event_guests, event_guests.c.id == rsvp.guest_id)
            .where(rsvp.date_id == date)
            .order_by(rsvp.position, rsvp.id)
        )
        found = [(Attendee(row.member_id, row.guest_id), str(row.called)) for row in rows]
        return [(who, name) for who, name in found if folded(name) in names]


def _is(who: Attendee) -> ColumnElement[bool]:
    return _IT.member_id == who.member if who.guest is None else _IT.guest_id == who.guest


def _check_in(row: AnyRow) -> CheckIn:
    who = Attendee(row.member_id, row.guest_id)
    return CheckIn(row.id, row.date_id, who, row.called, row.people, row.at, row.by_id)
