"""When somebody is reminded of a date: in their own day, and once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from itertools import combinations

from bot.community.facts import Fact
from bot.community.good_hours import DAY_BEGINS, DAY_ENDS, is_day
from bot.community.zones import zone

EVENING = time(20)
"""When somebody is reminded instead who would be in their night."""


class Before(StrEnum):
    """How long before an event somebody wants to be reminded; none of these is a choice, too."""

    WEEK = "week"
    DAY = "day"
    HOUR = "hour"

    @property
    def ahead(self) -> timedelta:
        """That long, on people's clocks."""
        return _AHEAD[self]


_AHEAD = {
    Before.WEEK: timedelta(weeks=1),
    Before.DAY: timedelta(days=1),
    Before.HOUR: timedelta(hours=1),
}

DEFAULT = (Before.DAY,)
"""What somebody has who has chosen nothing."""

EARLIEST = timedelta(days=9)
"""No reminder is due so long before an event."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder of a date that is the same for everybody in one zone who wants it.

    A date that is moved has another `sequence`: its former reminders are nobody's any more, and new
    ones are due.
    """

    date: int
    sequence: int
    starts_at: datetime
    before: Before
    zone: str

    @property
    def due_at(self) -> datetime:
        """When it is due, in UTC."""
        return due_at(self.before, self.starts_at, self.zone)

    @property
    def period(self) -> str:
        """What its schedule knows it by, so that it is sent once."""
        return f"{self.date}:{self.sequence}:{self.before.value}:{self.zone}"

    def to(self, member: int) -> Fact:
        """The fact by which it is known to the outbox, said to one person."""
        subject = f"{self.date}:{self.sequence}"
        return Fact.of("events.reminder", subject, part=self.before.value, member=member)

    def useful(self, now: datetime) -> bool:
        """Whether it is still worth sending: less than half of the time has passed that it gave."""
        return now < self.due_at + (self.starts_at - self.due_at) / 2


def due_at(before: Before, starts_at: datetime, zone_name: str) -> datetime:
    """When somebody in this zone is reminded, in UTC.

    So long before by their clocks, if that is in their day; else the evening before that.
    """
    local = starts_at.astimezone(zone(zone_name))
    if before is Before.HOUR:
        at = (starts_at.astimezone(UTC) - before.ahead).astimezone(zone(zone_name))
    else:
        at = datetime.combine(local.date() - before.ahead, local.time(), local.tzinfo)
    if not DAY_BEGINS <= at.hour < DAY_ENDS:
        day = at.date() - timedelta(days=1 if at.hour < DAY_BEGINS else 0)
        at = datetime.combine(day, EVENING, at.tzinfo)
    return at.astimezone(UTC)


def in_the_night(at: datetime, zone_name: str) -> bool:
    """Whether it is night then for somebody in this zone."""
    return not is_day(at, zone_name)


def due(reminders: Iterable[Reminder], now: datetime) -> list[Reminder]:
    """Those that were to be sent by now, the longest due first; some may be `useful` no more."""
    found = [each for each in reminders if each.due_at <= now]
    return sorted(found, key=lambda each: (each.due_at, each.period))


# As it is chosen ------------------------------------------------------------------------------

NONE = "none"


def choice(before: Iterable[Before]) -> str:
    """What is chosen in one word: "day+hour", or "none"."""
    chosen = set(before)
    return "+".join(each.value for each in Before if each in chosen) or NONE


def read_choice(said: str) -> tuple[Before, ...]:
    """What `choice` wrote."""
    parts = said.split("+")
    return tuple(each for each in Before if each.value in parts)


CHOICES = tuple(
    choice(some) for count in range(len(Before) + 1) for some in combinations(Before, count)
)
"""All that can be chosen."""


def useful_start(starts_at: datetime, ends_at: datetime, now: datetime) -> bool:
    """Whether it is worth telling that it has begun: less than half of it is over, and an hour."""
    return now < starts_at + min((ends_at - starts_at) / 2, timedelta(hours=1))
