"""The engine for communities of up to a few thousand (`plan.Matcher`)."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from bot.matching.eligibility import HARD, Barrier, Barriers, barrier_table
from bot.matching.grouping import best_groups
from bot.matching.linear_programme import UNITS
from bot.matching.pairing import best_pairs
from bot.matching.plan import Group, LeftOut, Plan, Why
from bot.matching.pool import Candidate, Floats, Ints, Pool, Rules, hour_table
from bot.matching.reasons import reasons
from bot.matching.scoring import Scored, score

# Scores that differ by less than this many units (6e-5) count as equal: the seed decides.
EQUAL = 1024

_WHY = {
    Barrier.LANGUAGE: Why.LANGUAGE,
    Barrier.HOURS: Why.HOURS,
    Barrier.MET: Why.MET,
    Barrier.APART: Why.APART,
    Barrier.NEVER: Why.APART,
}
# By all barriers between two people: the one that is told of, 0 where it is none of `_WHY`.
_FIRST = np.array(
    [min((why for one, why in _WHY.items() if one & found), default=0) for found in range(256)],
    dtype=np.uint8,
)


class LocalMatcher:
    """All pairs in memory: exact pairs (see `pairing`), good groups (see `grouping`)."""

    def match(self, pool: Sequence[Candidate], rules: Rules, seed: int) -> Plan:
        """The plan; see `Matcher`. Takes 24 n**2 bytes and more: meant for up to 3,000 people."""
        everyone = Pool.of(pool)
        stops = barrier_table(everyone, rules.known)
        pinned = _pinned(everyone, rules, stops)
        if not len(everyone):
            return Plan((), ())
        scored = score(everyone, rules)
        taken = {row for group in pinned for row in group}
        free = np.array([row for row in range(len(everyone)) if row not in taken], dtype=np.int64)
        split = [
            tuple(int(free[at]) for at in group)
            for group in _split(everyone, free, scored.pairs, stops, rules, seed)
        ]
        groups = sorted([*pinned, *(group for group in split if len(group) > 1)])
        alone = sorted(group[0] for group in split if len(group) == 1)
        return Plan(
            tuple(_group(rows, scored, rules) for rows in groups),
            tuple(LeftOut(everyone.people[row].id, _why(row, stops)) for row in alone),
        )


def _pinned(pool: Pool, rules: Rules, stops: Barriers) -> list[tuple[int, ...]]:
    rows = pool.rows()
    seen: set[int] = set()
    for group in rules.together:
        if len(group) < 2 or not group <= rows.keys() or group & seen:
            raise ValueError(f"cannot keep {sorted(group)} together: not two free people or more")
        if any(stops[rows[a], rows[b]] & HARD for a, b in combinations(group, 2)):
            raise ValueError(f"cannot keep {sorted(group)} together: some of them never may meet")
        seen |= group
    return [tuple(sorted(rows[member] for member in group)) for group in rules.together]


def _split(
    pool: Pool, free: Ints, pairs: Floats, stops: Barriers, rules: Rules, seed: int
) -> list[tuple[int, ...]]:
    """Groups, pairs and people alone, as positions in `free`."""
    if not len(free):
        return []
    rng = np.random.Generator(np.random.PCG64(seed))
    # Drawn for the whole pool, so that pinning one group leaves the dice of the others alone.
    noise = np.triu(rng.integers(0, EQUAL, size=pairs.shape), 1)
    weights = np.rint(pairs * UNITS).astype(np.int64) + noise + noise.T
    among = np.ix_(free, free)
    allowed = stops[among] == 0
    people = [pool.people[row] for row in free]
    owed = np.array([person.left_out > 0 for person in people])
    hours = hour_table(people)
    if rules.group_size == 2:
        return best_pairs(weights[among], allowed, hours, owed)
    return best_groups(weights[among], allowed, hours, owed, rules.group_size, rng)


def _group(rows: Sequence[int], scored: Scored, rules: Rules) -> Group:
    inside = scored.pairs[np.ix_(rows, rows)]
    mean = float(inside.sum()) / (len(rows) * (len(rows) - 1))
    members = tuple(scored.pool.people[row].id for row in rows)
    return Group(members, round(mean, 6), reasons(rows, scored, rules))


def _why(row: int, stops: Barriers) -> Why:
    others = np.delete(stops[row], row)
    if not len(others):
        return Why.ALONE
    if not others.all():
        return Why.ODD
    return Why(int(np.bincount(_FIRST[others]).argmax()))
