"""What of an origin holds for the event that is made of it."""

from bot.community.origins import Origin
from bot.features.events.dates.domain import instant_of
from bot.features.events.domain import Details


def at_that_time(origin: Origin, details: Details) -> bool:
    """Whether an event is when people have said that they can come."""
    if origin.start is None:
        return False
    meant = instant_of(origin.start, origin.zone)
    return meant == instant_of(details.start, details.zone)
