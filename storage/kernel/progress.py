"""How far deliveries are that belong together, and how long the rest of them takes."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bot.community.people import Ref
from bot.delivery.destinations import Destination, rate_line
from bot.delivery.sender import RateLimit
from storage.kernel.columns import AnyRow


def together(rows: Sequence[AnyRow]) -> str:
    """How far some deliveries are that belong together."""
    states = {row.state for row in rows}
    return next((state for state in ("waiting", "dead") if state in states), "done")


def time_left(
    bound: Sequence[tuple[AnyRow, Destination]], rate_limits: Mapping[str, RateLimit], now: datetime
) -> timedelta:
    """How long it takes at these rate limits, spaces and kinds side by side.

    What was postponed tells by its `due_at` how much else is ahead.
    """
    seconds: dict[tuple[Ref, str], float] = defaultdict(float)
    for row, destination in sorted(bound, key=lambda each: each[0].id):  # as they go out
        line = rate_line(destination)
        if line and line.space.platform in rate_limits:
            rate_limit, there = rate_limits[line.space.platform], (line.space, row.act)
            seconds[there] += rate_limit.room if row.act == "open_room" else rate_limit.message
            if row.paced and not row.attempts:  # else it is leased
                seconds[there] = max(seconds[there], (row.due_at - now).total_seconds())
    return timedelta(seconds=max(seconds.values(), default=0.0))
