"""What breakouts need to remember."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from bot.features.events.breakouts.domain import Breakout, Seated
from bot.matching.pool import Candidate


class Breakouts(Protocol):
    """The groups in which people are, and were, at which date."""

    async def people(self, date: int) -> list[Seated]:
        """Who is there; where nobody checked in, who has a seat."""
        ...

    async def candidates(self, members: Collection[int]) -> list[Candidate]:
        """These members as the engine sees them: their networks and languages."""
        ...

    async def draft(
        self,
        date: int,
        size: int,
        seed: int,
        groups: Sequence[Sequence[Seated]],
        without: Sequence[Seated],
        by: int,
        now: datetime,
    ) -> Breakout:
        """Keep groups as the draft of a date, in the place of an earlier one."""
        ...

    async def drafted(self, date: int) -> Breakout | None:
        """The draft of a date."""
        ...

    async def told(self, date: int) -> list[Breakout]:
        """What people were told, the first first."""
        ...

    async def tell(self, breakout: int, now: datetime) -> bool:
        """Let a draft be what people are told; `False` if it is none any more."""
        ...
