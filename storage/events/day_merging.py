"""Two members become one: where they were, in which groups, whom they named, what they told."""

from typing import Any

from sqlalchemy import Column, Table, and_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.events.day_tables import (
    event_agains,
    event_breakout_seats,
    event_breakouts,
    event_check_ins,
    event_outcomes,
)
from storage.kernel.journal import Journal

REFERENCES: tuple[Column[Any], ...] = (
    event_check_ins.c.member_id,
    event_check_ins.c.by_id,
    event_breakouts.c.made_by,
    event_breakout_seats.c.member_id,
    event_agains.c.by_id,
    event_agains.c.other_id,
    event_outcomes.c.by_id,
)
"""The columns that refer to members."""


async def merge_day(connection: AsyncConnection, journal: Journal, gone: int, kept: int) -> None:
    """Let all of it be the one's who is kept: once at a date, once in a breakout.

    Nobody has named themselves.
    """
    checked_in, seats = event_check_ins.c, event_breakout_seats.c
    await _once(connection, journal, event_check_ins, checked_in.date_id, gone, kept)
    await _once(connection, journal, event_breakout_seats, seats.breakout_id, gone, kept)
    by, other, both = event_agains.c.by_id, event_agains.c.other_id, (gone, kept)
    await journal.drop(event_agains, and_(by.in_(both), other.in_(both)))
    await journal.join(by, gone, kept, lambda old, new: {})
    await journal.join(other, gone, kept, lambda old, new: {})
    for column in (checked_in.by_id, event_breakouts.c.made_by, event_outcomes.c.by_id):
        await journal.move(column, gone, kept)


async def _once(
    connection: AsyncConnection,
    journal: Journal,
    table: Table,
    column: Column[Any],
    gone: int,
    kept: int,
) -> None:
    """Let the rows of one be the other's, who has only one for each of what this column names."""
    theirs = await connection.scalars(select(column).where(table.c.member_id == kept))
    again = and_(table.c.member_id == gone, column.in_(list(theirs)))
    await journal.drop(table, again)
    await journal.move(table.c.member_id, gone, kept)
