"""What comes again as people write it: "every other thursday", "le premier lundi du mois"."""

from collections.abc import Iterator
from datetime import date

from bot.community.dates.days import days
from bot.community.dates.parts import Bound, Repeats
from bot.community.dates.phrase import Phrase
from bot.community.dates.recurrence import Frequency, Recurrence, by_month_day

Found = Iterator[tuple[Repeats, int]]

_FREQUENCIES: dict[str, tuple[Frequency, int]] = {
    "daily": ("daily", 1),
    "weekly": ("weekly", 1),
    "fortnightly": ("weekly", 2),
    "monthly": ("monthly", 1),
    "yearly": ("yearly", 1),
}
_UNITS: dict[str, tuple[Frequency, int]] = {
    "day": ("daily", 1),
    "week": ("weekly", 1),
    "fortnight": ("weekly", 2),
    "month": ("monthly", 1),
    "year": ("yearly", 1),
}
_LAST_DAY = 31
_WORKDAYS = (0, 1, 2, 3, 4)
_MOST_EVERY, _MOST_TIMES, _MOST_IN_A_MONTH = 366, 1000, 4


def repeats(phrase: Phrase, at: int) -> Found:
    """Each way in which it comes again that is written here, and where that ends."""
    yield from _every(phrase, at)
    yield from _of_every_month(phrase, at)
    for value, end in phrase.means("weekdays", at):
        yield _weekly(1, *_more_weekdays(phrase, (int(value),), end))
    for name, end in phrase.means("repeats", at):
        frequency, interval = _FREQUENCIES[name]
        yield Repeats((Recurrence(frequency, interval),)), end
        for weekday, after in _any_weekday(phrase, phrase.past_fillers(end)):
            if frequency == "weekly":
                yield _weekly(interval, *_more_weekdays(phrase, (weekday,), after))
    for _, end in phrase.means("every-weekday", at):
        yield Repeats((Recurrence("weekly", weekdays=_WORKDAYS),)), end


def bounds(phrase: Phrase, at: int, today: date) -> Iterator[tuple[Bound, int]]:
    """Each end of what comes again that is written here: until 1 june, for ten times."""
    led = phrase.skips("for", at)
    for count, end in phrase.counted(led):
        for _, after in phrase.means("times", end):
            if 0 < count <= _MOST_TIMES:
                yield Bound(count=count), after
    for _, end in phrase.means("until", at):
        for last, after in days(phrase, phrase.past_fillers(end), today):
            if not last.incomplete:
                yield Bound(last=last), after


# Every … --------------------------------------------------------------------------------------


