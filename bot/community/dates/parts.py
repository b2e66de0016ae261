"""What a phrase about time consists of, before it is known which day it is today."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.community.dates.instants import month_length
from bot.community.dates.recurrence import Recurrence
from bot.community.dates.when import DayPart

_FURTHEST = 8 * 366 + 60  # days ahead, so that there is a 29 February


@dataclass(frozen=True, slots=True)
class Days:
    """Some days: those that are as all of these say, each of which may be unsaid.

    `nth` is the how manieth such weekday of its month, -1 the last; a `day` of -1 is its last day;
    `first` and `last` bound the days, and so may be in the past. `whole` is a stretch of days that
    is meant as such where nothing else is said, as a week is. `incomplete` days mean nothing alone;
    `bare` is a number that may as well be an hour.
    """

    weekday: int | None = None
    nth: int | None = None
    day: int | None = None
    month: int | None = None
    year: int | None = None
    first: date | None = None
    last: date | None = None
    whole: bool = False
    incomplete: bool = False
    bare: bool = False

    @classmethod
    def only(cls, day: date) -> "Days":
        """One day."""
        return cls(first=day, last=day)

    def also(self, other: "Days") -> "Days | None":
        """The days that are as both say; nothing if they contradict one another."""
        values: dict[str, int | None] = {}
        for name in ("weekday", "nth", "day", "month", "year"):
            mine, others = getattr(self, name), getattr(other, name)
            if mine is not None and others is not None:
                return None
            values[name] = others if mine is None else mine
        bounds = [each.first for each in (self, other) if each.first]
        ends = [each.last for each in (self, other) if each.last]
        loose = any(each.whole or each.incomplete for each in (self, other))
        if len(bounds) > 1 and not loose:
            return None
        incomplete = self.incomplete and other.incomplete
        return Days(
            **values,
            first=max(bounds, default=None),
            last=min(ends, default=None),
            whole=True,
            incomplete=incomplete,
            bare=self.bare or other.bare,
        )

    @property
    def bounded(self) -> bool:
        """Whether it is said in which year, month or week they are, past or to come."""
        return self.year is not None or self.first is not None

    @property
    def several(self) -> bool:
        """Whether a whole stretch is meant, not one day."""
        if self.weekday is not None or self.day is not None:
            return False
        return self.first != self.last if self.first else self.month is not None

    def matching(self, today: date, most: int) -> list[date]:
        """The first days that are as this says: from today on, unless others are said."""
        start, end = self._window(today)
        found: list[date] = []
        for number in range((end - start).days + 1):
            day = start + timedelta(days=number)
            if self._fits(day):
                found.append(day)
                if len(found) == most:
                    break
        return found

    def stretch(self, today: date) -> tuple[date, date] | None:
        """The first and the last day of a whole stretch."""
        if self.month is None:
            return (self.first, self.last) if self.first and self.last else None
        year = self.year or today.year + (self.month < today.month)
        length = month_length(year, self.month)
        return date(year, self.month, 1), date(year, self.month, length)

    def _window(self, today: date) -> tuple[date, date]:
        if self.first and self.last:
            return self.first, self.last
        if self.year is not None:
            return date(self.year, 1, 1), date(self.year, 12, 31)
        return today, min(today, date.max - timedelta(days=_FURTHEST)) + timedelta(days=_FURTHEST)

    def _fits(self, day: date) -> bool:
        return (
            self.weekday in (None, day.weekday())
            and self.month in (None, day.month)
            and self._is_its_day(day)
            and self._is_its_nth(day)
        )

    def _is_its_day(self, day: date) -> bool:
        if self.day == -1:
            return day.day == month_length(day.year, day.month)
        return self.day in (None, day.day)

    def _is_its_nth(self, day: date) -> bool:
        if self.nth == -1:
            return day.day > month_length(day.year, day.month) - 7
        return self.nth in (None, (day.day - 1) // 7 + 1)


@dataclass(frozen=True, slots=True)
class DaySpan:
    """From some day to another."""

    first: Days
    last: Days


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day. Where nothing says which half of the day is meant, `half` is empty.

    A `weak` one is only a number, and a time of day where a day is said, too.
    """

    hour: int
    minute: int = 0
    second: int = 0
    half: str = ""
    weak: bool = False


@dataclass(frozen=True, slots=True)
class ClockSpan:
    """From one time of day to another."""

    first: Clock
    last: Clock

    @property
    def weak(self) -> bool:
        """Whether these may be no times at all."""
        return self.first.weak and self.last.weak


@dataclass(frozen=True, slots=True)
class Moment:
    """A time of some day; without one, of the other day that is said."""

    days: Days | None
    clock: Clock


@dataclass(frozen=True, slots=True)
class Moments:
    """From a time of some day to a time of another."""

    first: Moment
    last: Moment


@dataclass(frozen=True, slots=True)
class PartOfDay:
    """A part of a day."""

    name: DayPart


@dataclass(frozen=True, slots=True)
class Length:
    """How long something takes, or is away."""

    months: int = 0
    days: int = 0
    workdays: int = 0
    seconds: int = 0

    def __add__(self, other: "Length") -> "Length":
        return Length(
            self.months + other.months,
            self.days + other.days,
            self.workdays + other.workdays,
            self.seconds + other.seconds,
        )

    @property
    def of_days(self) -> bool:
        """Whether it is counted in days or more."""
        return not self.seconds


@dataclass(frozen=True, slots=True)
class Ahead:
    """So long from now; or before now; or any time between."""

    length: Length
    back: bool = False
    within: bool = False


@dataclass(frozen=True, slots=True)
class Zones:
    """The zones that may be meant, and the minutes ahead of UTC that are said, if any are.

    These are `exact` where they are in figures, and not by what clocks are called in some season.
    A `bare` name may be of something else.
    """

    names: tuple[str, ...]
    minutes: int | None = None
    exact: bool = False
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Also:
    """The same time once more, as clocks show it in another zone."""

    clock: Clock | ClockSpan
    zones: Zones


@dataclass(frozen=True, slots=True)
class AroundNoon:
    """At lunchtime, which a time of day may say more exactly."""


@dataclass(frozen=True, slots=True)
class AllDay:
    """All day, so that no number is a time of day."""


@dataclass(frozen=True, slots=True)
class Repeats:
    """How it comes again; where there are several rules, either may be meant."""

    rules: tuple[Recurrence, ...]


@dataclass(frozen=True, slots=True)
class Bound:
    """When it ends to come again: by how many times, or after some day."""

    count: int = 0
    last: Days | None = None


Part = (
    Days
    | DaySpan
    | Moments
    | Clock
    | ClockSpan
    | PartOfDay
    | Length
    | Ahead
    | Zones
    | Also
    | AroundNoon
    | AllDay
    | Repeats
    | Bound
)
