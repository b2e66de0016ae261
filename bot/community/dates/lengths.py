"""Lengths of time as people write them: "90 minutes", "1h30", "an hour and a half", "two weeks"."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from bot.community.dates.instants import months_later
from bot.community.dates.parts import Length
from bot.community.dates.phrase import Phrase

_MOST, _MOST_WORKDAYS = 10_000, 1_000  # of a unit
_FULL_WEEK = 5  # working days
UNITS = {
    "minute": Length(seconds=60),
    "hour": Length(seconds=3600),
    "day": Length(days=1),
    "workday": Length(workdays=1),
    "week": Length(days=7),
    "fortnight": Length(days=14),
    "month": Length(months=1),
    "year": Length(months=12),
}


def lengths(phrase: Phrase, at: int) -> Iterator[tuple[Length, int]]:
    """Each length that is written here, and where it ends; the longest ones last."""
    for length, end in _one(phrase, at):
        yield length, end
        after = phrase.skips("and", end) if phrase.text(end) != "," else end + 1
        for more, finish in lengths(phrase, after):
            at_a_time = after == end and phrase.text(finish - 1) == "h"  # "dans trois jours 14h"
            if not (more.seconds and length.of_days and (at_a_time or _of_weeks(length))):
                yield length + more, finish


def _of_weeks(length: Length) -> bool:
    """Whether nobody counts hours beside it: "in two weeks, 14h"."""
    return length.months > 0 or length.days % 7 == 0


def _one(phrase: Phrase, at: int) -> Iterator[tuple[Length, int]]:
    for days, end in phrase.means("days", at):
        yield Length(days=int(days)), end  # "quinze jours" are two weeks
    for count, end in phrase.counted(at):
        for unit, after in phrase.means("unit", _past_dash(phrase, end)):
            if not 0 < count <= (_MOST_WORKDAYS if unit == "workday" else _MOST):
                continue
            length = _times(UNITS[unit], count)
            yield length, after
            yield from _with_rest(phrase, length, unit, after)
    yield from _decimal(phrase, at)
    for _, end in phrase.means("half-a", at):
        for unit, after in phrase.means("unit", _past_dash(phrase, end)):
            if UNITS[unit].seconds:
                yield Length(seconds=UNITS[unit].seconds // 2), after


def _decimal(phrase: Phrase, at: int) -> Iterator[tuple[Length, int]]:
    """1.5 hours."""
    whole, part = phrase.digits(at, 2), phrase.digits(at + 2, 1, glued=True)
    if whole and part and phrase.sign(".,", at + 1):
        for unit, end in phrase.means("unit", at + 3):
            seconds = UNITS[unit].seconds * (10 * int(whole) + int(part)) // 10
            if seconds:
                yield Length(seconds=seconds), end


def _with_rest(phrase: Phrase, length: Length, unit: str, at: int) -> Iterator[tuple[Length, int]]:
    """An hour with minutes that are not named, or a unit and a half."""
    if unit == "hour" and (digits := phrase.digits(at, 2)):
        yield length + Length(seconds=60 * int(digits)), at + 1
    for _, end in phrase.means("and-a-half", at):
        if unit == "hour":
            yield length + Length(seconds=1800), end


def _past_dash(phrase: Phrase, at: int) -> int:
    return at + 1 if phrase.sign("-", at) else at


def _times(one: Length, count: int) -> Length:
    return Length(one.months * count, one.days * count, one.workdays * count, one.seconds * count)


def moved(day: date, length: Length, sign: int = 1) -> date:
    """The day so long after (or before, by a sign of -1); raises `ValueError` out of range."""
    if abs(length.months) > 12 * 9999:
        raise ValueError("too far")
    there = months_later(day, sign * length.months)
    try:
        there += timedelta(days=sign * length.days)
        for _ in range(length.workdays):
            there += timedelta(days=sign)
            while there.weekday() >= _FULL_WEEK:
                there += timedelta(days=sign)
    except OverflowError:
        raise ValueError("too far") from None
    return there


def later(at: datetime, length: Length, sign: int = 1) -> datetime:
    """The moment so long after; raises `ValueError` out of range."""
    there = datetime.combine(moved(at.date(), length, sign), at.time())
    try:
        return there + timedelta(seconds=sign * length.seconds)
    except OverflowError:
        raise ValueError("too far") from None
