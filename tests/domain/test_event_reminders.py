"""When people are reminded: in their own day, once, and not of what was moved away."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.features.events.reminders.domain import EARLIEST, Before, Reminder, due, due_at

LONDON = "Europe/London"
TEA = datetime(2026, 12, 18, 18, tzinfo=UTC)


def at(text: str, zone: str = LONDON) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def test_a_reminder_is_due_so_long_before_by_peoples_clocks() -> None:
    assert due_at(Before.HOUR, TEA, LONDON) == at("2026-12-18 17:00")
    assert due_at(Before.DAY, TEA, LONDON) == at("2026-12-17 18:00")
    assert due_at(Before.WEEK, TEA, LONDON) == at("2026-12-11 18:00")
    monday = at("2027-03-29 10:00")  # clocks went forward on the day before
    assert due_at(Before.WEEK, monday, LONDON) == at("2027-03-22 10:00")


def test_in_somebodys_night_it_is_the_evening_before() -> None:
    early = at("2026-12-18 08:30")
    assert due_at(Before.HOUR, early, LONDON) == at("2026-12-17 20:00")
    late = at("2026-12-18 22:30")
    assert due_at(Before.HOUR, late, LONDON) == at("2026-12-18 20:00")
    kolkata = "Asia/Kolkata"  # 18:00 in London is 23:30 there
    assert due_at(Before.DAY, TEA, kolkata) == at("2026-12-17 20:00", kolkata)


@given(
    st.datetimes(datetime.fromisoformat("2026-01-01"), datetime.fromisoformat("2027-12-31")),
    st.sampled_from([LONDON, "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"]),
    st.sampled_from(Before),
)
def test_nobody_is_reminded_in_their_night_nor_too_late(
    starts: datetime, zone: str, before: Before
) -> None:
    starts = starts.replace(tzinfo=UTC)
    found = due_at(before, starts, zone)
    assert 8 <= found.astimezone(ZoneInfo(zone)).hour < 21
    hour = timedelta(hours=1)  # that clocks may be changed by
    assert before.ahead - hour <= starts - found < before.ahead + timedelta(hours=13)
    assert starts - found < EARLIEST


def test_a_moved_event_is_reminded_of_once_and_a_new_name_of_nothing() -> None:
    reminder = Reminder(1, 0, TEA, Before.DAY, LONDON)
    moved = replace(reminder, sequence=1, starts_at=datetime(2027, 1, 8, 18, tzinfo=UTC))
    sent: set[str] = set()

    def on(day: datetime, is_now: Reminder) -> list[str]:
        new = [
            each.to(7).key
            for each in due([is_now], day)
            if each.useful(day) and each.to(7).key not in sent
        ]
        sent.update(new)
        return new

    assert on(at("2026-12-16 12:00"), reminder) == []
    assert on(at("2026-12-17 19:00"), moved) == []
    assert on(at("2027-01-07 19:00"), moved) == ["events.reminder:1:1:day:7"]
    assert on(at("2027-01-07 20:00"), moved) == []


def test_a_late_reminder_is_sent_while_it_is_of_use() -> None:
    reminder = Reminder(1, 0, TEA, Before.DAY, LONDON)
    assert due([reminder], reminder.due_at - timedelta(seconds=1)) == []
    assert due([reminder], reminder.due_at) == [reminder]
    assert reminder.useful(reminder.due_at + timedelta(hours=11))
    assert not reminder.useful(reminder.due_at + timedelta(hours=12))
