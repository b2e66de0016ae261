"""The dates of events (`bot.features.events.ports.Dates`)."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, exists, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.community.roles import ScopedRole
from bot.features.events.dates.domain import DateState, EventDate, span
from bot.features.events.domain import Event, new_uid
from bot.features.events.ports import Happening
from bot.features.events.rsvps.domain import Attendee, Rsvp
from storage.events.plans import SqlPlans
from storage.events.rows import DATE, HAPPENING, RSVP, as_date, as_happening, as_rsvp
from storage.events.tables import event_dates, event_rsvps, events
from storage.kernel.columns import instant
from storage.kernel.database import insert
from storage.kernel.direct import Direct
from storage.kernel.rows import gone_members
from storage.kernel.tables import scoped_roles

_IT = event_dates.c
_MOST = 1000  # dates of a community that are looked at
_LONG_AGO = datetime.fromisoformat("1000-01-01")
_PLANNED = _IT.state == DateState.PLANNED.value
_HAPPENING = Direct(
    select(*HAPPENING)
    .join(events, events.c.id == _IT.event_id)
    .where(_IT.id == bindparam("its_id"))
)


def _lately(at: ColumnElement[datetime]) -> Direct:
    """The dates of which that was after `since`, and not after `now`."""
    lately = select(*DATE).where(_PLANNED, at > instant("since"), at <= instant("now"))
    return Direct(lately.order_by(_IT.starts_at, _IT.id))


_OVER, _BEGUN = _lately(_IT.ends_at), _lately(_IT.starts_at)


class SqlDates:
    """The dates of one database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, event: Event, starts: Sequence[datetime]) -> list[EventDate]:
        details = event.details
        rows = []
        for start in starts:
            begins, ends = span(start, details.zone, details.minutes)
            local = {"original": start, "start": start, "zone": details.zone}
            instants = {"starts_at": begins, "ends_at": ends, "minutes": details.minutes}
            alone = details.series is None and start == details.start
            uid = event.uid if alone else new_uid()
            its_own = {"event_id": event.id, "uid": uid, "capacity": details.capacity}
            rows.append({**its_own, **local, **instants})
        if not rows:
            return []
        new = insert(self._connection, event_dates).values(rows).on_conflict_do_nothing()
        added = await self._connection.execute(new.returning(*DATE))
        return sorted((as_date(row) for row in added), key=lambda date: date.original)

    async def get(self, date: int) -> EventDate | None:
        found = await self._all(select(*DATE).where(_IT.id == date))
        return found[0] if found else None

    async def happening(self, date: int) -> Happening | None:
        row = await _HAPPENING.first(self._connection, {"its_id": date})
        return as_happening(row) if row else None

    async def lock(self, date: int) -> EventDate | None:
        its_own = select(*DATE).where(_IT.id == date).with_for_update(key_share=True)
        found = await self._all(its_own)
        return found[0] if found else None

    async def of(self, event: int) -> list[EventDate]:
        return await self._all(
            select(*DATE).where(_IT.event_id == event).order_by(_IT.original, _IT.id)
        )

    async def to_come(self, event: int, now: datetime) -> list[EventDate]:
        theirs = select(*DATE).where(_IT.event_id == event, _PLANNED, _IT.ends_at > now)
        return await self._all(theirs.order_by(_IT.starts_at, _IT.id))

    async def in_community(self, community: int, now: datetime, limit: int) -> list[Happening]:
        here = events.c.community_id == community
        return await self.happenings(here, _PLANNED, _IT.ends_at > now, limit=limit)

    async def without_present_host(self, community: int, now: datetime) -> list[Happening]:
        role = scoped_roles.c
        hosts = exists().where(
            (role.role == ScopedRole.HOST.value) & (role.scope_kind == "event"),
            role.scope_id == events.c.id,
            role.member_id.not_in(gone_members()),
        )
        here = events.c.community_id == community
        return await self.happenings(here, _PLANNED, _IT.ends_at > now, ~hosts, limit=_MOST)

    async def of_attendee(self, who: Attendee, now: datetime) -> list[tuple[Happening, Rsvp]]:
        column = event_rsvps.c.member_id if who.member is not None else event_rsvps.c.guest_id
        rows = await self._connection.execute(
            select(*RSVP)
            .join(event_dates, _IT.id == event_rsvps.c.date_id)
            .where(column == (who.guest if who.member is None else who.member), _IT.ends_at > now)
        )
        said = {rsvp.date: rsvp for rsvp in map(as_rsvp, rows)}
        found = await self.happenings(_IT.id.in_(said))
        return [(happening, said[happening.date.id]) for happening in found]

    async def move(self, date: int, start: datetime, zone: str, minutes: int) -> None:
        its_own = update(event_dates).where(_IT.id == date)
        await self._connection.execute(its_own.values(_at(start, zone, minutes)))

    async def move_all(
        self, starts: Sequence[tuple[int, datetime]], zone: str, minutes: int
    ) -> None:
        for date, _ in starts:  # first out of each other's way
            nowhere = _LONG_AGO + timedelta(minutes=date)
            await self._connection.execute(
                update(event_dates).where(_IT.id == date).values(original=nowhere)
            )
        for date, start in starts:
            values = {**_at(start, zone, minutes), "original": start}
            await self._connection.execute(update(event_dates).where(_IT.id == date).values(values))

    async def realign(self, now: datetime) -> list[Happening]:
        to_come = await self._all(select(*DATE).where(_PLANNED, _IT.starts_at > now))
        moved = []
        for date in to_come:
            if span(date.start, date.zone, date.minutes) != (date.starts_at, date.ends_at):
                await self.move(date.id, date.start, date.zone, date.minutes)
                moved.append(date.id)
        return await self.happenings(_IT.id.in_(moved)) if moved else []

    async def place(self, date: int, venue: str | None, link: str | None) -> None:
        its_own = update(event_dates).where(_IT.id == date)
        await self._connection.execute(its_own.values(venue=venue, link=link))

    async def set_state(self, date: int, state: DateState) -> None:
        its_own = update(event_dates).where(_IT.id == date)
        await self._connection.execute(its_own.values(state=state.value, sequence=_IT.sequence + 1))

    async def hand_over(self, dates: Collection[int], event: int) -> None:
        theirs = update(event_dates).where(_IT.id.in_(list(dates)))
        await self._connection.execute(theirs.values(event_id=event))

    async def over(self, since: datetime, now: datetime) -> list[Happening]:
        return await self.happenings(_PLANNED, _IT.ends_at > since, _IT.ends_at <= now)

    async def ended(self, community: int, now: datetime, limit: int) -> list[Happening]:
        over = select(_IT.id).join(events, events.c.id == _IT.event_id)
        its_own = over.where(events.c.community_id == community, _PLANNED, _IT.ends_at <= now)
        last = its_own.order_by(_IT.starts_at.desc(), _IT.id.desc()).limit(limit)
        return list(reversed(await self.happenings(_IT.id.in_(last))))

    async def lately_over(self, since: datetime, now: datetime) -> list[EventDate]:
        rows = await _OVER.all(self._connection, {"since": since, "now": now})
        return [as_date(row) for row in rows]

    async def begun(self, since: datetime, now: datetime) -> list[EventDate]:
        rows = await _BEGUN.all(self._connection, {"since": since, "now": now})
        return [as_date(row) for row in rows]

    async def happenings(
        self, *such: ColumnElement[bool], limit: int | None = None
    ) -> list[Happening]:
        """Dates like this with their events, soonest first, in four statements at most."""
        query = select(*DATE).join(events, events.c.id == _IT.event_id).where(*such)
        dates = await self._all(query.order_by(_IT.starts_at, _IT.id).limit(limit))
        if not dates:
            return []
        ids = {date.event for date in dates}
        planned = await SqlPlans(self._connection).all(events.c.id.in_(ids))
        by_id = {event.id: event for event in planned}
        return [Happening(by_id[date.event], date) for date in dates]

    async def _all(self, query: Select[Any]) -> list[EventDate]:
        return [as_date(row) for row in await self._connection.execute(query)]


def _at(start: datetime, zone: str, minutes: int) -> dict[str, Any]:
    """The columns of a date that is to be then, of which people are told."""
    begins, ends = span(start, zone, minutes)
    instants = {"starts_at": begins, "ends_at": ends, "sequence": _IT.sequence + 1}
    return {"start": start, "zone": zone, "minutes": minutes, **instants}
