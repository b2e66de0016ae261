"""Rehearsing: a clock that is ahead by as much as a file says, and is kept off what is real.

A database is run by one kind of clock from its first start on, and keeps by which (`CLOCK`). One
that was run by the machine's is not rehearsed with: what is kept for a while would go before its
time. One that was rehearsed with is not run by the machine's: time would run backwards in it.
"""

import logging
import math
from datetime import datetime, timedelta
from pathlib import Path

from bot.community.clock import (
    CLOCK,
    MACHINE,
    Clock,
    MovableClock,
    SystemClock,
    kept_clock,
    read_clock,
)
from bot.errors import Misconfigured, NotReady
from bot.settings import Settings
from bot.ui.text import read_number
from bot.work import OpenWork, Work
from jobs.clockwork import Tick

log = logging.getLogger(__name__)

TICK_SECONDS = 1.0
_FARTHEST = timedelta(days=3650)
_MOST_BYTES = 100
_OTHER = "KINDRED_DATABASE_URL=sqlite:///rehearsal.sqlite3"

_NOT_REAL = (
    "This database was rehearsed with: its clock is ahead, and what is in it is not real. To go on "
    "rehearsing, set KINDRED_REHEARSAL_CLOCK again; a real community begins with another database."
)
_REAL = (
    "KINDRED_REHEARSAL_CLOCK is set, but this database has been run without it: by a clock that is "
    "ahead, what is kept for a while would be deleted before its time. Rehearse with a database of "
    f"its own, such as {_OTHER}, or take the setting away."
)


class _Unreadable(Exception):
    """Why a file does not say how far ahead the clock is."""


class RehearsalClock(MovableClock):
    """The machine's clock, ahead by the seconds in a file that is read whenever time is asked for.

    Time does not run backwards: where the file says less than before, or nothing, the clock stays
    ahead by as much as it was.
    """

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._file = file

    def now(self) -> datetime:
        """Return the instant that the file makes it."""
        self.look()
        return super().now()

    def look(self) -> str:
        """Read the file; what is wrong with it is returned, and changes nothing."""
        try:
            ahead = _ahead(self._file)
        except _Unreadable as why:
            return f"KINDRED_REHEARSAL_CLOCK: {self._file} {why} {self._way_on()}".strip()
        if ahead < self.ahead:
            return (
                f"KINDRED_REHEARSAL_CLOCK: {self._file} says less than before, and time does not "
                f"run backwards. {self._way_on()}"
            )
        self.ahead = ahead
        return ""

    def _way_on(self) -> str:
        """What to type so that the file is right again, and time goes on from where it is."""
        return f"Type: echo {math.ceil(self.ahead.total_seconds())} > {self._file}"


def _ahead(file: Path) -> timedelta:
    try:
        if file.exists() and not file.is_file():
            raise _Unreadable("is no file.")
        with file.open("rb") as opened:
            text = opened.read(_MOST_BYTES + 1).decode("utf-8-sig").strip()
    except FileNotFoundError:
        raise _Unreadable("is not there.") from None
    except OSError as fault:
        raise _Unreadable(f"cannot be read: {fault.strerror}.") from None
    except UnicodeDecodeError:
        text = "?"
    if not text:
        raise _Unreadable("is empty: it is to say how many seconds ahead.")
    if text.startswith("-") and text[1:].isdecimal():
        raise _Unreadable("says less than 0, and time does not run backwards.")
    seconds = read_number(text)
    if seconds is None and not (text.isascii() and text.isdecimal()):
        raise _Unreadable("holds no number of seconds. A day is 86400: whole, and nothing else.")
    if seconds is None or seconds > _FARTHEST.total_seconds():
        raise _Unreadable(f"says more than ten years, {_FARTHEST.total_seconds():.0f} seconds.")
    return timedelta(seconds=seconds)


# Which clock ----------------------------------------------------------------------------------


def rehearsal_clock(settings: Settings) -> RehearsalClock | None:
    """The clock that the settings ask for; `None` for the machine's. Its file may be at fault."""
    return RehearsalClock(Path(settings.rehearsal_clock)) if settings.rehearsal_clock else None


def file_faults(settings: Settings) -> list[str]:
    """What is wrong with the file that the settings name."""
    clock = rehearsal_clock(settings)
    fault = clock.look() if clock else ""
    return [fault] if fault else []


