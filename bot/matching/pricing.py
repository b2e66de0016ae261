"""Which of all pairs and trios would improve a solution of the programme, by its dual prices."""

import numpy as np

from bot.matching.linear_programme import UNITS, Programme, Solution, as_groups, costs_of
from bot.matching.odd_sets import oddly
from bot.matching.pool import Floats, Ints

# The solver's prices are multiples of a quarter unit, so that anything nearer to zero than an
# eighth is rounding error.
NOISE = 0.125 / UNITS
PRICED_PER_PERSON = 12
NEARLY = 0.1
ENOUGH_TRIOS = 400
CHUNK = 64


def improving(programme: Programme, solution: Solution) -> Ints:
    """Groups that would improve the solution: the best of many, and none only if there is none."""
    reduced, depth = reduced_costs(programme, solution)
    few = min(PRICED_PER_PERSON, programme.size)
    best = np.argpartition(reduced, few - 1, axis=1)[:, :few]
    costs = np.take_along_axis(reduced, best, axis=1)
    trios = trios_below(-NOISE, programme, solution, reduced, depth, enough=ENOUGH_TRIOS)
    if not len(trios) and costs.min() >= -NOISE:
        return trios
    # Prices move little from turn to turn: what is nearly worth its price now will be soon.
    rows, at = np.nonzero(costs < NEARLY)
    return np.vstack([as_groups(np.column_stack([rows, best[rows, at]])), trios])


def reduced_costs(programme: Programme, solution: Solution) -> tuple[Floats, Floats]:
    """Reduced costs of all pairs (inf where not allowed), and each person's sum of odd sets."""
    reduced = programme.weights / -UNITS
    reduced -= solution.people[:, None]
    reduced -= solution.people[None, :]
    depth = np.zeros(programme.size)
    for price, members in zip(solution.odd_sets, programme.odd_sets[:, :-1], strict=False):
        if price > 0:
            inside = np.flatnonzero(members)
            depth[inside] += price
            reduced[inside, :] -= price
            reduced[:, inside] -= price
            reduced[np.ix_(inside, inside)] += 2 * price
    reduced[~programme.allowed] = np.inf
    return reduced, depth


def trios_below(
    limit: float,
    programme: Programme,
    solution: Solution,
    reduced: Floats,
    depth: Floats,
    enough: int,
) -> Ints:
    """The trios of reduced cost below `limit`: all, or, once there are, the best `enough` found.

    A trio's reduced cost is at least half the sum of its pairs' reduced costs, plus the penalty,
    minus the prices of the odd sets around all three. The least of its three pairs is therefore
    below a bound that hardly any pair meets in the end, and only those are looked at.
    """
    none = np.empty((0, 3), dtype=np.int64)
    if 1.5 * reduced.min() + programme.trio - depth.max() >= limit:
        return none
    first, second = np.nonzero(np.triu(programme.allowed))
    extra = programme.trio - np.minimum(depth[first], depth[second])
    floor = 1.5 * reduced[first, second] + extra
    order = np.argsort(floor, kind="stable")[: int(np.count_nonzero(floor < limit))]
    trios, costs = none, np.empty(0)
    for start in range(0, len(order), CHUNK):
        at = order[start : start + CHUNK]
        more = _trios_of(first[at], second[at], extra[at], programme, reduced, limit)
        trios = np.vstack([trios, more])
        costs = np.append(costs, _exact(programme, solution, more))
        trios, costs = trios[costs < limit], costs[costs < limit]
        if len(trios) > enough:
            break
    return trios[np.argsort(costs, kind="stable")[:enough]]


def _trios_of(
    a: Ints, b: Ints, extra: Floats, programme: Programme, reduced: Floats, limit: float
) -> Ints:
    lower = (reduced[a] + reduced[b] + reduced[a, b][:, None]) / 2 + extra[:, None]
    at, third = np.nonzero(lower < limit)
    hours = programme.hours
    fits = (hours[a[at]] & hours[b[at]] & hours[third]).any(axis=1)
    return np.unique(np.sort(np.column_stack([a[at], b[at], third])[fits], axis=1), axis=0)


def _exact(programme: Programme, solution: Solution, groups: Ints) -> Floats:
    costs = costs_of(programme, groups)
    costs -= np.append(solution.people, 0)[groups].sum(axis=1)
    priced = np.flatnonzero(solution.odd_sets > 0)
    costs -= solution.odd_sets[priced] @ oddly(programme.odd_sets[priced], groups)
    return costs
