"""Runs what features declare as due: each period exactly once, however many workers there are."""

import logging
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from datetime import datetime
from typing import Any, Protocol, TypeVar

from bot.community.clock import Chance, Clock
from bot.errors import Conflict, NotReady
from bot.routing.declared import Schedule
from bot.routing.interaction import Answer, Compute
from bot.routing.questions import Executor
from bot.routing.reacting import react
from bot.routing.registry import Registry
from bot.work import OpenWork, Work

log = logging.getLogger(__name__)

_TRIES = 5

T = TypeVar("T")


class TickWork(Work, Protocol):
    """A unit of work in which many can be asked at once what is due."""

    async def at_once(self, asking: Sequence[Coroutine[Any, Any, T]]) -> list[T]:
        """What each of these finds, which only read: what they ask is asked in few steps.

        What one of them raises is raised.
        """
        ...


class _Pause(Exception):
    """Leaves a unit of work, undone, to compute."""

    def __init__(self, slow: Compute[Any]) -> None:
        self.slow = slow


class Ticks:
    """Looks what is due and runs it; `nudge` is called after each period that may have posted."""

    def __init__(
        self,
        registry: Registry,
        open_work: OpenWork[TickWork],
        clock: Clock,
        chance: Chance,
        executor: Executor,
        nudge: Callable[[], None] = lambda: None,
    ) -> None:
        self._registry = registry
        self._open_work = open_work
        self._clock = clock
        self._chance = chance
        self._executor = executor
        self._nudge = nudge
        self._run_before: dict[Schedule, frozenset[str]] = {}
        """Of what a schedule last said is due: what is known to be in the database as run."""

    async def run_due(self) -> None:
        """Run every period that is due now. A fault in one holds up no other."""
        waiting, together = deque(self._registry.schedules()), True
        while waiting:
            try:
                await self._run_next(waiting, together=together)
            except Exception as fault:
                if together:  # who stumbled may have been tripped by one before: ask each alone
                    log.info("what is due is asked one by one", exc_info=True)
                    together = False
                elif isinstance(fault, NotReady):
                    log.warning("%s waits for the database: %s", waiting.popleft().key, fault)
                else:
                    log.exception("%s failed, and is tried again", waiting.popleft().key)

    async def _run_next(self, waiting: deque[Schedule], *, together: bool) -> None:
        """Take off the front those with nothing due, and run the first that has something due.

        All are asked at once; or the first one alone. Those that come after one that was run are
        asked again, since it may have changed what is due.
        """
        now = self._clock.now()
        asked = list(waiting) if together else [waiting[0]]
        async with self._open_work(read_only=True) as work:
            due = await work.at_once([self._due(work, each, now) for each in asked])
        for schedule, periods in zip(asked, due, strict=True):
            await self._run_all(schedule, periods, now)
            waiting.popleft()
            if periods:
                return

    async def _due(self, work: Work, schedule: Schedule, now: datetime) -> Sequence[str]:
        """The periods that are due, but those that are known to have been run."""
        due = await schedule.due(work, now)
        run = self._run_before.get(schedule, frozenset()).intersection(due)
        self._run_before[schedule] = run
        return [period for period in due if period not in run]

    async def _run_all(self, schedule: Schedule, periods: Sequence[str], now: datetime) -> None:
        for period in periods:
            try:
                await self._run(schedule, period, now)
                self._run_before[schedule] |= {period}
            except NotReady:
                raise
            except Exception:
                log.exception("%s of %s failed, and is tried again", schedule.key, period)
            self._nudge()

    async def _run(self, schedule: Schedule, period: str, now: datetime) -> None:
        seed = self._chance.seed()

        async def begin(work: Work) -> Answer:
            return await schedule.run(work, period, now, seed)

        step: Callable[[Work], Awaitable[Answer]] = begin
        clashes = 0
        while True:
            try:
                return await self._once(schedule, period, now, step)
            except Conflict:
                clashes, step = clashes + 1, begin  # what it was computed from has changed: again
                if clashes == _TRIES:
                    raise
            except _Pause as pause:
                step = await self._compute(pause.slow)

    async def _once(
        self,
        schedule: Schedule,
        period: str,
        now: datetime,
        step: Callable[[Work], Awaitable[Answer]],
    ) -> None:
        async with self._open_work() as work:
            if await work.ticks.take(schedule.feature, schedule.name, period, now):
                answer = await step(work)
                if isinstance(answer, Compute):
                    raise _Pause(answer)
                await react(self._registry, work, now)

    async def _compute(self, slow: Compute[Any]) -> Callable[[Work], Awaitable[Answer]]:
        result = await self._executor(slow.function, *slow.arguments)
        return lambda work: slow.then(work, result)
