"""What introductions need to remember, and the work they do it in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.community.people import Ref
from bot.delivery.conversations import Conversations
from bot.features.introductions.domain import (
    Adjustments,
    Course,
    Numbers,
    Participants,
    Programme,
    Stage,
    Terms,
)
from bot.features.introductions.follow_up.domain import Current, Introduction, Outcome, Results
from bot.features.introductions.gatherings.ports import Gatherings
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


class Programmes(Protocol):
    """The programmes of all communities."""

    async def add(self, community: int, terms: Terms, opens_at: datetime) -> Programme:
        """Add a programme; raises `Conflict` when a running one has the same name."""
        ...

    async def change(self, programme: int, terms: Terms, opens_at: datetime | None) -> None:
        """Give a programme other terms, and its next round another opening."""
        ...

    async def stop(self, programme: int) -> None:
        """Stop it: no further round opens, and a draft of one is forgotten."""
        ...

    async def get(self, programme: int) -> Programme | None:
        """The programme of this id."""
        ...

    async def running(self, community: int) -> list[Programme]:
        """Those that have not stopped, oldest first."""
        ...

    async def every(self, community: int) -> list[Programme]:
        """All programmes, those that run first, then those that have stopped, newest first."""
        ...

    async def lock(self, programme: int) -> Programme | None:
        """The programme as it is now; nobody else changes it before this unit of work ends."""
        ...

    async def of_round(self, round_: int) -> Programme | None:
        """The programme that a round belongs to."""
        ...

    async def move_on(self, programme: int, number: int, opens_at: datetime | None) -> None:
        """Set the number of the next round, and when it opens."""
        ...

    async def numbers(self, community: int, now: datetime) -> dict[int, Numbers]:
        """How many take part in each programme, and how many of them are pausing."""
        ...

    async def members(self, programme: int) -> list[int]:
        """Who takes part in a programme, those first who joined first."""
        ...

    async def due_for_opening(self, now: datetime) -> list[Programme]:
        """Those whose next round should be open by now."""
        ...

    async def due_for_asking(self, now: datetime, opening_before: datetime) -> list[Programme]:
        """Those that ask each time and have not yet asked about their next round."""
        ...

    async def asked(self, programme: int, number: int) -> None:
        """Note that the members were asked about this round."""
        ...


class Membership(Protocol):
    """Who takes part, who pauses, and whom nobody may introduce to whom."""

    async def join(self, programme: int, member: int, now: datetime) -> bool:
        """Take part; `False` when they did already."""
        ...

    async def leave(self, programme: int, member: int) -> bool:
        """Take part no longer; `False` when the member did not."""
        ...

    async def joined(self, member: int) -> frozenset[int]:
        """The programmes that the member takes part in."""
        ...

    async def pause(self, member: int, until: datetime) -> None:
        """Be in no round before `until`."""
        ...

    async def resume(self, member: int) -> None:
        """End a pause now."""
        ...

    async def paused_until(self, member: int, now: datetime) -> datetime | None:
        """When a pause that lasts ends."""
        ...

    async def say(self, programme: int, number: int, member: int, coming: bool) -> None:
        """Say whether one is in this very round."""
        ...

    async def statuses(
        self, member: int, community: int
    ) -> list[tuple[Programme, bool, bool | None]]:
        """Each running programme, whether the member takes part, and if they are in its next round.

        The oldest programme is first; of rounds about which they have said nothing, it is `None`.
        """
        ...

    async def forget_what_was_said(self, programme: int, number: int) -> None:
        """Forget who is in a round: it was put off."""
        ...

    async def refuse(self, member: int, other: int, now: datetime) -> bool:
        """Never introduce these two; `False` when the member said so before."""
        ...

    async def allow(self, member: int, other: int) -> bool:
        """Take that back; what the other said stays."""
        ...

    async def refused(self, member: int) -> list[tuple[int, str]]:
        """Ids and names of those the member does not want to be introduced to."""
        ...

    async def to_ask(self, programme: Programme) -> list[int]:
        """Members who will be there when the next round opens, and have not said yet."""
        ...

    async def participants(self, programme: Programme, now: datetime) -> Participants:
        """Everybody who may be in the next round if it opens now, in bulk."""
        ...

    async def has_profile(self, member: int) -> bool:
        """Whether the member tells anything that others can be found by."""
        ...


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

    async def at_stage(self, stage: Stage, now: datetime) -> list[int]:
        """Rounds for which the time of this stage has come, and which are not there yet."""
        ...

    async def advance(self, round_: int, stage: Stage) -> None:
        """Note that a round has come to this stage."""
        ...


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
