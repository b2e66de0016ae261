"""Who meets whom: the rules hold, nobody is forgotten, and the best pairing is the best."""

from dataclasses import replace
from functools import cache
from itertools import combinations
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching.eligibility import HARD, Barrier, barrier_table, barriers, possible
from bot.matching.engine import LocalMatcher
from bot.matching.pairing import best_pairs
from bot.matching.phrases import stem
from bot.matching.plan import (
    AcrossNetworks,
    NewFaces,
    OfferAnswersAsk,
    Plan,
    SameTown,
    SharedTopics,
    SimilarWork,
    Why,
    sizes,
)
from bot.matching.pool import ANY_HOUR, Bools, Candidate, Ints, Pool, Rules, common_hours
from bot.matching.ports import Acquaintance, Pair
from bot.matching.scoring import score
from tests.extent import some_rows

WORDS = ("measuring", "belonging", "housing", "gardens", "transport", "youth")
PHRASES = st.lists(st.sampled_from(WORDS), max_size=2, unique=True).map(tuple)


NOTHING = Barrier(0)


def may_meet(pool: Pool, rules: Rules) -> Bools:
    allowed: Bools = barrier_table(pool, rules.known) == 0
    return allowed


def knowing(*never: Pair, met: frozenset[Pair] = frozenset()) -> Rules:
    return Rules(known=Acquaintance(never=frozenset(never), met=met))


@st.composite
def pools(draw: st.DrawFn, most: int = 9) -> list[Candidate]:
    people = draw(st.integers(0, most))
    return [
        Candidate(
            id=7 * number + 3,
            home_network=draw(st.none() | st.integers(1, 3)),
            topics=draw(PHRASES),
            offers=draw(PHRASES),
            asks=draw(PHRASES),
            about=draw(st.sampled_from(["", "measuring housing", "the", "gardens 花"])),
            languages=draw(st.frozensets(st.sampled_from(["en", "cy", "pl"]), max_size=2)),
            hours=draw(st.sampled_from([0, 0b1, 0b11, 0b110, 0b101, 1 << 167])),
            left_out=draw(st.integers(0, 2)),
        )
        for number in range(people)
    ]


@st.composite
def rounds(draw: st.DrawFn, most: int = 9) -> tuple[list[Candidate], Rules]:
    people = draw(pools(most))
    pairs = [pair for a, b in combinations(people, 2) for pair in [(a.id, b.id), (b.id, a.id)]]
    some = st.frozensets(st.sampled_from(pairs), max_size=6) if pairs else st.just(frozenset())
    rules = Rules(
        group_size=draw(st.integers(2, 8)),
        cross_networks=draw(st.sampled_from([0.0, 0.5, 1.0])),
        known=Acquaintance(never=draw(some), met=draw(some), apart=draw(some)),
    )
    return people, rules


def plan_of(people: list[Candidate], rules: Rules | None = None, seed: int = 1) -> Plan:
    return LocalMatcher().match(people, rules or Rules(), seed)


def meeting(plan: Plan) -> list[tuple[int, ...]]:
    return [group.members for group in plan.groups]


# --- the rules -----------------------------------------------------------------------------------


@given(rounds(most=14))
@pytest.mark.slow("many rounds are matched")
def test_everyone_is_in_one_group_or_left_out_and_no_group_breaks_a_rule(
    given_round: tuple[list[Candidate], Rules],
) -> None:
    people, rules = given_round
    plan = plan_of(people, rules)
    placed = [member for group in plan.groups for member in group.members]
    assert sorted(placed + [left.member for left in plan.left_out]) == [p.id for p in people]
    by_id, known = {person.id: person for person in people}, rules.known
    forbidden = {frozenset(pair) for pair in known.never | known.met | known.apart}
    for group in plan.groups:
        assert 2 <= len(group.members) <= rules.group_size + 1
        assert group.members == tuple(sorted(group.members))
        members = [by_id[member] for member in group.members]
        assert common_hours(member.hours for member in members)
        for a, b in combinations(members, 2):
            assert frozenset((a.id, b.id)) not in forbidden
            assert not a.languages or not b.languages or a.languages & b.languages


