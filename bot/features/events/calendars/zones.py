"""Time zones as calendars are told of them (VTIMEZONE), worked out from the rules known here.

`icalendar` has a writer of its own, which has summer time in London begin an hour late.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import icalendar

from bot.community.zones import zone


@dataclass(frozen=True, slots=True)
class _Rule:
    """What clocks are changed from and to, and what the time is called then."""

    before: timedelta
    after: timedelta
    name: str
    summer: bool


@lru_cache(maxsize=256)
def timezone_of(name: str, first: int, last: int) -> icalendar.Timezone:
    """A zone from the beginning of one year to the end of another, in UTC."""
    there = zone(name)
    begins, ends = datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC)
    found = icalendar.Timezone()
    found.add("tzid", name)
    offset = _offset(there, begins)
    found.add_component(_observance(_rule(there, begins, offset), [begins + offset]))
    changes: dict[_Rule, list[datetime]] = {}
    for at in _changes(there, begins, ends):
        before = _offset(there, at - timedelta(seconds=1))
        changes.setdefault(_rule(there, at, before), []).append(at + before)
    for rule, onsets in changes.items():
        found.add_component(_observance(rule, onsets))
    return found


def _observance(rule: _Rule, onsets: list[datetime]) -> icalendar.cal.Component:
    """One rule with the local times, by the clocks before, at which it takes effect."""
    kind = icalendar.TimezoneDaylight if rule.summer else icalendar.TimezoneStandard
    found = kind()
    first, *others = [each.replace(tzinfo=None) for each in onsets]
    found.add("dtstart", first)
    if others:
        found.add("rdate", others)
    found.add("tzoffsetfrom", rule.before)
    found.add("tzoffsetto", rule.after)
    found.add("tzname", rule.name)
    return found


def _changes(there: ZoneInfo, begins: datetime, ends: datetime) -> Iterator[datetime]:
    """The instants at which clocks are changed, to the second."""
    at = begins
    while at < ends:
        later = at + timedelta(days=1)
        if _clock(there, at) != _clock(there, later):
            yield _between(there, at, later)
        at = later


def _between(there: ZoneInfo, before: datetime, after: datetime) -> datetime:
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        if _clock(there, middle) == _clock(there, before):
            before = middle
        else:
            after = middle
    return after


def _clock(there: ZoneInfo, at: datetime) -> tuple[timedelta, str | None]:
    local = at.astimezone(there)
    return _offset(there, at), local.tzname()


def _offset(there: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(there).utcoffset() or timedelta()


def _rule(there: ZoneInfo, at: datetime, before: timedelta) -> _Rule:
    local = at.astimezone(there)
    return _Rule(before, _offset(there, at), local.tzname() or "", bool(local.dst()))
