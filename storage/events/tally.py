"""Writes an answer, and the counters that say what the answers of a date add up to."""

from dataclasses import replace
from typing import Any

from sqlalchemy import BindParameter, bindparam, delete, exists, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.events.dates.domain import EventDate
from bot.features.events.rsvps.domain import Rsvp
from storage.events.day_tables import event_rooms
from storage.events.rows import rsvp_values
from storage.events.tables import COUNTERS, event_dates, event_rsvps
from storage.kernel.batch import Question
from storage.kernel.direct import Direct, together

_IT = event_rsvps.c
_RSVP: dict[str, BindParameter[Any]] = {
    c.name: bindparam(f"rsvp_{c.name}") for c in _IT if not c.primary_key
}
_COUNT = (
    update(event_dates)
    .where(event_dates.c.id == bindparam("counted_id"))
    .values(
        {name: bindparam(f"counted_{name}") for name in (*COUNTERS, "capacity", "last_position")}
    )
)
_HAS_ROOMS = (
    exists()
    .where(event_rooms.c.date_id == bindparam("rooms_of"), event_rooms.c.closed_at.is_(None))
    .label("has_rooms")
)
_ADD = event_rsvps.insert().values(_RSVP).returning(_IT.id)
_SAVE = update(event_rsvps).where(_IT.id == bindparam("its_id")).values(_RSVP)
_FORGET = delete(event_rsvps).where(_IT.id == bindparam("its_id"))
_ADDED = _ADD.returning(_HAS_ROOMS)
_SAVED = _SAVE.returning(_IT.id, _HAS_ROOMS)
_COUNTED = _COUNT.returning(event_dates.c.id).cte("counted")
_ADD_AND_COUNT, _SAVE_AND_COUNT = Direct(_ADDED.add_cte(_COUNTED)), Direct(_SAVED.add_cte(_COUNTED))
_ADD_ALONE, _SAVE_ALONE, _COUNT_ALONE = Direct(_ADDED), Direct(_SAVED), Direct(_COUNT)


async def write_with_tally(
    connection: AsyncConnection, former: Rsvp | None, after: Rsvp | None, date: EventDate
) -> tuple[Rsvp | None, bool]:
    """Write an answer and the counters at once, so that the lock is held shortly.

    Returns the answer, and whether the date may have rooms.
    """
    if after is None or former == after:
        await write_tally(connection, date)
        return after, True
    new = former is None
    values = {**_values(after), "rooms_of": date.id}
    if former is not None:
        values["its_id"] = former.id
    if connection.dialect.name == "sqlite":  # which has no statement that does both
        one = _ADD_ALONE if new else _SAVE_ALONE
        counted = Question(_COUNT_ALONE, _counters(date))
        rows, _ = await together(connection, [Question(one, values), counted])
    else:
        both = _ADD_AND_COUNT if new else _SAVE_AND_COUNT
        rows = await both.all(connection, values | _counters(date))
    (written,) = rows
    return (replace(after, id=written.id) if new else after), bool(written.has_rooms)


async def write(
    connection: AsyncConnection, former: Rsvp | None, after: Rsvp | None
) -> Rsvp | None:
    """Write an answer, which is new or not, or is there no longer."""
    if after is None:
        if former is not None:
            await connection.execute(_FORGET, {"its_id": former.id})
        return None
    if former is None:
        added = await connection.execute(_ADD, _values(after))
        return replace(after, id=added.scalar_one())
    if former != after:
        await connection.execute(_SAVE, {"its_id": former.id, **_values(after)})
    return after


async def write_tally(connection: AsyncConnection, date: EventDate) -> None:
    """Write the counters of a date, and how many seats it has."""
    await connection.execute(_COUNT, _counters(date))


def _values(rsvp: Rsvp) -> dict[str, object]:
    return {f"rsvp_{name}": value for name, value in rsvp_values(rsvp).items()}


def _counters(date: EventDate) -> dict[str, object]:
    counters = {f"counted_{name}": getattr(date.tally, name) for name in COUNTERS}
    limits = {"counted_capacity": date.capacity, "counted_last_position": date.last_position}
    return {"counted_id": date.id, **counters, **limits}
