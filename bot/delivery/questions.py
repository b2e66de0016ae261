"""What people are asked for others' sake: each at a good hour of their own, and none too often.

Whether somebody would like to be introduced, has half an hour for somebody who is stuck, or could
help with something: whoever asks, and whatever about, all of it counts together.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.community.domain_events import QuestionFellDue
from bot.community.facts import Fact

WEEK, MONTH = timedelta(days=7), timedelta(days=30)

MOST_A_WEEK = 2
"""Questions of any kind to one person within a `WEEK`."""

MOST_FAVOURS = 2
"""Those of them that ask for somebody's time, within a `MONTH`."""


@dataclass(frozen=True, slots=True)
class Question:
    """That a member is asked, or is going to be, and what about."""

    fact: Fact
    community: int
    ask_at: datetime

    @property
    def member(self) -> int:
        """Who it is."""
        return self.fact.member or 0


class Questions(Protocol):
    """Who was asked what lately, and is to be asked; what was answered knows the feature."""

    async def free(self, community: int, now: datetime) -> frozenset[int]:
        """Members for whom being asked a favour would not be too much."""
        ...

    async def keep_favours(
        self, facts: Sequence[Fact], now: datetime, *, community: int
    ) -> list[Question]:
        """Note that the members of these facts are asked a favour, by day where each of them is.

        Without those for whom it would be too much by now: whoever else asks them meanwhile waits.
        """
        ...

    async def keep(self, facts: Collection[Fact], now: datetime, *, community: int) -> None:
        """Note that the members of these facts are asked something now that is no favour."""
        ...

    async def due(self, now: datetime) -> list[Question]:
        """Those that waited and are to be asked by now, where it is day for their members."""
        ...

    async def take(self, fact: Fact) -> Question | None:
        """One that is asked now; `None` if it was taken before, or nobody asks it any more."""
        ...

    async def drop(self, fact: Fact) -> None:
        """Forget one that nobody asks any more."""
        ...

    async def to(self, member: int) -> list[tuple[str, datetime]]:
        """Of which kind each was that somebody was asked, and when, the oldest first."""
        ...

    async def drop_all(self, member: int) -> None:
        """Forget what somebody was asked."""
        ...

    async def forget_before(self, when: datetime) -> bool:
        """Forget what was asked before an instant; whether there is more to forget."""
        ...


class Work(Protocol):
    """What is needed of a unit of work."""

    @property
    def questions(self) -> Questions: ...
    @property
    def domain_events(self) -> list[object]: ...


async def ask_favours(
    work: Work, facts: Sequence[Fact], now: datetime, *, community: int
) -> list[int]:
    """Let the members of these facts be asked, each by day; returns who they are.

    When it is time `QuestionFellDue` is raised, in this unit of work for whom it is day now.
    Nobody is asked for whom it would be too much.
    """
    kept = await work.questions.keep_favours(facts, now, community=community)
    for each in kept:
        if each.ask_at <= now:
            work.domain_events.append(QuestionFellDue(each.fact, each.community, now))
    return [each.member for each in kept]
