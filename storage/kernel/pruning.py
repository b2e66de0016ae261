"""What is too old goes, oldest first and in portions: no run takes long, the next one goes on."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Delete,
    Integer,
    Update,
    bindparam,
    delete,
    func,
    select,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.kernel.delivery_tables import FINISHED, outbox

PORTION = 1_000
MOST_PORTIONS = 10
"""How many rows are taken at once, and how often in one run."""


class Old:
    """Those rows of a table that are older than an instant, and what is done to them."""

    def __init__(
        self, change: Delete | Update, since: Column[Any], *which: ColumnElement[bool]
    ) -> None:
        key = list(since.table.primary_key)
        old = select(*key).where(since < bindparam("before", type_=since.type), *which)
        portion = old.order_by(since).limit(bindparam("portion", type_=Integer))
        self._portion = portion.with_for_update(skip_locked=True)
        self._one = len(key) == 1
        there = key[0] if self._one else tuple_(*key)
        self._change = change.where(there.in_(bindparam("keys", expanding=True)))

    async def forget(self, connection: AsyncConnection, before: datetime) -> bool:
        """Do it, in portions; tell whether there are more than one run may take.

        Rows that somebody else has locked are left to the next run. A portion is found before it
        is gone through: in one statement, PostgreSQL may look for it anew for each row it tries.
        """
        for _ in range(MOST_PORTIONS):
            asked = {"before": before, "portion": PORTION}
            found = await connection.execute(self._portion, asked)
            keys = [row[0] if self._one else tuple(row) for row in found]
            if keys:
                await connection.execute(self._change, {"keys": keys})
            if len(keys) < PORTION:
                return False
        return True


_WORDS = Old(
    update(outbox).values(body=None),
    outbox.c.due_at,
    FINISHED,
    outbox.c.state == "dead",
    outbox.c.body.is_not(None),
)
_NEWEST = select(func.max(outbox.c.id)).scalar_subquery()  # SQLite would give its id again
_CHANGES = Old(
    delete(outbox), outbox.c.due_at, FINISHED, outbox.c.key.is_(None), outbox.c.id != _NEWEST
)


async def forget_finished(connection: AsyncConnection, before: datetime) -> bool:
    """Empty the words of what was parked; delete what changed something that was said.

    What is held for a member goes with the word of it in public (`storage.kernel.held`).
    """
    more = await _WORDS.forget(connection, before)
    return await _CHANGES.forget(connection, before) or more
