"""What is remembered after a date."""

from datetime import datetime
from typing import Protocol

from bot.features.events.afterwards.domain import Outcome, Told


class Afterwards(Protocol):
    """Whom people would like to talk to again, which only they know, and what came of dates."""

    async def name(self, date: int, by: int, other: int, now: datetime) -> bool:
        """Keep that somebody would like to talk to somebody again; `False` if that was known."""
        ...

    async def take_back(self, date: int, by: int, other: int) -> bool:
        """Forget it; `False` if nothing was said."""
        ...

    async def named(self, date: int, by: int) -> list[int]:
        """Whom somebody has named, in the order in which they did."""
        ...

    async def lock(self, date: int, two: tuple[int, int]) -> None:
        """Let nobody else name one of these two before this unit of work ends."""
        ...

    async def forget_before(self, when: datetime) -> None:
        """Forget who named whom before an instant."""
        ...

    async def tell(self, date: int, text: str, link: str, by: int | None, now: datetime) -> None:
        """Keep what came of a date, in the place of what was told before; nothing: forget it."""
        ...

    async def outcome(self, date: int) -> Outcome | None:
        """What came of a date."""
        ...

    async def of_event(self, event: int, limit: int) -> list[Told]:
        """What came of the dates of an event, the newest first."""
        ...

    async def in_community(self, community: int, limit: int) -> list[Told]:
        """What came of the dates of a community, the newest first."""
        ...
