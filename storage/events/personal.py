"""What events hold about one person: to give it to them, and to remove it."""

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.events.ports import Happening
from storage.events.counters import lock_dates, recount
from storage.events.dates import SqlDates
from storage.events.day_personal import DayPersonalData
from storage.events.rows import DATE, RSVP, as_date, as_rsvp
from storage.events.tables import (
    event_dates,
    event_named_hosts,
    event_reminders,
    event_rsvps,
    event_standing_answers,
    events,
)


class SqlPersonalData:
    """One person's part in events."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def export(self, member: int) -> dict[str, object]:
        return {
            "answers": await self._answers(member),
            "answers to series": await self._standing(member),
            "reminders": await self._reminders(member),
            "planned": await self._planned(member),
            "named on pages of": await self._named(member),
            **await DayPersonalData(self._connection).export(member),
        }

    async def erase(self, member: int) -> list[Happening]:
        dates = await lock_dates(self._connection, member)
        await DayPersonalData(self._connection).erase(member)
        found = await SqlDates(self._connection).happenings(event_dates.c.id.in_(dates))
        for table in (event_rsvps, event_standing_answers, event_reminders, event_named_hosts):
            await self._connection.execute(delete(table).where(table.c.member_id == member))
        theirs = update(events).where(events.c.made_by == member)
        await self._connection.execute(theirs.values(made_by=None))
        await recount(self._connection, dates)
        return found

    async def _answers(self, member: int) -> list[dict[str, object]]:
        rows = await self._connection.execute(
            select(*RSVP, *DATE, events.c.title)
            .join(event_dates, event_dates.c.id == event_rsvps.c.date_id)
            .join(events, events.c.id == event_dates.c.event_id)
            .where(event_rsvps.c.member_id == member)
            .order_by(event_dates.c.starts_at, event_dates.c.id)
        )
        found: list[dict[str, object]] = []
        for row in rows:
            rsvp, date = as_rsvp(row), as_date(row)
            facts: dict[str, object] = {
                "event": row.title,
                "on": f"{date.start.isoformat()} {date.zone}",
                "answer": rsvp.answer.value,
                "people": rsvp.party,
                "seats": rsvp.seats,
                "waits for seats": rsvp.need + rsvp.offered,
                "name for hosts alone": rsvp.hidden,
                "let in by a host": rsvp.by_hand,
                "answered": rsvp.answered_at.isoformat() if rsvp.answered_at else "",
            }
            found.append(facts)
        return found

    async def _standing(self, member: int) -> list[dict[str, object]]:
        said = event_standing_answers.c
        rows = await self._connection.execute(
            select(events.c.title, event_standing_answers)
            .select_from(event_standing_answers)
            .join(events, events.c.id == said.event_id)
            .where(said.member_id == member)
            .order_by(events.c.id)
        )
        return [
            {
                "event": row.title,
                "answer": row.answer,
                "people": row.party,
                "name for hosts alone": row.hidden,
                "answered": row.said_at.isoformat(),
            }
            for row in rows
        ]

    async def _reminders(self, member: int) -> list[dict[str, object]]:
        rows = await self._connection.execute(
            select(events.c.title, event_reminders.c.before)
            .select_from(event_reminders)
            .join(events, events.c.id == event_reminders.c.event_id)
            .where(event_reminders.c.member_id == member)
            .order_by(events.c.id)
        )
        return [{"event": row.title, "before": row.before.split()} for row in rows]

    async def _named(self, member: int) -> list[str]:
        its_own = event_named_hosts.c
        theirs = select(events.c.title).join(event_named_hosts, its_own.event_id == events.c.id)
        theirs = theirs.where(its_own.member_id == member).order_by(events.c.id)
        return list(await self._connection.scalars(theirs))

    async def _planned(self, member: int) -> list[str]:
        theirs = select(events.c.title).where(events.c.made_by == member).order_by(events.c.id)
        return list(await self._connection.scalars(theirs))
