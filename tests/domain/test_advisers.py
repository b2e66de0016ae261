"""Who is asked when somebody is stuck."""

from __future__ import annotations

from dataclasses import replace

from bot.matching.advisers import Search, advisers
from bot.matching.pool import Candidate
from bot.matching.ports import Acquaintance

ASKER = Candidate(1, 10, frozenset({10}), languages=frozenset({"english"}))
CASE = "How do I tell our funder that we changed course?"


def person(number: int, network: int, *offers: str, **more: object) -> Candidate:
    """Somebody of a network who offers this."""
    made = Candidate(number, network, frozenset({network}), offers=offers)
    return replace(made, **more)  # type: ignore[arg-type]


def search(*people: Candidate, **more: object) -> Search:
    """A search among these for five, with nobody avoiding anybody."""
    whole = Search(ASKER, CASE, people, Acquaintance(), 5)
    return replace(whole, **more)  # type: ignore[arg-type]


def test_whose_offer_or_topic_answers_the_case_is_asked_first() -> None:
    baker = person(2, 20, "sourdough")
    teller = person(3, 30, "talking to funders")
    carer = person(4, 40, topics=("funding", "funders"))
    reader = person(5, 50, about="I have told more than one funder that a course has changed.")
    found = advisers(search(baker, teller, carer, reader), seed=1)
    assert found == (3, 4, 5, 2)


def test_several_networks_come_together_and_the_askers_own_comes_late() -> None:
    people = [person(n, n // 10, "funders") for n in (100, 101, 200, 201, 300, 301)]
    found = advisers(search(*people), seed=1)
    assert {n // 10 for n in found[:2]} == {20, 30}
    assert 10 in {n // 10 for n in found}
    near = advisers(search(*[person(n, n) for n in range(20, 30)], near=frozenset({27})), seed=1)
    assert near[0] == 27


def test_nobody_is_asked_who_may_not_meet_the_asker_or_another_who_is_asked() -> None:
    people = [person(n, n, "funders") for n in (2, 3, 4, 5)]
    stranger = person(6, 6, "funders", languages=frozenset({"welsh"}))
    elsewhen = person(7, 7, "funders", hours=1)
    never = frozenset({(2, 1), (1, 3), (4, 5)})
    for seed in range(20):
        asker = replace(ASKER, hours=2)
        given = search(*people, stranger, elsewhen, asker=asker, known=Acquaintance(never=never))
        assert advisers(given, seed) in {(4,), (5,)}
        told = replace(given, with_=(people[2],), people=(people[0], people[1], people[3]))
        assert advisers(told, seed) == ()


def test_the_same_seed_asks_the_same_people_and_others_have_their_turn() -> None:
    alike = search(*[person(n, n) for n in range(10, 40)])
    assert advisers(alike, 1) == advisers(alike, 1)
    assert len({each for seed in range(10) for each in advisers(alike, seed)}) > 20
