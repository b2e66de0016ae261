"""What reminders need to remember."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol

from bot.features.events.reminders.domain import Before, Reminder


class Reminders(Protocol):
    """How long before an event members want to be reminded, and who is to be."""

    async def choose(self, event: int, member: int, before: Collection[Before]) -> None:
        """Be reminded of the dates of an event so long before; none of them: never."""
        ...

    async def chosen(self, event: int, member: int) -> tuple[Before, ...]:
        """What a member has chosen, or else what everybody has."""
        ...

    async def chosen_by(
        self, event: int, members: Collection[int]
    ) -> Mapping[int, tuple[Before, ...]]:
        """The same of each of these."""
        ...

    async def of_dates(self, now: datetime) -> list[Reminder]:
        """The reminders of dates that are soon, for all who come to them, due or not."""
        ...

    async def to(self, reminder: Reminder) -> list[int]:
        """The members who are to be reminded, unless the date was moved or cancelled since."""
        ...

    async def copy(self, event: int, to: int) -> None:
        """Let those who chose for one event have chosen for another."""
        ...
