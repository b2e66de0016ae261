"""What calendars are made of."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.features.events.dates.domain import EventDate
from bot.features.events.domain import Event


@dataclass(frozen=True, slots=True)
class EventWithDates:
    """An event with some of its dates, by their original starts."""

    event: Event
    dates: tuple[EventDate, ...]


class Feeds(Protocol):
    """Events as calendars get them, each question in a number of statements that never grows."""

    async def open_to(
        self, community: int, network: int | None, since: datetime, most: int
    ) -> list[EventWithDates]:
        """The events that everybody may come to, and those of a network, if one is named.

        With the dates that were not over by `since`: of a series that goes on the first, and those
        that are not as its rule says. Of more than `most` events, those that are the last to
        be over.
        """
        ...

    async def changed_at(self, community: int) -> datetime | None:
        """When any event of a community was planned or changed last."""
        ...
