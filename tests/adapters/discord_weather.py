"""What goes wrong on purpose: faults by route, and the pace Discord allows."""

import asyncio
import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any, Literal, Self

from tests.adapters.discord_refusals import Refused

Json = dict[str, Any]
When = Callable[[Any], bool]
EARLY = 0.02  # clients sleep by another clock: so many seconds too early is not haste
MAJOR = {"channels", "guilds", "webhooks", "interactions"}


@dataclass(frozen=True)
class Fault:
    """One way for a request to go wrong."""

    kind: Literal["http", "refuse", "hang", "cut", "lose_answer", "slow_down"]
    status: int = 0
    code: int = 0
    seconds: float | None = None
    after: float = 1.0
    scope: str = "user"

    @classmethod
    def http(cls, status: int = 503) -> Self:
        """Answer this HTTP status without doing the work."""
        return cls("http", status=status)

    @classmethod
    def refuse(cls, code: int, status: int = 0) -> Self:
        """Refuse with one of Discord's codes without doing the work."""
        return cls("refuse", status=status, code=code)

    @classmethod
    def hang(cls, seconds: float | None = None) -> Self:
        """Wait this long, or until ``faults.release()``, and then do the work."""
        return cls("hang", seconds=seconds)

    @classmethod
    def cut(cls) -> Self:
        """Cut the connection before doing the work."""
        return cls("cut")

    @classmethod
    def lose_answer(cls, status: int = 0) -> Self:
        """Do the work, then cut the connection or answer this status instead."""
        return cls("lose_answer", status=status)

    @classmethod
    def slow_down(cls, after: float = 1.0, scope: str = "user") -> Self:
        """Answer 429; ``scope`` is user (this route), shared or global (everything)."""
        return cls("slow_down", after=after, scope=scope)


@dataclass
class Planned:
    """A fault that waits for its request; ``met`` counts how often it struck."""

    route: str
    fault: Fault
    times: int | None
    when: When | None
    skip: int = 0
    met: int = 0


class Faults:
    """Faults to come, taken in the order in which they were added.

    A route is named by its template ("POST /channels/{channel_id}/messages"), by an address, or
    by a pattern with stars of either ("* /webhooks/*", "*").
    """

    def __init__(self) -> None:
        self.planned: list[Planned] = []
        self._released = asyncio.Event()

    def add(
        self,
        route: str,
        fault: Fault,
        *,
        times: int | None = 1,
        when: When | None = None,
        skip: int = 0,
    ) -> Planned:
        """Strike the next ``times`` requests of a route whose body meets ``when``.

        The first ``skip`` of them go unharmed; ``times=None`` strikes until ``clear()``.
        """
        planned = Planned(route, fault, times, when, skip)
        self.planned.append(planned)
        self._released.clear()
        return planned

    def clear(self) -> None:
        """Forget all faults to come and release what hangs."""
        self.planned.clear()
        self.release()

    def release(self) -> None:
        """Let hanging requests go on."""
        self._released.set()

    def take(self, route: str, address: str, body: Any) -> Fault | None:
        """Return the fault that strikes this request, using it up."""
        for planned in self.planned:
            named = planned.route in (route, address, "*")
            if planned.times == planned.met or not (
                named or fnmatchcase(route, planned.route) or fnmatchcase(address, planned.route)
            ):
                continue
            if planned.when is not None and not planned.when(body):
                continue
            if planned.skip:
                planned.skip -= 1
                continue
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
    """So many requests in so many seconds."""

    requests: int
    seconds: float


@dataclass
class _Window:
    start: float
    used: int = 0


@dataclass(frozen=True)
class TooFast:
    """A 429: how long to wait, for which scope."""

    after: float
    scope: str


