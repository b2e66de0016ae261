"""What goes wrong on purpose: faults by method, and the pace Slack allows."""

import asyncio
import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal, Self

Json = dict[str, Any]
When = Callable[[Json], bool]

# Requests a minute by tier. https://docs.slack.dev/apis/web-api/rate-limits
TIERS = {1: 1, 2: 20, 3: 50, 4: 100}
EARLY = 0.02  # clients sleep by another clock: so many seconds too early is not haste
TIER_OF = {
    "apps.connections.open": 1,
    "conversations.list": 2,
    "users.list": 2,
    "auth.revoke": 3,
    "bots.info": 3,
    "chat.delete": 3,
    "chat.update": 3,
    "conversations.history": 3,
    "conversations.info": 3,
    "conversations.join": 3,
    "conversations.open": 3,
    "conversations.replies": 3,
    "team.info": 3,
    "users.conversations": 3,
    "users.lookupByEmail": 3,
    "chat.postEphemeral": 4,
    "conversations.members": 4,
    "oauth.v2.access": 4,
    "users.info": 4,
    "views.open": 4,
    "views.publish": 4,
    "views.push": 4,
    "views.update": 4,
}


@dataclass(frozen=True)
class Fault:
    """One way for a call to go wrong."""

    kind: Literal["http", "error", "hang", "cut", "lose_answer", "slow_down"]
    status: int = 500
    error: str = "internal_error"
    seconds: float | None = None
    after: int = 1

    @classmethod
    def http(cls, status: int = 503) -> Self:
        """Answer this HTTP status without doing the work."""
        return cls("http", status=status)

    @classmethod
    def refuse(cls, error: str) -> Self:
        """Answer ``{"ok": false, "error": error}`` without doing the work."""
        return cls("error", error=error)

    @classmethod
    def hang(cls, seconds: float | None = None) -> Self:
        """Wait this long, or until ``faults.release()``, and then do the work."""
        return cls("hang", seconds=seconds)

    @classmethod
    def cut(cls) -> Self:
        """Cut the connection before doing the work."""
        return cls("cut")

    @classmethod
    def lose_answer(cls) -> Self:
        """Do the work and cut the connection before answering."""
        return cls("lose_answer")

    @classmethod
    def slow_down(cls, after: int = 1) -> Self:
        """Answer 429 with ``Retry-After: after``."""
        return cls("slow_down", after=after)


@dataclass
class Planned:
    """A fault that waits for its call; ``met`` counts how often it struck."""

    method: str
    fault: Fault
    times: int | None
    when: When | None
    met: int = 0


class Faults:
    """Faults to come, taken in the order in which they were added."""

    def __init__(self) -> None:
        self.planned: list[Planned] = []
        self._released = asyncio.Event()

    def add(
        self, method: str, fault: Fault, *, times: int | None = 1, when: When | None = None
    ) -> Planned:
        """Strike the next ``times`` calls of ``method`` ("*": any) whose arguments meet ``when``.

        ``times=None`` strikes until ``clear()``.
        """
        planned = Planned(method, fault, times, when)
        self.planned.append(planned)
        self._released.clear()
        return planned

    def clear(self) -> None:
        """Forget all faults to come and release what hangs."""
        self.planned.clear()
        self.release()

    def release(self) -> None:
        """Let hanging calls go on."""
        self._released.set()

    def take(self, method: str, args: Json) -> Fault | None:
        """Return the fault that strikes this call, using it up."""
        for planned in self.planned:
            if planned.method not in (method, "*") or planned.times == planned.met:
                continue
            if planned.when is None or planned.when(args):
                planned.met += 1
                return planned.fault
        return None

    async def hold(self, fault: Fault) -> None:
        """Wait as long as a hanging fault says."""
        if fault.seconds is None:
            await self._released.wait()
        else:
            await asyncio.sleep(fault.seconds)


@dataclass
class Pace:
    """So many requests a minute, with so many at once; ``by`` names what is counted apart."""

    per_minute: float
    burst: int
    by: Literal["method", "channel"] = "method"


@dataclass
class _Bucket:
    tokens: float
    at: float
    blocked_until: float = 0.0
    blocked_at: float = 0.0


@dataclass
class Limits:
    """The pace asked of each workspace, off until ``set`` or ``keep_pace`` is called.

    ``impatience`` names each request made before a Retry-After was over. Requests already under
    way when the 429 was sent (``grace`` seconds) are not counted.
    """

    paces: dict[str, list[Pace]] = field(default_factory=dict)
    impatience: list[str] = field(default_factory=list)
    grace: float = 0.25
    refused: int = 0
    buckets: dict[tuple[str, ...], _Bucket] = field(default_factory=dict)

    def set(
        self,
        method: str,
        per_minute: float,
        *,
        burst: int = 1,
        by: Literal["method", "channel"] = "method",
    ) -> None:
        """Limit one method per workspace, or per channel of a workspace."""
        self.paces.setdefault(method, []).append(Pace(per_minute, burst, by))

    def keep_pace(self, scale: float = 1.0) -> None:
        """Limit every method as Slack documents it, ``scale`` times as fast.

        chat.postMessage: about one a second per channel with a burst of four, and "several
        hundred a minute" (300 here) per workspace.
        """
        self.off()
        for method, tier in TIER_OF.items():
            rate = TIERS[tier] * scale
            self.set(method, rate, burst=max(10 if tier == 1 else TIERS[tier] // 2, 1))
        self.set("chat.postMessage", 60 * scale, burst=4, by="channel")
        self.set("chat.postMessage", 300 * scale, burst=60)

    def off(self) -> None:
        """Limit nothing any more."""
        self.paces.clear()
        self.buckets.clear()

    def wait(self, team: str, method: str, args: Json) -> int:
        """Return 0 and count the request, or the seconds of Retry-After."""
        now = time.monotonic()
        waits = [self._still_blocked(now, team, method)]
        waits += [
            self._wait(now, (team, method), pace, args) for pace in self.paces.get(method, ())
        ]
        longest = max(waits, default=0)
        self.refused += longest > 0
        return longest

    def block(self, team: str, method: str, after: int) -> None:
        """Note that a 429 was answered for another reason, so that haste is seen."""
        now = time.monotonic()
        self.buckets[(team, method, "fault")] = _Bucket(0, now, now + after, now)

    def _still_blocked(self, now: float, team: str, method: str) -> int:
        bucket = self.buckets.get((team, method, "fault"))
        left = self._blocked(now, bucket, f"{team} {method}") if bucket else 0
        return math.ceil(left) if left > EARLY else 0

    def _blocked(self, now: float, bucket: _Bucket, name: str) -> float:
        left = bucket.blocked_until - now
        if left > EARLY and now - bucket.blocked_at > self.grace:
            self.impatience.append(f"{name}: asked again {left:.2f} s too early")
        return left

    def _wait(self, now: float, key: tuple[str, ...], pace: Pace, args: Json) -> int:
        key = (*key, pace.by, str(args.get("channel", "")) if pace.by == "channel" else "")
        bucket = self.buckets.setdefault(key, _Bucket(pace.burst, now))
        if (left := self._blocked(now, bucket, " ".join(key))) > EARLY:
            return math.ceil(left)
        rate = pace.per_minute / 60
        bucket.tokens = min(pace.burst, bucket.tokens + (now - bucket.at) * rate)
        bucket.at = now
        if bucket.tokens >= 1:
            bucket.tokens -= 1
            return 0
        after = max(1, math.ceil((1 - bucket.tokens) / rate))
        bucket.blocked_until, bucket.blocked_at = now + after, now
        return after
