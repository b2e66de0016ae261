"""Guests of events (`bot.features.events.ports.Guests`)."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, delete, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.events.dates.domain import DateState
from bot.features.events.reminders.domain import DEFAULT, EARLIEST, Reminder
from bot.features.events.rsvps.outcomes import Guest
from storage.events.tables import event_dates, event_guests, event_rsvps, event_sign_ups
from storage.kernel.columns import AnyRow
from storage.kernel.database import insert

_IT = event_guests.c
_AT_ONCE = 100  # who are forgotten in one tick; others in the next
_DAY = event_sign_ups.c


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
        old = select(_IT.id).where(_IT.confirmed_at.is_(None), _IT.added_at < before)
        return list(await self._connection.scalars(old.order_by(_IT.id).limit(_AT_ONCE)))

    async def over(self, before: datetime, *, guest: int | None = None) -> list[int]:
        answered = and_(event_rsvps.c.guest_id == _IT.id, event_rsvps.c.date_id == event_dates.c.id)
        to_come = exists().where(answered, event_dates.c.ends_at >= before)
        known = or_(_IT.name != "", _IT.mailbox_id.is_not(None))
        old = select(_IT.id).where(_IT.added_at < before, known, ~to_come)
        old = old if guest is None else old.where(_IT.id == guest)
        return list(await self._connection.scalars(old.order_by(_IT.id).limit(_AT_ONCE)))

    async def forget_name(self, guest: int) -> None:
        await self._update(guest, name="", mailbox_id=None)

    async def forget(self, guest: int) -> None:
        await self._connection.execute(delete(event_guests).where(_IT.id == guest))

    async def reminders(self, now: datetime) -> list[Reminder]:
        at = event_dates.c
        soon = (at.starts_at > now, at.starts_at < now + EARLIEST)
        coming = _coming(at.id, at.sequence, at.starts_at, _IT.zone).where(*soon).distinct()
        rows = await self._connection.execute(coming)
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
        return bool(await self._connection.scalar(select(exists().where(_DAY.day < day))))

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
