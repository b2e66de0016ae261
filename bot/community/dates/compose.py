"""From the parts of a phrase to what it means, seen from an instant and a zone."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from bot.community.dates.contents import Contents
from bot.community.dates.hours import LATE, LUNCH, PART_HOURS, time_spans, times
from bot.community.dates.instants import instant, shown
from bot.community.dates.lengths import later
from bot.community.dates.parser import Parts
from bot.community.dates.parts import (
    Ahead,
    Clock,
    ClockSpan,
    Days,
    DaySpan,
    Length,
    Moment,
    Moments,
)
from bot.community.dates.recurrence import Recurrence
from bot.community.dates.when import DayPart, When, over_clock_changes
from bot.community.zones import zone

_SOON = 62  # days within which a numbered day that is named with its weekday is surely meant
_LATELY = 31  # days within which one that is over is rather meant than one that is far off
_DAY = timedelta(days=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def compose(
    parts: Parts, now: datetime, zone_name: str, today: date
) -> Iterator[tuple[bool, When]]:
    """Each meaning of these parts together, the likelier one first; none if they contradict.

    With each it is told whether it is bent: the weekday and the day that were said do not agree.
    """
    said = Contents.of(parts)
    if said is not None:
        found = list(_meanings(said, now, zone_name, today))
        if said.once_more:
            others = list(_meanings(said.once_more, now, zone_name, today))
            found = _agreeing(found, others) or [*found, *others]
        yield from found


def _meanings(
    said: Contents, now: datetime, zone_name: str, today: date
) -> Iterator[tuple[bool, When]]:
    for each_zone in said.zone_names(zone_name):
        composer = _Composer(said, now, each_zone, today)
        for when in composer.meanings():
            yield composer.bent, when


def _agreeing(
    found: list[tuple[bool, When]], others: list[tuple[bool, When]]
) -> list[tuple[bool, When]]:
    """Those that are at the same time as one of the others; elsewhere it may be the next day."""

    def both(when: When) -> tuple[timedelta, timedelta | None]:
        start = (when.at - _EPOCH) % _DAY
        return start, when.ends_at - when.at if when.ends_at else None

    meant = {both(when) for _, when in others}
    return [(bent, when) for bent, when in found if both(when) in meant]


class _Composer:
    """What was said, in one zone."""

    def __init__(self, said: Contents, now: datetime, zone_name: str, today: date) -> None:
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
        there = self._at(_in_whole_minutes(start))
        if not ahead.within:
            return self._ending(there)
        first, last = sorted((self._local, there.start))
        return replace(there, start=first, ends=last)

    def _as_the_zone_says(self, when: When) -> Iterator[When]:
        """What it can mean as clocks change; and by the offset that is said, if that is another."""
        zones = self._said.zones
        if zones is None or zones.minutes is None or not when.timed:
            yield from over_clock_changes(when)
            return
        at = instant(when.start - timedelta(minutes=zones.minutes), "UTC")
        if not zones.exact:
            yield from over_clock_changes(when)
        if zones.exact or at != when.at:
            ends = when.ends and when.ends + (shown(at, self._zone) - when.start)
            yield replace(self._at(at), ends=ends, recurrence=when.recurrence)

    def _at(self, at: datetime) -> When:
        """An instant as clocks show it."""
        fold: Literal[0, 1] = 1 if at.astimezone(zone(self._zone)).fold else 0
        return When(start=shown(at, self._zone), zone=self._zone, fold=fold)

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
            for end in last.matching(max(start, self._today), 1):
                if start <= end:
                    yield self._whole(start, end)

    def _from_moment_to_moment(self, first: Moment, last: Moment) -> Iterator[When]:
        for day in self._meant(first.days) if first.days else (self._today,):
            for start in times(first.clock, None, day):
                for last_day in last.days.matching(day, 1) if last.days else (day,):
                    ends = [end for end in times(last.clock, None, last_day) if end > start]
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
            yield from self._just_over(days)
        elif days.weekday is not None and days.day is not None and days.nth is None:
            yield from self._numbered_weekday(days, coming[0])
        elif coming[0] != self._today:
            yield coming[0]
        else:
            yield from self._today_or_later(days, coming)

    def _today_or_later(self, days: Days, coming: list[date]) -> Iterator[date]:
        """A weekday that is today's; a day of the month, or of the year, that is today."""
        found = list(self._at_times(self._today))
        over = self._said.clock and found and all(when.passed(self._now) for when in found)
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
            just_over = self._just_over(days)
            yield from just_over
            if days.bare or not just_over:
                yield from (there, *number)
        elif just_over := self._just_over(days):
            yield from just_over
        else:
            self.bent = True
            yield from number
            yield from self._other_weekday(replace(days, first=None), number)

    def _just_over(self, days: Days) -> list[date]:
        """The day that is as all of this says and was a few weeks ago."""
        if days.weekday is None or days.day is None:
            return []
        lately = self._today - timedelta(days=_LATELY)
        return replace(days, first=lately, last=self._today).matching(self._today, 1)

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
                yield from self._without_a_clock(day)
            case Clock():
                for start in self._tonight(times(clock, self._said.part, day), day):
                    if self._as_said(start):
                        yield self._ending(When(start=start, zone=self._zone))
            case ClockSpan(first, last):
                for start, end in time_spans(first, last, self._said.part, day):
                    if self._as_said(start):
                        yield When(start=start, ends=end, zone=self._zone)

    def _without_a_clock(self, day: date) -> Iterator[When]:
        if part := self._said.part:
            yield self._in_part(day, part)
        elif self._said.around_noon:
            lunch = (datetime.combine(day, time(hour)) for hour in LUNCH[:2])
            yield from (self._ending(When(start=at, zone=self._zone)) for at in lunch)
        elif not (self._said.length and self._said.length.seconds):
            yield self._ending(self._whole(day, day))

    def _as_said(self, start: datetime) -> bool:
        return not self._said.around_noon or start.hour in LUNCH

    def _tonight(self, found: list[datetime], day: date) -> list[datetime]:
        """An hour after midnight is one of the night that it is now."""
        if day == self._today and self._local.hour < LATE:
            earlier = [at - _DAY if at.date() > day else at for at in found]
            return [at for at in earlier if at >= self._local] or found
        return found

    def _whole(self, first: date, last: date) -> When:
        start = datetime.combine(first, time())
        if first == last:
            return When(start=start, zone=self._zone, timed=False)
        ends = datetime.combine(last + _DAY, time())
        return When(start=start, ends=ends, zone=self._zone, timed=False)

    def _in_part(self, day: date, name: DayPart) -> When:
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


def _in_whole_minutes(at: datetime) -> datetime:
    """The next instant at which a minute begins, if none does just then: nobody plans seconds."""
    whole = at.replace(second=0, microsecond=0)
    return whole if whole == at else whole + timedelta(minutes=1)
