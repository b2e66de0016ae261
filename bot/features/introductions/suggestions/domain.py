"""Introductions that members suggest: both are asked, and nobody hears of a "no"."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.community.facts import Fact
from bot.matching.eligibility import Barrier, barriers
from bot.matching.pool import Candidate
from bot.matching.ports import Acquaintance, Pair

WEEK = timedelta(weeks=1)
LAPSES = timedelta(days=14)
"""After so long without two answers, or without a time to ask, nothing more comes of it."""

REST = timedelta(weeks=12)
"""Two people who were introduced within this time are not asked again."""

HEEDED = Barrier.SAME_PERSON | Barrier.MET
"""What keeps two people from being asked, both; for language and hours they can say no."""

MOST_MADE = 5
"""Suggestions that one member may make within a week."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """That two members be introduced; `by` may be one of the two.

    `said` holds who has answered, and whether it was a yes. Who suggests an introduction to
    themselves has said yes. Where both have named each other `after` an event, both have.
    """

    id: int
    community: int
    by: int
    two: Pair
    why: str
    made_at: datetime
    said: dict[int, bool] = field(default_factory=dict)
    asked_at: datetime | None = None
    opened_at: datetime | None = None
    after: str = ""

    @property
    def agreed(self) -> bool:
        """Whether both have said yes."""
        return all(self.said.get(member) for member in self.two)

    @property
    def for_themselves(self) -> bool:
        """Whether somebody asked to be introduced themselves."""
        return self.by in self.two

    @property
    def lapses_at(self) -> datetime:
        """When it lapses, unless a room was opened."""
        return (self.asked_at or self.made_at) + LAPSES

    def under_way(self, now: datetime) -> bool:
        """Whether something may still come of it."""
        return self.opened_at is None and now < self.lapses_at

    def partner(self, member: int) -> int:
        """The other one of the two."""
        one, other = self.two
        return other if member == one else one


def who_may_be_asked(
    suggestion: Suggestion, one: Candidate, other: Candidate, known: Acquaintance
) -> frozenset[int]:
    """Which of the two may be asked; they may be introduced where that is both.

    Nobody is who never wants to meet the other, or whoever suggests it. The other one is asked all
    the same: whoever asks them whether they were, learns nothing of a never. Nothing comes of it,
    as if there had been no answer.
    """
    if barriers(one, other, known) & HEEDED:
        return frozenset()
    refusing = {member for member, _ in known.never & _against(suggestion)}
    if suggestion.by in refusing:
        return frozenset()
    return frozenset(suggestion.two) - refusing


def _against(suggestion: Suggestion) -> set[Pair]:
    """Who of the two would have to have refused whom, for them not to be asked."""
    others = {*suggestion.two, suggestion.by}
    return {(member, other) for member in suggestion.two for other in others - {member}}


def question_to(suggestion: int, member: int) -> Fact:
    """The question to one of the two."""
    return Fact.of("introductions.suggested", suggestion, member=member)


def suggested_room_of(suggestion: int) -> Fact:
    """The room of the two."""
    return Fact.of("introductions.suggested_room", suggestion)


def first_message_of_suggested(suggestion: int) -> Fact:
    """The first message in that room."""
    return Fact.of("introductions.suggested_opening", suggestion)


def thanks_of(suggestion: int) -> Fact:
    """The thanks to who suggested it."""
    return Fact.of("introductions.suggested_thanks", suggestion)
