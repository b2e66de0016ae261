"""What there is to choose from: how often, on which day of the week, at what hour."""

from datetime import time

from babel.dates import format_time, get_day_names

from bot.features.challenges import words
from bot.features.challenges.check_ins.domain import HOURS, Every
from bot.ui.languages import culture, current_locale
from bot.ui.messages import Option

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
"""What the days of the week are called on buttons and in rows, from Monday on."""


def every() -> tuple[Option, ...]:
    """How often a group can check in."""
    return tuple(Option(words.text(f"every.{each}"), each.value) for each in Every)


def weekdays() -> tuple[Option, ...]:
    """The days of the week."""
    return tuple(Option(weekday(n), each) for n, each in enumerate(WEEKDAYS))


def weekday(number: int) -> str:
    """What a day of the week is called."""
    return str(get_day_names("wide", "format", culture(current_locale()))[number])


def hours() -> tuple[Option, ...]:
    """The hours at which somebody can be asked."""
    return tuple(Option(hour(each), str(each)) for each in HOURS)


def hour(number: int) -> str:
    """An hour of the day, as people say it."""
    return format_time(time(number), "short", locale=culture(current_locale()))
