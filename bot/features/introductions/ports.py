"""What introductions need to remember, and the work they do it in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.delivery.conversations import Conversations
from bot.features.introductions.domain import (
    Adjustments,
    Course,
    Programme,
    Stage,
)
from bot.features.introductions.follow_up.ports import FollowUp
from bot.features.introductions.gatherings.ports import Gatherings
from bot.features.introductions.membership.ports import Membership
from bot.features.introductions.programmes.ports import Programmes
from bot.features.introductions.suggestions.ports import Suggestions
from bot.matching.plan import Plan
from bot.matching.ports import Acquaintances
from bot.work import Work as CoreWork


@dataclass(frozen=True, slots=True)
class Round:
    """A round: a draft that facilitators may still change, or one that has opened.

    `version` counts the changes of a draft. `fingerprint` says what `plan` was made of.
    """

    id: int
    programme: int
    number: int
    stage: Stage
    seed: int
    version: int
    adjustments: Adjustments
    plan: Plan | None
    fingerprint: str
    opened_at: datetime | None
    opened_by: int | None
    ends_at: datetime | None


class Rounds(Protocol):
    """The rounds of programmes."""

    async def draft(self, programme: int, number: int) -> Round | None:
        """The draft of a programme's next round."""
        ...

    async def drafts(self, community: int) -> list[Round]:
        """The drafts of a community's programmes."""
        ...

    async def get(self, round_: int) -> Round | None:
        """The round of this id."""
        ...

    async def latest_opened(self, programme: int) -> Round | None:
        """The newest round that is no draft."""
        ...

    async def save(
        self,
        programme: Programme,
        seed: int,
        adjustments: Adjustments,
        plan: Plan,
        fingerprint: str,
        version: int,
    ) -> Round | None:
        """Keep the draft of the programme's next round; `version` is the one it was read at.

        Returns it, or `None` when it was changed or opened meanwhile.
        """
        ...

    async def open(self, draft: Round, by: int | None, opened_at: datetime, course: Course) -> bool:
        """Turn a draft into an open round; `False` when it is no draft any more, or changed."""
        ...

    async def introduce(
        self,
        round_: Round,
        community: int,
        groups: Sequence[tuple[Sequence[int], bool]],
        opened_at: datetime,
    ) -> list[int]:
        """Add introductions, each of its people and whether it crosses networks; their ids."""
        ...

    async def left_out(self, programme: int, counts: Mapping[int, int]) -> None:
        """Set how many rounds in a row left these members out."""
        ...

    async def left_out_once_more(self, round_: int, member: int) -> None:
        """Count a member of the programme of a round as left out by it."""
        ...

    async def at_stage(self, stage: Stage, now: datetime) -> list[int]:
        """Rounds for which the time of this stage has come, and which are not there yet."""
        ...

    async def advance(self, round_: int, stage: Stage) -> None:
        """Note that a round has come to this stage."""
        ...


class PersonalDataBook(Protocol):
    """What all this says about one person."""

    async def export(self, member: int) -> dict[str, object]:
        """All of it as plain JSON values, but not what others said about them in confidence."""
        ...

    async def erase(self, member: int) -> None:
        """Remove it. Draft rounds that may have them in are to be matched again."""
        ...


class IntroductionsBook(Protocol):
    """All that introductions remember."""

    @property
    def programmes(self) -> Programmes: ...
    @property
    def membership(self) -> Membership: ...
    @property
    def rounds(self) -> Rounds: ...
    @property
    def follow_up(self) -> FollowUp: ...
    @property
    def suggestions(self) -> Suggestions: ...
    @property
    def gatherings(self) -> Gatherings: ...
    @property
    def personal_data(self) -> PersonalDataBook: ...


class Work(CoreWork, Protocol):
    """The unit of work, with what introductions remember, and who may not meet."""

    @property
    def introductions(self) -> IntroductionsBook: ...
    @property
    def acquaintances(self) -> Acquaintances: ...
    @property
    def conversations(self) -> Conversations: ...
