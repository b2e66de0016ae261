"""The tidy end of grouping: break what may not be, then seat everyone who can have a seat."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from bot.matching.pairing import best_pairs
from bot.matching.pool import Bools, Ints, largest


@dataclass(slots=True)
class Seating:
    """Groups (rows) and the people without a group yet."""

    tables: list[list[int]]
    waiting: list[int]
    weights: Ints
    allowed: Bools
    hours: Bools
    owed: Bools
    size: int

    @classmethod
    def of(
        cls, labels: Ints, weights: Ints, allowed: Bools, hours: Bools, owed: Bools, size: int
    ) -> "Seating":
        """Everyone at the table of their label, whether they may sit there or not."""
        tables = [[int(p) for p in np.flatnonzero(labels == at)] for at in range(labels.max() + 1)]
        return cls(tables, [], weights, allowed, hours, owed, size)

    def groups(self) -> list[tuple[int, ...]]:
        """All groups, and everyone waiting as a group of one."""
        return sorted(tuple(sorted(t)) for t in [*self.tables, *([p] for p in self.waiting)])

    def rank(self) -> tuple[int, int, int, float]:
        """Owed and waiting, waiting, how uneven, minus the worth: the least is the best."""
        owed = sum(bool(self.owed[person]) for person in self.waiting)
        uneven = sum((len(table) - self.size) ** 2 for table in self.tables)
        return owed, len(self.waiting), uneven, -sum(self.worth(table) for table in self.tables)

    def worth(self, table: Sequence[int]) -> float:
        """Sum of the pairs by (size - 1)."""
        pairs = sum(int(self.weights[a, b]) for a, b in combinations(table, 2))
        return pairs / (len(table) - 1) if len(table) > 1 else 0.0

    def fits(self, table: Sequence[int]) -> bool:
        """Every pair is allowed, and an hour is common to all."""
        pairs = all(self.allowed[a, b] for a, b in combinations(table, 2))
        return pairs and bool(self.hours[list(table)].all(axis=0).any())


def settle(seating: Seating) -> Seating:
    """Make every group one that may meet, then seat those waiting, the owed first."""
    _break_up(seating)
    _join(seating)
    _pair_up(seating)
    for person in _in_turn(seating):
        _take_one_from_a_table(seating, person)
    for person in _in_turn(seating):
        if seating.owed[person]:
            _change_places(seating, person)
    _join(seating)
    return seating


def _in_turn(seating: Seating) -> list[int]:
    return sorted(
        seating.waiting, key=lambda p: (not seating.owed[p], int(seating.allowed[p].sum()))
    )


def _break_up(seating: Seating) -> None:
    for table in seating.tables:
        while not seating.fits(table):
            worst = min(table, key=lambda person: _belonging(seating, table, person))
            table.remove(worst)
            seating.waiting.append(worst)
    seating.waiting += [table[0] for table in seating.tables if len(table) == 1]
    seating.tables = [table for table in seating.tables if len(table) > 1]


def _belonging(
    seating: Seating, table: Sequence[int], person: int
) -> tuple[bool, int, bool, int, int]:
    rest = [other for other in table if other != person]
    links = sum(bool(seating.allowed[person, other]) for other in rest)
    weight = sum(int(seating.weights[person, other]) for other in rest)
    return not seating.fits(rest), links, bool(seating.owed[person]), weight, person


def _join(seating: Seating) -> None:
    for person in _in_turn(seating):
        open_tables = (t for t in seating.tables if len(t) < largest(seating.size))
        _best_change(seating, person, ((t, [*t, person]) for t in open_tables))


def _best_change(
    seating: Seating, person: int, changes: Iterator[tuple[list[int], list[int]]]
) -> None:
    """Seat `person` by the best of the changes (a table, how it would be) that may be."""
    open_now = [
        (len(new) > seating.size, seating.worth(table) - seating.worth(new), at, table, new)
        for at, (table, new) in enumerate(changes)
        if seating.fits(new)
    ]
    if open_now:
        *_, table, new = min(open_now, key=lambda change: change[:3])
        left = [member for member in table if member not in new]
        table[:] = new
        seating.waiting = [other for other in seating.waiting if other != person] + left


def _pair_up(seating: Seating) -> None:
    rows = sorted(seating.waiting)
    among = np.ix_(rows, rows)
    groups = best_pairs(
        seating.weights[among], seating.allowed[among], seating.hours[rows], seating.owed[rows]
    )
    seating.tables += [[rows[at] for at in group] for group in groups if len(group) > 1]
    seating.waiting = [rows[group[0]] for group in groups if len(group) == 1]


def _take_one_from_a_table(seating: Seating, person: int) -> None:
    """A new pair with someone whose own group can spare them."""
    spare = [
        (seating.worth([*rest]) + seating.worth([person, other]) - seating.worth(table), other, at)
        for at, table in enumerate(seating.tables)
        if len(table) > 2
        for other in table
        if seating.allowed[person, other]
        for rest in [[member for member in table if member != other]]
    ]
    if spare:
        _, other, at = max(spare)
        seating.tables[at].remove(other)
        seating.tables.append([person, other])
        seating.waiting.remove(person)


def _change_places(seating: Seating, person: int) -> None:
    """Someone not owed gives up their seat to someone who is."""
    changes = (
        (table, [person if member == other else member for member in table])
        for table in seating.tables
        for other in table
        if not seating.owed[other]
    )
    _best_change(seating, person, changes)
