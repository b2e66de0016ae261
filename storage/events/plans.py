"""Events as their hosts planned them (`bot.features.events.ports.Plans`)."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, Table, delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.community.facts import Fact
from bot.community.roles import ScopedRole
from bot.features.events.dates.domain import DateState
from bot.features.events.domain import Details, Event, EventState, new_uid
from storage.events.rows import EVENT, as_event, event_values
from storage.events.tables import (
    event_dates,
    event_named_hosts,
    event_networks,
    event_places,
    events,
)
from storage.kernel.direct import Direct
from storage.kernel.tables import scoped_roles

_NAMED = event_named_hosts.c
_ANY = Direct(select(events.c.id).limit(1))


class SqlPlans:
    """The events of one database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(
        self,
        community: int,
        details: Details,
        by: int | None,
        now: datetime,
        *,
        continues: Event | None = None,
        origin: Fact | None = None,
    ) -> Event:
        made_of = continues.origin if continues else origin
        added = await self._connection.execute(
            events.insert()
            .values(**event_values(details), community_id=community, uid=new_uid())
            .values(made_by=by, made_at=now, changed_at=now)
            .values(continues_id=continues.id if continues else None)
            .values(sequence=continues.sequence + 1 if continues else 0)
            .values(origin_kind=made_of.kind if made_of else None)
            .values(origin_subject=made_of.subject if made_of else None)
            .returning(*EVENT)
        )
        row = added.one()
        await self._belong(row.id, details)
        return as_event(row, details.networks, details.places)

    async def get(self, event: int) -> Event | None:
        found = await self.all(events.c.id == event)
        return found[0] if found else None

    async def lock(self, event: int) -> Event | None:
        its_own = select(events.c.id).where(events.c.id == event)
        await self._connection.execute(its_own.with_for_update(key_share=True))
        return await self.get(event)

    async def with_uid(self, uid: str) -> Event | None:
        found = await self.all(events.c.uid == uid)
        return found[0] if found else None

    async def change(self, event: int, details: Details, now: datetime) -> None:
        await self._update(event, now, **event_values(details))
        for table in (event_networks, event_places):
            await self._connection.execute(delete(table).where(table.c.event_id == event))
        await self._belong(event, details)

    async def cancel(self, event: int, now: datetime) -> None:
        await self._update(event, now, state=EventState.CANCELLED.value)

    async def changed(self, event: int, now: datetime) -> None:
        await self._update(event, now)

    async def made_until(self, event: int, start: datetime) -> None:
        its_own = update(events).where(events.c.id == event)
        await self._connection.execute(its_own.values(made_until=start))

    async def series(self) -> list[Event]:
        return await self.all(
            events.c.rule.is_not(None), events.c.state == EventState.PLANNED.value
        )

    async def any(self) -> bool:
        return await _ANY.first(self._connection, {}) is not None

    async def in_community(self, community: int, limit: int) -> list[Event]:
        newest = (
            select(events.c.id)
            .where(events.c.community_id == community)
            .order_by(events.c.id.desc())
            .limit(limit)
        )
        ids = (await self._connection.scalars(newest)).all()
        return list(reversed(await self.all(events.c.id.in_(ids))))

    async def without_host(self, community: int, now: datetime) -> list[Event]:
        hosted = exists().where(
            scoped_roles.c.role == ScopedRole.HOST.value,
            scoped_roles.c.scope_kind == "event",
            scoped_roles.c.scope_id == events.c.id,
        )
        to_come = exists().where(
            event_dates.c.event_id == events.c.id,
            event_dates.c.state == DateState.PLANNED.value,
            event_dates.c.ends_at > now,
        )
        here = events.c.community_id == community
        planned = events.c.state == EventState.PLANNED.value
        return await self.all(here, planned, to_come, ~hosted)

    async def continued_by(self, event: int) -> Event | None:
        found = await self.all(events.c.continues_id == event)
        return found[0] if found else None

    async def name_host(self, event: int, member: int, *, named: bool) -> None:
        its_own = (_NAMED.event_id == event, _NAMED.member_id == member)
        await self._connection.execute(delete(event_named_hosts).where(*its_own))
        if named:
            values = {"event_id": event, "member_id": member}
            await self._connection.execute(event_named_hosts.insert().values(**values))

    async def named_hosts(self, event: int) -> set[int]:
        named = select(_NAMED.member_id).where(_NAMED.event_id == event)
        return set(await self._connection.scalars(named))

    async def all(self, *such: ColumnElement[bool]) -> list[Event]:
        """Events like this, by id, in three statements at most."""
        rows = (await self._connection.execute(select(*EVENT).where(*such).order_by("id"))).all()
        if not rows:
            return []
        ids = [row.id for row in rows]
        networks = await self._of(event_networks, ids)
        places = await self._of(event_places, ids)
        return [as_event(row, networks.get(row.id, ()), places.get(row.id, ())) for row in rows]

    async def _update(self, event: int, now: datetime, **values: object) -> None:
        its_own = update(events).where(events.c.id == event)
        await self._connection.execute(
            its_own.values(sequence=events.c.sequence + 1, changed_at=now, **values)
        )

    async def _belong(self, event: int, details: Details) -> None:
        for table, name, ids in (
            (event_networks, "network_id", details.networks),
            (event_places, "place_id", details.places),
        ):
            if ids:
                rows = [{"event_id": event, name: id_} for id_ in dict.fromkeys(ids)]
                await self._connection.execute(table.insert(), rows)

    async def _of(self, table: Table, ids: Iterable[int]) -> dict[int, tuple[int, ...]]:
        of, what = list(table.c)
        rows = await self._connection.execute(
            select(of, what).where(of.in_(list(ids))).order_by(of, what)
        )
        found: dict[int, tuple[int, ...]] = {}
        for event, id_ in rows:
            found[event] = (*found.get(event, ()), id_)
        return found
