"""How often an event happens, between what people choose or say and the rule of its series."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time
from enum import StrEnum

from bot.community.dates.echo import in_words, rule_in_words
from bot.community.dates.reader import read_date
from bot.community.dates.recurrence import Recurrence, read_rule
from bot.community.dates.when import When
from bot.features.events import words
from bot.features.events.series.domain import (
    Reading,
    Series,
    daily,
    monthly_by_day,
    monthly_by_weekday,
    weekly,
    yearly,
)

MOST_TIMES = 500
_LAST_MINUTE = time(23, 59)


class Repeats(StrEnum):
    """How often, as it is chosen in a form."""

    ONCE = "once"
    DAILY = "daily"
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY_BY_DAY = "monthly_by_day"
    MONTHLY_BY_WEEKDAY = "monthly_by_weekday"
    YEARLY = "yearly"


def rules(repeats: str, first: datetime) -> Mapping[str, str]:
    """The rules that may be meant, by reading; none for what happens once.

    Where there is more than one, it has to be asked which is meant. What is no `Repeats` is a rule
    already.
    """
    match repeats:
        case Repeats.ONCE | "":
            return {}
        case Repeats.DAILY:
            return {"": daily()}
        case Repeats.WEEKLY:
            return {"": weekly(first)}
        case Repeats.FORTNIGHTLY:
            return {"": weekly(first, 2)}
        case Repeats.MONTHLY_BY_DAY:
            return _plain(monthly_by_day(first))
        case Repeats.MONTHLY_BY_WEEKDAY:
            return _plain(monthly_by_weekday(first))
        case Repeats.YEARLY:
            return _plain(yearly(first))
    return {"": repeats}


def series_of(recurrence: Recurrence) -> Series:
    """The series that was read in a time: "every second Thursday until March"."""
    rule = replace(recurrence, until=None, count=0).rule()
    last = recurrence.until
    until = datetime.combine(last, _LAST_MINUTE) if last else None
    return Series(rule, until, recurrence.count or None)


def read_end(text: str, rule: str, now: datetime, zone_name: str) -> Series:
    """The series of a rule that ends as a form says: "10", "10 times", "end of March", or never.

    Raises `ValueError` with words for the actor.
    """
    said = text.strip()
    if not said:
        return Series(rule)
    digits = said.split()[0]
    if digits.isascii() and digits.isdecimal() and (said == digits or _times(said)):
        if not 1 <= int(digits[:9]) <= MOST_TIMES:
            raise ValueError(words.text("repeats.count", most=MOST_TIMES))
        return Series(rule, count=int(digits))
    day = read_date(said, now, zone_name)
    return Series(rule, until=datetime.combine(day, _LAST_MINUTE))


def end_as_typed(series: Series) -> str:
    """What `read_end` reads as the end of this series."""
    if series.count is not None:
        return str(series.count)
    return series.until.date().isoformat() if series.until else ""


def moved_rule(rule: str, former: datetime, first: datetime) -> str:
    """The same rule for a series that begins on another day: weekly on Tuesdays, now on Wednesdays.

    A rule that does not follow from its first day stays as it is.
    """
    for every in range(1, 13):
        for before, after in zip(_all(former, every), _all(first, every), strict=True):
            for reading, known in before.items():
                if known == rule and reading in after:
                    return after[reading]
    return rule


def in_plain_words(series: Series) -> str:
    """How often it happens, and until when: "every 2 weeks on Thursday, 10 times"."""
    known = read_rule(series.rule)
    told = rule_in_words(known) if known else _other(series.rule)
    if series.count is not None:
        return words.text("repeats.times", rule=told, count=series.count)
    if series.until is not None:
        return words.text("repeats.until", rule=told, last=in_words(series.until.date()))
    return told


def as_said(when: When) -> Series | None:
    """The series that is in a time, if there is one."""
    return series_of(when.recurrence) if when.recurrence else None


def _all(first: datetime, every: int) -> tuple[Mapping[str, str], ...]:
    return (
        {"": weekly(first, every)},
        _plain(monthly_by_weekday(first, every)),
        _plain(monthly_by_day(first, every)),
        _plain(yearly(first, every)),
    )


def _plain(readings: Mapping[Reading, str]) -> dict[str, str]:
    return {reading.value: rule for reading, rule in readings.items()}


def _other(rule: str) -> str:
    """A rule that only events have: the last day of a month that has no such day."""
    parts = dict(each.split("=") for each in rule.split(";"))
    if "BYSETPOS" in parts:
        return words.text("repeats.or_last", day=parts["BYMONTHDAY"].split(",")[-1])
    if parts.get("BYMONTHDAY") == "-1":
        return words.text("repeats.end_of_february")
    return words.text("repeats.yearly_on")


def _times(said: str) -> bool:
    return said.split()[1:] in [[each] for each in words.text("repeats.times_said").split()]
