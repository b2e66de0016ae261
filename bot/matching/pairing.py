"""The best pairing of all: exact, by a linear programme that prices every pair and every trio.

Everyone is to be in exactly one group: a pair, a trio, or alone. Let x_g be 1 when group g is
chosen. We minimise the sum of cost_g * x_g where every person is covered once and, for each odd
set S of people, some chosen group meets S in an odd number (pairs alone: Edmonds 1965, "Maximum
matching and a polyhedron with 0,1-vertices"; with trios and singles the same parity argument
holds). Costs are whole units: minus the value of the group, plus heavy penalties for trios,
people alone, and people alone who were left out before, in this rising order.

Only few groups and few odd sets are written down. `scipy.optimize.linprog` (HiGHS) solves that
programme; its dual prices then show which of *all* pairs and trios would improve it (column
generation), and its fractional parts which odd sets are violated (cutting planes; compare
Chandrasekaran, Vegh and Vempala 2016, "The cutting plane method is polynomial for perfect
matchings"). When no group improves it and the solution is whole, it is the optimum over all
groups. Where the odd sets found do not make it whole, branch and bound finishes over every group
whose reduced cost is within the remaining gap, which keeps the optimum provably inside.
"""

import numpy as np
import scipy

from bot.matching.linear_programme import (
    UNITS,
    Programme,
    Solution,
    add_groups,
    add_odd_sets,
    as_groups,
    solve,
    solve_whole,
)
from bot.matching.odd_sets import NOBODY, odd_parts, violated
from bot.matching.pool import Bools, Ints
from bot.matching.pricing import NOISE, improving, reduced_costs, trios_below

FIRST_CHOICES = 6
TINY = 1e-6
# Turns that only cut before branch and bound takes over, and where that gives up its proof.
PATIENCE = 12
MOST_GROUPS = 100_000


def best_pairs(weights: Ints, allowed: Bools, hours: Bools, owed: Bools) -> list[tuple[int, ...]]:
    """Split rows 0..n-1 into pairs, as few trios as needed, and as few people alone as possible.

    `weights` (n x n, units of 2**-24) and `allowed` (n x n) are symmetric; `hours` (n x 168) says
    who can meet when; `owed` (n) who was left out before. A trio needs three allowed pairs and an
    hour common to all, and counts half the sum of its pairs, so that everybody's mean counts alike.
    Returns sorted groups of 1, 2 or 3 rows. The order of aims: fewest owed alone, fewest alone,
    fewest trios, greatest weight.
    """
    if not len(weights):
        return []
    programme = _begin(weights, allowed, hours, owed)
    turns = 0
    while True:
        solution = solve(programme)
        sets = violated(solution.groups, solution.shares, programme.size)
        cut = add_odd_sets(programme, sets) and turns < PATIENCE
        if add_groups(programme, improving(programme, solution)):
            continue
        if cut:
            turns += 1
            continue
        if np.any(np.abs(solution.shares - np.rint(solution.shares)) > TINY):
            solution = _branch(programme, solution)
        break
    chosen = solution.groups[solution.shares > 0.5]
    return sorted(tuple(int(m) for m in group if m != NOBODY) for group in chosen)


def _begin(weights: Ints, allowed: Bools, hours: Bools, owed: Bools) -> Programme:
    size = len(weights)
    # No exchange of pairs can gain more than all the weight there is.
    trio = (size / 2 + 1) * (1 + int(weights.max()) / UNITS)
    alone = np.where(owed, 64 * trio, 8 * trio)
    programme = Programme(weights, allowed, hours, alone, trio)
    programme.odd_sets = np.empty((0, size + 1), dtype=np.bool_)
    rows = np.arange(size)
    singles = np.column_stack([rows, np.full((size, 2), NOBODY)])
    ranked = np.where(allowed, weights, -1)
    best = np.argsort(-ranked, axis=1, kind="stable")[:, :FIRST_CHOICES]
    _, partner = scipy.optimize.linear_sum_assignment(np.where(allowed, -weights / UNITS, trio))
    near = np.column_stack([best, partner])
    pairs = np.column_stack([np.repeat(rows, near.shape[1]), near.ravel()])
    pairs = pairs[allowed[pairs[:, 0], pairs[:, 1]]]
    add_groups(programme, np.vstack([singles, as_groups(pairs)]))
    linked = as_groups(np.argwhere(np.triu(allowed)))
    add_odd_sets(programme, odd_parts(linked, size))
    return programme


def _branch(programme: Programme, solution: Solution) -> Solution:
    """Finish by branch and bound, over all groups that a better solution could contain.

    The programme's value bounds the optimum from below, any whole solution from above. A group
    whose reduced cost exceeds the difference is in no better solution. Memory and time have limits
    (MOST_GROUPS, and MOST_NODES of `programme`); a case that meets one ends with the best found.
    """
    found = solve_whole(programme, solution)
    gap = found.value - solution.value + NOISE
    reduced, depth = reduced_costs(programme, solution)
    near = np.argwhere(np.triu(reduced <= gap, 1))
    if len(near) > MOST_GROUPS:
        near = near[np.argsort(reduced[near[:, 0], near[:, 1]], kind="stable")[:MOST_GROUPS]]
    pairs = as_groups(near)
    trios = trios_below(gap, programme, solution, reduced, depth, enough=MOST_GROUPS)
    if add_groups(programme, np.vstack([pairs, trios])):
        found = solve_whole(programme, solution)
    return found
