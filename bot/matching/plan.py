"""The port of the matching, the plan that comes out of it, and the reasons for each group."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Annotated, Protocol

from pydantic import Field as Tagged

from bot.matching.pool import LARGEST_GROUP, Candidate, Rules


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
class SameTown:
    """All `members` named this town."""

    members: tuple[int, ...]
    town: Annotated[str, Tagged(alias="place")]  # as plans are kept


@dataclass(frozen=True, slots=True)
class AcrossNetworks:
    """No two of `members` share a network; `networks` are their home networks, where known."""

    members: tuple[int, ...]
    networks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NewFaces:
    """Nothing else is known, but no two of `members` have met of late."""

    members: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SameEvent:
    """All `members`, which is everybody of the group, were at this event not long ago."""

    members: tuple[int, ...]
    event: str


@dataclass(frozen=True, slots=True)
class SameQuestion:
    """All `members`, which is everybody of the group, work on this question."""

    members: tuple[int, ...]
    question: str


Reason = (
    SharedTopics
    | OfferAnswersAsk
    | SimilarWork
    | SameTown
    | SameEvent
    | SameQuestion
    | AcrossNetworks
    | NewFaces
)


@dataclass(frozen=True, slots=True)
class Group:
    """People who are to meet (ids, ascending), the mean score of their pairs, and why them."""

    members: tuple[int, ...]
    score: float
    reasons: tuple[Reason, ...]


class Why(IntEnum):
    """Why somebody was left out; plans are kept with these numbers.

    LANGUAGE, HOURS, MET and APART name what stands between them and most of the others, the lowest
    where it is several things; APART, which may tell of a confidential list, only where nothing
    else is in the way. ALONE means that nobody else was there, ODD that people were there whom they
    may meet, but the numbers did not work out.
    """

    LANGUAGE = 1
    HOURS = 2
    MET = 3
    APART = 4
    ALONE = 5
    ODD = 6


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
    together who may not meet, but for the groups the rules pin, which never overrule what is
    `eligibility.HARD`.
    """

    def match(self, pool: Sequence[Candidate], rules: Rules, seed: int) -> Plan:
        """The plan. Raises ValueError for an id that comes twice or a pin that cannot be."""
        ...


def sizes(people: int, size: int) -> list[int]:
    """Even sizes: `size` and one more if the remainder fits, otherwise the next smaller ones.

    Never a group of one for two people or more, and none larger than a chat can hold: 7 by 3 is
    4+3, 5 by 3 is 3+2, 9 by 8 is 5+4, 11 by 8 is 6+5.
    """
    count, rest = divmod(people, size)
    if rest > count or (rest and count and size >= LARGEST_GROUP):
        count += 1
    each, extra = divmod(people, max(1, count))
    return [each + 1] * extra + [each] * (count - extra)