@given(rounds(), st.randoms(use_true_random=False), st.integers(0, 5))
@pytest.mark.slow("many rounds are matched")
def test_the_same_round_in_another_order_is_the_same_plan(
    given_round: tuple[list[Candidate], Rules], random: Random, seed: int
) -> None:
    people, rules = given_round
    shuffled = list(people)
    random.shuffle(shuffled)
    assert plan_of(shuffled, rules, seed) == plan_of(people, rules, seed)


def test_another_seed_mixes_people_whose_scores_are_equal() -> None:
    people = [Candidate(id=number) for number in range(20)]
    assert len({tuple(meeting(plan_of(people, seed=seed))) for seed in range(5)}) == 5


@given(rounds())
def test_the_barriers_between_two_agree_with_the_table_of_all(
    given_round: tuple[list[Candidate], Rules],
) -> None:
    people, rules = given_round
    table = barrier_table(Pool.of(people), rules.known)
    for row, a in enumerate(people):
        for column, b in enumerate(people):
            found = barriers(a, b, rules.known)
            assert found == Barrier(int(table[row, column]))
            assert found == barriers(b, a, rules.known)


ADA = Candidate(1, languages=frozenset({"en"}), hours=0b011)
BO = Candidate(2, languages=frozenset({"en", "cy"}), hours=0b110)
BARRIERS = [
    (ADA, BO, Acquaintance(), NOTHING),
    (ADA, BO, Acquaintance(never=frozenset({(2, 9), (9, 1)})), NOTHING),
    (ADA, BO, Acquaintance(never=frozenset({(1, 2)})), Barrier.NEVER),
    (ADA, BO, Acquaintance(never=frozenset({(2, 1)})), Barrier.NEVER),
    (ADA, BO, Acquaintance(met=frozenset({(2, 1)})), Barrier.MET),
    (ADA, BO, Acquaintance(apart=frozenset({(1, 2)})), Barrier.APART),
    (ADA, replace(BO, hours=0b100), Acquaintance(), Barrier.HOURS),
    (ADA, replace(BO, hours=0), Acquaintance(), NOTHING),
    (ADA, replace(BO, languages=frozenset({"cy"})), Acquaintance(), Barrier.LANGUAGE),
    (ADA, replace(BO, languages=frozenset()), Acquaintance(), NOTHING),
    (ADA, ADA, Acquaintance(), Barrier.SAME_PERSON),
]


@pytest.mark.parametrize(("one", "other", "known", "expected"), BARRIERS)
def test_each_barrier_is_named(
    one: Candidate, other: Candidate, known: Acquaintance, expected: Barrier
) -> None:
    assert barriers(one, other, known) == expected
    assert barriers(other, one, known) == expected


def test_all_that_stands_between_two_is_named() -> None:
    known = Acquaintance(*(frozenset({(1, 2)}),) * 3)
    found = barriers(ADA, Candidate(2, languages=frozenset({"pl"}), hours=0b1000), known)
    assert found == ~NOTHING & ~Barrier.SAME_PERSON


def test_a_never_list_is_told_as_a_reason_only_when_alone() -> None:
    never = knowing((2, 1))
    assert [left.why for left in plan_of([ADA, BO], never).left_out] == [Why.APART] * 2
    welsh = replace(BO, languages=frozenset({"cy"}))
    assert [left.why for left in plan_of([ADA, welsh], never).left_out] == [Why.LANGUAGE] * 2
    met = knowing((2, 1), met=frozenset({(1, 2)}))
    assert [left.why for left in plan_of([ADA, BO], met).left_out] == [Why.MET] * 2


def test_why_people_were_left_out_keeps_its_numbers() -> None:
    numbers = {"LANGUAGE": 1, "HOURS": 2, "MET": 3, "APART": 4, "ALONE": 5, "ODD": 6}
    assert {why.name: why.value for why in Why} == numbers, "plans are stored with them"


