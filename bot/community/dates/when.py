"""The value of a date with what belongs to it: time, end, zone, and whether it comes again."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Literal

from bot.community.dates.instants import ClockChange, clock_change, instant, shown
from bot.community.dates.recurrence import Recurrence

DayPart = Literal["morning", "afternoon", "evening", "night"]


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A time as people plan it: what clocks show in a zone, whatever becomes of that zone's rules.

    `start` and `ends` (exclusive) are naive local times in `zone`. Where no time of day was said,
    `timed` is false, and both are midnights. Where only a part of the day was, `part` says which,
    and start and end are when it begins and ends. `fold` is 1 for the second of two local times
    that are alike because clocks go back; `moved_from` is what was said if clocks skip it.
    """

    start: datetime
    zone: str
    ends: datetime | None = None
    timed: bool = True
    part: DayPart | None = None
    recurrence: Recurrence | None = None
    fold: Literal[0, 1] = 0
    moved_from: datetime | None = None

    @property
    def at(self) -> datetime:
        """The instant at which it begins, in UTC."""
        return instant(self.start, self.zone, self.fold)

    @property
    def ends_at(self) -> datetime | None:
        """The instant at which it ends, in UTC."""
        return self.ends and instant(self.ends, self.zone, self.fold)

    @property
    def length(self) -> timedelta | None:
        """How long it takes, on a watch that does not follow the clocks' changes."""
        return self.ends_at - self.at if self.ends_at else None

    @property
    def several_days(self) -> bool:
        """Whether it is some whole days of which one is to be chosen: "next month"."""
        if self.timed or self.ends is None:
            return False
        return self.ends > self.start + timedelta(days=1)

    @property
    def change(self) -> ClockChange:
        """Whether clocks show its beginning twice, or were to skip what was said."""
        if self.moved_from:
            return ClockChange.SKIPPED
        return clock_change(self.start, self.zone) if self.timed else ClockChange.NONE

    def passed(self, now: datetime) -> bool:
        """Whether it has begun already; of whole days, whether the last of them is over."""
        if self.timed and self.part is None:
            return self.at < now
        last = self.ends or self.start + timedelta(days=1)
        return instant(last, self.zone) <= now

    def occurrences(self, most: int) -> list[datetime]:
        """The instants at which it begins, the first `most` of them."""
        return [instant(start, self.zone) for start in islice(self._starts(), most)]

    def _starts(self) -> Iterator[datetime]:
        return self.recurrence.after(self.start) if self.recurrence else iter((self.start,))


def over_clock_changes(when: When) -> tuple[When, ...]:
    """What a time can mean on a day on which the clocks change: one, or two that look alike.

    What comes again keeps its time, on such a day as on others.
    """
    if not when.timed or when.recurrence:
        return (when,)
    match clock_change(when.start, when.zone):
        case ClockChange.NONE:
            return (when,)
        case ClockChange.TWICE:
            return (when, replace(when, fold=1))
        case ClockChange.SKIPPED:
            return (_moved(when),)


def _moved(when: When) -> When:
    later = shown(when.at, when.zone)
    ends = when.ends and when.ends + (later - when.start)
    return replace(when, start=later, ends=ends, moved_from=when.start)
