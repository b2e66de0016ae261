"""A time as text that means exactly that time: what to type, and what a button can carry."""

from datetime import datetime, timedelta

from bot.community.dates.instants import ClockChange
from bot.community.dates.when import When
from bot.community.zones import zone


def typed(when: When) -> str:
    """What to type so that nothing else can be meant, wherever and in whichever language.

    "2026-12-03 10:00 - 11:30 Europe/London", "2026-12-03"; what comes again has its rule behind it.
    """
    said = _timed(when) if when.timed and not when.part else _days(when)
    return f"{said} {when.recurrence.rule()}" if when.recurrence else said


def _days(when: When) -> str:
    first = when.start.date().isoformat()
    if when.part:
        return f"{first} {when.part} {when.zone}"
    last = when.ends and (when.ends - timedelta(days=1)).date()
    return first if last in (None, when.start.date()) else f"{first} to {last}"


def _timed(when: When) -> str:
    start, there = _moment(when.start), when.zone
    if when.change is ClockChange.TWICE:
        offset = f"{when.at.astimezone(zone(when.zone)):%z}"
        there = f"{offset[:3]}:{offset[3:5]} {when.zone}"
    if when.ends is None:
        return f"{start} {there}"
    if when.ends.date() == when.start.date():
        return f"{start} - {_clock(when.ends)} {there}"
    return f"{start} to {_moment(when.ends)} {there}"


def _moment(local: datetime) -> str:
    return f"{local.date().isoformat()} {_clock(local)}"


def _clock(local: datetime) -> str:
    return f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
