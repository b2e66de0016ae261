"""What an idea is: what its proposer says of it, and what has become of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.community.facts import Fact
from bot.community.roles import Scope

MOST_TITLE = 100
MOST_WHY = 2000
MOST_TOPICS = 8
MOST_A_DAY = 5
"""New ideas of one member within 24 hours."""

QUIET = timedelta(days=90)
"""So long without a word an idea stays open, and then rests."""

NOTICE = timedelta(days=7)
"""So long before its proposers are asked."""


class IdeaState(StrEnum):
    """What has become of an idea."""

    OPEN = "open"
    RESTING = "resting"  # nobody has touched it for long; it can be woken
    PLANNED = "planned"  # an event was made of it
    WITHDRAWN = "withdrawn"  # by whoever proposed it
    TAKEN_DOWN = "taken_down"  # by those who lead the community


ALIVE = (IdeaState.OPEN, IdeaState.RESTING)
"""What can still become something."""

THERE = (*ALIVE, IdeaState.PLANNED)
"""What can still be found and looked at."""


@dataclass(frozen=True, slots=True)
class Details:
    """What is said of an idea; a title is enough.

    `topics` say who might care. `networks` are those whose members may see it, none of them:
    everybody in the community. `places` are those of the kernel in which its card hangs.
    """

    title: str
    why: str = ""
    topics: tuple[str, ...] = ()
    networks: tuple[int, ...] = ()
    places: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        """All that is said beside the title."""
        return " ".join(filter(None, (self.why, ", ".join(self.topics))))

    def open_to(self, networks: Collection[int]) -> bool:
        """Whether it is for somebody of these networks."""
        return not self.networks or not set(self.networks).isdisjoint(networks)


@dataclass(frozen=True, slots=True)
class Idea:
    """An idea, with how many are interested, and how many of them could help host it.

    `stirred_at` is when anybody last cared for it, `asked_at` when its proposers were last asked
    whether it is still alive. `event` is the one that was made of it, which was over at `held_at`;
    `outcome` is what came of it.
    """

    id: int
    community: int
    details: Details
    state: IdeaState
    made_by: int | None
    made_at: datetime
    stirred_at: datetime
    asked_at: datetime | None = None
    event: int | None = None
    held_at: datetime | None = None
    outcome: str = ""
    interested: int = 0
    hosting: int = 0

    @property
    def title(self) -> str:
        """What it is called."""
        return self.details.title

    @property
    def scope(self) -> Scope:
        """What its proposers have their role in."""
        return scope_of(self.id)

    @property
    def fact(self) -> Fact:
        """The idea, as other features know it."""
        return fact_of(self.id)


def scope_of(idea: int) -> Scope:
    """What the proposers of an idea have their role in: they are its hosts."""
    return Scope("idea", idea)


def fact_of(idea: int) -> Fact:
    """An idea, as other features know it."""
    return Fact.of("ideas.idea", idea)
