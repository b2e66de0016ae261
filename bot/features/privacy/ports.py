"""What remembers that people were erased, and nothing of who they were."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.work import Work as AnyWork


class Erasures(Protocol):
    """That somebody was erased, and when; whether what they left is out of the files, too."""

    async def note(self, community: int, now: datetime) -> None:
        """Keep that a member of this community has been erased."""
        ...

    async def of(self, community: int) -> Sequence[datetime]:
        """When members of a community were erased, the last first."""
        ...


class Work(AnyWork, Protocol):
    """A unit of work, as this feature uses it."""

    @property
    def erasures(self) -> Erasures: ...
