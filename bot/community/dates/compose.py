"""From the parts of a phrase to what it means, seen from an instant and a zone."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from bot.community.dates.clocks import EXACT, MIDNIGHT
from bot.community.dates.instants import instant, shown
from bot.community.dates.lengths import later
from bot.community.dates.parser import Parts
from bot.community.dates.parts import (
    Ahead,
    Bound,
    Clock,
    ClockSpan,
    Days,
    DaySpan,
    Length,
    Moment,
    Moments,
    Part,
    PartOfDay,
    Repeats,
    Zones,
)
from bot.community.dates.recurrence import Recurrence
from bot.community.dates.when import DayPart, When

PART_HOURS: dict[DayPart, tuple[int, int]] = {
    "morning": (9, 12),
    "afternoon": (12, 17),
    "evening": (17, 21),
    "night": (21, 24),
}
"""When a part of the day begins and ends."""

_SOON = 62  # days within which a numbered day that is named with its weekday is surely meant
_LATELY = 31  # days within which one that is over is rather meant than one that is far off
_NOON, _LATE, _DAY = 12, 5, timedelta(days=1)


def compose(
    parts: Parts, now: datetime, zone_name: str, today: date
) -> Iterator[tuple[bool, When]]:
    """Each meaning of these parts together, the likelier one first; none if they contradict.

    With each it is told whether it is bent: the weekday and the day that were said do not agree.
    """
    said = _Said.of(parts)
    if said is not None:
        for each_zone in said.zone_names(zone_name):
            composer = _Composer(said, now, each_zone, today)
            for when in composer.meanings():
                yield composer.bent, when


@dataclass(frozen=True, slots=True)
class _Said:
    """The parts by what they are."""

    days: Days | DaySpan | Moments | None = None
    clock: Clock | ClockSpan | None = None
    part: DayPart | None = None
    length: Length | None = None
    ahead: Ahead | None = None
    zones: Zones | None = None
    repeats: Repeats | None = None
    bound: Bound | None = None

    @classmethod
    def of(cls, parts: Parts) -> "_Said | None":
        said = cls()
        for part in parts:
            added = said._with(part)
            if added is None:
                return None
            said = added
        return said if said._makes_sense() else None

    def _with(self, part: Part) -> "_Said | None":
        match part:
            case Days():
                both = self.days.also(part) if isinstance(self.days, Days) else part
                return both and replace(self, days=both)
            case DaySpan() | Moments():
                return None if self.days else replace(self, days=part)
            case Clock() | ClockSpan():
                return None if self.clock else replace(self, clock=part)
            case PartOfDay(name):
                return replace(self, part=name)
            case Length():
                return replace(self, length=part)
            case Ahead():
                return replace(self, ahead=part)
            case Zones():
                return replace(self, zones=part)
            case Repeats():
                return replace(self, repeats=part)
            case Bound():
                return replace(self, bound=part)

    def _makes_sense(self) -> bool:
        if isinstance(self.days, Days):
            bare = self.days.bare and self.part and not self.clock
            if bare or self.days.incomplete or (self.days.year and not self.days.month):
                return False
        if isinstance(self.days, Moments):
            return not (self.clock or self.part or self.length or self.repeats)
        if self.ahead:
            return not (self.days or self.clock or self.part or self.repeats)
        if self.bound and not self.repeats:
            return False
        if self.clock and self.clock.weak and not (self.days or self.repeats or self.part):
            return False
        return bool(self.days or self.clock or self.repeats or self.part)

    def zone_names(self, mine: str) -> tuple[str, ...]:
        if self.zones is None or not self.zones.names or mine in self.zones.names:
            return (mine,)
        return self.zones.names


class _Composer:
    """What was said, in one zone."""

    def __init__(self, said: _Said, now: datetime, zone_name: str, today: date) -> None:
        self._said = said
        self._now = now
        self._zone = zone_name
        self._local = shown(now, zone_name)
        self._today = today
        self.bent = False

    def meanings(self) -> Iterator[When]:
        if self._said.ahead:
            yield self._ahead(self._said.ahead)
            return
        rules: tuple[Recurrence | None, ...] = (None,)
        if self._said.repeats:
            rules = self._said.repeats.rules
        for rule in rules:
            for found in self._on_days(rule):
                yield from self._as_the_zone_says(found)

    def _ahead(self, ahead: Ahead) -> When:
        sign = -1 if ahead.back else 1
        days, seconds = replace(ahead.length, seconds=0), ahead.length.seconds
        start = self._now
        if days != Length():
            start = instant(later(self._local, days, sign), self._zone)
        start += timedelta(seconds=sign * seconds)
        return self._ending(When(start=shown(start, self._zone), zone=self._zone))

    def _as_the_zone_says(self, when: When) -> Iterator[When]:
        """The same, and by the offset that is said, if the zone has another one that day."""
        zones = self._said.zones
        if zones is None or zones.minutes is None or not when.timed:
            yield when
            return
        literal = when.start - timedelta(minutes=zones.minutes)
        shift = shown(instant(literal, "UTC"), self._zone) - when.start
        if zones.names or not shift:
            yield when
        if shift:
            ends = when.ends and when.ends + shift
            yield replace(when, start=when.start + shift, ends=ends)

    # Days -------------------------------------------------------------------------------------

    def _on_days(self, rule: Recurrence | None) -> Iterator[When]:
        if rule:
            yield from self._again(rule)
            return
        match self._said.days:
            case None:
                yield from self._without_a_day()
            case DaySpan(first, last):
                yield from self._from_day_to_day(first, last)
            case Days() as days:
                yield from self._on(days)
            case Moments(first, last):
                yield from self._from_moment_to_moment(first, last)

    def _without_a_day(self) -> Iterator[When]:
        """A time alone is the next one."""
        for found in self._at_times(self._today):
            if found.passed(self._now):
                tomorrow = list(self._at_times(self._today + _DAY))
                yield from (t for t in tomorrow if t.start.time() == found.start.time())
            else:
                yield found

    def _from_day_to_day(self, first: Days, last: Days) -> Iterator[When]:
        if self._said.clock or self._said.part or self._said.length:
            return
        for start in first.matching(self._today, 1):
            for end in replace(last).matching(max(start, self._today), 1):
                if start <= end:
                    yield self._whole(start, end)

    def _from_moment_to_moment(self, first: Moment, last: Moment) -> Iterator[When]:
        for day in self._meant(first.days) if first.days else (self._today,):
            for start in _times(first.clock, None, day):
                for last_day in last.days.matching(day, 1) if last.days else (day,):
                    ends = [end for end in _times(last.clock, None, last_day) if end > start]
                    yield from (When(start=start, ends=end, zone=self._zone) for end in ends)

    def _on(self, days: Days) -> Iterator[When]:
        if days.several:
            if stretch := days.stretch(self._today):
                if self._said.clock or self._said.part:
                    return
                yield self._whole(*stretch)
            return
        for day in self._meant(days):
            yield from self._at_times(day)

    def _meant(self, days: Days) -> Iterator[date]:
        """The day that is meant: the next such one, unless it is said which; or two."""
        if days.bounded:
            found = days.matching(self._today, 1)
            yield from found or self._other_weekday(days)
            return
        coming = days.matching(self._today, 2)
        if not coming:
            return
        if days.weekday is not None and days.day is not None and days.nth is None:
            yield from self._numbered_weekday(days, coming[0])
        elif coming[0] != self._today:
            yield coming[0]
        else:
            yield from self._today_or_later(days, coming)

    def _today_or_later(self, days: Days, coming: list[date]) -> Iterator[date]:
        """A weekday that is today's; a day of the month, or of the year, that is today."""
        times = list(self._at_times(self._today))
        over = self._said.clock and times and all(when.passed(self._now) for when in times)
        if not over or days.month is not None:
            yield self._today
        if days.weekday is not None or over:
            yield from coming[1:2]

    def _numbered_weekday(self, days: Days, there: date) -> Iterator[date]:
        """Friday 18: a day of that number which is a Friday, or the next one of that number."""
        number = replace(days, weekday=None).matching(self._today, 1)
        if number and number[0] == there:
            yield there
        elif days.month is None:
            if (there - self._today).days <= _SOON:
                yield there
                return
            lately = self._today - timedelta(days=_LATELY)
            just_over = replace(days, first=lately, last=self._today).matching(self._today, 1)
            yield from just_over
            if days.bare or not just_over:
                yield from (there, *number)
        else:
            self.bent = True
            yield from number
            yield from self._other_weekday(replace(days, first=None), number)

    def _other_weekday(self, days: Days, near: list[date] | None = None) -> Iterator[date]:
        """Where weekday and day contradict: the day as it is said, and the weekday next to it."""
        if days.weekday is None or days.day is None:
            return
        self.bent = True
        said = near or replace(days, weekday=None).matching(self._today, 1)
        for day in said:
            if not near:
                yield day
            away = (days.weekday - day.weekday() + 3) % 7 - 3
            yield day + timedelta(days=away)

    # Times ------------------------------------------------------------------------------------

    def _at_times(self, day: date) -> Iterator[When]:
        clock = self._said.clock
        match clock:
            case None:
                if self._said.part:
                    yield self._in_part(day)
                elif not (self._said.length and self._said.length.seconds):
                    yield self._ending(self._whole(day, day))
            case Clock():
                for start in _times(clock, self._said.part, day):
                    yield self._ending(When(start=start, zone=self._zone))
            case ClockSpan(first, last):
                for start, end in _time_spans(first, last, self._said.part, day):
                    yield When(start=start, ends=end, zone=self._zone)

    def _whole(self, first: date, last: date) -> When:
        start = datetime.combine(first, time())
        if first == last:
            return When(start=start, zone=self._zone, timed=False)
        ends = datetime.combine(last + _DAY, time())
        return When(start=start, ends=ends, zone=self._zone, timed=False)

    def _in_part(self, day: date) -> When:
        name = self._said.part
        assert name is not None  # noqa: S101
        midnight, (first, last) = datetime.combine(day, time()), PART_HOURS[name]
        start, end = midnight + timedelta(hours=first), midnight + timedelta(hours=last)
        return When(start=start, ends=end, zone=self._zone, part=name)

    def _ending(self, when: When) -> When:
        length = self._said.length
        if length is None:
            return when
        if length.of_days:
            return replace(when, ends=later(when.start, length))
        ends = instant(when.start, self._zone) + timedelta(seconds=length.seconds)
        ends_there = later(shown(ends, self._zone), replace(length, seconds=0))
        return replace(when, ends=ends_there)

    # Again ------------------------------------------------------------------------------------

    def _again(self, rule: Recurrence) -> Iterator[When]:
        """The first time that a rule gives from now on, or from the day that is said."""
        first = self._today
        if isinstance(self._said.days, Days):
            found = self._said.days.matching(self._today, 1)
            if not found:
                return
            first = found[0]
        elif self._said.days:
            return
        bounded = self._bounded(rule)
        if bounded is None:
            return
        weekday = self._said.days.weekday if isinstance(self._said.days, Days) else None
        if bounded.frequency == "weekly" and not bounded.weekdays and weekday is not None:
            bounded = replace(bounded, weekdays=(weekday,))
        for when in self._at_times(first):
            for start in bounded.after(when.start):
                there = replace(
                    when,
                    start=start,
                    ends=when.ends and start + (when.ends - when.start),
                    recurrence=bounded,
                )
                if not there.passed(self._now):
                    yield there
                    break

    def _bounded(self, rule: Recurrence) -> Recurrence | None:
        bound = self._said.bound
        if bound is None:
            return rule
        if bound.last is None:
            return replace(rule, count=bound.count)
        if bound.last.several:
            stretch = bound.last.stretch(self._today)
            return replace(rule, until=stretch[1]) if stretch else None
        last = bound.last.matching(self._today, 1)
        return replace(rule, until=last[0]) if last else None


