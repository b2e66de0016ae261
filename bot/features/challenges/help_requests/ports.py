"""What help with commitments needs to remember."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from bot.features.challenges.help_requests.domain import HelpQuestion, HelpRequest, Said
from bot.matching.pool import Candidate


class HelpRequests(Protocol):
    """Help that is asked for with commitments, who was asked, and what they said."""

    async def add(
        self,
        commitment: int,
        need: str,
        now: datetime,
        *,
        named: bool,
        group: bool,
        search_at: datetime | None,
    ) -> HelpRequest:
        """Keep a new one; people outside are looked for at `search_at`.

        One without a `need` is for help that was offered before it was asked for.
        """
        ...

    async def get(self, request: int) -> HelpRequest | None:
        """The request of this id."""
        ...

    async def lock(self, request: int) -> HelpRequest | None:
        """It as it is now; nobody else changes it before this unit of work ends."""
        ...

    async def of(self, *commitments: int) -> list[HelpRequest]:
        """What was asked for with these commitments, the first first."""
        ...

    async def helpers(self, commitments: Collection[int]) -> dict[int, list[int]]:
        """Who has offered help with each of these, the first first; without those of nobody."""
        ...

    async def made_since(self, member: int, since: datetime) -> int:
        """How many somebody has made since an instant; none that was for help they were offered."""
        ...

    async def searching(self, now: datetime) -> list[HelpRequest]:
        """Those for which people outside are to be asked by now."""
        ...

    async def searched(self, request: int, again_at: datetime | None) -> None:
        """Note that some were asked, and when others are."""
        ...

    async def close(self, request: int, now: datetime) -> None:
        """Ask nobody else."""
        ...

    async def ask(self, request: int, member: int, now: datetime, said: Said) -> None:
        """Note that somebody is asked, or what they have said."""
        ...

    async def questions(self, request: int) -> list[HelpQuestion]:
        """Who was asked, or has offered help, the first first."""
        ...

    async def refuse(self, member: int, now: datetime) -> None:
        """Note that somebody wants no such questions."""
        ...

    async def welcome(self, member: int) -> None:
        """Note that somebody may be asked again."""
        ...

    async def may_be_asked(self, community: int, now: datetime) -> list[int]:
        """Members who want such questions, and have none that waits for an answer."""
        ...

    async def candidates(self, who: Collection[int], now: datetime) -> list[Candidate]:
        """These people as the matching sees them."""
        ...
