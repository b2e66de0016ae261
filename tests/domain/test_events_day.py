"""The day of an event: codes at the door, and groups of those who are there."""

from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.features.events.afterwards.domain import thanked_at
from bot.features.events.breakouts.domain import Problem, fitting, guest, split
from bot.features.events.check_in.domain import (
    CODE_LASTS,
    code_at,
    is_code,
    looks_like_code,
    new_key,
    pass_of,
    until,
    whose_pass,
)
from bot.matching.plan import sizes
from bot.matching.pool import Candidate
from tests.extent import few_or_all

NOW = datetime(2026, 12, 18, 18, 1, tzinfo=UTC)


# The door -------------------------------------------------------------------------------------


def test_a_code_is_good_while_it_is_shown_and_one_period_more() -> None:
    key = new_key()
    code = code_at(key, NOW)
    assert all(looks_like_code(each) for each in (code, "WRONG1"))  # as read wrongly
    assert not any(looks_like_code(each) for each in ("Picnic", "Tea 1"))
    assert code_at(key, until(NOW) - timedelta(seconds=1)) == code != code_at(key, until(NOW))
    assert is_code(key, f" {code[:3].lower()}-{code[3:]} ", NOW)
    assert is_code(key, code, until(NOW) + CODE_LASTS - timedelta(seconds=1))
    assert not is_code(key, code, until(NOW) + CODE_LASTS)
    assert not is_code(key, code, NOW - CODE_LASTS)
    assert not is_code(new_key(), code, NOW)


def test_a_pass_is_good_for_whom_it_was_made_and_not_longer_than_a_code() -> None:
    key = new_key()
    mine = pass_of(key, 7, NOW)
    assert whose_pass(key, mine, NOW) == whose_pass(key, mine, NOW + CODE_LASTS) == 7
    assert whose_pass(key, mine.replace("7", "8", 1), NOW) is None
    assert whose_pass(key, mine, until(NOW) + CODE_LASTS) is None
    assert whose_pass(new_key(), mine, NOW) is None
    assert [whose_pass(key, odd, NOW) for odd in ("", "7", "x-y", "9" * 40)] == [None] * 4


# Groups ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [3, 4, 5])
def test_every_number_from_three_on_makes_groups_of_three_to_five(size: int) -> None:
    for people in range(3, 200):
        assert set(sizes(people, fitting(people, size))) <= {3, 4, 5}, people


PEOPLE = st.integers(3, 14)
PAIRS = st.frozensets(
    st.tuples(st.integers(1, 14), st.integers(1, 14)).filter(lambda two: two[0] < two[1]),
    max_size=12,
)


@pytest.mark.slow("many crowds are split")
@settings(max_examples=few_or_all(12, 400), deadline=None)
@given(PEOPLE, PAIRS, PAIRS, st.integers(0, 3))
@example(4, frozenset({(1, 2), (1, 3), (1, 4)}), frozenset(), 0)  # one with whom nobody may be
@example(6, frozenset({(1, 2), (1, 3), (2, 3)}), frozenset({(1, 4), (2, 5)}), 0)
def test_two_of_whom_one_never_wants_to_meet_the_other_are_in_no_group(
    people: int, never: frozenset[tuple[int, int]], before: frozenset[tuple[int, int]], guests: int
) -> None:
    members = [Candidate(n, n % 3, frozenset({n % 3})) for n in range(1, people + 1)]
    pool = (*members, *(guest(-n) for n in range(1, guests + 1)))
    problem = Problem(pool, never, before)
    found = split(problem, 7)
    assert found == split(problem, 7)
    everybody = [number for group in found.groups for number in group] + list(found.without)
    assert sorted(everybody) == sorted(person.id for person in pool)
    assert all(len(group) > 1 for group in found.groups)
    assert not [p for g in found.groups for p in combinations(g, 2) if p in never]
    for alone in found.without:  # there is really nobody
        for group in found.groups:
            assert any({(alone, other), (other, alone)} & never for other in group)
    if not never and not before:
        assert all(3 <= len(group) <= 5 for group in found.groups)


def test_networks_are_mixed_and_a_second_split_brings_others_together() -> None:
    pool = tuple(Candidate(n, n % 4, frozenset({n % 4})) for n in range(1, 17))
    first = split(Problem(pool, frozenset()), 1)
    assert all(len({n % 4 for n in group}) == 4 for group in first.groups)
    before = frozenset(p for group in first.groups for p in combinations(group, 2))
    second = split(Problem(pool, frozenset(), before), 2)
    assert not second.without
    assert not before & {p for group in second.groups for p in combinations(group, 2)}


# Afterwards -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ends", "zone", "at"),
    [
        ("2026-12-18 15:00", "Europe/London", "2026-12-18 16:00"),
        ("2026-12-18 20:30", "Europe/London", "2026-12-19 09:00"),
        ("2026-12-18 19:30", "Asia/Tokyo", "2026-12-19 00:00"),  # nine there
        ("2026-12-18 19:30", "America/New_York", "2026-12-18 20:30"),
    ],
)
def test_people_are_thanked_in_their_own_day(ends: str, zone: str, at: str) -> None:
    ended, told = (datetime.fromisoformat(f"{text}+00:00") for text in (ends, at))
    assert thanked_at(ended, zone) == told
