"""Who takes part in a round, and the rules of it: what every part of the matching reads."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from bot.matching.ports import Acquaintance

HOURS_IN_A_WEEK = 168
LARGEST_GROUP = 8
"""People who can be in one room with Kindred in every chat."""

ANY_HOUR = (1 << HOURS_IN_A_WEEK) - 1

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One person as the matcher sees them. Nothing here is a name.

    `networks` includes `home_network`. Empty `languages` and zero `hours` mean "unknown", which
    goes with everyone. `hours` is a mask of the week in UTC: bit 0 is Monday 00:00-01:00, bit 167
    Sunday 23:00. `left_out` counts the most recent rounds in a row that left this person out.
    `been_at` are events, by id and title, the newest first, `working_on` what they work on with
    others: reasons, and nothing that is scored.
    """

    id: int
    home_network: int | None = None
    networks: frozenset[int] = frozenset()
    topics: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    about: str = ""
    town: str = ""
    languages: frozenset[str] = frozenset()
    hours: int = 0
    left_out: int = 0
    been_at: tuple[tuple[int, str], ...] = ()
    working_on: tuple[tuple[int, str], ...] = ()

    def __post_init__(self) -> None:
        """Refuse masks and counts that cannot be."""
        if not 0 <= self.hours <= ANY_HOUR:
            raise ValueError(f"hours of {self.id} must be a mask of {HOURS_IN_A_WEEK} bits")
        if self.left_out < 0:
            raise ValueError(f"left_out of {self.id} must not be negative")


@dataclass(frozen=True, slots=True)
class Rules:
    """What a programme asks of a round.

    `cross_networks` runs from 0 (no preference) to 1 (strongly prefer other networks). `known` is
    what is known between the people. `together` are groups a facilitator has pinned: they are kept
    as given, whatever the other rules say, but for what is `eligibility.HARD`. Raises ValueError
    for a group size outside 2..8 or a preference outside 0..1.
    """

    group_size: int = 2
    cross_networks: float = 0.5
    known: Acquaintance = field(default_factory=Acquaintance)
    together: tuple[frozenset[int], ...] = ()

    def __post_init__(self) -> None:
        """Refuse sizes and preferences that cannot be."""
        if not 2 <= self.group_size <= LARGEST_GROUP:
            raise ValueError(f"group_size must be between 2 and {LARGEST_GROUP}")
        if not 0 <= self.cross_networks <= 1:
            raise ValueError("cross_networks must be between 0 and 1")


@dataclass(frozen=True, slots=True)
class Pool:
    """The people of a round in the order of their ids; row i of every matrix is `people[i]`."""

    people: tuple[Candidate, ...]

    @classmethod
    def of(cls, candidates: Iterable[Candidate]) -> "Pool":
        """Sort into the canonical order. Raises ValueError when an id comes twice."""
        people = tuple(sorted(candidates, key=lambda person: person.id))
        if len({person.id for person in people}) != len(people):
            raise ValueError("the same person is twice in the pool")
        return cls(people)

    def __len__(self) -> int:
        """The number of people."""
        return len(self.people)

    def rows(self) -> dict[int, int]:
        """The row of each id."""
        return {person.id: row for row, person in enumerate(self.people)}

    def only(self, rows: Sequence[int]) -> "Pool":
        """The people of these rows, in canonical order."""
        return Pool(tuple(self.people[row] for row in sorted(rows)))


def largest(size: int) -> int:
    """How many may be in one of the groups of `size`: one more, if a chat can hold them."""
    return min(size + 1, LARGEST_GROUP)


def common_hours(masks: Iterable[int]) -> int:
    """The hours (UTC week mask) that suit all; 0 stands for unknown and suits every hour."""
    shared = ANY_HOUR
    for mask in masks:
        shared &= mask or ANY_HOUR
    return shared


def hour_table(people: Sequence[Candidate]) -> Bools:
    """Masks as a table (people x 168); unknown hours are all true."""
    table = np.zeros((len(people), HOURS_IN_A_WEEK), dtype=np.bool_)
    for row, person in enumerate(people):
        mask = (person.hours or ANY_HOUR).to_bytes(HOURS_IN_A_WEEK // 8, "little")
        table[row] = np.unpackbits(np.frombuffer(mask, dtype=np.uint8), bitorder="little")
    return table
