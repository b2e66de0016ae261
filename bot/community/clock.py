"""Time and chance are arguments: the core never asks the machine for them itself."""

import secrets
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the instant it is now, aware and in UTC."""

    def now(self) -> datetime: ...


class Chance(Protocol):
    """Gives seeds for rounds; each is stored, so that a round can be worked out again."""

    def seed(self) -> int: ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the current instant."""
        return datetime.now(UTC)


class MovableClock:
    """The machine's clock, moved on by as much as somebody wished: for demo and rehearsal."""

    def __init__(self, ahead: timedelta = timedelta()) -> None:
        self.ahead = ahead

    def now(self) -> datetime:
        """Return the instant it is taken to be."""
        return datetime.now(UTC) + self.ahead


class SystemChance:
    """The machine's source of randomness."""

    def seed(self) -> int:
        """Return a number from 0 up to 2**31 - 1."""
        return secrets.randbelow(2**31)


# By which clock a database is run ------------------------------------------------------------

CLOCK = "clock"
"""Under this name a database has it by which clock it is run; see `read_clock`."""

MACHINE = "machine"


def kept_clock(ahead: timedelta) -> str:
    """What is kept under `CLOCK` where the clock is ahead of the machine's."""
    return str(ahead.total_seconds())


def read_clock(kept: str | None) -> timedelta | None:
    """How far the clock is ahead by which a database is run; `None` for the machine's own clock."""
    return None if kept == MACHINE else timedelta(seconds=float(kept or 0))
