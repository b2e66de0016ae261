"""Dates as people say them, read in the zone of who says them."""

import re
from datetime import UTC, datetime, time, timedelta

import dateparser

from bot.clock import zone
from bot.words import WordBook

words = WordBook("bot")


class DateNotUnderstood(ValueError):
    """What was typed is no date that we can read, or one that does not exist."""


def read_date(text: str, now: datetime, zone_name: str) -> datetime:
    """Return the local date and time that `text` means, seen from `now` in that zone (aware).

    "next week" is a week from today; a day without an hour is its start; a day that has passed
    this year is taken to be the next one. Raises `DateNotUnderstood`, with words for the actor.
    """
    local = now.astimezone(zone(zone_name))
    found: datetime | None = dateparser.parse(
        _tidy(text),
        languages=["en"],
        settings={
            "RELATIVE_BASE": local.replace(tzinfo=None),
            "PREFER_DATES_FROM": "future",
            "DATE_ORDER": "DMY",
            "REQUIRE_PARTS": [],
            "RETURN_AS_TIMEZONE_AWARE": False,
        },
    )
    if found is None:
        raise DateNotUnderstood(words.text("date.unclear", text=text))
    if not _names_a_time(text):
        found = datetime.combine(found.date(), time())
    return found.replace(tzinfo=zone(zone_name))


def start_of_day(day: datetime) -> datetime:
    """The first instant of the local day of an aware `day`, in UTC."""
    return datetime.combine(day.date(), time(), tzinfo=day.tzinfo).astimezone(UTC)


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


_TIME = re.compile(r"\d\s*(am|pm)\b|\d{1,2}[:.h]\d{2}|\b(noon|midnight|hours?)\b", re.IGNORECASE)


def _tidy(text: str) -> str:
    return re.sub(r"\b(on|until|till|by)\b", " ", text, flags=re.IGNORECASE).strip()


def _names_a_time(text: str) -> bool:
    return bool(
        re.search(
            r"\d\s*(am|pm)\b|\d{1,2}[:.h]\d{2}|\bnoon\b|\bmidnight\b|\bhours?\b",
            text,
            re.IGNORECASE,
        )
    )
