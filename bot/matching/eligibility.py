"""Who may not meet, and why: the one place that everything asks which brings people together.

`barriers` answers for two people, `barrier_table` for many at once, `possible` for groups. A new
reason is one more `Barrier`, and a line in each of the first two, which are to agree.
"""

from collections.abc import Iterable, Sequence
from enum import IntFlag
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.matching.pool import Bools, Candidate, Pool, common_hours, hour_table
from bot.matching.ports import Acquaintance, Pair

GroupMembers = frozenset[int]
Barriers = NDArray[np.uint8]


class Barrier(IntFlag):
    """What stands between two people: any of these, or nothing (`Barrier(0)`).

    NEVER tells of a confidential list: nobody is told of it, not even where nothing else is in the
    way.
    """

    LANGUAGE = 1
    HOURS = 2
    MET = 4
    APART = 8
    NEVER = 16
    SAME_PERSON = 32


HARD: Final = Barrier.NEVER | Barrier.SAME_PERSON
"""What holds whoever asks, and whatever people have decided; the rest may be decided otherwise."""


def barriers(one: Candidate, other: Candidate, known: Acquaintance) -> Barrier:
    """All that stands between two people.

    Languages and hours that are not known suit everybody.
    """
    found = Barrier(0)
    if one.languages and other.languages and not one.languages & other.languages:
        found |= Barrier.LANGUAGE
    if not common_hours((one.hours, other.hours)):
        found |= Barrier.HOURS
    for pairs, barrier in _of_pairs(known):
        if (one.id, other.id) in pairs or (other.id, one.id) in pairs:
            found |= barrier
    if one.id == other.id:
        found |= Barrier.SAME_PERSON
    return found


def never_meet(one: int, other: int, known: Acquaintance) -> bool:
    """Whether one of two people never wants to meet the other; neither is to learn of it."""
    return bool(barriers(Candidate(one), Candidate(other), known) & Barrier.NEVER)


def barrier_table(pool: Pool, known: Acquaintance) -> Barriers:
    """Symmetric matrix (n x n) of the `barriers` between any two people of a pool."""
    people, rows = pool.people, pool.rows()
    found = np.zeros((len(people), len(people)), dtype=np.uint8)
    found[~_meets(_language_table(people))] |= np.uint8(Barrier.LANGUAGE)
    found[~_meets(hour_table(people))] |= np.uint8(Barrier.HOURS)
    for pairs, barrier in _of_pairs(known):
        for a, b in pairs:
            if a in rows and b in rows:
                found[rows[a], rows[b]] |= np.uint8(barrier)
                found[rows[b], rows[a]] |= np.uint8(barrier)
    found[np.diag_indices(len(people))] |= np.uint8(Barrier.SAME_PERSON)
    return found


def possible(
    groups: Iterable[GroupMembers], candidates: Sequence[Candidate], known: Acquaintance
) -> tuple[GroupMembers, ...]:
    """Those of the groups whose people are all there and may all meet, at an hour that suits all.

    One look at everybody, so that a round of thousands is checked in a moment.
    """
    wanted = tuple(groups)
    inside = frozenset().union(*wanted)
    pool = Pool.of(person for person in candidates if person.id in inside)
    rows, between = pool.rows(), barrier_table(pool, known)

    def holds(group: GroupMembers) -> bool:
        if not group <= rows.keys():
            return False
        if any(between[rows[a], rows[b]] for a, b in combinations(group, 2)):
            return False
        return len(group) < 3 or bool(common_hours(pool.people[rows[m]].hours for m in group))

    return tuple(group for group in wanted if holds(group))


def _of_pairs(known: Acquaintance) -> tuple[tuple[frozenset[Pair], Barrier], ...]:
    return (
        (known.met, Barrier.MET),
        (known.apart, Barrier.APART),
        (known.never, Barrier.NEVER),
    )


def _meets(table: Bools) -> Bools:
    # Counts up to 2**24 are exact in float32, and only float products use the fast BLAS.
    columns = table.astype(np.float32)
    shared: Bools = columns @ columns.T > 0
    return shared


def _language_table(people: Sequence[Candidate]) -> Bools:
    known = sorted({language for person in people for language in person.languages})
    column = {language: at for at, language in enumerate(known)}
    table = np.zeros((len(people), max(1, len(known))), dtype=np.bool_)
    for row, person in enumerate(people):
        for language in person.languages:
            table[row, column[language]] = True
        if not person.languages:
            table[row] = True
    return table
