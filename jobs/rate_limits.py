"""Keeps a platform's rate limits: each space has one limiter for its rooms, one for messages."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.community.people import Ref
from bot.delivery.destinations import Callout, Destination, Direct, InChannel, NewRoom
from bot.delivery.queue import Delivery
from bot.delivery.sender import RateLimit

WINDOW = timedelta(seconds=10)
"""How much work, within the platform's limits, one limiter may have under way."""

_MOST = 50  # deliveries of one limiter under way, however fast it is
_LEAST = timedelta(seconds=0.5)  # before one that found its limiter busy is looked at again


@dataclass(frozen=True, slots=True)
class LimitKey:
    """What is limited together: the rooms of one space, or its messages."""

    space: Ref
    room: bool

    def seconds(self, rate_limit: RateLimit) -> float:
        """The time between two of these."""
        return rate_limit.room if self.room else rate_limit.message


def limit_key(delivery: Delivery, destination: Destination) -> LimitKey | None:
    """What a delivery is limited with; none when nothing is to be sent for it."""
    if delivery.act in ("edit", "retract"):
        if delivery.posted is None:
            return None
        there, key = delivery.posted.channel.platform, limit_key_of(destination)
        return key if key and key.space.platform == there else LimitKey(Ref(there, ""), room=False)
    nothing_to_say = isinstance(destination, InChannel) and delivery.message is None
    return None if nothing_to_say else limit_key_of(destination)


def limit_key_of(destination: Destination) -> LimitKey | None:
    """What everything that goes to a destination is limited with."""
    match destination:
        case NewRoom(space=space):
            return LimitKey(space.ref, room=True)
        case Direct(account=account):
            return LimitKey(account.space_ref, room=False)
        case InChannel(channel=channel, space=space) | Callout(channel=channel, space=space):
            return LimitKey(space or Ref(channel.platform, ""), room=False)
        case _:
            return None


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
