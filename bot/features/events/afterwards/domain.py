"""After a date: when people are thanked, and what its hosts tell of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.community.good_hours import DAY_BEGINS, DAY_ENDS
from bot.community.zones import zone

AFTER = timedelta(hours=1)
"""So long after the end people are thanked, if that is in their day."""

LATE = timedelta(days=3)
"""Nobody is thanked later than this."""

MOST_AGAIN = 5
"""So many people of one date somebody may name whom they would like to talk to again."""

OPEN_FOR = timedelta(days=14)
"""So long after a date they may name them."""

KEPT_FOR = timedelta(days=30)
"""So long what only one of two has said is kept; then it is erased, and nobody has heard of it."""

LONGEST_OUTCOME = 1500

_MORNING = 9


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a date, in a host's words, and where a recording is."""

    date: int
    text: str
    link: str = ""
    by: int | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What came of a date, with what it was a date of."""

    outcome: Outcome
    event: int
    title: str
    starts_at: datetime


def thanked_at(ends_at: datetime, zone_name: str) -> datetime:
    """When somebody in this zone is thanked: soon after the end, or the next morning."""
    at = (ends_at + AFTER).astimezone(zone(zone_name))
    if DAY_BEGINS <= at.hour < DAY_ENDS:
        return at
    day = at.date() + timedelta(days=1 if at.hour >= DAY_ENDS else 0)
    return datetime(day.year, day.month, day.day, _MORNING, tzinfo=zone(zone_name))
