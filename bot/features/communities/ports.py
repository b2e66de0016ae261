"""What this feature needs of the database."""

from datetime import datetime
from typing import Protocol

from bot.community.people import AccountInfo
from bot.community.roles import Role
from bot.work import Work as CoreWork


class Roll(Protocol):
    """Enters members, and gives them roles."""

    async def enrol(self, community: int, who: AccountInfo, now: datetime) -> int:
        """Add a member of this name, address and zone (if any); return their id."""
        ...

    async def grant(self, member: int, role: Role) -> None: ...


class Work(CoreWork, Protocol):
    """A unit of work as this feature uses it."""

    @property
    def members(self) -> Roll: ...
