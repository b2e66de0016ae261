"""The codes that were made, as they are kept."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Redeemed:
    """A code that was made and not used before: for which community, by whom."""

    community: int
    member: int


class Codes(Protocol):
    """Codes that people carry from one place to another. Only their digests are kept."""

    async def make(self, purpose: str, community: int, member: int, until: datetime) -> str:
        """A new code that nobody can guess, good once until an instant."""
        ...

    async def redeem(self, purpose: str, code: str, now: datetime) -> Redeemed | None:
        """Use a code up; `None` for one that is unknown, used or too old."""
        ...

    async def void(self, purpose: str, member: int) -> None:
        """Let the codes that a member has made for this be good for nothing."""
        ...

    async def forget_before(self, now: datetime) -> bool:
        """Forget codes that are good no more; whether there are more to forget."""
        ...

    async def made_by(self, member: int) -> list[tuple[str, datetime]]:
        """What each code is for that a member has made, and until when it is good."""
        ...

    async def drop_all(self, member: int) -> None:
        """Forget every code that a member has made."""
        ...
