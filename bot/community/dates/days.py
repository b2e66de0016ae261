"""Days as people write them: "next tuesday", "the 3rd", "3 December 2027", "in two weeks"."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from bot.community.dates.lengths import UNITS, lengths, moved
from bot.community.dates.numeric_days import numeric_days, whole_year
from bot.community.dates.parts import Days, DaySpan, Length
from bot.community.dates.periods import feasts, periods
from bot.community.dates.phrase import Phrase
from bot.community.dates.weeks import weeks

_WEEK, _WEEKS = timedelta(days=7), 53
_DIGITS_OF_A_YEAR, _LAST_HOUR, _LAST_DAY = 4, 24, 31

Found = Iterator[tuple[Days, int]]


def days(phrase: Phrase, at: int, today: date) -> Found:
    """Each way to read days here, and where that ends; what means nothing alone is left out."""
    yield from numeric_days(phrase, at)
    yield from _weekdays(phrase, at, today)
    yield from _of_a_month(phrase, at)
    yield from _nth_weekday(phrase, at)
    yield from feasts(phrase, at, today)
    year = phrase.digits(at)
    if len(year) == _DIGITS_OF_A_YEAR and int(year):
        yield Days(year=int(year), incomplete=True), at + 1
    yield from periods(phrase, at, today)
    yield from weeks(phrase, at, today, whole_days)
    yield from _away(phrase, at, today)
    for value, end in phrase.means("day", at):
        day = today + timedelta(days=int(value))
        yield Days.only(day), end
        yield from _weeks_on(phrase, end, day)


# Weekdays -------------------------------------------------------------------------------------


def _weekdays(phrase: Phrase, at: int, today: date) -> Found:
    """Friday, next friday, vendredi prochain, this friday, friday week."""
    for which, end in [*phrase.means("which", at), ("", at)]:
        for value, named in phrase.means("weekday", end):
            after = _past(phrase, named, ".")
            said = [(which, after)] if which else [("", after), *phrase.means("which", after)]
            for each, finish in said:
                for found in _which_weekday(int(value), each, today):
                    yield found, finish
            if not which:
                yield from _weekday_later(phrase, after, int(value), today)


def _which_weekday(weekday: int, which: str, today: date) -> Iterator[Days]:
    """The days that may be meant, the likelier one first."""
    monday = today - timedelta(days=today.weekday())
    coming = today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    match which:
        case "next":
            following = monday + _WEEK + timedelta(days=weekday)
            yield Days.only(following)
            if coming != following:
                yield Days.only(coming)
        case "past":
            yield Days.only(today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1))
        case "last":
            yield Days.only(monday - _WEEK + timedelta(days=weekday))
        case "this":
            yield Days.only(today + timedelta(days=(weekday - today.weekday()) % 7))
        case _:
            yield Days(weekday=weekday)


def _weekday_later(phrase: Phrase, at: int, weekday: int, today: date) -> Found:
    yield from _weeks_on(phrase, at, today + timedelta(days=(weekday - today.weekday()) % 7))


def _weeks_on(phrase: Phrase, at: int, day: date) -> Found:
    for kind, count in (("week-on", 1), ("fortnight-on", 2)):
        for _, end in phrase.means(kind, at):
            yield Days.only(day + count * _WEEK), end


# Days of a month ------------------------------------------------------------------------------


def _of_a_month(phrase: Phrase, at: int) -> Found:
    """3 december, 3rd of december 2027, december 3, the 3rd, 3; december; the end of december."""
    for day, end, bare in _numbers(phrase, at):
        if bare or not any(phrase.means("weekday", end)):  # a second tuesday is no 2nd
            yield Days(day=day, bare=bare), end
        yield from ((Days(day=day), after) for after in _of_the_month(phrase, end))
        month_at = phrase.past_fillers(_past(phrase, end, "-/."))
        for month, after in phrase.means("month", month_at):
            yield from _with_year(phrase, _past(phrase, after, "."), day, int(month))
    for month, end in phrase.means("month", at):
        yield from _with_year(phrase, end, None, int(month))
        for day, after, _ in _numbers(phrase, phrase.past_fillers(_past(phrase, end, "-/.,"))):
            yield from _with_year(phrase, after, day, int(month))
    for kind, edge in (("end-of", -1), ("start-of", 1)):
        for _, end in phrase.means(kind, at):
            for found, after in _months(phrase, end):
                yield replace(found, day=edge), after


def _of_the_month(phrase: Phrase, at: int) -> Iterator[int]:
    for _, end in phrase.means("of-the", at):
        yield from (after for unit, after in phrase.means("unit", end) if unit == "month")


def _numbers(phrase: Phrase, at: int) -> Iterator[tuple[int, int, bool]]:
    """Each number of a day, and whether it may as well be one of something else."""
    for led in sorted({at, phrase.skips("the", at)}):
        found = [(day, end, False) for day, end in phrase.ordered(led)]
        for day, end, _ in tuple(found):
            units = phrase.means("unit", end)
            found += ((day, after, False) for unit, after in units if unit == "day")
        found += ((day, end, led == at) for day, end in phrase.numbered(led))
        yield from (each for each in found if 0 < each[0] <= _LAST_DAY)


def _months(phrase: Phrase, at: int) -> Found:
    for month, end in phrase.means("month", phrase.past_fillers(at)):
        yield from _with_year(phrase, end, None, int(month))


def _with_year(phrase: Phrase, at: int, day: int | None, month: int) -> Found:
    yield Days(day=day, month=month), at
    if phrase.text(at) == "'" and (short := phrase.digits(at + 1, 2, glued=True)):
        yield Days(day=day, month=month, year=whole_year(int(short))), at + 2
    year_at = phrase.past_fillers(_past(phrase, at, "-/.,"))
    for year, end in phrase.year(year_at):
        yield Days(day=day, month=month, year=year), end
    short = phrase.digits(year_at, 2)
    if day and len(short) == 2 and int(short) > _LAST_HOUR:
        yield Days(day=day, month=month, year=whole_year(int(short))), year_at + 1


def _past(phrase: Phrase, at: int, signs: str) -> int:
    return at + 1 if phrase.sign(signs, at) else at


def _nth_weekday(phrase: Phrase, at: int) -> Found:
    """The first friday, the last friday (of a month that is said beside it)."""
    nths = [*phrase.ordered(at), *((-1, end) for _, end in phrase.means("last", at))]
    for nth, end in nths:
        for weekday, after in phrase.means("weekday", end):
            if nth and nth <= 5:
                found = Days(weekday=int(weekday), nth=nth, incomplete=True)
                yield found, after
                for end_of_month in _of_the_month(phrase, after):
                    yield replace(found, incomplete=False), end_of_month
        for unit, after in phrase.means("unit", end):
            if unit == "day" and nth == -1:
                yield Days(day=-1, incomplete=True), after
                yield from ((Days(day=-1), e) for e in _of_the_month(phrase, after))


# So long from now, or from another day --------------------------------------------------------


def _away(phrase: Phrase, at: int, today: date) -> Found:
    """In two weeks, two weeks from now, il y a deux jours, 3 days after tuesday."""
    for length, end, sign in _lengths_from_now(phrase, at):
        there = moved(today, length, sign)
        yield Days.only(there), end
        if not length.days % 7:
            for first in (there - timedelta(days=there.weekday()), there):
                yield Days(first=first, last=first + timedelta(days=6), incomplete=True), end
    for length, end in (*lengths(phrase, at), *_the_unit(phrase, at)):
        for kind, sign in (("since", 1), ("before", -1)):
            for _, after in phrase.means(kind, end) if length.of_days else ():
                yield from _from_anchor(phrase, phrase.past_fillers(after), today, length, sign)
        if length.days and not length.days % 7 and length == Length(days=length.days):
            on = {end, *(after for _, after in phrase.means("on", end))}
            for after in on:
                yield from _from_anchor(phrase, after, today, length, 1)
    yield from _counted_weekdays(phrase, at, today)


def _the_unit(phrase: Phrase, at: int) -> Iterator[tuple[Length, int]]:
    """The day (before), the week (after)."""
    for _, end in phrase.means("the", at):
        yield from _one_unit(phrase, end)


def _counted_weekdays(phrase: Phrase, at: int, today: date) -> Found:
    """Two sundays from now."""
    for count, end in phrase.counted(at):
        for kind in ("weekday", "weekdays"):
            for value, middle in phrase.means(kind, end):
                ahead = (int(value) - today.weekday() - 1) % 7 + 1 + 7 * (count - 1)
                for _, after in phrase.means("hence", middle) if 0 < count <= _WEEKS else ():
                    yield Days.only(today + timedelta(days=ahead)), after


def _lengths_from_now(phrase: Phrase, at: int) -> Iterator[tuple[Length, int, int]]:
    for length, end, sign in from_now(phrase, at):
        if length.of_days:
            yield length, end, sign


def from_now(phrase: Phrase, at: int) -> Iterator[tuple[Length, int, int]]:
    """Each length that is said to be from now on (1) or back (-1), and where that ends."""
    for kind, sign in (("in", 1), ("ago", -1)):
        for _, end in phrase.means(kind, at):
            for length, after in lengths(phrase, end):
                yield length, phrase.skips("hence", after) if sign > 0 else after, sign
    for length, end in lengths(phrase, at):
        for kind, sign in (("hence", 1), ("ago", -1)):
            for _, after in phrase.means(kind, end):
                yield length, after, sign


def within(phrase: Phrase, at: int) -> Iterator[tuple[Length, int, int]]:
    """Each length of hours or minutes of which it is any time: within 2 hours, the next hour."""
    for _, end in phrase.means("within", at):
        yield from ((length, e, 1) for length, e in lengths(phrase, end) if not length.of_days)
    for which, end in phrase.means("which", at):
        sign = 1 if which == "next" else -1
        for length, after in (*_one_unit(phrase, end), *lengths(phrase, end)):
            if not length.of_days and which != "this":
                yield length, after, sign


def _one_unit(phrase: Phrase, at: int) -> Iterator[tuple[Length, int]]:
    yield from ((UNITS[unit], end) for unit, end in phrase.means("unit", at))


def _from_anchor(phrase: Phrase, at: int, today: date, length: Length, sign: int) -> Found:
    for anchor, end in days(phrase, at, today):
        if anchor.incomplete or anchor.several:
            continue
        for day in anchor.matching(today, 1):
            yield Days.only(moved(day, length, sign)), end


def whole_days(phrase: Phrase, at: int, today: date) -> Found:
    """As `days`; with a weekday before it, too: "mon 7th"."""
    for day, end in days(phrase, at, today):
        yield day, end
        if day == Days(weekday=day.weekday):
            for number, after in days(phrase, phrase.past_fillers(end), today):
                if number.day is not None and (both := day.also(number)):
                    yield both, after


# From one day to another ----------------------------------------------------------------------


def day_spans(phrase: Phrase, at: int, today: date) -> Iterator[tuple[DaySpan, int]]:
    """From friday to sunday, 3-5 december, du 3 au 5 décembre."""
    led = phrase.skips("from", at)
    for first, middle in whole_days(phrase, led, today):
        for kind in ("to", "dash"):
            for _, join in phrase.means(kind, middle):
                beside = led == at and bool(phrase.skips("and", middle) - middle)
                for last, end in whole_days(phrase, phrase.past_fillers(join), today):
                    span = _day_span(first, last)
                    if span and not (beside and _apart(span, today)):
                        yield span, end


def _apart(span: DaySpan, today: date) -> bool:
    """Whether there are days between: "monday and wednesday" are two days, and no stretch."""
    for first in span.first.matching(today, 1):
        for last in span.last.matching(first, 1):
            return last - first > timedelta(days=1)
    return True


def _day_span(first: Days, last: Days) -> DaySpan | None:
    if any(each.incomplete or each.several for each in (first, last)):
        return None
    if first.day and first.month is None and last.day:
        first = replace(first, month=last.month, year=last.year)
    if first.year is None and last.year is not None and first.month:
        first = replace(first, year=last.year)
    return DaySpan(first, last)
