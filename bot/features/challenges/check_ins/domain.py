"""Rhythms, and which of their days is whose: an answer belongs to the person's own day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from bot.community.zones import zone

HOUR = 9
"""When somebody is asked who has chosen no other hour."""

HOURS = range(7, 23)
"""When somebody can be asked."""

MOST_QUESTION = 45
"""Characters of a question: it stands above a field of a form."""

MOST_ANSWER = 700
QUESTIONS = ("tried", "help")
"""What is asked: what somebody has tried, and what would help them."""

_AHEAD = timedelta(hours=14)
_BEHIND = timedelta(hours=12)
"""So far clocks are ahead of UTC, and behind it, at most."""

_NIGHT = 21
"""From this hour on nobody is asked on the same day whom to ask later."""

LATER = timedelta(hours=3)
LATE = timedelta(hours=1)
"""So long after its hour a question says that it is late."""

_QUIET = 3
"""So many rounds without a word, and somebody is quiet."""

_MONTHS = 62  # days in which each rhythm has at least one of its own


class Every(StrEnum):
    """How often a group checks in."""

    DAILY = "daily"
    WEEKDAYS = "weekdays"
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"
    NONE = "none"  # nobody is asked how it goes; who is quiet is looked for every two weeks

    @property
    def on_a_weekday(self) -> bool:
        """Whether it is on one day of the week, so that somebody may choose another."""
        return self in (Every.WEEKLY, Every.FORTNIGHTLY, Every.MONTHLY)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When a group checks in, from the day `since` on, and what is asked then.

    `weekday` counts from Monday, 0. A question that is empty is the one that everybody is given, in
    their own language. `next_day` is the round that is planned next; none while nobody is asked.
    Each time that is said anew, it is another `revision`.
    """

    challenge: int
    every: Every
    weekday: int
    since: date
    tried: str = ""
    help: str = ""
    next_day: date | None = None
    revision: int = 0

    @property
    def asks(self) -> bool:
        """Whether anybody is asked how it goes."""
        return self.every is not Every.NONE

    def falls_on(self, day: date) -> bool:
        """Whether this is the day of a round."""
        if day < self.since:
            return False
        match self.every:
            case Every.DAILY:
                return True
            case Every.WEEKDAYS:
                return day.weekday() < 5
            case Every.WEEKLY:
                return day.weekday() == self.weekday
            case Every.FORTNIGHTLY | Every.NONE:
                weeks = (day - self.since).days // 7
                return day.weekday() == self.weekday and weeks % 2 == 0
            case Every.MONTHLY:
                return day.weekday() == self.weekday and day.day <= 7

    def first_from(self, day: date) -> date:
        """The first round on this day or later."""
        return next(each for each in _days(max(day, self.since), 1) if self.falls_on(each))

    def after(self, day: date) -> date:
        """The round after that of a day."""
        return self.first_from(day + timedelta(days=1))

    def round_of(self, day: date) -> date | None:
        """The round to which a day belongs: the last one that had begun by then."""
        return next(iter(self.rounds_before(day, 1)), None)

    def rounds_before(self, day: date, count: int) -> list[date]:
        """The last rounds up to and with a day, the latest first; fewer if there were fewer."""
        found = list[date]()
        for each in _days(day, -1, _MONTHS * count):
            if each < self.since or len(found) == count:
                break
            if self.falls_on(each):
                found.append(each)
        return found

    def heard_by(self, today: date) -> date | None:
        """Who was not heard of on this day or later has been quiet for three whole rounds.

        `None` while there were not so many.
        """
        rounds = self.rounds_before(today, _QUIET + 1)
        return rounds[_QUIET] if len(rounds) > _QUIET else None

    def asked_on(self, day: date, weekday: int | None) -> date:
        """On which day somebody is asked for a round who would rather be on this weekday."""
        if weekday is None or not self.every.on_a_weekday:
            return day
        return day + timedelta(days=(weekday - day.weekday()) % 7)


def _days(first: date, step: int, count: int = _MONTHS) -> Iterator[date]:
    return (first + timedelta(days=step * n) for n in range(count))


# Instants -------------------------------------------------------------------------------------


def local_day(now: datetime, zone_name: str) -> date:
    """Which day it is for somebody in this zone."""
    return now.astimezone(zone(zone_name)).date()


