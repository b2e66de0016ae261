"""What introductions need to remember of events."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol


class Gatherings(Protocol):
    """Where members were together, as they all could see: nothing of who hid their name."""

    async def keep(
        self, community: int, date: int, title: str, members: Sequence[int], at: datetime
    ) -> None:
        """Keep who was at a date of an event; keeping it again adds whoever is new."""
        ...

    async def any_before(self, when: datetime) -> bool:
        """Whether something is kept that was held before an instant."""
        ...

    async def forget_before(self, when: datetime) -> None:
        """Forget what was held before an instant."""
        ...

    async def shared(self, one: int, other: int) -> str:
        """What the newest is called at which both were; empty if there is none."""
        ...

    async def of(self, member: int) -> list[tuple[str, datetime]]:
        """Title and instant of each that somebody was at, the oldest first."""
        ...

    async def have_met(self, people: Sequence[int], at: datetime) -> None:
        """Note that each of these has come to know each other one: they are no strangers."""
        ...
