"""People from public bug reports, and what is right of their rounds (`tests/cases/matching`)."""

import json
from pathlib import Path

from bot.matching.engine import LocalMatcher
from bot.matching.phrases import stems
from bot.matching.plan import OfferAnswersAsk, Plan, Reason, SharedTopics, SimilarWork
from bot.matching.pool import Candidate, Rules

CASES = Path(__file__).parent.parent / "cases" / "matching"


def round_of(case: str) -> tuple[dict[str, int], Plan]:
    """The ids of the people of a case, by name, and their round."""
    people = json.loads((CASES / case).read_text())["people"]
    ids = {person["name"]: number for number, person in enumerate(people, 1)}
    told = [
        Candidate(
            ids[each["name"]],
            topics=tuple(each.get("topics", ())),
            offers=tuple(each.get("offers", ())),
            asks=tuple(each.get("asks", ())),
        )
        for each in people
    ]
    return ids, LocalMatcher().match(told, Rules(), 1)


def reasons(*candidates: Candidate) -> list[Reason]:
    return [
        r for group in LocalMatcher().match(candidates, Rules(), 1).groups for r in group.reasons
    ]


def test_words_of_two_letters_are_words() -> None:
    ids, plan = round_of("M01-short-words.json")
    (group,) = plan.groups
    assert group.reasons == (
        OfferAnswersAsk(ids["Bo Example"], ids["Ada Example"], "AI", "help with AI"),
    )
    for offer, ask in (("HR", "someone for HR"), ("IT", "IT support"), ("l’IA", "comprendre l’IA")):
        (reason,) = reasons(Candidate(1, offers=(offer,)), Candidate(2, asks=(ask,)))
        assert isinstance(reason, OfferAnswersAsk)
    assert stems("it is me, do you see it?") == stems("J’ai ça, et toi ?") == []
    assert "ai" not in stems("j’ai besoin d’un coup de main")


def test_a_topic_is_one_with_a_hyphen_or_without() -> None:
    ids, plan = round_of("M03-compound-topics.json")
    met = {frozenset(group.members) for group in plan.groups}
    names = (("Ada Example", "Bo Example"), ("Cy Example", "Dee Example"))
    assert met == {frozenset(ids[name] for name in pair) for pair in names}
    assert all(isinstance(group.reasons[0], SharedTopics) for group in plan.groups)
    answered = reasons(
        Candidate(1, offers=("co-production",)), Candidate(2, asks=("coproduction",))
    )
    assert isinstance(answered[0], OfferAnswersAsk)


def test_words_of_every_script_meet() -> None:
    for offer, ask in (
        ("社区营造", "社区"),
        ("まちづくり講座", "まちづくり"),
        ("공동체 만들기", "마을공동체"),
        ("โครงการชุมชน", "ชุมชน"),
        ("काम की तलाश", "काम"),
        ("কাজের খোঁজ", "কাজের"),
    ):
        (reason,) = reasons(Candidate(1, offers=(offer,)), Candidate(2, asks=(ask,)))
        assert isinstance(reason, OfferAnswersAsk), offer
    assert not set(stems("काम")) & set(stems("कम"))


def test_what_everybody_does_is_no_reason() -> None:
    one = Candidate(1, about="Runs a repair café and lives in a small town")
    other = Candidate(2, about="Runs three choirs, and organises the year in her town")
    assert not any(isinstance(reason, SimilarWork) for reason in reasons(one, other))
