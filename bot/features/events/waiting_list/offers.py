"""For how long a freed seat is offered to the next person who waits."""

from datetime import datetime, timedelta

from bot.community.good_hours import DAY_BEGINS, DAY_ENDS
from bot.community.zones import zone

OFFERED_FOR = timedelta(hours=24)
SHORTEST = timedelta(hours=1)

_MORNING = 9  # an hour to look at what came overnight


def offered_until(now: datetime, starts_at: datetime, zone_name: str) -> datetime:
    """When an offer lapses that is made `now` to somebody in this zone, in the zone of `now`.

    A day, or a quarter of the time that is left until the event where that is less, and an hour at
    least. What would lapse in their night lapses at nine in the morning; nothing is open once the
    event has begun.
    """
    window = max(SHORTEST, min(OFFERED_FOR, (starts_at - now) / 4))
    until = (now + window).astimezone(zone(zone_name))
    if not DAY_BEGINS <= until.hour < DAY_ENDS:
        day = until.date() + timedelta(days=1 if until.hour >= DAY_ENDS else 0)
        morning = datetime(day.year, day.month, day.day, _MORNING, tzinfo=zone(zone_name))
        until = morning
    return min(until.astimezone(now.tzinfo), starts_at.astimezone(now.tzinfo))
