"""A round before it opens: what it is made of, what is changed about it, whether it still holds.

Everything here is pure. What may not be is asked of `eligibility`, on every path.
"""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from itertools import combinations

from bot.community.availability import hours_of_week, next_moments
from bot.community.spoken_languages import codes_only, language_code, language_name
from bot.features.introductions.domain import Adjustments, Participant, Participants, Terms, pair
from bot.matching.eligibility import GroupMembers, possible
from bot.matching.plan import Plan
from bot.matching.pool import Candidate, Rules, common_hours, largest
from bot.matching.ports import Acquaintance, Pair
from bot.ui.folding import folded


@dataclass(frozen=True, slots=True)
class MatchingProblem:
    """What a round is matched from. Equal fingerprints mean equal people, rules and changes."""

    candidates: tuple[Candidate, ...]
    rules: Rules
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What keeps a plan from being opened as it is."""

    gone: frozenset[int] = frozenset()
    new: frozenset[int] = frozenset()
    parted: tuple[GroupMembers, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything."""
        return bool(self.gone or self.new or self.parted)


def problem(
    terms: Terms,
    participants: Participants,
    known: Acquaintance,
    adjustments: Adjustments,
    now: datetime,
) -> MatchingProblem:
    """Put together what the round of these people is matched from; `known` is between them.

    Groups that facilitators want together stay so only as long as all of them may meet.
    """
    there = [person for person in participants.people if person.id not in adjustments.held]
    candidates = tuple(candidate(person, now) for person in there)
    known = replace(known, apart=known.apart | adjustments.apart)
    rules = Rules(terms.group_size, terms.across.weight, known)
    together = possible(adjustments.together, candidates, known)
    made_of = (
        terms.group_size,
        terms.across,
        sorted(map(_written, participants.people)),
        sorted({pair(*two) for two in known.never} | known.apart),
        sorted(pair(*two) for two in known.met),
        sorted(adjustments.held),
        sorted(map(sorted, adjustments.together)),
    )
    fingerprint = hashlib.sha256(repr(made_of).encode()).hexdigest()
    return MatchingProblem(candidates, keeping(rules, together), fingerprint)


_WRITTEN = (
    *("id", "name", "zone", "pronouns", "headline", "about", "place", "networks", "topics"),
    *("offers", "asks", "languages", "availability", "left_out"),
)
"""A participant's fields, as they are called in the fingerprints of drafts that are out there."""

_STAND_IN = "Europe/London"
"""What those drafts call a zone that nobody told. With hours it counted, so that now all is new."""

_WRITTEN_IF_ANY = ("been_at", "working_on")


def _written(person: Participant) -> str:
    zone = person.zone or ("" if person.availability else _STAND_IN)
    person = replace(person, zone=zone, languages=tuple(map(_as_written, person.languages)))
    values = (getattr(person, f.name) for f in fields(person) if f.name not in _WRITTEN_IF_ANY)
    told = [f"{name}={value!r}" for name, value in zip(_WRITTEN, values, strict=True)]
    told += [f"{n}={value!r}" for n in _WRITTEN_IF_ANY if (value := getattr(person, n))]
    return f"Person({', '.join(told)})"


def _as_written(language: str) -> str:
    """A code as most wrote it, by its own name or the English; other words as they are."""
    if language_code(language) != language:
        return language
    own = language_name(language, language)
    return own[:1].upper() + own[1:]


def candidate(person: Participant, now: datetime) -> Candidate:
    """The person as the matching sees them: hours of the week in UTC, no name."""
    networks = [id_ for id_, _ in person.networks]
    return Candidate(
        id=person.id,
        home_network=networks[0] if networks else None,
        networks=frozenset(networks),
        topics=person.topics,
        offers=person.offers,
        asks=person.asks,
        about=f"{person.headline} {person.about}".strip(),
        town=person.town,
        languages=codes_only(person.languages),
        hours=hours_of_week(person.availability, person.zone, now),
        left_out=person.left_out,
        been_at=person.been_at,
        working_on=person.working_on,
    )


def keeping(rules: Rules, together: Iterable[GroupMembers]) -> Rules:
    """The same rules, with these groups to stay as they are."""
    return replace(rules, together=tuple(together))


def as_planned(problem: MatchingProblem, plan: Plan) -> Rules:
    """The rules that keep every group of a plan as it is, so that only the reasons are new."""
    return keeping(problem.rules, groups_of(plan))