@dataclass
class Limits:
    """The pace asked of the bot; wide open until ``set`` or ``keep_pace`` is called.

    ``impatience`` names each request made before the wait of a 429 was over. Requests already
    under way when it was answered (``grace`` seconds) are not counted.
    """

    paces: dict[str, Pace] = field(default_factory=dict)
    everywhere: Pace | None = None
    impatience: list[str] = field(default_factory=list)
    refused: int = 0
    grace: float = 0.25
    usual: Pace = field(default_factory=lambda: Pace(10_000, 1.0))
    windows: dict[str, _Window] = field(default_factory=dict)
    blocked: dict[str, tuple[float, float]] = field(default_factory=dict)

    def set(self, route: str, requests: int, seconds: float = 1.0) -> None:
        """Limit a route (by its template), apart for each channel, server or webhook."""
        self.paces[route] = Pace(requests, seconds)

    def keep_pace(self, scale: float = 1.0) -> None:
        """Limit as Discord is seen to (its buckets are not documented), ``scale`` times as fast."""
        self.everywhere = Pace(50, 1.0 / scale)
        self.set("POST /channels/{channel_id}/messages", 5, 5.0 / scale)
        self.set("PATCH /channels/{channel_id}/messages/{message_id}", 5, 5.0 / scale)
        self.set("POST /channels/{channel_id}/threads", 10, 10.0 / scale)
        self.set("POST /users/@me/channels", 10, 10.0 / scale)

    def off(self) -> None:
        """Limit nothing any more."""
        self.paces.clear()
        self.windows.clear()
        self.blocked.clear()
        self.everywhere = None

    def block(self, route: str, address: str, after: float, scope: str) -> TooFast:
        """Refuse this, and all like it until the wait is over."""
        now = time.monotonic()
        key = "global" if scope == "global" else _key(route, address)
        self.blocked[key] = (now, now + after)
        self.refused += 1
        return TooFast(after, scope)

    def check(self, route: str, address: str) -> TooFast | None:
        """Count a request; return why it is refused."""
        now = time.monotonic()
        key = _key(route, address)
        exempt = "/interactions/" in route or "/webhooks/{" in route
        for name in (key,) if exempt else ("global", key):
            since, until = self.blocked.get(name, (0.0, 0.0))
            if until - now > EARLY:
                if now - since > self.grace:
                    self.impatience.append(f"{address}: {until - now:.2f} s too early")
                self.refused += 1
                return TooFast(until - now, "global" if name == "global" else "user")
        if self.everywhere and not exempt and (left := self._use("global", self.everywhere)):
            return self.block(route, address, left, "global")
        if left := self._use(key, self.paces.get(route, self.usual)):
            return self.block(route, address, left, "user")
        return None

    def _use(self, key: str, pace: Pace) -> float:
        now = time.monotonic()
        window = self.windows.get(key)
        if window is None or now - window.start >= pace.seconds:
            window = self.windows[key] = _Window(now)
        window.used += 1
        return window.start + pace.seconds - now if window.used > pace.requests else 0.0

    def headers(self, route: str, address: str) -> dict[str, str]:
        """Return the headers that tell of the bucket."""
        pace = self.paces.get(route, self.usual)
        window = self.windows.get(_key(route, address)) or _Window(time.monotonic())
        left = max(0.0, window.start + pace.seconds - time.monotonic())
        return {
            "X-RateLimit-Limit": str(pace.requests),
            "X-RateLimit-Remaining": str(max(0, pace.requests - window.used)),
            "X-RateLimit-Reset": f"{time.time() + left:.3f}",
            "X-RateLimit-Reset-After": f"{left:.3f}",
            "X-RateLimit-Bucket": hashlib.md5(route.encode(), usedforsecurity=False).hexdigest(),
            "Via": "1.1 google",
        }


def _key(route: str, address: str) -> str:
    """A bucket: the route, apart for each major parameter."""
    parts = address.split("/")
    return f"{route} {parts[2]}" if len(parts) > 2 and parts[1] in MAJOR else route


def struck(fault: Fault) -> Refused:
    """Return the refusal of a fault of the kind ``refuse``."""
    return Refused(fault.code, status=fault.status)
