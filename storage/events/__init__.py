"""What events remember (`bot.features.events.ports.EventsBook`)."""

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.events.domain import scope_of
from bot.features.events.ports import EventsBook
from storage.events import day_tables, tables
from storage.events.afterwards import SqlAfterwards
from storage.events.attendance import SqlAttendance
from storage.events.breakouts import SqlBreakouts
from storage.events.check_ins import SqlCheckIns
from storage.events.covers import SqlCovers
from storage.events.dates import SqlDates
from storage.events.feeds import SqlFeeds
from storage.events.guests import SqlGuests
from storage.events.merging import MERGING
from storage.events.personal import SqlPersonalData
from storage.events.plans import SqlPlans
from storage.events.reminders import SqlReminders
from storage.events.rooms import SqlRooms
from storage.events.rsvps import SqlRsvps
from storage.events.standing import SqlStandingAnswers
from storage.kernel.audience import SqlAudience
from storage.kernel.store import Repository, Store


class SqlEvents:
    """Everything about events on one connection."""

    def __init__(self, connection: AsyncConnection) -> None:
        self.plans = SqlPlans(connection)
        self.dates = SqlDates(connection)
        self.rsvps = SqlRsvps(connection)
        self.attendance = SqlAttendance(connection)
        self.standing_answers = SqlStandingAnswers(connection)
        self.reminders = SqlReminders(connection)
        self.covers = SqlCovers(connection)
        self.feeds = SqlFeeds(connection)
        self.guests = SqlGuests(connection)
        self.check_ins = SqlCheckIns(connection)
        self.breakouts = SqlBreakouts(connection)
        self.rooms = SqlRooms(connection)
        self.afterwards = SqlAfterwards(connection)
        self.audience = SqlAudience(connection, scope_of(0).kind)
        self.personal_data = SqlPersonalData(connection)


STORE = Store(
    "events",
    (*tables.TABLES, *day_tables.TABLES),
    (Repository[EventsBook]("events", lambda work: SqlEvents(work.connection)),),
    merging=MERGING,
)
