"""Groups of three to eight: exchange of seats until no exchange is better, then a tidy end.

A heuristic: best groups of three are already NP-hard. A group's worth is the sum of its pairs by
(size - 1): each member's mean, halved and summed, the same measure as for pairs and trios.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.matching.plan import sizes
from bot.matching.pool import Bools, Floats, Ints
from bot.matching.seating import Seating, settle

Marks = NDArray[np.float32]
SWEEPS = 30
STEPS = 20_000
MOST_STARTS = 12


def best_groups(
    weights: Ints,
    allowed: Bools,
    hours: Bools,
    owed: Bools,
    size: int,
    rng: np.random.Generator,
) -> list[tuple[int, ...]]:
    """Split rows 0..n-1 into groups of about `size`; see `pairing.best_pairs` for the arguments.

    Every pair of a group is allowed and an hour is common to all. Groups are sorted rows; who
    cannot be placed comes as a group of one, those not `owed` rather than those who are. From
    several random starts (fewer for more people) the best result is kept: fewest owed alone,
    fewest alone, evenest sizes, greatest worth.
    """
    people = len(weights)
    scale = float(max(1, weights.max()))
    table = Table(np.where(allowed, weights / scale, -10.0), hours)
    np.fill_diagonal(table.pairs, 0)
    starts = int(np.clip(STEPS // (people * SWEEPS), 1, MOST_STARTS))
    seatings = []
    for _ in range(starts):
        order = rng.permutation(people)
        labels = np.empty(people, dtype=np.int64)
        plan = sizes(people, size)
        labels[order] = np.repeat(np.arange(len(plan)), plan)
        _exchange(table, labels, rng)
        seatings.append(settle(Seating.of(labels, weights, allowed, hours, owed, size)))
    return min(seatings, key=lambda seating: seating.rank()).groups()


@dataclass(frozen=True, slots=True)
class Table:
    """What the exchange looks at: worth of pairs (-10 where not allowed, at most 1) and hours."""

    pairs: Floats
    hours: Bools


def _exchange(table: Table, labels: Ints, rng: np.random.Generator) -> None:
    """Swap seats in place, person by person, each time the best swap, until none is left."""
    people, count = len(labels), int(labels.max()) + 1
    if count < 2:
        return
    member = np.zeros((people, count))
    member[np.arange(people), labels] = 1
    ties = table.pairs @ member
    able = table.hours.astype(np.float32)
    lacking = member.T.astype(np.float32) @ (1 - able)
    share = 1 / np.maximum(1, member.sum(axis=0) - 1)
    for _ in range(SWEEPS):
        swapped = False
        for person in rng.permutation(people):
            gain = _gains(int(person), labels, table.pairs, ties, share)
            gain += 10 * _hours_gained(int(person), labels, able, lacking)
            other = int(gain.argmax())
            if gain[other] > 1e-9:
                _swap(int(person), other, labels, table.pairs, ties, able, lacking)
                swapped = True
        if not swapped:
            return


def _gains(person: int, labels: Ints, pairs: Floats, ties: Floats, share: Floats) -> Floats:
    """What swapping `person` with each other person adds to the worth of their two groups."""
    mine = labels[person]
    at = np.arange(len(labels))
    here = ties[:, mine] - pairs[person] - ties[person, mine]
    there = ties[person, labels] - pairs[person] - ties[at, labels]
    gain: Floats = share[mine] * here + share[labels] * there
    gain[labels == mine] = -np.inf
    return gain


def _hours_gained(person: int, labels: Ints, able: Marks, lacking: Marks) -> Ints:
    """By how much (-2..2) each swap changes the number of the two groups with a common hour."""
    mine = labels[person]
    good = (lacking == 0).any(axis=1)
    rest_here = (lacking[mine] - (1 - able[person]) == 0).astype(np.float32)
    rest_there = (lacking[labels] - (1 - able) == 0).astype(np.float32)
    here = able @ rest_here > 0
    there = rest_there @ able[person] > 0
    before = int(good[mine]) + good[labels].astype(np.int64)
    gained: Ints = here.astype(np.int64) + there - before
    return gained


def _swap(
    one: int, other: int, labels: Ints, pairs: Floats, ties: Floats, able: Marks, lacking: Marks
) -> None:
    here, there = labels[one], labels[other]
    ties[:, here] += pairs[:, other] - pairs[:, one]
    ties[:, there] += pairs[:, one] - pairs[:, other]
    lacking[here] += able[one] - able[other]
    lacking[there] += able[other] - able[one]
    labels[one], labels[other] = there, here
