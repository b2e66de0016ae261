"""Dates as people say them, read in the zone of who says them."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import dateparser
from babel.dates import format_date
from dateparser.data.languages_info import language_order

from bot.community.zones import read_zone, zone
from bot.ui.languages import DEFAULT_LOCALE, culture, current_locale, in_language
from bot.ui.words import WordBook

words = WordBook("bot")


class DateNotUnderstood(ValueError):
    """What was typed is no date that we can read, or one that does not exist."""


def read_date(text: str, now: datetime, zone_name: str) -> datetime:
    """Return the local date and time that `text` means, seen from `now` in that zone (aware).

    "next week" is a week from today; a day without an hour is its start; a day that has passed
    this year is taken to be the next one. It may be said in the language that is being spoken, and
    in English. Raises `DateNotUnderstood`, with words for the actor.
    """
    said = _without(text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"), "date.around")
    local = now.astimezone(zone(zone_name)).replace(tzinfo=None)
    found = _parsed(said, local) or _parsed(_without(said, "date.coming"), local)
    if found is None:
        raise DateNotUnderstood(words.text("date.unclear", text=text))
    if not _names_a_time(text):
        found = datetime.combine(found.date(), time())
    return found.replace(tzinfo=zone(zone_name))


@dataclass(frozen=True, slots=True)
class DateReader:
    """Reads fields as somebody in a time zone means them (`bot.ui.reading.Reading`)."""

    zone: str
    now: datetime

    def day(self, text: str) -> date:
        """Return the date that is meant; raises `DateNotUnderstood`."""
        return read_date(text, self.now, self.zone).date()

    def time_zone(self, text: str) -> str:
        """Return the zone that is meant; raises `UnknownZone`."""
        return read_zone(text)

    def person(self, text: str) -> object:
        """Return the name: nobody is at hand."""
        return text


def in_words(day: date) -> str:
    """A day as people write it in the language being spoken: "Monday, 30 November 2026"."""
    return format_date(day, "full", locale=culture(current_locale()))


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


def _languages() -> list[str]:
    either = dict.fromkeys((current_locale().split("-")[0], DEFAULT_LOCALE))
    return [language for language in either if language in language_order]


def _parsed(text: str, local: datetime) -> datetime | None:
    found: datetime | None = dateparser.parse(
        text,
        languages=_languages(),
        settings={
            "RELATIVE_BASE": local,
            "PREFER_DATES_FROM": "future",
            "DATE_ORDER": "DMY",
            "REQUIRE_PARTS": [],
            "RETURN_AS_TIMEZONE_AWARE": False,
        },
    )
    return found


def _without(text: str, key: str) -> str:
    """The text without the words that are listed under a key, in either language."""
    listed = words.text(key)
    with in_language(DEFAULT_LOCALE):
        listed += " " + words.text(key)
    left_out = "|".join(re.escape(word) for word in listed.split())
    return re.sub(rf"(?<!\w)({left_out})(?!\w)", " ", text, flags=re.IGNORECASE).strip()


def _names_a_time(text: str) -> bool:
    return bool(_TIME.search(text))
