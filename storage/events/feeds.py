"""Events as calendars get them (`bot.features.events.ports.Feeds`)."""

from datetime import datetime
from itertools import groupby

from sqlalchemy import ColumnElement, exists, func, not_, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.events.calendars.ports import EventWithDates
from bot.features.events.dates.domain import DateState
from bot.features.events.domain import EventState
from storage.events.plans import SqlPlans
from storage.events.rows import DATE, as_date
from storage.events.tables import event_dates, event_networks, events

_IT = event_dates.c
_PLANNED = _IT.state == DateState.PLANNED.value
_TOLD = or_(
    events.c.rule.is_(None),
    events.c.state != EventState.PLANNED.value,
    not_(_PLANNED),
    _IT.start != _IT.original,
    _IT.zone != events.c.zone,
    _IT.minutes != events.c.minutes,
    _IT.venue.is_not(None),
    _IT.link.is_not(None),
)
"""That calendars are told of a date by itself, since no rule says all there is to say of it."""


class SqlFeeds:
    """The events of one database, many at a time."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def open_to(
        self, community: int, network: int | None, since: datetime, most: int
    ) -> list[EventWithDates]:
        recent = (
            select(_IT.event_id, func.min(_IT.original).filter(_PLANNED).label("first"))
            .join(events, events.c.id == _IT.event_id)
            .where(events.c.community_id == community, _IT.ends_at > since, _open_to(network))
            .group_by(_IT.event_id)
            .order_by(func.max(_IT.ends_at).desc(), _IT.event_id.desc())
            .limit(most)
        )
        those = recent.subquery()
        rows = await self._connection.execute(
            select(*DATE)
            .join(those, those.c.event_id == _IT.event_id)
            .join(events, events.c.id == _IT.event_id)
            .where(_IT.ends_at > since, or_(_IT.original == those.c.first, _TOLD))
            .order_by(_IT.event_id, _IT.original, _IT.id)
        )
        dates = {
            event: tuple(theirs)
            for event, theirs in groupby(map(as_date, rows), key=lambda date: date.event)
        }
        planned = await SqlPlans(self._connection).all(events.c.id.in_(list(dates)))
        return [EventWithDates(event, dates[event.id]) for event in planned]

    async def changed_at(self, community: int) -> datetime | None:
        here = select(func.max(events.c.changed_at)).where(events.c.community_id == community)
        found: datetime | None = await self._connection.scalar(here)
        return found


def _open_to(network: int | None) -> ColumnElement[bool]:
    """That everybody may come to an event, or whoever is of this network."""
    its_own = event_networks.c.event_id == events.c.id
    everybody = ~exists().where(its_own)
    if network is None:
        return everybody
    return or_(everybody, exists().where(its_own, event_networks.c.network_id == network))
