"""The port of the matching, the plan that comes out of it, and the reasons for each group."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.matching.meeting import Why
from bot.matching.pool import Candidate, Rules


@dataclass(frozen=True, slots=True)
class SharedTopics:
    """All `members` chose each of `topics` (as the first member wrote them, rarest first)."""

    members: tuple[int, ...]
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfferAnswersAsk:
    """`giver` offers something close to what `asker` asks for; both phrases as written."""

    giver: int
    asker: int
    offer: str
    ask: str


@dataclass(frozen=True, slots=True)
class SimilarWork:
    """The members' descriptions share these words, as the first of them uses them."""

    members: tuple[int, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SamePlace:
    """All `members` named this place."""

    members: tuple[int, ...]
    place: str


@dataclass(frozen=True, slots=True)
class AcrossNetworks:
    """No two of `members` share a network; `networks` are their home networks, where known."""

    members: tuple[int, ...]
    networks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NewFaces:
    """Nothing else is known, but no two of `members` have met of late."""

    members: tuple[int, ...]


Reason = SharedTopics | OfferAnswersAsk | SimilarWork | SamePlace | AcrossNetworks | NewFaces


@dataclass(frozen=True, slots=True)
class Group:
    """People who are to meet (ids, ascending), the mean score of their pairs, and why them."""

    members: tuple[int, ...]
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A person without a group in this round, and why."""

    member: int
    why: Why


@dataclass(frozen=True, slots=True)
class Plan:
    """Everybody of the pool exactly once: in a group or left out; both in order of ids."""

    groups: tuple[Group, ...]
    left_out: tuple[LeftOut, ...]


class Matcher(Protocol):
    """The port: turns the people and rules of a round into a plan.

    The same people (in any order), rules and seed give the same plan. No plan puts two people
    together who may not meet, but for the groups the rules pin.
    """

    def match(self, pool: Sequence[Candidate], rules: Rules, seed: int) -> Plan:
        """The plan. Raises ValueError for an id that comes twice or a pin that cannot be."""
        ...
