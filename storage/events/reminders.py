"""Who is reminded of what (`bot.features.events.ports.Reminders`)."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.events.dates.domain import DateState
from bot.features.events.reminders.domain import DEFAULT, EARLIEST, Before, Reminder
from storage.events.tables import event_dates, event_reminders, event_rsvps
from storage.kernel import database
from storage.kernel.columns import instant
from storage.kernel.direct import Direct
from storage.kernel.tables import members

_IT = event_reminders.c
_AT = event_dates.c
_NOTHING_SAID = " ".join(DEFAULT)
_CHOSEN = func.coalesce(_IT.before, _NOTHING_SAID)
_THEIRS = Direct(
    select(_IT.before).where(
        _IT.event_id == bindparam("event"), _IT.member_id == bindparam("member")
    )
)


class SqlReminders:
    """The reminders of one database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def choose(self, event: int, member: int, before: Collection[Before]) -> None:
        chosen = {"before": " ".join(each for each in Before if each in before)}
        await self._connection.execute(
            database.insert(self._connection, event_reminders)
            .values(event_id=event, member_id=member, **chosen)
            .on_conflict_do_update(index_elements=["event_id", "member_id"], set_=chosen)
        )

    async def chosen(self, event: int, member: int) -> tuple[Before, ...]:
        row = await _THEIRS.first(self._connection, {"event": event, "member": member})
        return as_chosen(row.before if row else None)

    async def chosen_by(
        self, event: int, members_: Collection[int]
    ) -> dict[int, tuple[Before, ...]]:
        theirs = select(_IT.member_id, _IT.before).where(_IT.event_id == event)
        rows = await self._connection.execute(theirs.where(_IT.member_id.in_(members_)))
        said = {row.member_id: row.before for row in rows}
        return {member: as_chosen(said.get(member)) for member in members_}

    async def of_dates(self, now: datetime) -> list[Reminder]:
        soon = {"now": now, "latest": now + EARLIEST}
        rows = await _OF_DATES.all(self._connection, soon)
        return [
            Reminder(row.id, row.sequence, row.starts_at, Before(before), row.zone)
            for row in rows
            for before in row.chosen.split()
        ]

    async def to(self, reminder: Reminder) -> list[int]:
        mine = (
            event_dates.c.id == reminder.date,
            event_dates.c.sequence == reminder.sequence,
            members.c.zone == reminder.zone,
        )
        rows = await self._connection.execute(
            _who_comes(members.c.id, _CHOSEN.label("chosen")).where(*mine).order_by(members.c.id)
        )
        return [row.id for row in rows if reminder.before in row.chosen.split()]

    async def copy(self, event: int, to: int) -> None:
        chosen = select(_IT.event_id + (to - event), _IT.member_id, _IT.before)
        names = ["event_id", "member_id", "before"]
        theirs = chosen.where(_IT.event_id == event)
        await self._connection.execute(insert(event_reminders).from_select(names, theirs))


def as_chosen(before: str | None) -> tuple[Before, ...]:
    """Read what a member has chosen for an event, or else what holds for all."""
    return DEFAULT if before is None else tuple(Before(each) for each in before.split())


def _who_comes(*columns: Any) -> Select[Any]:
    """Of members who have a seat at a date that takes place, with what they chose."""
    its_own = and_(_IT.event_id == event_dates.c.event_id, _IT.member_id == event_rsvps.c.member_id)
    return (
        select(*columns)
        .select_from(event_rsvps)
        .join(event_dates, event_dates.c.id == event_rsvps.c.date_id)
        .join(members, members.c.id == event_rsvps.c.member_id)
        .outerjoin(event_reminders, its_own)
        .where(event_dates.c.state == DateState.PLANNED.value, event_rsvps.c.seats > 0)
    )


_OF_DATES = Direct(
    _who_comes(_AT.id, _AT.sequence, _AT.starts_at, _CHOSEN.label("chosen"), members.c.zone)
    .where(_AT.starts_at > instant("now"), _AT.starts_at < instant("latest"))
    .distinct()
)
