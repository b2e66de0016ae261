"""Weeks, weekends and working days by what is near: "w/c 7 May", "first weekend in May"."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from bot.community.dates.instants import month_length
from bot.community.dates.parts import Days
from bot.community.dates.phrase import Phrase

Found = Iterator[tuple[Days, int]]
ReadDays = Callable[[Phrase, int, date], Found]

_SATURDAY, _SUNDAY = 5, 6
_MOST_IN_A_MONTH = 5


def weeks(phrase: Phrase, at: int, today: date, read: ReadDays) -> Found:
    """Each week or weekend that is said by a day of it, and where that ends."""
    for kind, first, last in (("week-of", 0, _SUNDAY), ("weekend-of", _SATURDAY, _SUNDAY)):
        for day, end in _day_behind(phrase, kind, at, today, read):
            monday = day - timedelta(days=day.weekday())
            yield _from_to(monday + timedelta(days=first), monday + timedelta(days=last)), end
    for day, end in _day_behind(phrase, "week-from", at, today, read):
        yield _from_to(day, day + timedelta(days=6)), end
    for _, end in phrase.means("the-weekend", at):
        saturday = today + timedelta(days=_SATURDAY - today.weekday())
        yield _from_to(saturday, saturday + timedelta(days=1)), end
    yield from _nth_in_a_month(phrase, at, today)


def _day_behind(
    phrase: Phrase, kind: str, at: int, today: date, read: ReadDays
) -> Iterator[tuple[date, int]]:
    """The one day that follows these words: the longest way to write it that is there."""
    for _, led in phrase.means(kind, at):
        found = read(phrase, phrase.past_fillers(led), today)
        said = [(day, end) for day, end in found if not (day.incomplete or day.several)]
        longest = max((end for _, end in said), default=0)
        for day, end in said:
            if end == longest:
                yield from ((found, end) for found in day.matching(today, 1))


def _from_to(first: date, last: date) -> Days:
    return Days(first=first, last=last, whole=True)


# Of a month -----------------------------------------------------------------------------------


def _nth_in_a_month(phrase: Phrase, at: int, today: date) -> Found:
    """The first weekend in february, the last working day of the month."""
    led = phrase.skips("the", at)
    nths = [*phrase.ordered(led), *((-1, end) for _, end in phrase.means("last", led))]
    for nth, end in nths:
        for _, after in phrase.means("weekend", end):
            for month, year, finish in _month_behind(phrase, after, today):
                if saturday := _nth(_weekends(month, year), nth):
                    yield _from_to(saturday, saturday + timedelta(days=1)), finish
        for unit, after in phrase.means("unit", end):
            for month, year, finish in _month_behind(phrase, after, today):
                if unit == "workday" and (day := _nth(_workdays(month, year), nth)):
                    yield Days.only(day), finish


def _month_behind(phrase: Phrase, at: int, today: date) -> Iterator[tuple[int, int, int]]:
    """The month to come that is said here, and where that ends."""
    for month, end in phrase.means("month", phrase.past_fillers(at)):
        year = today.year + (int(month) < today.month)
        yield int(month), year, end
        for said, after in phrase.year(phrase.past_fillers(end)):
            yield int(month), said, after
    for _, end in phrase.means("of-the", at):
        for unit, after in phrase.means("unit", end):
            if unit == "month":
                yield today.month, today.year, after


def _nth(those: list[date], nth: int) -> date | None:
    """The how manieth of these it is, or the last."""
    if nth > min(len(those), _MOST_IN_A_MONTH) or not nth:
        return None
    return those[nth if nth < 0 else nth - 1]


def _weekends(month: int, year: int) -> list[date]:
    return [day for day in _days_of(month, year) if day.weekday() == _SATURDAY]


def _workdays(month: int, year: int) -> list[date]:
    return [day for day in _days_of(month, year) if day.weekday() < _SATURDAY]


def _days_of(month: int, year: int) -> list[date]:
    return [date(year, month, day + 1) for day in range(month_length(year, month))]
