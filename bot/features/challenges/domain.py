"""What a challenge is: the question, what is said of it, and where the group is with it."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.community.facts import Fact
from bot.community.roles import Scope

MOST_QUESTION = 100
MOST_TEXT = 1500
MOST_A_DAY = 5
"""New challenges of one member within 24 hours."""

OVERDUE = timedelta(days=7)
"""So long past the day until which a group wanted to go on its hosts are asked, once."""

MOST_INTEREST = 50
"""So many people at most a community may want to see before a challenge opens."""


class ChallengeState(StrEnum):
    """What has become of a challenge."""

    PROPOSED = "proposed"  # it gathers people, and opens when enough are there
    OPEN = "open"
    CLOSED = "closed"  # with an outcome
    WITHDRAWN = "withdrawn"  # by its hosts
    TAKEN_DOWN = "taken_down"  # by those who lead the community


ALIVE = (ChallengeState.PROPOSED, ChallengeState.OPEN)
"""What people can join and work on."""

THERE = (*ALIVE, ChallengeState.CLOSED)
"""What can be found and looked at."""


@dataclass(frozen=True, slots=True)
class Details:
    """What is said of a challenge; a question is enough.

    `why` now, what would be `different`, and who is `welcome`, in words. `networks` are those whose
    members may join, none of them: everybody in the community. `places` are those of the kernel in
    which its card hangs, `until` the day until which the group wants to go on.
    """

    question: str
    why: str = ""
    different: str = ""
    welcome: str = ""
    networks: tuple[int, ...] = ()
    places: tuple[int, ...] = ()
    until: date | None = None

    @property
    def title(self) -> str:
        """What it is called: its question."""
        return self.question

    @property
    def text(self) -> str:
        """All that is said beside the question."""
        return " ".join(filter(None, (self.why, self.different, self.welcome)))

    def open_to(self, networks: Collection[int]) -> bool:
        """Whether it is for somebody of these networks."""
        return not self.networks or not set(self.networks).isdisjoint(networks)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a group leaves behind for others; any of it may be empty."""

    learned: str = ""
    changed: str = ""
    next: str = ""

    def __bool__(self) -> bool:
        return any(getattr(self, each.name) for each in fields(self))

    @property
    def text(self) -> str:
        """All of it."""
        return " ".join(filter(None, (self.learned, self.changed, self.next)))


@dataclass(frozen=True, slots=True)
class Challenge:
    """A challenge, with how many people are in it.

    `where_we_are` is what its hosts say as the group learns. It is in its state `since` then;
    `asked_at` is when its hosts were asked whether it goes on past `details.until`.
    """

    id: int
    community: int
    details: Details
    state: ChallengeState
    made_by: int | None
    made_at: datetime
    since: datetime
    where_we_are: str = ""
    asked_at: datetime | None = None
    outcome: Outcome = Outcome()
    people: int = 0

    @property
    def question(self) -> str:
        """What it is called, and about."""
        return self.details.question

    @property
    def until(self) -> date | None:
        """The day until which the group wants to go on."""
        return self.details.until

    @property
    def scope(self) -> Scope:
        """What its hosts have their role in."""
        return scope_of(self.id)

    @property
    def fact(self) -> Fact:
        """The challenge, as other features know it."""
        return fact_of(self.id)


@dataclass(frozen=True, slots=True)
class Change:
    """That somebody said something of a challenge otherwise: which `part`, and what was `before`.

    `by` is nobody where that member has been erased since.
    """

    id: int
    challenge: int
    part: str
    before: str
    by: int | None
    name: str
    at: datetime


def scope_of(challenge: int) -> Scope:
    """What the hosts of a challenge have their role in."""
    return Scope("challenge", challenge)


def fact_of(challenge: int) -> Fact:
    """A challenge, as other features know it."""
    return Fact.of("challenges.challenge", challenge)
