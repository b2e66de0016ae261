"""Runs what features declare as due: each period exactly once, however many workers there are."""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from bot.community.clock import Chance, Clock
from bot.errors import Conflict, NotReady
from bot.routing.dispatch import Thinker, react
from bot.routing.feature import Schedule
from bot.routing.interaction import Answer, Think
from bot.routing.registry import Registry
from bot.work import OpenWork, Work

log = logging.getLogger(__name__)

_TRIES = 5


class _Pause(Exception):
    """Leaves a unit of work, undone, to think."""

    def __init__(self, thought: Think[Any]) -> None:
        self.thought = thought


class Ticks:
    """Looks what is due and runs it; `nudge` is called after each period that may have posted."""

    def __init__(
        self,
        registry: Registry,
        open_work: OpenWork[Work],
        clock: Clock,
        chance: Chance,
        think: Thinker,
        nudge: Callable[[], None] = lambda: None,
    ) -> None:
        self._registry = registry
        self._open_work = open_work
        self._clock = clock
        self._chance = chance
        self._think = think
        self._nudge = nudge

    async def run_due(self) -> None:
        """Run every period that is due now. A fault in one holds up no other."""
        for feature, schedule in self._registry.schedules():
            try:
                await self._run_all(feature, schedule)
            except NotReady as away:
                log.warning("%s.%s waits for the database: %s", feature, schedule.name, away)
            except Exception:
                log.exception("%s.%s failed, and is tried again", feature, schedule.name)

    async def _run_all(self, feature: str, schedule: Schedule) -> None:
        now = self._clock.now()
        async with self._open_work(read_only=True) as work:
            periods = await schedule.due(work, now)
        for period in periods:
            try:
                await self._run(feature, schedule, period, now)
            except NotReady:
                raise
            except Exception:
                log.exception(
                    "%s.%s of %s failed, and is tried again", feature, schedule.name, period
                )
            self._nudge()

    async def _run(self, feature: str, schedule: Schedule, period: str, now: datetime) -> None:
        seed = self._chance.seed()

        async def begin(work: Work) -> Answer:
            return await schedule.run(work, period, now, seed)

        step: Callable[[Work], Awaitable[Answer]] = begin
        clashes = 0
        while True:
            try:
                return await self._once(feature, schedule, period, now, step)
            except Conflict:
                clashes, step = clashes + 1, begin  # what was thought about has changed: think anew
                if clashes == _TRIES:
                    raise
            except _Pause as pause:
                step = await self._think_through(pause.thought)

    async def _once(
        self,
        feature: str,
        schedule: Schedule,
        period: str,
        now: datetime,
        step: Callable[[Work], Awaitable[Answer]],
    ) -> None:
        async with self._open_work() as work:
            if await work.ticks.take(feature, schedule.name, period, now):
                thought = await step(work)
                if isinstance(thought, Think):
                    raise _Pause(thought)
                await react(self._registry, work, now)

    async def _think_through(self, thought: Think[Any]) -> Callable[[Work], Awaitable[Answer]]:
        result = await self._think(thought.compute, *thought.arguments)
        return lambda work: thought.then(work, result)
