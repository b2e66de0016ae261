"""When a worker has last done all that was due: how others notice that none does."""

import logging
from datetime import datetime, timedelta

from bot.community.clock import Clock
from bot.errors import Conflict, NotReady
from bot.work import OpenWork, Work
from jobs.clockwork import Tick

log = logging.getLogger(__name__)

SILENT_FOR = timedelta(minutes=3)
"""After which a worker counts as dead, or its ticks as stopped."""

_EVERY = timedelta(minutes=1)
_NAME = "worker.done"


class Heartbeat:
    """Notes, once a minute by this clock, that a tick has come to its end."""

    def __init__(self, open_work: OpenWork[Work], clock: Clock) -> None:
        self._open_work = open_work
        self._clock = clock
        self._last: datetime | None = None

    def after(self, tick: Tick) -> Tick:
        """The same tick, which is noted when it is done."""

        async def tick_and_note() -> None:
            await tick()
            await self._note()

        return tick_and_note

    async def _note(self) -> None:
        now = self._clock.now()
        if self._last and timedelta() <= now - self._last < _EVERY:
            return
        try:
            async with self._open_work() as work:
                await work.settings.put(_NAME, now.isoformat())
        except (Conflict, NotReady) as fault:
            log.warning("that a worker works could not be noted: %s", fault)
        else:
            self._last = now


async def silent_since(work: Work, now: datetime) -> datetime | None:
    """Since when no worker has done what is due, if that is too long; one that never began is not.

    A clock that was set back since does not make a worker dead.
    """
    kept = await work.settings.get(_NAME)
    last = datetime.fromisoformat(kept) if kept else now
    return last if now - last > SILENT_FOR else None
