"""What is remembered after a date (`bot.features.events.afterwards.ports.Afterwards`)."""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.events.afterwards.domain import Outcome, Told
from storage.events.day_tables import event_agains, event_outcomes
from storage.events.tables import event_dates, events
from storage.kernel.columns import AnyRow
from storage.kernel.database import insert
from storage.kernel.tables import members

_AGAIN = event_agains.c
_IT = event_outcomes.c


class SqlAfterwards:
    """What is remembered in one database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def name(self, date: int, by: int, other: int, now: datetime) -> bool:
        new = insert(self._connection, event_agains).values(
            date_id=date, by_id=by, other_id=other, said_at=now
        )
        added = await self._connection.execute(
            new.on_conflict_do_nothing().returning(_AGAIN.other_id)
        )
        return added.scalar_one_or_none() is not None

    async def take_back(self, date: int, by: int, other: int) -> bool:
        its_own = (_AGAIN.date_id == date, _AGAIN.by_id == by, _AGAIN.other_id == other)
        return bool((await self._connection.execute(delete(event_agains).where(*its_own))).rowcount)

    async def named(self, date: int, by: int) -> list[int]:
        theirs = select(_AGAIN.other_id).where(_AGAIN.date_id == date, _AGAIN.by_id == by)
        return list(
            await self._connection.scalars(theirs.order_by(_AGAIN.said_at, _AGAIN.other_id))
        )

    async def lock(self, date: int, two: tuple[int, int]) -> None:
        rows = select(members.c.id).where(members.c.id.in_(two)).order_by(members.c.id)
        await self._connection.execute(rows.with_for_update(key_share=True))

    async def forget_before(self, when: datetime) -> None:
        await self._connection.execute(delete(event_agains).where(_AGAIN.said_at < when))

    # What came of it --------------------------------------------------------------------------

    async def tell(self, date: int, text: str, link: str, by: int | None, now: datetime) -> None:
        if not text and not link:
            await self._connection.execute(delete(event_outcomes).where(_IT.date_id == date))
            return
        values = {"text": text, "link": link, "by_id": by, "said_at": now}
        new = insert(self._connection, event_outcomes).values(date_id=date, **values)
        await self._connection.execute(
            new.on_conflict_do_update(index_elements=["date_id"], set_=values)
        )

    async def outcome(self, date: int) -> Outcome | None:
        found = await self._connection.execute(select(event_outcomes).where(_IT.date_id == date))
        row = found.one_or_none()
        return _outcome(row) if row else None

    async def of_event(self, event: int, limit: int) -> list[Told]:
        return await self._told(events.c.id == event, limit=limit)

    async def in_community(self, community: int, limit: int) -> list[Told]:
        return await self._told(events.c.community_id == community, limit=limit)

    async def _told(self, *such: ColumnElement[bool], limit: int) -> list[Told]:
        rows = await self._connection.execute(
            select(
                event_outcomes, events.c.id.label("event"), events.c.title, event_dates.c.starts_at
            )
            .join(event_dates, event_dates.c.id == _IT.date_id)
            .join(events, events.c.id == event_dates.c.event_id)
            .where(*such)
            .order_by(event_dates.c.starts_at.desc(), event_dates.c.id.desc())
            .limit(limit)
        )
        return [Told(_outcome(row), row.event, row.title, row.starts_at) for row in rows]


def _outcome(row: AnyRow) -> Outcome:
    return Outcome(row.date_id, row.text, row.link, row.by_id)