@given(rounds(), st.data())
@pytest.mark.slow("many rounds are matched")
def test_a_pinned_group_may_overrule_anything_but_what_is_hard(
    given_round: tuple[list[Candidate], Rules], data: st.DataObject
) -> None:
    people, rules = given_round
    if len(people) < 2:
        return
    pin = data.draw(st.sets(st.sampled_from([p.id for p in people]), min_size=2, max_size=3))
    by_id = {person.id: person for person in people}
    inside = [barriers(by_id[a], by_id[b], rules.known) for a, b in combinations(pin, 2)]
    pinned = replace(rules, together=(frozenset(pin),))
    if any(found & HARD for found in inside):
        with pytest.raises(ValueError, match="never may meet"):
            plan_of(people, pinned)
    else:
        assert tuple(sorted(pin)) in meeting(plan_of(people, pinned))


@given(rounds(), st.data())
def test_groups_are_possible_when_nothing_stands_between_any_two(
    given_round: tuple[list[Candidate], Rules], data: st.DataObject
) -> None:
    people, rules = given_round
    by_id = {person.id: person for person in people}
    ids = st.sampled_from([*by_id, 1])  # nobody has the number 1
    for group in data.draw(st.lists(st.frozensets(ids, min_size=1, max_size=4), max_size=4)):
        there = group <= by_id.keys()
        free = there and not any(
            barriers(by_id[a], by_id[b], rules.known) for a, b in combinations(group, 2)
        )
        holds = bool(free and common_hours(by_id[member].hours for member in group))
        assert possible([group], people, rules.known) == ((group,) if holds else ())


def test_three_who_can_meet_two_by_two_need_one_hour_for_all() -> None:
    people = [Candidate(1, hours=0b011), Candidate(2, hours=0b110), Candidate(3, hours=0b101)]
    assert [len(members) for members in meeting(plan_of(people))] == [2]
    assert [len(m) for m in meeting(plan_of(people, Rules(group_size=3)))] == [2]


def test_hours_that_suit_all_take_unknown_as_any() -> None:
    assert common_hours([0b110, 0, 0b011]) == 0b010
    assert common_hours([0, 0]) == ANY_HOUR
    assert common_hours([0b1, 0b10]) == 0


# --- coverage ------------------------------------------------------------------------------------


def test_the_odd_one_out_joins_a_trio() -> None:
    plan = plan_of([Candidate(id=number) for number in range(7)])
    assert sorted(len(members) for members in meeting(plan)) == [2, 2, 3]
    assert not plan.left_out


def test_one_alone_two_and_three() -> None:
    people = [Candidate(id=number) for number in range(3)]
    assert plan_of([]) == Plan((), ())
    assert plan_of(people[:1]).left_out[0].why is Why.ALONE
    assert meeting(plan_of(people[:2])) == [(0, 1)]
    assert meeting(plan_of(people)) == [(0, 1, 2)]


@pytest.mark.parametrize("size", [2, 3])
def test_where_all_are_forbidden_all_are_left_out_with_the_reason(size: int) -> None:
    people = [Candidate(id=number) for number in range(5)]
    rules = replace(knowing(met=frozenset(combinations(range(5), 2))), group_size=size)
    plan = plan_of(people, rules)
    assert not plan.groups
    assert [left.why for left in plan.left_out] == [Why.MET] * 5


@pytest.mark.parametrize("size", [2, 3, 5])
def test_whoever_was_left_out_last_time_goes_first(size: int) -> None:
    # All may meet the one in the middle only, who can have one companion.
    people = [Candidate(id=number, left_out=int(number == 4)) for number in range(6)]
    rules = replace(knowing(met=frozenset(combinations(range(1, 6), 2))), group_size=size)
    plan = plan_of(people, rules)
    assert meeting(plan) == [(0, 4)]
    assert {left.why for left in plan.left_out} == {Why.ODD}


@pytest.mark.parametrize("size", [2, 3, 4])
def test_those_owed_take_the_few_seats_there_are(size: int) -> None:
    hosts, guests = range(8), range(8, 40)
    people = [Candidate(id=n, left_out=int(n in range(20, 28))) for n in (*hosts, *guests)]
    met = frozenset([*combinations(hosts, 2), *combinations(guests, 2)])
    plan = plan_of(people, replace(knowing(met=met), group_size=size))
    assert {members[1] for members in meeting(plan)} == set(range(20, 28))