def instant(day: date, hour: int, zone_name: str) -> datetime:
    """When it is this hour on a day in a zone, in UTC; one that is left out is the hour after."""
    return datetime.combine(day, time(hour), zone(zone_name)).astimezone(UTC)


def end_of(day: date, zone_name: str) -> datetime:
    """When a day is over in a zone, in UTC, be it of 23 hours or of 25."""
    return instant(day + timedelta(days=1), 0, zone_name)


def planned_at(day: date) -> datetime:
    """When a round is planned: before its day has begun anywhere."""
    return datetime.combine(day, time(), UTC) - _AHEAD


def over_everywhere(day: date, now: datetime) -> bool:
    """Whether a day is over wherever somebody may be."""
    return datetime.combine(day + timedelta(days=1), time(), UTC) + _BEHIND <= now


def in_a_while(now: datetime, hour: int, zone_name: str) -> datetime:
    """In three hours; for whom it is late by then, the next day at their hour."""
    then = now + LATER
    local = then.astimezone(zone(zone_name))
    today = local_day(now, zone_name)
    if local.date() == today and local.hour < _NIGHT:
        return then
    return instant(today + timedelta(days=1), hour, zone_name)


# Who is asked ---------------------------------------------------------------------------------


class Answered(StrEnum):
    """What somebody has made of a round."""

    OPEN = "open"
    ANSWERED = "answered"
    SKIPPED = "skipped"  # nothing this time, or a break: both as good as an answer


@dataclass(frozen=True, slots=True)
class Preferences:
    """How somebody in a challenge wants to be asked; as they stand, how it is without a wish.

    `glad` says that they may be named as one who could help. They were asked `stay_asked_at`
    whether they stay: until they are heard of, nothing else is asked of them.
    """

    in_thread: bool = False
    hour: int = HOUR
    weekday: int | None = None
    glad: bool = False
    stay_asked_at: datetime | None = None
    greeted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a challenge as they are asked: in which zone, and how they want it."""

    member: int
    name: str
    zone: str
    hidden: bool
    heard_at: datetime
    resting_until: date | None
    preferences: Preferences

    def is_asked_on(self, day: date) -> bool:
        """Whether anything is asked of them on a day of theirs."""
        stay_asked = self.preferences.stay_asked_at
        silent = stay_asked is not None and self.heard_at <= stay_asked
        return not silent and not self.rests_on(day)

    def rests_on(self, day: date) -> bool:
        """Whether they take a break on a day of theirs."""
        return self.resting_until is not None and day <= self.resting_until

    def is_quiet(self, rhythm: Rhythm, now: datetime) -> bool:
        """Whether nothing was heard of them for three rounds, and they take no break."""
        today = local_day(now, self.zone)
        since = rhythm.heard_by(today)
        return bool(
            since and not self.rests_on(today) and local_day(self.heard_at, self.zone) < since
        )

    @property
    def in_thread(self) -> bool:
        """Whether they are asked where all can see it; who hides their name is not."""
        return self.preferences.in_thread and not self.hidden


@dataclass(frozen=True, slots=True)
class CheckIn:
    """What one person has made of one round: known by challenge, member and the round's `day`.

    They are to be asked `ask_at`, on that day of theirs, `ask_on`; they were asked `asks` times so
    far, the last time `asked_at`, alone, or in the thread of the space `asked_in`. Hosts alone read
    an answer that is `for_hosts`.
    """

    challenge: int
    member: int
    day: date
    ask_on: date
    ask_at: datetime | None = None
    asks: int = 0
    asked_at: datetime | None = None
    asked_in: int | None = None
    state: Answered = Answered.OPEN
    tried: str = ""
    help: str = ""
    for_hosts: bool = False
    answered_on: date | None = None
    name: str = ""
    hidden: bool = False

    @property
    def own_day(self) -> date:
        """The day of theirs to which it belongs: on which they were asked, or said it before."""
        return min(self.ask_on, self.answered_on or self.ask_on)

    @property
    def answered(self) -> bool:
        """Whether there are words."""
        return self.state is Answered.ANSWERED


@dataclass(frozen=True, slots=True)
class Round:
    """A round: when its digest is due, how often it was said anew, whether one stands there.

    `named` are the members of whom it tells, by name or not.
    """

    challenge: int
    day: date
    digest_at: datetime | None
    said: int = 0
    stands: bool = False
    named: tuple[int, ...] = ()


class Offer(StrEnum):
    """What became of an offer to help with what somebody asked for."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