def _every(phrase: Phrase, at: int) -> Found:
    for _, end in phrase.means("every", at):
        for day, after in phrase.ordered(end):
            if 0 < day <= _LAST_DAY:
                yield Repeats(by_month_day(day)), after
        weeks = [(int(days) // 7, after) for days, after in phrase.means("days", end)]
        for count, after in weeks:
            yield from _every_few_weeks(phrase, after, count)
        for interval, unsure, after in _intervals(phrase, end) if not weeks else ():
            yield from _every_so_many(phrase, after, interval, unsure=unsure)
    for _, end in phrase.means("every-other", at):
        yield from _every_so_many(phrase, end, 2, unsure=False)
    for number, end in phrase.counted(at):
        if number == 1:
            yield from _one_of_two(phrase, end)


def _intervals(phrase: Phrase, at: int) -> Iterator[tuple[int, bool, int]]:
    """How many there are from one to the next; whether that is unsure; where it goes on."""
    yield 1, False, at
    for _, end in phrase.means("other", at):
        yield 2, False, end
    for number, end in phrase.counted(at):
        if 1 < number <= _MOST_EVERY:
            yield number, False, end
    for number, end in phrase.ordered(at):
        if 1 < number <= _MOST_EVERY:
            yield number, True, end


def _every_so_many(phrase: Phrase, at: int, interval: int, *, unsure: bool) -> Found:
    for unit, end in phrase.means("unit", at):
        if known := _UNITS.get(unit):
            frequency, units = known
            yield Repeats((Recurrence(frequency, units * interval),)), end
        elif unit == "workday" and interval == 1:
            yield Repeats((Recurrence("weekly", weekdays=_WORKDAYS),)), end
    for weekday, end in _any_weekday(phrase, at):
        weekly, after = _weekly(interval, *_more_weekdays(phrase, (weekday,), end))
        if unsure and interval <= _MOST_IN_A_MONTH and after == end:
            monthly = Recurrence("monthly", weekdays=(weekday,), nth=interval)
            yield Repeats((*weekly.rules, monthly)), end
        else:
            yield weekly, after


def _every_few_weeks(phrase: Phrase, at: int, interval: int) -> Found:
    """Tous les quinze jours (le jeudi)."""
    yield Repeats((Recurrence("weekly", interval),)), at
    for weekday, end in _any_weekday(phrase, phrase.past_fillers(at)):
        yield _weekly(interval, *_more_weekdays(phrase, (weekday,), end))


def _one_of_two(phrase: Phrase, at: int) -> Found:
    """Un jeudi sur deux."""
    for weekday, end in _any_weekday(phrase, at):
        for _, after in phrase.means("on-two", end):
            yield _weekly(2, (weekday,), after)


def _weekly(interval: int, weekdays: tuple[int, ...], end: int) -> tuple[Repeats, int]:
    return Repeats((Recurrence("weekly", interval, weekdays=weekdays),)), end


def _any_weekday(phrase: Phrase, at: int) -> Iterator[tuple[int, int]]:
    for kind in ("weekday", "weekdays"):
        yield from ((int(value), end) for value, end in phrase.means(kind, at))


def _more_weekdays(
    phrase: Phrase, weekdays: tuple[int, ...], at: int
) -> tuple[tuple[int, ...], int]:
    """The weekdays that follow after "and" or a comma, and where the last of them ends."""
    joined = at + 1 if phrase.text(at) == "," else phrase.skips("to", at)
    if joined > at:
        for weekday, end in _any_weekday(phrase, phrase.past_fillers(joined)):
            return _more_weekdays(phrase, tuple(sorted({*weekdays, weekday})), end)
    return weekdays, at


# Of every month -------------------------------------------------------------------------------


def _of_every_month(phrase: Phrase, at: int) -> Found:
    """The first monday of every month, every first monday, the 31st of each month, monthly on …"""
    start = phrase.past_fillers(at)
    every = {end for _, end in phrase.means("every", start)}
    for led in sorted({start, *every}):
        for repeated, end in _in_a_month(phrase, phrase.past_fillers(led)):
            for after in _month_behind(phrase, end, of_the=led in every):
                yield repeated, after
    for end in _monthly(phrase, start):
        for repeated, after in _in_a_month(phrase, phrase.past_fillers(end)):
            yield repeated, after


def _monthly(phrase: Phrase, at: int) -> Iterator[int]:
    """Where a word for "every month" ends."""
    for name, end in phrase.means("repeats", at):
        if name == "monthly":
            yield end
    for _, end in phrase.means("every", at):
        yield from (after for unit, after in phrase.means("unit", end) if unit == "month")


def _month_behind(phrase: Phrase, at: int, *, of_the: bool) -> Iterator[int]:
    """Where "of every month" ends; behind "every", "of the month" says it, or nothing."""
    for kind in ("of-every", "of-the") if of_the else ("of-every",):
        for _, end in phrase.means(kind, at):
            yield from (after for unit, after in phrase.means("unit", end) if unit == "month")


def _in_a_month(phrase: Phrase, at: int) -> Found:
    """Which day of a month: the first monday, the last day, the 31st."""
    nths = [*phrase.ordered(at), *((-1, end) for _, end in phrase.means("last", at))]
    for nth, end in nths:
        for weekday, after in _any_weekday(phrase, end):
            if nth <= _MOST_IN_A_MONTH + 1:
                nth_or_last = -1 if nth > _MOST_IN_A_MONTH else nth
                rule = Recurrence("monthly", weekdays=(weekday,), nth=nth_or_last)
                yield Repeats((rule,)), after
        for unit, after in phrase.means("unit", end):
            if unit == "day" and nth == -1:
                yield Repeats((Recurrence("monthly", month_day=-1),)), after
    for day, end in [*phrase.ordered(at), *phrase.numbered(at)]:
        if 0 < day <= _LAST_DAY:
            yield Repeats(by_month_day(day)), end