def work_out(candidates: Sequence[Candidate], rules: Rules, seed: int) -> Plan:
    """Match a round. Slow for many people: to be called in another process.

    The engine is imported here since it is large, and only this process needs it.
    """
    from bot.matching.engine import LocalMatcher

    return LocalMatcher().match(candidates, rules, seed)


def work_out_around(
    candidates: Sequence[Candidate], rules: Rules, kept: tuple[GroupMembers, ...], seed: int
) -> Plan:
    """Match a round in which these groups stay as they are, as far as that leaves nobody out.

    Who would be left out joins one of the groups; where even that cannot be, all is matched anew
    if it finds a place for more people.
    """
    plan = work_out(candidates, keeping(rules, kept), seed)
    if not plan.left_out:
        return plan
    larger = _with_one_more(plan, candidates, rules)
    if larger != groups_of(plan):
        plan = work_out(candidates, keeping(rules, larger), seed)
    if not plan.left_out:
        return plan
    return min(plan, work_out(candidates, rules, seed), key=lambda each: len(each.left_out))


def _with_one_more(plan: Plan, candidates: Sequence[Candidate], rules: Rules) -> list[GroupMembers]:
    """The groups of a plan, some of them with one of those who were left out."""
    groups, joined = groups_of(plan), set[GroupMembers]()
    for left in plan.left_out:
        wider = {
            group | {left.member}: group
            for group in sorted(groups, key=lambda each: (len(each), sorted(each)))
            if len(group) < largest(rules.group_size) and group not in joined
        }
        if fitting := possible(wider, candidates, rules.known):
            groups[groups.index(wider[fitting[0]])] = fitting[0]
            joined.add(fitting[0])
    return groups


def groups_of(plan: Plan) -> list[GroupMembers]:
    """The groups of a plan as sets of people."""
    return [frozenset(group.members) for group in plan.groups]


def changes(plan: Plan, now: MatchingProblem) -> Changes:
    """What has happened since a plan was made that keeps it from being opened as it is."""
    groups = groups_of(plan)
    planned = frozenset().union(*groups, {left.member for left in plan.left_out})
    there = frozenset(person.id for person in now.candidates)
    kept = set(possible(groups, now.candidates, now.rules.known))
    parted = tuple(group for group in groups if group <= there and group not in kept)
    return Changes(planned - there, there - planned, parted)


def group_with(plan: Plan, member: int) -> GroupMembers | None:
    """The group that somebody is in."""
    return next((group for group in groups_of(plan) if member in group), None)


def swapped(plan: Plan, a: int, b: int) -> list[GroupMembers]:
    """All groups of a plan after two people have changed places.

    One of them may have been left out; then the other is, and the groups stay as many. Raises
    `ValueError` when nothing would change by it.
    """
    mine, yours = group_with(plan, a), group_with(plan, b)
    if mine == yours:
        raise ValueError("they have no places to change")
    place = {a: b, b: a}
    return [frozenset(place.get(member, member) for member in group) for group in groups_of(plan)]


def counts_after(plan: Plan, held: Collection[int], participants: Participants) -> dict[int, int]:
    """How many rounds in a row have left people out once this one opens; only what changes.

    Being held by a facilitator counts like being left out: first in line next time.
    """
    out = {left.member for left in plan.left_out} | set(held)
    counts = {}
    for person in participants.people:
        after = person.left_out + 1 if person.id in out else 0
        if after != person.left_out:
            counts[person.id] = after
    return counts


def chosen(seed: int, position: int, count: int) -> int:
    """Which of `count` things an introduction gets: by chance, but the same for the same seed."""
    digest = hashlib.sha256(f"{seed}:{position}".encode()).digest()
    return int.from_bytes(digest[:8]) % count


def times_that_suit(people: Sequence[Participant], after: datetime, count: int) -> list[datetime]:
    """The next hours (UTC) that suit all who said when they can meet; none when nobody did."""

    def mask_in(week: datetime) -> int:
        masks = (hours_of_week(p.availability, p.zone, week) for p in people if p.tells_hours)
        return common_hours(masks)

    if not any(person.tells_hours for person in people):
        return []
    return next_moments(mask_in, after, count)


def perhaps_one(people: Iterable[Participant]) -> frozenset[Pair]:
    """Those who may be one person with two accounts: of one name, and in one network."""
    named: dict[str, list[Participant]] = {}
    for person in people:
        named.setdefault(folded(person.name), []).append(person)
    return frozenset(
        pair(one.id, other.id)
        for alike in named.values()
        for one, other in combinations(alike, 2)
        if {id_ for id_, _ in one.networks} & {id_ for id_, _ in other.networks}
    )
