"""Two readers of dates that others have written, asked where our own grammar has no answer."""

from datetime import datetime, time
from typing import Protocol

from dateparser.data.languages_info import language_order
from dateparser.date import DateDataParser
from timesense import CalendarResult, ReminderResult, TaskResult, TaskType, TimeSenseParser

from bot.community.dates.instants import shown
from bot.community.dates.when import When

_RAISED = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What a reader may raise over words that its authors did not think of."""


class Reader(Protocol):
    """Reads a text in a language, seen from an instant and a zone; `None` if it cannot."""

    def __call__(self, text: str, now: datetime, zone: str, language: str) -> When | None: ...


def by_dateparser(text: str, now: datetime, zone: str, language: str) -> When | None:
    """What dateparser (BSD-3) makes of it: two hundred languages, single days and times."""
    if language not in language_order:
        return None
    parser = DateDataParser(
        languages=[language],
        settings={
            "RELATIVE_BASE": shown(now, zone),
            "PREFER_DATES_FROM": "future",
            "DATE_ORDER": "DMY",
            "RETURN_AS_TIMEZONE_AWARE": False,
            "RETURN_TIME_AS_PERIOD": True,
        },
    )
    try:
        found = parser.get_date_data(text)
    except _RAISED:
        return None
    start: datetime | None = found.date_obj
    if start is None or found.period not in ("day", "time"):
        return None
    return _when(start, zone, timed=found.period == "time")


def by_timesense(text: str, now: datetime, zone: str, language: str) -> When | None:
    """What timesense (MIT) makes of it: English, with spans; it must have understood every word."""
    if language != "en":
        return None
    try:
        found = TimeSenseParser().analyze(text, now=shown(now, zone), language=language).result
    except _RAISED:
        return None
    if found is None or found.title or found.location or found.recurrence:
        return None
    match found:
        case ReminderResult():
            return _when(found.datetime_at, zone, timed=True)
        case CalendarResult():
            return _when(found.start_at, zone, timed=True, ends=found.end_at)
        case TaskResult(task_type=TaskType.PERIOD, fuzzy=False):
            return _when(found.start_at, zone, timed=False)
    return None


READERS: tuple[Reader, ...] = (by_dateparser, by_timesense)


def _when(
    start: datetime | None, zone: str, *, timed: bool, ends: datetime | None = None
) -> When | None:
    if start is None:
        return None
    if not timed:
        return When(start=datetime.combine(start.date(), time()), zone=zone, timed=False)
    naive = start.replace(tzinfo=None, microsecond=0)
    until = ends and ends.replace(tzinfo=None)
    return When(start=naive, zone=zone, ends=until if until and until > naive else None)
