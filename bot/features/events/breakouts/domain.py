"""Breakouts: who is there, split into groups of three to five that mix networks.

The engine splits (`bot.matching.engine`), and `eligibility` says who may not be together, here as
everywhere: two of whom one never wants to meet the other are in no group, even if another group is
larger for that, or somebody stays without one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import combinations

from bot.features.events.rsvps.domain import Attendee
from bot.matching.eligibility import Barrier, barriers
from bot.matching.plan import Matcher, sizes
from bot.matching.pool import Candidate, Rules
from bot.matching.ports import Acquaintance, Pair

SIZES = (3, 4, 5)
"""How many a group may have, as hosts choose."""

FEWEST = 3
"""With fewer people there are no groups."""

SECONDS = Barrier.MET
"""What gives way where somebody would stay alone otherwise: those who sat together before."""

_TRIES = 3
_GUESTS = -1  # the network of all who are no members, so that they are spread


@dataclass(frozen=True, slots=True)
class Seated:
    """Somebody to be seated: who they are, and what they are called.

    `number` is what the engine knows them by: a member's id, or one below 0.
    """

    number: int
    who: Attendee
    name: str
    hidden: bool = False

    @property
    def member(self) -> int | None:
        """The member who it is, if it is one."""
        return self.who.member


@dataclass(frozen=True, slots=True)
class Breakout:
    """A split of a date's people; a draft until it is told. `without` have found no group."""

    id: int
    date: int
    size: int
    seed: int
    made_at: datetime
    told_at: datetime | None
    groups: tuple[tuple[Seated, ...], ...]
    without: tuple[Seated, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """What groups are made from. `before` are pairs who sat together at this date already."""

    people: tuple[Candidate, ...]
    never: frozenset[Pair]
    before: frozenset[Pair] = field(default_factory=frozenset)
    size: int = 4


@dataclass(frozen=True, slots=True)
class Groups:
    """The numbers of those in each group, and of those who have found none."""

    groups: tuple[tuple[int, ...], ...]
    without: tuple[int, ...] = ()


def guest(number: int) -> Candidate:
    """Somebody of whom no profile is known, as the engine sees them."""
    return Candidate(number, _GUESTS, frozenset({_GUESTS}))


def fitting(people: int, size: int) -> int:
    """The size nearest to this one with which so many people make groups of three to five."""
    for each in (size, 4):
        if all(3 <= count <= 5 for count in sizes(people, each)):
            return each
    return size


def split(problem: Problem, seed: int) -> Groups:
    """Everybody in groups, or `without` one where nobody is left whom they may be with.

    The same people and seed give the same groups. Pure; meant for a process of its own: the engine
    is imported here since it is large, and only that process needs it.
    """
    from bot.matching.engine import LocalMatcher

    matcher = LocalMatcher()
    best = min(
        (_split(matcher, problem, seed + number) for number in range(_TRIES)),
        key=lambda found: _cost(problem, found),
    )
    return Groups(tuple(sorted(best.groups)), tuple(sorted(best.without)))


def _cost(problem: Problem, found: Groups) -> tuple[int, int, int, int]:
    """Alone, then sitting with somebody again, then too few in a group, then too many."""
    again = sum(
        (min(two), max(two)) in problem.before
        for group in found.groups
        for two in combinations(group, 2)
    )
    few = sum(max(0, FEWEST - len(group)) for group in found.groups)
    many = sum(max(0, len(group) - max(SIZES)) for group in found.groups)
    return len(found.without), few, again, many


def _split(matcher: Matcher, problem: Problem, seed: int) -> Groups:
    known = Acquaintance(never=problem.never, met=problem.before)
    size = fitting(len(problem.people), problem.size)
    rules = Rules(group_size=size, cross_networks=1.0, known=known)
    plan = matcher.match(problem.people, rules, seed)
    groups = [set(group.members) for group in plan.groups]
    return _gathered(problem, groups, [left.member for left in plan.left_out])


def _gathered(problem: Problem, groups: list[set[int]], alone: list[int]) -> Groups:
    """Let whoever is alone or with one other only join those with whom they may be."""
    by_number = {person.id: person for person in problem.people}
    small = [group for group in groups if len(group) < FEWEST]
    groups = [group for group in groups if len(group) >= FEWEST]
    waiting = [*alone, *(number for group in small for number in sorted(group))]
    for number in list(waiting):
        if _join(problem, by_number, groups, number):
            waiting.remove(number)
    _together(problem, by_number, groups, waiting)
    return Groups(tuple(tuple(sorted(group)) for group in groups), tuple(waiting))


def _join(
    problem: Problem, people: dict[int, Candidate], groups: list[set[int]], number: int
) -> bool:
    """Join the smallest group that may be; those one sat with before only where no other is left.

    A language that somebody does not share gives way last: better among people than alone.
    """
    for heeded in (Barrier.NEVER | SECONDS | Barrier.LANGUAGE, Barrier.NEVER):
        may = [g for g in groups if not _apart(problem, people, number, g, heeded)]
        if may:
            min(may, key=lambda group: (len(group), min(group))).add(number)
            return True
    return False


def _together(
    problem: Problem, people: dict[int, Candidate], groups: list[set[int]], waiting: list[int]
) -> None:
    """Make groups of those who are left and may be together, however few they are."""
    for number in list(waiting):
        if number not in waiting:
            continue
        with_ = {number}
        for other in waiting:
            if other not in with_ and not _apart(problem, people, other, with_, Barrier.NEVER):
                with_.add(other)
        if len(with_) > 1:
            groups.append(with_)
            waiting[:] = [each for each in waiting if each not in with_]


def _apart(
    problem: Problem, people: dict[int, Candidate], number: int, group: set[int], heeded: Barrier
) -> bool:
    known = Acquaintance(never=problem.never, met=problem.before)
    return any(barriers(people[number], people[other], known) & heeded for other in group)


def pairs(breakouts: Sequence[Breakout]) -> frozenset[Pair]:
    """Who sat with whom, the lower number first; without those of whom only the name is known."""
    return frozenset(
        (min(one.number, other.number), max(one.number, other.number))
        for breakout in breakouts
        for group in breakout.groups
        for one, other in combinations([each for each in group if each.who != Attendee()], 2)
    )


def without_hours(person: Candidate) -> Candidate:
    """The same in a room in which all of them are: when they are free otherwise says nothing."""
    return replace(person, hours=0, left_out=0)
