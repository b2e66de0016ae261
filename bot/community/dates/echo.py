"""Dates as they are said back: with weekday, date, time and zone, in the language being spoken."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import assert_never

from babel.dates import format_date, format_time, get_day_names, get_timezone_gmt

from bot.community.dates.exact import typed
from bot.community.dates.instants import ClockChange
from bot.community.dates.reading import Either, NotUnderstood, Passed, Reading, Understood
from bot.community.dates.recurrence import LAST, Recurrence
from bot.community.dates.vocabulary import words
from bot.community.dates.when import When
from bot.community.zone_names import city as city_of_zone
from bot.community.zones import zone
from bot.ui.languages import culture, current_locale
from bot.ui.words import listed

_QUOTED = 60  # characters of what was typed
_IN_EVERY_MONTH = 28


def in_words(day: date) -> str:
    """A day as people write it in the language being spoken: "Monday, 30 November 2026"."""
    told = format_date(day, "full", locale=culture(current_locale()))
    return told.replace(" 1 ", f" {words.text('day.first')} ") if day.day == 1 else told


def length_in_words(minutes: int) -> str:
    """How long something takes: "1 hour and 30 minutes"."""
    days, rest = divmod(minutes, 24 * 60)
    parts = (("days", days), ("hours", rest // 60), ("minutes", rest % 60))
    return listed(words.text(f"length.{key}", count=count) for key, count in parts if count)


def said(when: When) -> str:
    """All that is known of it: "Tuesday, 1 December 2026, 10:00 to 11:30 (London, GMT)"."""
    return _said_in(current_locale(), when)


@lru_cache(maxsize=1024)
def _said_in(locale: str, when: When) -> str:
    """What is said in this language, which is spoken; many ask for the same time."""
    whole = _with_clock_change(when, _plain(when))
    if when.recurrence is None:
        return whole
    return words.text("echo.again", when=whole, rule=rule_in_words(when.recurrence))


def unclear(text: str, reading: Reading, *, timed: bool = False) -> str:
    """What to tell somebody who has written something that is not taken as it is."""
    quoted = text if len(text) <= _QUOTED else text[:_QUOTED] + "…"
    match reading:
        case Either(first, second):
            ways = {"first_typed": typed(first), "second_typed": typed(second)}
            return words.text("either", text=quoted, first=said(first), second=said(second), **ways)
        case Passed(when):
            return words.text("passed", text=quoted, when=said(when))
        case Understood(when) if when.several_days:
            day = said(when)
            return words.text("dayless", text=quoted, days=day, typed=_at_an_hour(when))
        case Understood(when):
            day = said(when)
            return words.text("timeless", text=quoted, day=day, typed=_at_an_hour(when))
        case NotUnderstood(guess):
            key = "unclear.time" if timed else "unclear"
            return _perhaps(quoted, guess) if guess else words.text(key, text=quoted)
    assert_never(reading)


def _at_an_hour(when: When) -> str:
    """What to type to say a time of that day: as in that part of it, if one was said."""
    hour = f"{when.start:%H:%M}" if when.part else "18:00"
    return f"{when.start.date().isoformat()} {hour}"


def _perhaps(quoted: str, when: When) -> str:
    return words.text("perhaps", text=quoted, when=said(when), typed=typed(when))


# What clocks show -----------------------------------------------------------------------------


def _plain(when: When) -> str:
    day = in_words(when.start.date())
    if when.part:
        return words.text(f"echo.part.{when.part}", day=day)
    if not when.timed:
        return _days(when, day)
    start, there = _time(when.start), _zone(when)
    if when.ends is None:
        return words.text("echo.time", day=day, time=start, zone=there)
    ends, last = _time(when.ends), when.ends.date()
    if last == when.start.date() or when.ends == _midnight_after(when.start):
        return words.text("echo.span", day=day, time=start, ends=ends, zone=there)
    return words.text(
        "echo.span.days", day=day, time=start, last=in_words(last), ends=ends, zone=there
    )


def _days(when: When, day: str) -> str:
    if when.ends is None or not when.several_days:
        return words.text("echo.day", day=day)
    last = when.ends - timedelta(microseconds=1)
    return words.text("echo.days", day=day, last=in_words(last.date()))


def _midnight_after(start: datetime) -> datetime:
    return datetime.combine(start.date() + timedelta(days=1), time())


def _time(local: datetime) -> str:
    return format_time(local.time(), "short", locale=culture(current_locale()))


def _zone(when: When) -> str:
    """The city of the zone, and what its clocks are called then: "London, GMT"."""
    there = when.at.astimezone(zone(when.zone))
    city = city_of_zone(when.zone)
    called = there.tzname() or ""
    if not called.isalpha():
        called = get_timezone_gmt(there, "long", locale=culture(current_locale()))
    return city if called == city else f"{city}, {called}"


def _with_clock_change(when: When, plain: str) -> str:
    match when.change:
        case ClockChange.NONE:
            return plain
        case ClockChange.SKIPPED:
            missing = _time(when.moved_from or when.start)
            return words.text("echo.skipped", when=plain, said=missing)
        case ClockChange.TWICE:
            key = "echo.second" if when.fold else "echo.first"
            return words.text(key, when=plain, said=_time(when.start))
    assert_never(when.change)


# What comes again -----------------------------------------------------------------------------


def rule_in_words(rule: Recurrence) -> str:
    """How often it comes again: "every 2 weeks on Thursday, until Friday, 5 March 2027"."""
    told = _how_often(rule)
    if rule.until:
        return words.text("rule.until", rule=told, last=in_words(rule.until))
    return words.text("rule.count", rule=told, count=rule.count) if rule.count else told


def _how_often(rule: Recurrence) -> str:
    names = get_day_names(locale=culture(current_locale()))
    days = listed(names[day] for day in rule.weekdays)
    key = f"rule.{rule.frequency}"
    match rule:
        case Recurrence("weekly", weekdays=(_, *_)):
            return words.text(key, count=rule.interval, days=days)
        case Recurrence("monthly", nth=nth) if nth:
            nth_word = words.text(f"echo.nth.{nth}")
            return words.text(f"{key}.nth", count=rule.interval, nth=nth_word, days=days)
        case Recurrence("monthly", month_day=day) if day:
            if day == LAST:
                return words.text(f"{key}.last", count=rule.interval)
            short = ".short" if day > _IN_EVERY_MONTH else ""
            return words.text(key + short, count=rule.interval, day=day)
    return words.text(f"{key}.plain", count=rule.interval)
