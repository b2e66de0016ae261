"""What is kept of how introductions went."""

from datetime import datetime
from typing import Protocol

from bot.community.people import Ref
from bot.features.introductions.follow_up.domain import Current, Introduction, Outcome, Results


class FollowUp(Protocol):
    """What became of introductions."""

    async def get(self, introduction: int) -> Introduction | None:
        """The introduction of this id, with those of its people who are still here."""
        ...

    async def of_round(self, round_: int) -> list[Introduction]:
        """The introductions of a round, in one query."""
        ...

    async def latest_of(self, member: int) -> Introduction | None:
        """The introduction a member most likely speaks of: the newest not answered, or newest."""
        ...

    async def in_room(self, channel: Ref, member: int) -> Introduction | None:
        """The introduction whose room this is, if the member is one of its people."""
        ...

    async def answer(self, introduction: int, member: int, outcome: Outcome, now: datetime) -> None:
        """Keep what one of them says, in the place of what they said before."""
        ...

    async def tell(self, introduction: int, member: int, story: str, *, share: bool) -> None:
        """Keep what one of them tells, and whether others may read it."""
        ...

    async def story(self, introduction: int, member: int) -> tuple[str, bool]:
        """What one of them told, and whether others may read it."""
        ...

    async def met(self, introduction: int, now: datetime) -> bool:
        """Note that they met; `False` when it was known."""
        ...

    async def results(self, round_: int) -> Results:
        """Count what became of a round, in one query; only shared stories are read."""
        ...

    async def introductions_of(self, member: int) -> list[int]:
        """The introductions that a member is in, oldest first."""
        ...

    async def current_of(self, member: int, limit: int) -> list[Current]:
        """Of a member's latest introductions those whose rounds are not over, newest first."""
        ...
