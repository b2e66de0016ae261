"""Stretches of days that have a name: weeks, months, years and weekends; and feasts."""

from collections.abc import Iterator
from datetime import date, timedelta

from dateutil.easter import easter

from bot.community.dates.instants import months_later
from bot.community.dates.parts import Days
from bot.community.dates.phrase import Phrase

Found = Iterator[tuple[Days, int]]

BY = {"last": -1, "past": -1, "this": 0, "next": 1}
"""How many on from the present one."""

_WEEK = timedelta(days=7)
_SATURDAY = 5
_DIGITS_OF_A_YEAR = 4
_FIRST_EASTER = 1583  # by the calendar of today


def periods(phrase: Phrase, at: int, today: date) -> Found:
    """Next week, la semaine prochaine, this month, this weekend."""
    yield from _edges(phrase, at, today)
    for which, end in phrase.means("which", at):
        for unit, after in _units(phrase, end):
            yield from _found(unit, which, today, after)
    for unit, end in _units(phrase, at):
        for which, after in phrase.means("which", end):
            yield from _found(unit, which, today, after)


def _edges(phrase: Phrase, at: int, today: date) -> Found:
    """The end of next month, the beginning of next week, the end of the year."""
    for kind in ("end-of", "start-of"):
        for _, end in phrase.means(kind, at):
            for found, after in periods(phrase, phrase.past_fillers(end), today):
                edge = found.last if kind == "end-of" else found.first
                if edge and found.first != found.last:
                    yield Days.only(edge), after
    for _, end in phrase.means("end-of", at):
        for unit, after in phrase.means("unit", phrase.past_fillers(end)):
            period = _period(unit, 0, today)
            if period and period[0] != period[1]:
                yield Days.only(period[1]), after


def _units(phrase: Phrase, at: int) -> Iterator[tuple[str, int]]:
    yield from phrase.means("unit", at)
    yield from (("weekend", end) for _, end in phrase.means("weekend", at))


def _found(unit: str, which: str, today: date, end: int) -> Found:
    by = BY[which]
    if period := _period(unit, by, today):
        yield Days(first=period[0], last=period[1], whole=True), end


def _period(unit: str, by: int, today: date) -> tuple[date, date] | None:
    """The first and last day of the week, month … so many on from the present one."""
    monday = today - timedelta(days=today.weekday()) + by * _WEEK
    match unit:
        case "week":
            return monday, monday + timedelta(days=6)
        case "weekend":
            return monday + timedelta(days=_SATURDAY), monday + timedelta(days=6)
        case "month":
            first = months_later(today.replace(day=1), by)
            return first, months_later(first, 1) - timedelta(days=1)
        case "year":
            return date(today.year + by, 1, 1), date(today.year + by, 12, 31)
        case "day":
            there = today + timedelta(days=by)
            return there, there
    return None


# Feasts ---------------------------------------------------------------------------------------


def feasts(phrase: Phrase, at: int, today: date) -> Found:
    """Christmas, new year's eve, easter."""
    led = [at, *(end for which, end in phrase.means("which", at) if BY[which] >= 0)]
    for start in led:
        yield from _feast(phrase, start, today)


def _feast(phrase: Phrase, at: int, today: date) -> Found:
    for value, end in phrase.means("feast", at):
        month, day = map(int, value.split("-"))
        yield Days(day=day, month=month), end
    for days, end in phrase.means("easter", at):
        away = timedelta(days=int(days))
        there = easter(today.year) + away
        yield Days.only(there if there >= today else easter(today.year + 1) + away), end
        year = phrase.digits(phrase.past_fillers(end))
        if len(year) == _DIGITS_OF_A_YEAR and int(year) > _FIRST_EASTER:
            yield Days.only(easter(int(year)) + away), phrase.past_fillers(end) + 1
