"""What commitments need to remember."""

from datetime import date
from typing import Protocol

from bot.features.challenges.commitments.domain import Commitment, Committed, Due


class Commitments(Protocol):
    """What people commit to. Those that are soonest come first, those without a day last."""

    async def add(self, new: Commitment) -> Commitment:
        """Keep a new one; returns it with its id."""
        ...

    async def get(self, commitment: int) -> Commitment | None:
        """The commitment of this id."""
        ...

    async def lock(self, commitment: int) -> Commitment | None:
        """It as it is now; nobody else changes it before this unit of work ends."""
        ...

    async def save(self, changed: Commitment) -> None:
        """Keep it as it is now."""
        ...

    async def open_of(self, member: int) -> list[Commitment]:
        """What somebody has yet to do."""
        ...

    async def open_in(self, challenge: int, limit: int) -> list[Committed]:
        """What people in a challenge have yet to do, with whose it is."""
        ...

    async def open_everywhere(self, community: int, limit: int) -> list[Committed]:
        """The same of all challenges of a community; none of what is private."""
        ...

    async def be_private(self, challenge: int, member: int | None = None) -> list[Commitment]:
        """Let all that is yet to be done in a challenge, or by one in it, be theirs alone.

        Returns it as it is then.
        """
        ...

    async def count_in(self, challenge: int) -> int:
        """How much people in a challenge have yet to do."""
        ...

    async def all_of(self, member: int) -> list[Commitment]:
        """Everything somebody has ever committed to."""
        ...

    async def to_ask(self, day: date) -> list[Due]:
        """What somebody is to be asked about on that day or before."""
        ...


class CommitmentData(Protocol):
    """What commitments say about one person."""

    async def export(self, member: int) -> dict[str, object]:
        """All of it as plain JSON values."""
        ...

    async def erase(self, member: int) -> list[int]:
        """Remove it; returns the challenges in which they had committed to something."""
        ...
