"""Guests of events (`bot.features.events.ports.Guests`)."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.events.rsvps.outcomes import Guest
from bot.ui.text import name_key
from storage.events.tables import event_guests, event_rsvps
from storage.kernel.columns import AnyRow
from storage.kernel.database import insert

_IT = event_guests.c


class SqlGuests:
    """The guests of one database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(
        self, event: int, name: str, email: str, zone: str, locale: str, now: datetime
    ) -> Guest:
        key = name_key(email)
        await self._connection.execute(
            insert(self._connection, event_guests)
            .values(event_id=event, name=name, email=email, email_key=key)
            .values(zone=zone, locale=locale, added_at=now)
            .on_conflict_do_nothing()
        )
        found = await self._connection.execute(
            select(event_guests).where(_IT.event_id == event, _IT.email_key == key)
        )
        return _guest(found.one())

    async def get(self, guest: int) -> Guest | None:
        found = await self._connection.execute(select(event_guests).where(_IT.id == guest))
        row = found.one_or_none()
        return _guest(row) if row else None

    async def confirm(self, guest: int, now: datetime) -> list[int]:
        theirs = update(event_guests).where(_IT.id == guest, _IT.confirmed_at.is_(None))
        await self._connection.execute(theirs.values(confirmed_at=now))
        answered = select(event_rsvps.c.date_id).where(event_rsvps.c.guest_id == guest)
        return list(await self._connection.scalars(answered.order_by(event_rsvps.c.date_id)))

    async def unconfirmed(self, before: datetime) -> list[int]:
        old = select(_IT.id).where(_IT.confirmed_at.is_(None), _IT.added_at < before)
        return list(await self._connection.scalars(old.order_by(_IT.id)))

    async def forget(self, guest: int) -> None:
        await self._connection.execute(delete(event_guests).where(_IT.id == guest))


def _guest(row: AnyRow) -> Guest:
    return Guest(row.id, row.event_id, row.name, row.email, row.zone, row.locale, row.confirmed_at)
