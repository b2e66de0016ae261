"""A linear programme over groups of people: its columns, its odd sets, and the solver.

See `pairing` for what it means.
"""

from dataclasses import dataclass, field

import numpy as np
import scipy  # whoever solves nothing does not load its solvers, which takes half a second
from scipy.sparse import csr_array

from bot.matching.odd_sets import NOBODY, oddly
from bot.matching.pool import Bools, Floats, Ints

# A unit of weight: 2**-24 of a score.
UNITS = 1 << 24
MAGNIFIED = 1024
MOST_NODES = 10_000


@dataclass(slots=True)
class Programme:
    """The linear programme so far: chosen columns (groups) and odd sets."""

    weights: Ints
    allowed: Bools
    hours: Bools
    alone: Floats
    trio: float
    groups: Ints = field(default_factory=lambda: np.empty((0, 3), dtype=np.int64))
    odd_sets: Bools = field(default_factory=lambda: np.empty((0, 0), dtype=np.bool_))

    @property
    def size(self) -> int:
        """The number of people."""
        return len(self.weights)


@dataclass(frozen=True, slots=True)
class Solution:
    """Groups and their shares, prices of people (n) and of odd sets (k, >= 0), and the value.

    More groups and odd sets may have been found since; those have no share and no price here.
    """

    groups: Ints
    shares: Floats
    people: Floats
    odd_sets: Floats
    value: float


def as_groups(pairs: Ints) -> Ints:
    """Pairs of rows as groups, the lower row first."""
    ordered = np.sort(pairs, axis=1)
    return np.column_stack([ordered, np.full(len(ordered), NOBODY)])


def add_groups(programme: Programme, groups: Ints) -> bool:
    """Add the groups that are new; false when none was."""
    every = np.vstack([programme.groups, groups])
    keys = ((every[:, 0] + 1) << 42) + ((every[:, 1] + 1) << 21) + every[:, 2] + 1
    _, first = np.unique(keys, return_index=True)
    grown = len(first) > len(programme.groups)
    programme.groups = every[np.sort(first)]
    return grown


def add_odd_sets(programme: Programme, found: Bools) -> bool:
    """Add the odd sets that are new; false when none was."""
    every = np.vstack([programme.odd_sets, found])
    _, first = np.unique(every, axis=0, return_index=True)
    grown = len(first) > len(programme.odd_sets)
    programme.odd_sets = every[np.sort(first)]
    return grown


def costs_of(programme: Programme, groups: Ints) -> Floats:
    """What each group costs: minus its weight in scores, plus its penalty."""
    a, b, c = groups.T
    weights = programme.weights
    pair = -weights[a, b] / UNITS
    three = -(weights[a, b] + weights[a, c] + weights[b, c]) / (2 * UNITS) + programme.trio
    costs: Floats = np.where(b == NOBODY, programme.alone[a], np.where(c == NOBODY, pair, three))
    return costs


def _covering(programme: Programme) -> csr_array:
    at = np.nonzero(programme.groups != NOBODY)
    ones = np.ones(len(at[0]))
    shape = (programme.size, len(programme.groups))
    return csr_array((ones, (programme.groups[at], at[0])), shape=shape)


def solve(programme: Programme) -> Solution:
    """The programme as it stands. Raises ArithmeticError when HiGHS gives up."""
    crossing = csr_array(oddly(programme.odd_sets, programme.groups).astype(np.float64))
    found = scipy.optimize.linprog(
        costs_of(programme, programme.groups),
        A_eq=_covering(programme),
        b_eq=np.ones(programme.size),
        A_ub=-crossing if len(programme.odd_sets) else None,
        b_ub=-np.ones(len(programme.odd_sets)) if len(programme.odd_sets) else None,
        method="highs-ds",
        options={"dual_feasibility_tolerance": 1e-9, "primal_feasibility_tolerance": 1e-9},
    )
    if found.x is None:
        raise ArithmeticError(f"the matching could not be solved: {found.message}")
    return Solution(
        programme.groups, found.x, found.eqlin.marginals, -found.ineqlin.marginals, found.fun
    )


def solve_whole(programme: Programme, solution: Solution) -> Solution:
    """As `solve`, with whole shares and without prices; `solution` only helps precision."""
    limits = [scipy.optimize.LinearConstraint(_covering(programme), 1, 1)]
    if len(programme.odd_sets):
        crossing = csr_array(oddly(programme.odd_sets, programme.groups).astype(np.float64))
        limits.append(scipy.optimize.LinearConstraint(crossing, 1, np.inf))
    costs = costs_of(programme, programme.groups)
    # Less the prices of people, which sum to the same for every solution, and magnified: HiGHS
    # stops within 1e-6 of the optimum, which is more than a unit.
    prices = np.append(solution.people, 0)[programme.groups].sum(axis=1)
    found = scipy.optimize.milp(
        (costs - prices) * MAGNIFIED,
        constraints=limits,
        integrality=np.ones(len(costs)),
        options={"mip_rel_gap": 0, "node_limit": MOST_NODES},
    )
    if found.x is None:
        raise ArithmeticError(f"the matching could not be solved: {found.message}")
    shares = np.rint(found.x)
    return Solution(programme.groups, shares, np.empty(0), np.empty(0), float(costs @ shares))
