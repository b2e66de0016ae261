"""What polls need to remember, and the work they do it in."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.community.facts import Fact
from bot.community.ports import Audience
from bot.features.polls.domain import Answer, Poll, PollState, Respondent, Slot
from bot.matching.ports import Acquaintances
from bot.work import Work as CoreWork


class Polls(Protocol):
    """The polls of all communities, and what people have answered."""

    async def add(self, poll: Poll) -> Poll:
        """Keep a poll that is new; returns it with its id and those of its slots."""
        ...

    async def get(self, poll: int) -> Poll | None:
        """The poll of this id."""
        ...

    async def lock(self, poll: int, *, to_answer: bool = False) -> Poll | None:
        """The poll as it is now; nobody else changes it before this unit of work ends.

        Many lock one `to_answer` at the same time.
        """
        ...

    async def open_in(self, community: int) -> list[Poll]:
        """The polls of a community that are open, those first that close first."""
        ...

    async def known_in(self, community: int, since: datetime) -> list[Poll]:
        """The polls of a community that are open, or were until after `since`: open ones first."""
        ...

    async def closing(self, before: datetime) -> list[Poll]:
        """The open polls of all communities that close before an instant."""
        ...

    async def about(self, origin: Fact) -> list[Poll]:
        """The polls that look for a time for this, and of which no event was made."""
        ...

    async def change(self, poll: Poll, slots: Sequence[Slot]) -> Poll:
        """Keep what a poll says now. Slots that stay keep their answers; those that go lose theirs.

        A slot stays where one begins at the same instant.
        """
        ...

    async def forget_taken_down(self, about: Fact) -> None:
        """Forget the polls that were taken down with this: itself, or what looked for its time."""
        ...

    async def settle(self, poll: int, state: PollState, planned: int | None = None) -> None:
        """Close a poll, or note which event was made of it."""
        ...

    # What people answer -----------------------------------------------------------------------

    async def answer(
        self, poll: Poll, member: int, answers: Sequence[tuple[int, Answer]], now: datetime
    ) -> None:
        """Keep what somebody says to some slots, in the place of what they said before."""
        ...

    async def hide(self, poll: int, member: int, *, hidden: bool) -> bool:
        """Keep a name for hosts alone, or not; `False` for somebody who has not answered."""
        ...

    async def respondents(self, poll: int) -> list[Respondent]:
        """Who has answered, those first who answered first."""
        ...

    async def answered(self, member: int) -> frozenset[int]:
        """Which polls somebody has answered."""
        ...

    # People -----------------------------------------------------------------------------------

    @property
    def audience(self) -> Audience: ...

    async def export(self, member: int) -> dict[str, object]:
        """All that this says about one person, as plain JSON values."""
        ...

    async def erase(self, member: int) -> list[int]:
        """Remove it; returns the polls that say something else now."""
        ...


class Work(CoreWork, Protocol):
    """The unit of work, with what polls remember."""

    @property
    def polls(self) -> Polls: ...
    @property
    def acquaintances(self) -> Acquaintances: ...