async def chosen_clock(settings: Settings, open_work: OpenWork[Work]) -> Clock:
    """The clock to run this database by, which it keeps from now on.

    Raises `Misconfigured` where it has been run by the other kind.
    """
    clock = rehearsal_clock(settings)
    async with open_work() as work:
        kept = await work.settings.lock(CLOCK)
        if found := await _faults(settings, work, kept):
            raise Misconfigured(found)
        if clock is None:
            await work.settings.put(CLOCK, MACHINE)
            return SystemClock()
        _go_on(clock, kept)
        await work.settings.put(CLOCK, kept_clock(clock.ahead))
        return clock


async def clock_in_terminal(settings: Settings, open_work: OpenWork[Work]) -> Clock:
    """The same for a command that runs alone, which needs no file where it was rehearsed with."""
    if not settings.rehearsal_clock:
        async with open_work(read_only=True) as work:
            kept = await work.settings.get(CLOCK)
            ahead = read_clock(kept) if kept else None
        if ahead is not None:
            return MovableClock(ahead)
    return await chosen_clock(settings, open_work)


async def clock_faults(settings: Settings, work: Work) -> list[str]:
    """Whether the database has been run by another kind of clock than the settings ask for."""
    return await _faults(settings, work, await work.settings.get(CLOCK))


async def _faults(settings: Settings, work: Work, kept: str | None) -> list[str]:
    if not settings.rehearsal_clock:
        return [_NOT_REAL] if kept and kept != MACHINE else []
    run = kept == MACHINE if kept else bool(await work.people.communities())
    return [_REAL] if run else []


async def told(settings: Settings, work: Work) -> str:
    """What is to be said loudly of the clock that the settings ask for; see `announcement`."""
    clock = rehearsal_clock(settings)
    if clock is None:
        return ""
    kept = await work.settings.get(CLOCK)
    if await _faults(settings, work, kept):
        return ""
    _go_on(clock, kept)
    return announcement(clock)


def announcement(clock: Clock) -> str:
    """What is to be said loudly of a clock; nothing of the machine's own."""
    if not isinstance(clock, MovableClock):
        return ""
    return (
        f"⚠ THIS IS A REHEARSAL. Kindred's clock is {_in_words(clock.ahead)} the machine's, and "
        "what is kept for a while goes by it. Put nothing into this database that has to last."
    )


def _in_words(ahead: timedelta) -> str:
    """How far ahead a clock is, to the minute: "7 days and 2:05 hours ahead of"."""
    minutes = round(ahead.total_seconds() / 60)
    if not minutes:
        return "with"
    days, rest = divmod(minutes, 24 * 60)
    return f"{days} days and {rest // 60}:{rest % 60:02} hours ahead of"


def _go_on(clock: RehearsalClock, kept: str | None) -> None:
    """Be no less ahead than the database has been already."""
    clock.look()
    clock.ahead = max(clock.ahead, read_clock(kept) or timedelta())


# While it runs --------------------------------------------------------------------------------


class RehearsalTicks:
    """Ticks of a rehearsal, before each of which the database is told how far ahead the clock is.

    What is wrong with the clock's file is logged once it was so at two ticks, for whoever writes
    the file may be at it.
    """

    def __init__(self, tick: Tick, clock: RehearsalClock, open_work: OpenWork[Work]) -> None:
        self._tick = tick
        self._clock = clock
        self._open_work = open_work
        self._kept = timedelta()
        self._fault = self._logged = ""

    async def __call__(self) -> None:
        """Look at the file, keep how far ahead it is, and tick."""
        fault, before = self._clock.look(), self._fault
        if fault == before != self._logged:
            self._logged = fault
            if fault:
                log.warning("%s Until then it stays as it was.", fault)
        self._fault = fault
        try:
            await self._keep()
        except NotReady as away:
            log.warning("how far ahead the clock is could not be kept: %s", away)
        await self._tick()

    async def _keep(self) -> None:
        ahead = self._clock.ahead
        if ahead <= self._kept:
            return
        async with self._open_work() as work:
            kept = read_clock(await work.settings.lock(CLOCK)) or timedelta()
            await work.settings.put(CLOCK, kept_clock(max(ahead, kept)))
        self._kept = ahead
