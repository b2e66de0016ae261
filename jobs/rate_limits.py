"""Keeps a platform's rate limits: each space has one limiter for its rooms, one for messages."""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.community.people import Ref
from bot.delivery.destinations import Destination, Into, RateLine, rate_line
from bot.delivery.queue import Delivery

WINDOW = timedelta(seconds=10)
"""How much work, within the platform's limits, one limiter may have under way."""

_MOST = 50  # deliveries of one limiter under way, however fast it is
_LEAST = timedelta(seconds=0.5)  # before one that found its limiter busy is looked at again


def line_of(delivery: Delivery, destination: Destination) -> RateLine | None:
    """In which line a delivery waits; none when nothing is to be sent for it."""
    line = rate_line(destination)
    if delivery.act in ("edit", "retract"):
        if delivery.posted is None:
            return None
        there = delivery.posted.channel.platform
        return line if line and line.space.platform == there else RateLine(Ref(there, ""))
    is_open = isinstance(destination, Into) and destination.place.ref is not None
    is_room = delivery.message is None and not delivery.live
    return None if is_open and is_room else line


class RateLimiter:
    """Starts deliveries, known by id, each a while after the one before.

    What does not fit into the window is postponed. Nobody overtakes: while one of a smaller id is
    postponed, what comes later is postponed further.
    """

    def __init__(self, seconds: float) -> None:
        self._step = timedelta(seconds=seconds)
        self._most = max(1, min(_MOST, int(WINDOW / self._step))) if seconds else _MOST
        self._under_way: set[int] = set()
        self._admitted: set[int] = set()
        self._postponed: dict[int, datetime] = {}
        self._free: datetime | None = None
        self.paused_until: datetime | None = None
        self.interrupted = asyncio.Event()

    def postpone(self, id_: int, until: datetime) -> None:
        """Note that a delivery comes up again at an instant."""
        self._postponed[id_] = until

    def begin_round(self, now: datetime) -> None:
        """Forget what was postponed until now: whoever took it, nothing waits behind it."""
        self._admitted.clear()
        self._postponed = {id_: until for id_, until in self._postponed.items() if until > now}

    def admit(self, id_: int, now: datetime) -> tuple[datetime, datetime | None]:
        """When a delivery may start, and `None`; or else, after `now`, until when it is postponed.

        The first is then when it could start at the earliest.
        """
        free = max(self._free or now, now)
        ahead = [until for other, until in self._postponed.items() if other < id_]
        full = len(self._under_way | self._admitted) >= self._most
        if not ahead and not full and free - now < WINDOW:
            self._admitted.add(id_)
            self._free = free + self._step
            return free, None
        after = max(ahead) + self._step if ahead else now + max(self._step, _LEAST)
        self._postponed[id_] = max(free, after)
        return free, self._postponed[id_]

    def start(self, id_: int) -> None:
        """Note that a delivery is under way."""
        self._under_way.add(id_)

    def finish(self, id_: int) -> None:
        """Note that a delivery is under way no longer."""
        self._under_way.discard(id_)

    def pause(self, until: datetime) -> None:
        """Let nobody start before an instant, as the platform asks."""
        self.paused_until = max(self.paused_until or until, until)
        self._free = max(self._free or until, until)
        self.interrupt()

    def interrupt(self) -> None:
        """Wake those that wait to start."""
        self.interrupted.set()
        self.interrupted = asyncio.Event()


def admit(
    limiters: Mapping[int, RateLimiter | None], now: datetime
) -> tuple[dict[int, datetime], dict[int, datetime]]:
    """When each delivery that is limited may start, or else until when it is postponed."""
    for limiter in {each for each in limiters.values() if each}:
        limiter.begin_round(now)
    starts: dict[int, datetime] = {}
    postponed: dict[int, datetime] = {}
    for id_, its_limiter in sorted(limiters.items(), key=lambda item: item[0]):
        if its_limiter:
            start, until = its_limiter.admit(id_, now)
            (postponed if until else starts)[id_] = until or start
    return starts, postponed