@given(rounds(most=8))
def test_pairs_leave_out_as_few_as_any_arrangement_could(
    given_round: tuple[list[Candidate], Rules],
) -> None:
    people, rules = given_round
    rules = replace(rules, group_size=2)
    table = may_meet(Pool.of(people), rules)
    hours = np.array([[p.hours >> h & 1 or not p.hours for h in range(168)] for p in people])
    owed = np.array([person.left_out > 0 for person in people], dtype=np.bool_)
    nothing = np.zeros(table.shape, dtype=np.int64)
    plan = plan_of(people, rules)
    left = [next(p for p in people if p.id == out.member) for out in plan.left_out]
    trios = sum(len(members) == 3 for members in meeting(plan))
    found = (sum(p.left_out > 0 for p in left), len(left), trios)
    assert found == _by_force(nothing, table, hours, owed)[:3]


@given(st.integers(2, 500), st.integers(2, 8))
def test_sizes_are_even_and_nobody_sits_alone(people: int, size: int) -> None:
    found = sizes(people, size)
    assert sum(found) == people
    assert max(found) - min(found) <= 1
    assert min(found) >= 2
    assert max(found) <= min(size + 1, 8), "as many as a chat can hold beside Kindred"


@pytest.mark.parametrize(("people", "size"), [(7, 3), (30, 4), (41, 5), (17, 8), (3, 8)])
def test_groups_have_the_planned_sizes_when_nothing_is_in_the_way(people: int, size: int) -> None:
    plan = plan_of([Candidate(id=number) for number in range(people)], Rules(group_size=size))
    assert sorted(len(m) for m in meeting(plan)) == sorted(sizes(people, size))


def test_pinned_groups_are_kept_and_the_rest_is_matched() -> None:
    people = [Candidate(id=number) for number in range(8)]
    pin = (frozenset({6, 1, 3}),)
    plan = plan_of(people, Rules(together=pin))
    assert (1, 3, 6) in meeting(plan)
    assert sorted(len(members) for members in meeting(plan)) == [2, 3, 3]
    for wrong in (frozenset({1}), frozenset({1, 99})):
        with pytest.raises(ValueError, match="together"):
            plan_of(people, Rules(together=(wrong,)))


def test_a_person_may_not_come_twice() -> None:
    with pytest.raises(ValueError, match="twice"):
        plan_of([Candidate(id=1), Candidate(id=1)])


# --- the best ------------------------------------------------------------------------------------

Value = tuple[int, int, int, int]


def _by_force(weights: Ints, allowed: Bools, hours: Bools, owed: Bools) -> Value:
    """Owed alone, alone, trios, minus twice the weight: the least of all arrangements."""

    @cache
    def least(left: tuple[int, ...]) -> Value:
        if not left:
            return 0, 0, 0, 0
        a, rest = left[0], left[1:]
        options = [_plus(least(rest), (int(owed[a]), 1, 0, 0))]
        for b in (b for b in rest if allowed[a, b]):
            others = tuple(c for c in rest if c != b)
            options.append(_plus(least(others), (0, 0, 0, -2 * int(weights[a, b]))))
            for c in (c for c in others if c > b and allowed[a, c] and allowed[b, c]):
                if (hours[a] & hours[b] & hours[c]).any():
                    three = int(weights[a, b] + weights[a, c] + weights[b, c])
                    fewer = tuple(d for d in others if d != c)
                    options.append(_plus(least(fewer), (0, 0, 1, -three)))
        return min(options)

    return least(tuple(range(len(weights))))


def _plus(one: Value, other: Value) -> Value:
    return one[0] + other[0], one[1] + other[1], one[2] + other[2], one[3] + other[3]


def _value(groups: list[tuple[int, ...]], weights: Ints, owed: Bools) -> Value:
    total: Value = (0, 0, 0, 0)
    for group in groups:
        pairs = sum(int(weights[a, b]) for a, b in combinations(group, 2))
        if len(group) == 1:
            total = _plus(total, (int(owed[group[0]]), 1, 0, 0))
        else:
            total = _plus(total, (0, 0, len(group) - 2, -pairs * (2 if len(group) == 2 else 1)))
    return total