# Times of day ---------------------------------------------------------------------------------


def _times(clock: Clock, part: DayPart | None, day: date) -> list[datetime]:
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
        case half if half == EXACT or hour == 0 or hour > 9:
            hours = [hour]
        case _ if hour < 7:
            hours = [hour + _NOON, hour]
        case _:
            hours = [hour, hour + _NOON]
    if part in ("evening", "night") and hours[0] <= _LATE:
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
    return [hour + 24] if hour < _LATE - 1 else [hour + _NOON]


def _time_spans(
    first: Clock, last: Clock, part: DayPart | None, day: date
) -> list[tuple[datetime, datetime]]:
    """The stretches between two times of day, the likelier one first."""
    found: list[tuple[datetime, datetime]] = []
    for start in _starts(first, last, part, day):
        ends = [at for at in _ends(last, day) if at > start]
        end = min(ends, default=min(_ends(last, day)) + _DAY)
        found.append((start, end))
    within = [each for each in found if each[1].date() == day or each[1].time() == time()]
    return within or found[:1]


def _starts(first: Clock, last: Clock, part: DayPart | None, day: date) -> list[datetime]:
    """When it may begin: in the half of the day that is said of its end, if that is before it."""
    if first.half or part or last.half in ("", EXACT):
        return _times(first, part, day)
    ends = _times(last, None, day)
    for half in (last.half, "am" if last.half == "pm" else "pm"):
        starts = _times(replace(first, half=half), None, day)
        if starts[0] < ends[0]:
            return starts
    return starts


def _ends(last: Clock, day: date) -> list[datetime]:
    if last.half:
        return _times(last, None, day)
    both = [replace(last, half=half) for half in ("am", "pm")] if last.hour <= _NOON else [last]
    return [at for clock in both for at in _times(clock, None, day)]
