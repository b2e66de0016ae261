"""Rules by which an event happens again (RFC 5545), in the local time of its own zone."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import takewhile

from dateutil.rrule import rrule, rrulestr

AHEAD = timedelta(days=183)
"""So far ahead a series has dates that can be answered."""

AT_LEAST = 2
"""So many dates to come it has, however far ahead they are."""

AT_MOST = 100
"""So many it has at most: a daily one has dates for three months."""


@dataclass(frozen=True, slots=True)
class Series:
    """A rule, without its end: `FREQ=WEEKLY;BYDAY=TU`; `until` is the last local start it may have.

    Local times are naive, so that 18:00 is 18:00 on either side of a clock change.
    """

    rule: str
    until: datetime | None = None
    count: int | None = None

    def starts(self, first: datetime) -> Iterator[datetime]:
        """All local starts, the first one first."""
        for number, start in enumerate(self._rule(first)):
            if (self.count is not None and number >= self.count) or self._ended(start):
                return
            yield start

    def starts_after(self, first: datetime, after: datetime) -> Iterator[datetime]:
        """The local starts that come after one."""
        return (start for start in self.starts(first) if start > after)

    def is_over_before(self, first: datetime) -> bool:
        """Whether there is no date at all."""
        return self.count == 0 or self._ended(first)

    def before(self, first: datetime, at: datetime) -> "Series":
        """The same series that ends before `at`."""
        kept = list(takewhile(lambda start: start < at, self.starts(first)))
        return replace(self, until=kept[-1] if kept else at - timedelta(minutes=1), count=None)

    def from_(self, first: datetime, at: datetime) -> "Series":
        """The rest of the series, from `at` on."""
        if self.count is None:
            return self
        past = sum(1 for _ in takewhile(lambda start: start < at, self.starts(first)))
        return replace(self, count=self.count - past)

    def _rule(self, first: datetime) -> rrule:
        found = rrulestr(self.rule, dtstart=first)
        assert isinstance(found, rrule)  # noqa: S101  # one line of a rule alone is no set of them
        return found

    def _ended(self, start: datetime) -> bool:
        return self.until is not None and start > self.until


def to_make(
    series: Series, first: datetime, made_until: datetime | None, today: datetime
) -> list[datetime]:
    """The local starts for which there should be dates by now and are none; `today` is local, too.

    From the first one on, so that a bot that was down for a year still makes what it missed.
    """
    after = made_until or first - timedelta(minutes=1)
    wanted: list[datetime] = []
    made = takewhile(lambda start: start <= after, series.starts_after(first, today))
    to_come = sum(1 for _ in made)
    for start in series.starts_after(first, after):
        later = start > today
        if later and (to_come >= AT_MOST or (start > today + AHEAD and to_come >= AT_LEAST)):
            break
        wanted.append(start)
        to_come += later
    return wanted


# Which rule is meant --------------------------------------------------------------------------


class Reading(StrEnum):
    """How a monthly or yearly rule is meant where its first date allows more than one reading."""

    THAT_DAY = "that_day"
    """The same day; in a month that has none, not at all."""

    THAT_DAY_OR_LAST = "that_day_or_last"
    """The same day, or the last one of a month that has no such day."""

    LAST_DAY = "last_day"
    NTH_WEEKDAY = "nth_weekday"
    LAST_WEEKDAY = "last_weekday"


_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def daily(every: int = 1) -> str:
    """The rule of every day, or every so many days."""
    return _every("DAILY", every)


def weekly(first: datetime, every: int = 1) -> str:
    """The rule of the same weekday of every week, or of every so many weeks."""
    return f"{_every('WEEKLY', every)};BYDAY={_WEEKDAYS[first.weekday()]}"


def monthly_by_day(first: datetime, every: int = 1) -> dict[Reading, str]:
    """The rules of "monthly", by day of the month. More than one: ask which is meant.

    No month is left out in silence: of the 29th, the 30th and the 31st it has to be said what
    happens where there is none.
    """
    month, day = _every("MONTHLY", every), first.day
    last = day == calendar.monthrange(first.year, first.month)[1]
    found: dict[Reading, str] = {}
    if day <= 28:
        found[Reading.THAT_DAY] = f"{month};BYMONTHDAY={day}"
    elif day < 31:
        days = ",".join(str(each) for each in range(28, day + 1))
        found[Reading.THAT_DAY_OR_LAST] = f"{month};BYMONTHDAY={days};BYSETPOS=-1"
    if last:
        found[Reading.LAST_DAY] = f"{month};BYMONTHDAY=-1"
    if day > 28:
        found[Reading.THAT_DAY] = f"{month};BYMONTHDAY={day}"
    return found


def monthly_by_weekday(first: datetime, every: int = 1) -> dict[Reading, str]:
    """The rules of "monthly", by weekday: the second Tuesday. More than one: ask which is meant.

    A fifth one is the last one: there is not a fifth in every month.
    """
    month, weekday = _every("MONTHLY", every), _WEEKDAYS[first.weekday()]
    nth = (first.day - 1) // 7 + 1
    last = first.day + 7 > calendar.monthrange(first.year, first.month)[1]
    found: dict[Reading, str] = {}
    if nth < 5:
        found[Reading.NTH_WEEKDAY] = f"{month};BYDAY={nth}{weekday}"
    if last:
        found[Reading.LAST_WEEKDAY] = f"{month};BYDAY=-1{weekday}"
    return found


def yearly(first: datetime, every: int = 1) -> dict[Reading, str]:
    """The rules of "yearly". More than one: ask which is meant, as of 29 February."""
    year = f"{_every('YEARLY', every)};BYMONTH={first.month}"
    same = f"{year};BYMONTHDAY={first.day}"
    if (first.month, first.day) == (2, 29):
        return {Reading.LAST_DAY: f"{year};BYMONTHDAY=-1", Reading.THAT_DAY: same}
    return {Reading.THAT_DAY: same}


def _every(frequency: str, interval: int) -> str:
    return f"FREQ={frequency}" + (f";INTERVAL={interval}" if interval > 1 else "")
