"""What suits whom: by words, in both languages, and with nothing that says who it is."""

from datetime import UTC, datetime

import pytest

from bot.community.facts import Fact
from bot.community.opportunities import Opportunity
from bot.features.digests.domain import Audience, is_time, pick
from bot.matching.interests import Interests, fit, ranked
from bot.ui.messages import Button

NOW = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
TEXT = "Measuring what matters\nHow small charities measure the difference their housing makes."


@pytest.mark.parametrize(
    ("topics", "asks", "suits"),
    [
        (("housing",), (), True),
        (("measurement",), (), True),
        (("social housing",), (), False),
        (("community",), (), False),
        ((), ("help with measuring our difference",), True),
        ((), ("somebody who knows housing law and tenants",), False),
        ((), (), False),
    ],
)
def test_a_text_suits_by_a_whole_topic_or_half_of_an_ask(
    topics: tuple[str, ...], asks: tuple[str, ...], suits: bool
) -> None:
    assert bool(fit(TEXT, [Interests(topics, asks)]).people) is suits


def test_french_words_meet_in_french() -> None:
    assert fit("Atelier sur les logements partagés", [Interests(("logement",))]).people == 1


def test_topics_are_counted_by_people_and_named_from_a_number_on() -> None:
    caring = [Interests(("Housing", "measuring"))] + [Interests(("housing",))] * 4
    found = fit(TEXT, caring)
    assert found.people == 5
    assert found.topics == (("housing", 5), ("measuring", 1))
    assert found.named(5) == ("housing",)


def opportunity(number: int, title: str, **facts: object) -> Opportunity:
    made = {"behind": frozenset({2}), "since": NOW} | facts
    look = Button("Look", "events.show", str(number))
    return Opportunity(Fact.of("events.event", number), title, "", look=look, **made)  # type: ignore[arg-type]


def test_what_suits_more_people_is_first_and_what_is_full_is_last() -> None:
    people = [Interests(("housing",)), Interests(("housing", "tea"))]
    later, sooner = (datetime(2026, 12, day, tzinfo=UTC) for day in (9, 8))
    there = [
        opportunity(1, "Housing", full=True, at=sooner),
        opportunity(2, "Tea"),
        opportunity(3, "Housing for all"),
        opportunity(4, "Housing now", at=later),
        opportunity(5, "Housing soon", at=sooner),
    ]
    assert [each.about.id for each, _ in ranked(there, people)] == [5, 4, 3, 2, 1]


def test_a_channel_is_shown_what_is_from_elsewhere_open_to_all_and_new_there() -> None:
    suited = (Interests(("housing",)),) * 2
    audience = Audience(4, networks={1: 4, 3: 1}, interests=suited)
    there = [
        opportunity(1, "Housing", behind=frozenset({1, 2})),
        opportunity(2, "Housing", behind=frozenset()),
        opportunity(3, "Housing", open_to=frozenset({1})),
        opportunity(4, "Housing", posted_in=frozenset({9})),
        opportunity(5, "Housing"),
        opportunity(6, "Tea"),
        opportunity(7, "Housing", behind=frozenset({3})),
    ]
    picked = pick(9, {Fact.of("events.event", 5)}, there, audience)
    assert [each.about.id for each, _ in picked] == [7]


@pytest.mark.parametrize(
    ("local", "due"),
    [
        ("2026-11-23 10:00", False),
        ("2026-11-24 08:59", False),
        ("2026-11-24 09:00", True),
        ("2026-11-27 19:59", True),
        ("2026-11-27 20:00", False),
        ("2026-11-28 10:00", False),
        ("2026-12-01 10:00", False),
        ("2026-12-08 10:00", True),
    ],
)
def test_it_is_time_on_four_days_of_every_other_week(local: str, due: bool) -> None:
    assert is_time(datetime.fromisoformat(local)) is due
