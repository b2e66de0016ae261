"""What a time of day may mean on a day."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.community.dates.clocks import EXACT, MIDNIGHT
from bot.community.dates.parts import Clock
from bot.community.dates.when import DayPart

PART_HOURS: dict[DayPart, tuple[int, int]] = {
    "morning": (9, 12),
    "afternoon": (12, 17),
    "evening": (17, 21),
    "night": (21, 24),
}
"""When a part of the day begins and ends."""

_NOON, _DAY = 12, timedelta(days=1)
_EARLY, _WORKING = 7, 9
_LONGEST_IN_PART = timedelta(hours=6)
LUNCH = (12, 13, 11, 14)
"""The hours of lunchtime, the likeliest ones first."""

LATE = 5
"""Before this hour it is still night."""


def times(clock: Clock, part: DayPart | None, day: date) -> list[datetime]:
    """The times that a clock may mean on a day, the likelier one first."""
    midnight = datetime.combine(day, time())
    minutes = timedelta(minutes=clock.minute, seconds=clock.second)
    hours = _hours(clock, part)
    return [midnight + timedelta(hours=hour) + minutes for hour in hours]


def _hours(clock: Clock, part: DayPart | None) -> list[int]:
    hour = clock.hour
    match clock.half:
        case "am":
            hours = [hour % _NOON]
        case "pm":
            hours = [hour % _NOON + _NOON]
        case half if half == MIDNIGHT:
            return [24] if part else [24, 0]
        case _ if part and hour <= _NOON:
            return _hours_in(hour, part)
        case half if half == EXACT or hour == 0 or hour > _WORKING:
            hours = [hour]
        case _ if hour < _EARLY:
            hours = [hour + _NOON, hour]
        case _:
            hours = [hour, hour + _NOON]
    if part in ("evening", "night") and hours[0] <= LATE:
        hours = [hours[0] + 24]
    return hours


def _hours_in(hour: int, part: DayPart) -> list[int]:
    """An hour that is said with a part of the day."""
    if part == "morning":
        return [hour % _NOON]
    if part == "afternoon":
        return [hour % _NOON + _NOON]
    if hour in (0, _NOON):
        return [24]
    return [hour + 24] if hour < LATE - 1 else [hour + _NOON]


def time_spans(
    first: Clock, last: Clock, part: DayPart | None, day: date
) -> list[tuple[datetime, datetime]]:
    """The stretches between two times of day, the likelier one first."""
    found: list[tuple[datetime, datetime]] = []
    for start in _starts(first, last, part, day):
        ends = [at for at in _ends(last, day) if at > start]
        end = min(ends, default=min(_ends(last, day)) + _DAY)
        if not part or last.half or end - start <= _LONGEST_IN_PART:
            found.append((start, end))
    within = [each for each in found if each[1].date() == day or each[1].time() == time()]
    return within or found[:1]


def _starts(first: Clock, last: Clock, part: DayPart | None, day: date) -> list[datetime]:
    """When it may begin: in the half of the day that is said of its end, if that is before it."""
    if first.half or part or last.half in ("", EXACT):
        return times(first, part, day)
    ends = times(last, None, day)
    for half in (last.half, "am" if last.half == "pm" else "pm"):
        starts = times(replace(first, half=half), None, day)
        if starts[0] < ends[0]:
            return starts
    return starts


def _ends(last: Clock, day: date) -> list[datetime]:
    if last.half:
        return times(last, None, day)
    both = [replace(last, half=half) for half in ("am", "pm")] if last.hour <= _NOON else [last]
    return [at for clock in both for at in times(clock, None, day)]
