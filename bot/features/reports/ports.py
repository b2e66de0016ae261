"""What this feature needs to remember."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.community.reportables import Reportable
from bot.features.reports.domain import Case, Decision, Report
from bot.work import Work as CoreWork


class Reports(Protocol):
    """Cases, of which there is one at a time for each thing, and who has reported them."""

    async def file(
        self, what: Reportable, by: int, word: str, now: datetime
    ) -> tuple[Case, int] | None:
        """Report something: returns its case, and how many have reported it by now.

        `None` where this member has done so already, and nothing is decided yet.
        """
        ...

    async def get(self, case: int) -> Case | None:
        """The case of this id."""
        ...

    async def lock(self, case: int) -> Case | None:
        """The case as it is now; nobody else decides it before this unit of work ends."""
        ...

    async def open(self, community: int) -> list[Case]:
        """The cases that nobody has decided, the oldest first."""
        ...

    async def decided(self, community: int, limit: int) -> list[Case]:
        """The newest of the others, the newest first."""
        ...

    async def reports_of(self, case: int) -> Sequence[Report]:
        """Who has reported it, the first first."""
        ...

    async def decide(self, case: int, decision: Decision, why: str, by: int, now: datetime) -> None:
        """Keep what was decided."""
        ...

    async def filed_since(self, member: int, since: datetime) -> int:
        """How much a member has reported since an instant."""
        ...

    async def forget_before(self, when: datetime) -> list[Case]:
        """Forget cases that were decided before, or else last reported; returns them."""
        ...

    async def any_before(self, when: datetime) -> bool:
        """Whether there is such a one."""
        ...

    async def export(self, member: int) -> dict[str, object]:
        """What is kept about a member, as plain JSON values; never who reported something."""
        ...

    async def erase(self, member: int) -> None:
        """Forget what a member has reported, and that something was theirs or decided by them."""
        ...


class Networks(Protocol):
    """Who belongs where, by which it is told what somebody may see."""

    async def networks_of(self, member: int) -> frozenset[int]:
        """The networks of a member."""
        ...


class Work(CoreWork, Protocol):
    """The unit of work, with what reports remember."""

    @property
    def reports(self) -> Reports: ...
    @property
    def digests(self) -> Networks: ...
