"""Who may not meet, and why: the one place that every path (round, swap, single check) asks."""

from collections.abc import Iterable, Sequence
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from bot.matching.pool import Bools, Candidate, Pool, Rules, hour_table


class Why(IntEnum):
    """Why two people may not meet, or why one was left out.

    LANGUAGE, HOURS, MET and APART stand between two people. For a person left out they name what
    stands between them and most of the others; ALONE means that nobody else was there, ODD that
    people were there whom they may meet, but the numbers did not work out. APART tells of a
    confidential list: it is given only where nothing else is in the way.
    """

    LANGUAGE = 1
    HOURS = 2
    MET = 3
    APART = 4
    ALONE = 5
    ODD = 6


def barriers(pool: Pool, rules: Rules) -> NDArray[np.uint8]:
    """Symmetric matrix (n x n) of `Why` between two people, 0 where they may meet.

    Where several reasons hold the lowest value is given. The diagonal is 0.
    """
    people = pool.people
    found = np.zeros((len(people), len(people)), dtype=np.uint8)
    _mark(found, pool, rules.apart, Why.APART)
    _mark(found, pool, rules.met, Why.MET)
    found[~_meets(hour_table(people))] = Why.HOURS
    found[~_meets(_language_table(people))] = Why.LANGUAGE
    np.fill_diagonal(found, 0)
    return found


def _mark(found: NDArray[np.uint8], pool: Pool, pairs: Iterable[tuple[int, int]], why: Why) -> None:
    rows = pool.rows()
    for a, b in pairs:
        if a in rows and b in rows:
            found[rows[a], rows[b]] = found[rows[b], rows[a]] = why


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
