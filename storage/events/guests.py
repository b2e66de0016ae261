"""Guests of events (`bot.features.events.ports.Guests`)."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.events.dates.domain import DateState
from bot.features.events.reminders.domain import DEFAULT, EARLIEST, Reminder
from bot.features.events.rsvps.outcomes import Guest
from storage.events.tables import (
    KNOWN_GUESTS,
    event_dates,
    event_guests,
    event_rsvps,
    event_sign_ups,
)
from storage.kernel.columns import AnyRow, instant
from storage.kernel.database import insert
from storage.kernel.direct import Direct

_IT = event_guests.c
_AT_ONCE = 100  # who are forgotten in one tick; others in the next
_DAY = event_sign_ups.c
_ANSWERED = and_(event_rsvps.c.guest_id == _IT.id, event_rsvps.c.date_id == event_dates.c.id)
_OLD = select(_IT.id).where(
    _IT.added_at < instant("before"),
    KNOWN_GUESTS,
    ~exists().where(_ANSWERED, event_dates.c.ends_at >= instant("before")),
)
_OVER = Direct(_OLD.order_by(_IT.added_at, _IT.id).limit(_AT_ONCE))
_IS_OVER = Direct(_OLD.where(_IT.id == bindparam("guest")))
_UNCONFIRMED = Direct(
    select(_IT.id)
    .where(_IT.confirmed_at.is_(None), _IT.added_at < instant("before"))
    .order_by(_IT.added_at, _IT.id)
    .limit(_AT_ONCE)
)
_COUNTED = Direct(select(_DAY.day).where(_DAY.day < bindparam("before")).limit(1))


class SqlGuests:
    """The guests of one database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(
        self, event: int, mailbox: int, name: str, zone: str, locale: str, now: datetime
    ) -> Guest:
        said = {"name": name, "zone": zone, "locale": locale}
        new = insert(self._connection, event_guests).values(
            event_id=event, mailbox_id=mailbox, added_at=now, **said
        )
        known = new.on_conflict_do_update(
            index_elements=["event_id", "mailbox_id"],
            set_={**said, "added_at": now},
            where=_IT.confirmed_at.is_(None),
        )
        await self._connection.execute(known)
        its_own = (_IT.event_id == event, _IT.mailbox_id == mailbox)
        return _guest((await self._connection.execute(select(event_guests).where(*its_own))).one())

    async def get(self, guest: int) -> Guest | None:
        found = await self._connection.execute(select(event_guests).where(_IT.id == guest))
        row = found.one_or_none()
        return _guest(row) if row else None

    async def confirm(self, guest: int, name: str, now: datetime) -> None:
        await self._update(guest, name=name)
        theirs = update(event_guests).where(_IT.id == guest, _IT.confirmed_at.is_(None))
        await self._connection.execute(theirs.values(confirmed_at=now))

    async def answered(self, guest: int) -> list[int]:
        theirs = select(event_rsvps.c.date_id).where(event_rsvps.c.guest_id == guest)
        return list(await self._connection.scalars(theirs.order_by(event_rsvps.c.date_id)))

    async def refused(self, guest: int) -> int:
        theirs = update(event_guests).where(_IT.id == guest)
        counted = theirs.values(refusals=_IT.refusals + 1).returning(_IT.refusals)
        return await self._connection.scalar(counted) or 0

    async def reached(self, guest: int) -> None:
        theirs = update(event_guests).where(_IT.id == guest, _IT.refusals > 0)
        await self._connection.execute(theirs.values(refusals=0))

    async def unreached(self, guests: Collection[int]) -> set[int]:
        theirs = select(_IT.id).where(_IT.id.in_(sorted(guests)), _IT.refusals > 0)
        return set(await self._connection.scalars(theirs))

    async def shares_mailbox(self, guest: Guest) -> bool:
        others = exists().where(_IT.mailbox_id == guest.mailbox, _IT.id != guest.id)
        return bool(await self._connection.scalar(select(others)))

    async def unconfirmed(self, before: datetime) -> list[int]:
        rows = await _UNCONFIRMED.all(self._connection, {"before": before})
        return [row.id for row in rows]

    async def over(self, before: datetime) -> list[int]:
        rows = await _OVER.all(self._connection, {"before": before})
        return [row.id for row in rows]

    async def is_over(self, guest: int, before: datetime) -> bool:
        theirs = {"guest": guest, "before": before}
        return await _IS_OVER.first(self._connection, theirs) is not None

    async def forget_name(self, guest: int) -> None:
        await self._update(guest, name="", mailbox_id=None)

    async def forget(self, guest: int) -> None:
        await self._connection.execute(delete(event_guests).where(_IT.id == guest))

    async def reminders(self, now: datetime) -> list[Reminder]:
        soon = {"now": now, "latest": now + EARLIEST}
        rows = await _REMINDERS.all(self._connection, soon)
        return [
            Reminder(row.id, row.sequence, row.starts_at, before, row.zone)
            for row in rows
            for before in DEFAULT
        ]

    async def to(self, reminder: Reminder) -> list[int]:
        same = (
            event_dates.c.id == reminder.date,
            event_dates.c.sequence == reminder.sequence,
            _IT.zone == reminder.zone,
        )
        return list(await self._connection.scalars(_coming(_IT.id).where(*same).order_by(_IT.id)))

    async def count(self, digests: Sequence[str], day: date) -> list[int]:
        counts = []
        for digest in sorted(digests):
            first = insert(self._connection, event_sign_ups).values(digest=digest, day=day, count=1)
            counted = first.on_conflict_do_update(
                index_elements=["digest"], set_={"count": _DAY.count + 1}
            )
            told = await self._connection.execute(counted.returning(_DAY.count))
            counts.append((digest, told.scalar_one()))
        found = dict(counts)
        return [found[digest] for digest in digests]

    async def counted_before(self, day: date) -> bool:
        return await _COUNTED.first(self._connection, {"before": day}) is not None

    async def forget_counts(self, before: date) -> None:
        await self._connection.execute(delete(event_sign_ups).where(_DAY.day < before))

    async def _update(self, guest: int, **values: object) -> None:
        theirs = update(event_guests).where(_IT.id == guest)
        await self._connection.execute(theirs.values(**values))


def _coming(*columns: Any) -> Select[Any]:
    """Of guests who have a seat at a date that takes place."""
    return (
        select(*columns)
        .select_from(event_rsvps)
        .join(event_dates, event_dates.c.id == event_rsvps.c.date_id)
        .join(event_guests, event_guests.c.id == event_rsvps.c.guest_id)
        .where(event_dates.c.state == DateState.PLANNED.value, event_rsvps.c.seats > 0)
    )


_AT = event_dates.c
_REMINDERS = Direct(
    _coming(_AT.id, _AT.sequence, _AT.starts_at, _IT.zone)
    .where(_AT.starts_at > instant("now"), _AT.starts_at < instant("latest"))
    .distinct()
)


def _guest(row: AnyRow) -> Guest:
    return Guest(
        id=row.id,
        event=row.event_id,
        mailbox=row.mailbox_id,
        name=row.name,
        zone=row.zone,
        locale=row.locale,
        added_at=row.added_at,
        confirmed_at=row.confirmed_at,
        refusals=row.refusals,
    )
