"""Whose turn it is: a platform's pace, kept apart for each space and kind of delivery."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.community.people import Ref
from bot.delivery.destinations import Callout, Destination, Direct, InChannel, NewRoom
from bot.delivery.queue import Delivery
from bot.delivery.sender import Pace

WINDOW = timedelta(seconds=10)
"""How much work, at the platform's pace, one line may have under way."""

_MOST = 50  # deliveries of one line under way, however fast it is
_LEAST = timedelta(seconds=0.5)  # before one that found its line full is looked at again


@dataclass(frozen=True, slots=True)
class Bound:
    """The line a delivery stands in: for a room or for a message, in one space."""

    space: Ref
    room: bool

    def seconds(self, pace: Pace) -> float:
        """The time between two in this line."""
        return pace.room if self.room else pace.message


def bound(delivery: Delivery, destination: Destination) -> Bound | None:
    """Which line a delivery stands in; none when nothing is to be sent for it."""
    if delivery.act in ("edit", "retract"):
        if delivery.posted is None:
            return None
        there, line = delivery.posted.channel.platform, bound_for(destination)
        return line if line and line.space.platform == there else Bound(Ref(there, ""), room=False)
    nothing_to_say = isinstance(destination, InChannel) and delivery.message is None
    return None if nothing_to_say else bound_for(destination)


def bound_for(destination: Destination) -> Bound | None:
    """Which line a destination belongs to."""
    match destination:
        case NewRoom(space=space):
            return Bound(space.ref, room=True)
        case Direct(account=account):
            return Bound(account.home, room=False)
        case InChannel(channel=channel, space=space) | Callout(channel=channel, space=space):
            return Bound(space or Ref(channel.platform, ""), room=False)
        case _:
            return None


class Line:
    """Deliveries of one kind to one space, by id, each a while after the one before.

    What does not fit into the window is given a turn, the time when it should come up. Nobody
    overtakes: while one of a smaller id waits for its turn, what comes later lines up behind it.
    """

    def __init__(self, seconds: float) -> None:
        self._step = timedelta(seconds=seconds)
        self._most = max(1, min(_MOST, int(WINDOW / self._step))) if seconds else _MOST
        self._under_way: set[int] = set()
        self._admitted: set[int] = set()
        self._turns: dict[int, datetime] = {}
        self._free: datetime | None = None
        self.held: datetime | None = None
        self.disturbed = asyncio.Event()

    def expect(self, id_: int, at: datetime) -> None:
        """Note that a delivery comes up at an instant."""
        self._turns[id_] = at

    def look(self, now: datetime) -> None:
        """Forget turns that have come: whoever took them, they are waited for no longer."""
        self._admitted.clear()
        self._turns = {id_: at for id_, at in self._turns.items() if at > now}

    def admit(self, id_: int, now: datetime) -> tuple[datetime, datetime | None]:
        """When a delivery may start, and `None`; or else, after `now`, when its turn comes."""
        free = max(self._free or now, now)
        ahead = [at for other, at in self._turns.items() if other < id_]
        full = len(self._under_way | self._admitted) >= self._most
        if not ahead and not full and free - now < WINDOW:
            self._admitted.add(id_)
            self._free = free + self._step
            return free, None
        after = max(ahead) + self._step if ahead else now + max(self._step, _LEAST)
        self._turns[id_] = max(free, after)
        return free, self._turns[id_]

    def enter(self, id_: int) -> None:
        """Note that a delivery is under way."""
        self._under_way.add(id_)

    def leave(self, id_: int) -> None:
        """Note that a delivery is under way no longer."""
        self._under_way.discard(id_)

    def hold(self, until: datetime) -> None:
        """Let nobody start before an instant, as the platform asks."""
        self.held = max(self.held or until, until)
        self._free = max(self._free or until, until)
        self.disturb()

    def disturb(self) -> None:
        """Wake those that wait to start."""
        self.disturbed.set()
        self.disturbed = asyncio.Event()
