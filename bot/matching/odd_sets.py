"""Odd sets of people that a fractional solution treats as if they could be split into pairs."""

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from bot.matching.pool import Bools, Floats, Ints

# Groups are rows of three indices; this one stands for an empty seat.
NOBODY = -1
SLACK = 1e-6
THRESHOLDS = (SLACK, 0.1, 0.2, 0.26, 0.3, 0.34, 0.4, 0.45, 0.51, 0.6, 0.7)


def oddly(odd_sets: Bools, groups: Ints) -> Bools:
    """Matrix (sets x groups): the group has an odd number of its people in the set.

    `odd_sets` has one column more than there are people: the empty seat, always false.
    """
    inside: Bools = odd_sets[:, groups[:, 0]] ^ odd_sets[:, groups[:, 1]]
    inside ^= odd_sets[:, groups[:, 2]]
    return inside


def violated(groups: Ints, shares: Floats, size: int) -> Bools:
    """Odd sets which no group meets oddly often enough (sum of shares below 1), as found.

    Looks at the connected parts of the groups chosen by halves, and of those chosen by more than
    some thresholds. It may find none where there are some.
    """
    found = [np.zeros((0, size + 1), dtype=np.bool_)]
    whole = shares > 1 - SLACK
    for threshold in THRESHOLDS:
        chosen = groups[(shares > threshold) & ~whole]
        sets = odd_parts(chosen, size)
        found.append(sets[oddly(sets, groups) @ shares < 1 - SLACK])
    return np.unique(np.vstack(found), axis=0)


def odd_parts(groups: Ints, size: int) -> Bools:
    """The connected parts with an odd number of people, at least three, that these groups make."""
    links = np.vstack([groups[:, [0, 1]], groups[:, [1, 2]]])
    links = links[(links != NOBODY).all(axis=1)]
    graph = csr_array((np.ones(len(links)), (links[:, 0], links[:, 1])), shape=(size, size))
    count, part = connected_components(graph, directed=False)
    sizes = np.bincount(part, minlength=count)
    odd = np.flatnonzero((sizes % 2 == 1) & (sizes >= 3))
    sets = np.zeros((len(odd), size + 1), dtype=np.bool_)
    sets[:, :size] = part[None, :] == odd[:, None]
    return sets
