"""Local time and instants: what clocks show in a zone, and when that is."""

from datetime import UTC, date, datetime, time, timedelta
from enum import Enum

from bot.community.zones import zone


class ClockChange(Enum):
    """How a change of the clocks bears on a local time."""

    NONE = "none"
    SKIPPED = "skipped"
    """Clocks go forward over it: nobody's clock shows it."""
    TWICE = "twice"
    """Clocks go back over it: they show it two times."""


def instant(local: datetime, zone_name: str, fold: int = 0) -> datetime:
    """When clocks in a zone show this (naive), in UTC; `fold` 1 is the second time they do.

    A time that is skipped is taken as if clocks had not changed yet, so an hour later is shown.
    """
    return local.replace(tzinfo=zone(zone_name), fold=fold).astimezone(UTC)


def shown(at: datetime, zone_name: str) -> datetime:
    """What clocks in a zone show at an instant, naive."""
    return at.astimezone(zone(zone_name)).replace(tzinfo=None)


def clock_change(local: datetime, zone_name: str) -> ClockChange:
    """Whether this local time (naive) is there once, twice, or not at all."""
    first, second = (local.replace(tzinfo=zone(zone_name), fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return ClockChange.NONE
    back = shown(first.astimezone(UTC), zone_name)
    return ClockChange.TWICE if back == local.replace(fold=0) else ClockChange.SKIPPED


def next_weekly(after: datetime, weekday: int, hour: int, zone_name: str) -> datetime:
    """The first `weekday` (Monday is 0) at `hour` o'clock in that zone after `after`, in UTC.

    An hour that a clock change skips is taken as the hour after it, as `zoneinfo` does.
    """
    local = after.astimezone(zone(zone_name))
    day = local.date() + timedelta(days=(weekday - local.weekday()) % 7)
    at = datetime.combine(day, time(hour), tzinfo=zone(zone_name))
    if at <= local:
        at = datetime.combine(day + timedelta(days=7), time(hour), tzinfo=zone(zone_name))
    return at.astimezone(UTC)


def weeks_later(at: datetime, weeks: int, zone_name: str) -> datetime:
    """`at` moved on by whole weeks of local time, so that 10:00 stays 10:00 over a clock change."""
    local = at.astimezone(zone(zone_name))
    moved = datetime.combine(local.date() + timedelta(weeks=weeks), local.time(), local.tzinfo)
    return moved.astimezone(UTC)


def months_later(day: date, months: int) -> date:
    """The same day of the month, so many months on or back; the last one where there is none.

    Raises `ValueError` beyond what a date can be.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, month_length(year, month + 1)))


def month_length(year: int, month: int) -> int:
    """How many days a month has; raises `ValueError` for a year that a date cannot have."""
    first = date(year, month, 1)
    if (year, month) == (date.max.year, 12):
        return 31
    return (date(year + month // 12, month % 12 + 1, 1) - first).days
