"""What is too old goes, oldest first and in portions: no run takes long, the next one goes on."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Delete, Update, delete, func, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.kernel.tables import FINISHED, outbox

PORTION = 1_000
MOST_PORTIONS = 10
"""How many rows are taken at once, and how often in one run."""


async def in_portions(
    connection: AsyncConnection,
    change: Delete | Update,
    since: Column[datetime],
    before: datetime,
    *which: ColumnElement[bool],
) -> bool:
    """Do this to rows that are older; tell whether there are more than one run may take.

    Rows that somebody else has locked are left to the next run.
    """
    key = list(since.table.primary_key)
    old = select(*key).where(since < before, *which).order_by(since)
    portion = old.limit(PORTION).with_for_update(skip_locked=True)
    there = key[0].in_(portion) if len(key) == 1 else tuple_(*key).in_(portion)
    for _ in range(MOST_PORTIONS):
        done = await connection.execute(change.where(there))
        if done.rowcount < PORTION:
            return False
    return True


async def forget_finished(connection: AsyncConnection, before: datetime) -> bool:
    """Empty the words of what was parked; delete what changed something that was said.

    What is held for a member goes with the word of it in public (`storage.kernel.held`).
    """
    due: Any = outbox.c.due_at
    words = (FINISHED, outbox.c.state == "dead", outbox.c.body.is_not(None))
    emptied = update(outbox).values(body=None)
    more = await in_portions(connection, emptied, due, before, *words)
    newest = select(func.max(outbox.c.id)).scalar_subquery()  # SQLite would give its id again
    changes = (FINISHED, outbox.c.key.is_(None), outbox.c.id != newest)
    return await in_portions(connection, delete(outbox), due, before, *changes) or more
