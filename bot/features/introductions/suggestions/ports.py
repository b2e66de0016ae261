"""What is kept of introductions that members suggest."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from bot.features.introductions.domain import Participant
from bot.features.introductions.suggestions.domain import Suggestion
from bot.matching.ports import Pair


class Suggestions(Protocol):
    """Introductions that members suggest. A change to one is made while its two are locked."""

    async def lock(self, who: Collection[int]) -> None:
        """Let nobody else change suggestions of these members before this unit of work ends."""
        ...

    async def made_since(self, by: int, since: datetime) -> int:
        """How many a member has made."""
        ...

    async def on_its_way(self, two: Pair, now: datetime) -> Suggestion | None:
        """The one of these two that has not lapsed, whatever has become of it."""
        ...

    async def add(
        self,
        community: int,
        by: int,
        two: Pair,
        why: str,
        now: datetime,
        *,
        echo: bool,
        after: str = "",
    ) -> int:
        """Add one, and return its id; of an `echo` of an earlier one nobody is asked.

        `after` is what both were at, where both have said so of each other.
        """
        ...

    async def get(self, id_: int) -> Suggestion | None:
        """The suggestion of this id."""
        ...

    async def asked_of(self, member: int) -> list[Suggestion]:
        """What a member was asked, newest first."""
        ...

    async def say(self, id_: int, member: int, *, yes: bool) -> None:
        """Keep what one of the two says, in the place of what they said before."""
        ...

    async def ready(self, now: datetime) -> list[Suggestion]:
        """Those whose two can be asked, or introduced, now, if nothing stands between them."""
        ...

    async def is_ready(self, id_: int, now: datetime) -> bool:
        """Whether this one can go on."""
        ...

    async def asked(self, id_: int, now: datetime) -> None:
        """Note that the two were asked."""
        ...

    async def opened(self, id_: int, now: datetime) -> bool:
        """Note that their room was opened; `False` when it was before."""
        ...

    async def people(self, who: Sequence[int]) -> list[Participant]:
        """These people as they are, in this order."""
        ...

    async def shown_to(self, viewer: int, who: Collection[int]) -> dict[int, Participant]:
        """These people as far as they let the viewer see their profiles: at least the names."""
        ...

    async def concerning(self, member: int) -> list[Suggestion]:
        """All that a member has made or been named in, oldest first."""
        ...

    async def erase(self, member: int) -> None:
        """Remove all of these."""
        ...