@some_rows(60)
@pytest.mark.parametrize("seed", range(300))
def test_the_best_pairing_is_the_best_of_all_arrangements(seed: int) -> None:
    rng = np.random.default_rng(seed)
    size, density = int(rng.integers(1, 10)), rng.choice([0.2, 0.4, 0.7, 1.0])
    most = int(rng.choice([1, 3, 1000, 40_000_000]))
    weights = np.triu(rng.integers(0, most, size=(size, size)), 1)
    hours = np.zeros((size, 168), dtype=np.bool_)
    hours[:, :4] = rng.random((size, 4)) < 0.7
    allowed = np.triu(rng.random((size, size)) < density, 1)
    weights, allowed = weights + weights.T, allowed | allowed.T
    allowed &= (hours[:, None] & hours[None, :]).any(axis=2)
    owed = rng.random(size) < 0.3
    groups = best_pairs(weights, allowed, hours, owed)
    assert sorted(person for group in groups for person in group) == list(range(size))
    assert all(allowed[a, b] for group in groups for a, b in combinations(group, 2))
    assert all(hours[list(group)].all(axis=0).any() for group in groups if len(group) == 3)
    assert _value(groups, weights, owed) == _by_force(weights, allowed, hours, owed)


@pytest.mark.parametrize(("size", "triangles"), [(9, 3), (45, 15), (60, 20)])
def test_islands_of_three_become_trios_and_of_five_a_trio_and_a_pair(
    size: int, triangles: int
) -> None:
    hours = np.ones((size, 168), dtype=np.bool_)
    nobody = np.zeros(size, dtype=np.bool_)
    weights = np.ones((size, size), dtype=np.int64)
    for width, trios in ((3, triangles), (5, size // 5 if size % 5 == 0 else None)):
        island = np.arange(size) // width
        allowed = (island[:, None] == island[None, :]) & ~np.eye(size, dtype=np.bool_)
        groups = best_pairs(weights, allowed, hours, nobody)
        if trios is not None:
            assert sum(len(group) == 3 for group in groups) == trios
            assert all(len(group) > 1 for group in groups)


# --- the score and its reasons -------------------------------------------------------------------


def _score(a: Candidate, b: Candidate, *others: Candidate, cross: float = 0.0) -> float:
    return float(score(Pool.of((a, b, *others)), Rules(cross_networks=cross)).pairs[0, 1])


@given(pools(most=12), st.sampled_from([0.0, 1.0]))
def test_scores_are_symmetric_finite_and_never_negative(
    people: list[Candidate], cross: float
) -> None:
    pairs = score(Pool.of(people), Rules(cross_networks=cross)).pairs
    assert np.isfinite(pairs).all()
    assert (pairs >= 0).all()
    np.testing.assert_allclose(pairs, pairs.T, rtol=0, atol=1e-12)


@pytest.mark.parametrize(
    ("offer", "ask"),
    [
        ("help with measuring", "measurement of relational work"),
        ("Mapping workshops", "someone to make maps"),
        ("I can teach facilitation", "a facilitator for our forum"),
        ("Évaluation", "evaluating our project"),
    ],
)
def test_an_offer_answers_an_ask_in_other_forms_of_the_words(offer: str, ask: str) -> None:
    empty = (Candidate(1), Candidate(2))
    giver, asker = Candidate(1, offers=(offer,)), Candidate(2, asks=(ask,))
    assert _score(giver, asker) > _score(*empty) + 0.05
    assert _score(replace(asker, id=1), replace(giver, id=2)) == _score(giver, asker)
    group = plan_of([giver, asker]).groups[0]
    assert group.reasons == (OfferAnswersAsk(1, 2, offer, ask),)


@pytest.mark.parametrize(
    ("offer", "ask"),
    [
        ("help with measuring", "help with transport for our work"),
        ("support for people who need community gardens", "support for people who need websites"),
        ("looking after books", "looking for a trustee"),
        ("fundraising", "housing"),
        ("an introduction to energy", "an introduction to fundraising"),
        ("workshops for local community projects", "our community project needs a website"),
        ("eleven beds and half an acre", "half a dozen chairs for eleven members"),
    ],
)
def test_phrases_about_different_things_do_not_answer_each_other(offer: str, ask: str) -> None:
    giver, asker = Candidate(1, offers=(offer,)), Candidate(2, asks=(ask,))
    assert _score(giver, asker) == _score(Candidate(1), Candidate(2))


@pytest.mark.parametrize(
    ("word", "root"),
    [
        ("measurement", "measur"),
        ("measures", "measur"),
        ("mapping", "map"),
        ("business", "busi"),
    ],
)
def test_words_are_cut_to_what_their_forms_share(word: str, root: str) -> None:
    assert stem(word, "english") == root


def test_a_rare_shared_topic_counts_more_than_a_common_one() -> None:
    crowd = [Candidate(id=10 + number, topics=("housing",)) for number in range(8)]
    common = [Candidate(id=n, topics=("Housing", f"x{n}")) for n in (1, 2)]
    rare = [Candidate(id=n, topics=("bees", f"x{n}")) for n in (1, 2)]
    assert _score(*rare, *crowd) > _score(*common, *crowd) > _score(*crowd, *common) * 0.1


def test_the_programme_may_prefer_other_networks() -> None:
    here = frozenset({1})
    a, b = (
        Candidate(1, home_network=1, networks=here),
        Candidate(2, home_network=2, networks=frozenset({2})),
    )
    neighbour = Candidate(2, home_network=1, networks=here)
    assert _score(a, b, cross=1.0) > _score(a, b, cross=0.3) > _score(a, neighbour, cross=1.0)
    assert _score(a, b, cross=0.0) == _score(a, neighbour, cross=0.0)
    people = [Candidate(id=n, home_network=n // 2, networks=frozenset({n // 2})) for n in range(8)]
    plan = plan_of(people, Rules(cross_networks=1.0))
    assert all(isinstance(group.reasons[0], AcrossNetworks) for group in plan.groups)


def test_each_round_left_out_makes_every_meeting_worth_more() -> None:
    a, b = Candidate(1, topics=("bees",)), Candidate(2, topics=("bees",))
    scores = [_score(replace(a, left_out=rounds), b) for rounds in range(4)]
    assert scores == sorted(set(scores))


def test_reasons_are_true_facts_the_best_first() -> None:
    a = Candidate(
        1, home_network=1, topics=("Belonging", "bees"), town="Coventry", about="Measuring trust"
    )
    b = Candidate(
        2, home_network=2, topics=("belonging",), town="coventry ", about="trust, measured well"
    )
    crowd = [Candidate(id=n, topics=("bees",), about="football") for n in range(3, 9)]
    pinned = Rules(together=(frozenset({1, 2}),))
    group = next(g for g in plan_of([*crowd, b, a], pinned).groups if g.members[0] == 1)
    assert group.members == (1, 2)
    assert set(group.reasons) == {
        SharedTopics((1, 2), ("Belonging",)),
        SimilarWork((1, 2), ("measuring", "trust")),
        SameTown((1, 2), "Coventry"),
        AcrossNetworks((1, 2), (1, 2)),
    }
    assert isinstance(group.reasons[0], SharedTopics)


def test_empty_profiles_meet_as_new_faces() -> None:
    plan = plan_of([Candidate(1, about="the 12 of", topics=(" ",)), Candidate(2)])
    assert plan.groups[0].reasons == (NewFaces((1, 2)),)


def test_a_room_of_three_says_who_shares_what() -> None:
    people = [
        Candidate(1, topics=("bees", "trees")),
        Candidate(2, topics=("bees",)),
        Candidate(3, topics=("Bees", "trees")),
    ]
    (group,) = plan_of(people, Rules(group_size=3)).groups
    assert set(group.reasons) == {
        SharedTopics((1, 2, 3), ("bees",)),
        SharedTopics((1, 3), ("trees",)),
    }


def test_bad_rules_and_masks_are_refused() -> None:
    with pytest.raises(ValueError, match="group_size"):
        Rules(group_size=1)
    with pytest.raises(ValueError, match="cross_networks"):
        Rules(cross_networks=1.5)
    with pytest.raises(ValueError, match="mask"):
        Candidate(1, hours=1 << 168)
    with pytest.raises(ValueError, match="negative"):
        Candidate(1, left_out=-1)
