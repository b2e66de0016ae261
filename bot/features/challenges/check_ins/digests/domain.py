"""What somebody asked for, or is about to do, and who could help."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.community.good_hours import is_day
from bot.features.challenges.check_ins.domain import CheckIn, Person
from bot.features.challenges.commitments.domain import Committed
from bot.features.challenges.help_requests.domain import HelpRequest

MOST_LINES = 5
"""Asks and steps in a digest: with what stands around them, these are eight lines."""

MOST_HELPERS = 3
"""People who are named below one of them."""

MOST_STEPS = 20
"""Open commitments that are looked at for a digest, the soonest first."""


STALE = timedelta(days=14)
"""So long after the day of a round nothing of it is told any more that was not told by then."""

_HOURS = 24


def is_stale(day: date, now: datetime) -> bool:
    """Whether what was asked for that day is news no more, since it was too long ago."""
    return now.date() - day > STALE


def by_day_of_most(now: datetime, zones: Collection[str]) -> datetime:
    """Now, if it is day for half of those who are there; or else the hour from which it is."""
    full = now.replace(minute=0, second=0, microsecond=0)
    hours = (full + timedelta(hours=each) for each in range(1, _HOURS))
    fitting = (at for at in (now, *hours) if 2 * sum(is_day(at, z) for z in zones) >= len(zones))
    return next(fitting, now)


@dataclass(frozen=True, slots=True)
class Ask:
    """What would help somebody, and those who said before that they are glad to be asked."""

    check_in: CheckIn
    helpers: Sequence[Person]

    @property
    def by(self) -> CheckIn:
        """Whose it is, as far as it is told."""
        return self.check_in


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody is about to do, and who could help; the group may be asked to already."""

    committed: Committed
    helpers: Sequence[Person]
    request: HelpRequest | None = None

    @property
    def by(self) -> Committed:
        """Whose it is, as far as it is told."""
        return self.committed


@dataclass(frozen=True, slots=True)
class Digest:
    """The open asks of a round, and open steps; or that all who asked have found somebody."""

    asks: Sequence[Ask]
    steps: Sequence[Step] = ()
    all_helped: bool = False

    @property
    def lines(self) -> Sequence[Ask | Step]:
        """All that it has to tell, asks before steps."""
        return (*self.asks, *self.steps)

    @property
    def named(self) -> tuple[int, ...]:
        """The members of whom it tells: who asks or commits, and who could help."""
        theirs = {each.by.member for each in self.lines}
        helping = {one.member for each in self.lines for one in each.helpers}
        return tuple(sorted(theirs | helping))

    @property
    def addresses_somebody(self) -> bool:
        """Whether there is somebody who could help: else nobody would read it."""
        return any(each.helpers for each in self.lines)
