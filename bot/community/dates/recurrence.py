"""What comes again: a rule as RFC 5545 has it, and the days that it gives in local time."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal, cast

from dateutil.rrule import rrulestr

Frequency = Literal["daily", "weekly", "monthly", "yearly"]

_RULE = re.compile(
    r"FREQ=(?P<frequency>DAILY|WEEKLY|MONTHLY|YEARLY)"
    r"(;INTERVAL=(?P<interval>[1-9][0-9]{0,2}))?"
    r"(;BYDAY=(?P<days>(-?[1-5])?(MO|TU|WE|TH|FR|SA|SU)(,(-?[1-5])?(MO|TU|WE|TH|FR|SA|SU)){0,6}))?"
    r"(;BYMONTHDAY=(?P<month_day>-1|[1-9]|[12][0-9]|3[01]))?"
    r"(;COUNT=(?P<count>[1-9][0-9]{0,3})|;UNTIL=(?P<until>[0-9]{8})T235959)?"
)
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LAST = -1
_FIFTH = 5
_IN_EVERY_MONTH = 28


@dataclass(frozen=True, slots=True)
class Recurrence:
    """How often something comes again, in local time: 10:00 stays 10:00 over a clock change.

    `weekdays` are from 0 (Monday); `nth` says the how manieth of its month it is, `LAST` the last
    one; `month_day` is the day of the month, `LAST` its last. It ends after `count` times, or on
    `until`, the last day that counts.
    """

    frequency: Frequency
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    nth: int = 0
    month_day: int = 0
    until: date | None = None
    count: int = 0

    def rule(self) -> str:
        """The value of an `RRULE` (RFC 5545, 3.3.10): "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH"."""
        parts = [f"FREQ={self.frequency.upper()}"]
        if self.interval > 1:
            parts.append(f"INTERVAL={self.interval}")
        if self.weekdays:
            nth = str(self.nth or "")
            parts.append("BYDAY=" + ",".join(nth + _DAYS[day] for day in self.weekdays))
        if self.month_day:
            parts.append(f"BYMONTHDAY={self.month_day}")
        if self.count:
            parts.append(f"COUNT={self.count}")
        elif self.until:
            parts.append(f"UNTIL={datetime.combine(self.until, time(23, 59, 59)):%Y%m%dT%H%M%S}")
        return ";".join(parts)

    def after(self, start: datetime) -> Iterator[datetime]:
        """Each local time (naive) that the rule gives from `start` on, `start` if it is one."""
        yield from rrulestr(self.rule(), dtstart=start)


def read_rule(text: str) -> Recurrence | None:
    """The rule that `Recurrence.rule` has written, or none if it is another."""
    found = _RULE.fullmatch(text)
    if found is None:
        return None
    days = [each for each in (found["days"] or "").split(",") if each]
    frequency = cast("Frequency", found["frequency"].lower())
    try:
        until = date.fromisoformat(found["until"]) if found["until"] else None
    except ValueError:
        return None
    rule = Recurrence(
        frequency,
        int(found["interval"] or 1),
        tuple(_DAYS.index(day[-2:]) for day in days),
        int((days[0][:-2] if days else "") or 0),
        int(found["month_day"] or 0),
        until,
        int(found["count"] or 0),
    )
    return rule if rule.rule() == text else None


def monthly_like(start: date) -> tuple[Recurrence, ...]:
    """The ways to come again each month as on this day: by its number, and by its weekday.

    A fifth weekday is the last one, since few months have five. Of a number that not every month
    has there are two: the last day of each month, and only where there is one.
    """
    nth = (start.day - 1) // 7 + 1
    weekday = Recurrence("monthly", weekdays=(start.weekday(),), nth=LAST if nth == _FIFTH else nth)
    return (*by_month_day(start.day), weekday)


def by_month_day(day: int, interval: int = 1) -> tuple[Recurrence, ...]:
    """Each month on this day; the last day of each month is meant, or not, where it is past 28."""
    on_it = Recurrence("monthly", interval, month_day=day)
    if day <= _IN_EVERY_MONTH:
        return (on_it,)
    return (Recurrence("monthly", interval, month_day=LAST), on_it)
