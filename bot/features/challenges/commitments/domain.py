"""A small step that somebody has set themselves, and when they are asked about it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.community.facts import Fact
from bot.community.good_hours import is_day
from bot.community.zones import zone

MOST_TEXT = 200
MOST_OPEN = 20
"""Open commitments of one person at once."""

MORNING, EVENING = 9, 20
"""The hours of their own day at which somebody is asked: the evening, if they said so that day."""

TOO_SOON = 17
"""Who sets themselves something for today after this hour is asked the next morning."""

AGAIN = timedelta(days=3)
"""So long after a question without an answer it is asked once more, and never again."""

KEPT = timedelta(days=7)
"""So far a commitment is moved that is kept as it is."""

MOST_QUESTIONS = 2


class CommitmentState(StrEnum):
    """What has become of a commitment. Done is not better than let go."""

    OPEN = "open"
    DONE = "done"
    LET_GO = "let_go"


@dataclass(frozen=True, slots=True)
class Commitment:
    """What a member is going to do, by a `day` of their own zone, or whenever it suits.

    Of a `challenge`, it is read by all who may see that; of none, by nobody else. It says what it
    says `since` then. On the day `ask_on` its member is asked about it, having been `asked` so many
    times; the last `question` is known to the outbox by that part of its fact.
    """

    id: int
    community: int
    member: int
    challenge: int | None
    text: str
    day: date | None
    state: CommitmentState
    made_at: datetime
    since: datetime
    settled_at: datetime | None = None
    happened: str = ""
    ask_on: date | None = None
    asked: int = 0
    question: str = ""

    @property
    def private(self) -> bool:
        """Whether nobody else sees it."""
        return self.challenge is None

    @property
    def open(self) -> bool:
        """Whether it is yet to be done."""
        return self.state is CommitmentState.OPEN

    @property
    def period(self) -> str:
        """What its next question is known by, so that it is asked once."""
        return f"{self.id}:{self.ask_on}:{self.asked}:{self.since.isoformat()}"

    @property
    def asked_by(self) -> Fact:
        """The question that was asked last."""
        return question_of(self, self.question)


@dataclass(frozen=True, slots=True)
class Due:
    """A commitment about which somebody in a `zone` is to be asked, unless they rest."""

    commitment: Commitment
    zone: str
    resting_until: date | None = None

    def is_due(self, now: datetime) -> bool:
        """Whether it is time: that morning or later, in their own day; not while they rest."""
        each, local = self.commitment, now.astimezone(zone(self.zone))
        today = local.date()
        if each.ask_on is None or today < each.ask_on or not is_day(now, self.zone):
            return False
        if self.resting_until is not None and today <= self.resting_until:
            return False
        if today > each.ask_on:
            return True
        said_today = each.since.astimezone(zone(self.zone)).date() == today
        return local.hour >= (EVENING if said_today else MORNING)


@dataclass(frozen=True, slots=True)
class Committed:
    """A commitment with whose it is, as far as it is told."""

    commitment: Commitment
    name: str
    hidden: bool

    @property
    def member(self) -> int:
        """Whose it is."""
        return self.commitment.member


def first_question(day: date | None, now: datetime, zone_name: str) -> date | None:
    """On which day somebody is asked about what is to be done by a day."""
    local = now.astimezone(zone(zone_name))
    if day == local.date() and local.hour >= TOO_SOON:
        return day + timedelta(days=1)
    return day


def question_of(commitment: Commitment, part: str) -> Fact:
    """A question about a commitment, as the outbox knows it."""
    return Fact.of("challenges.commitment", commitment.id, part=part, member=commitment.member)


def happened_of(commitment: Commitment) -> Fact:
    """What happened with a commitment, as the outbox knows it: once for each time it is settled."""
    at = commitment.settled_at.isoformat() if commitment.settled_at else ""
    return Fact.of("challenges.happened", commitment.id, part=at)
