"""Commitments: what a line means, and when somebody is asked about it in their own day."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.features.challenges import words
from bot.features.challenges.commitments.domain import (
    Commitment,
    CommitmentState,
    Due,
    first_question,
)
from bot.features.challenges.commitments.reading import read_step
from bot.routing.plain_arguments import entries_in_all_languages
from bot.ui.languages import in_language

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)  # a Monday
FRIDAY = date(2026, 12, 4)
TOMORROW = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("locale", "line", "text", "day"),
    [
        ("en", '"talk to two link workers" by friday', "talk to two link workers", FRIDAY),
        ("en", "“talk to Bo” friday", "talk to Bo", FRIDAY),
        ("en", "talk to two link workers by friday", "talk to two link workers", FRIDAY),
        ("en", "talk to two link workers, by tomorrow", "talk to two link workers", TOMORROW),
        ("en", "call Ada tomorrow", "call Ada", TOMORROW),
        ("en", "read chapter 12", "read chapter 12", None),
        ("en", "read chapter 12 before the 4th", "read chapter 12", FRIDAY),
        ("en", '"read by friday"', "read by friday", None),
        ("en", "stand by me", "stand by me", None),
        ("en", "   ", "", None),
        ("en", "by friday", "", FRIDAY),
        ("en", "tomorrow", "tomorrow", None),
        ("en", "by friday, call Ada", "call Ada", FRIDAY),
        ("en", "on the 4th of december read it", "read it", FRIDAY),
        ("en", "by hand, if I can", "by hand, if I can", None),
        ("fr", "« parler à Bo » d’ici vendredi", "parler à Bo", FRIDAY),
        ("fr", "parler à deux médiatrices d'ici vendredi", "parler à deux médiatrices", FRIDAY),
        ("fr", "lire l’étude avant le 4", "lire l’étude", FRIDAY),
        ("fr", "d’ici à vendredi lire l’étude", "lire l’étude", FRIDAY),
        ("fr", "d’ici au 4 décembre lire l’étude", "lire l’étude", FRIDAY),
        ("fr", "lire l’étude d’ici à vendredi", "lire l’étude", FRIDAY),
        ("fr", "lire l’étude pour demain", "lire l’étude", TOMORROW),
        ("fr", "call Ada by friday", "call Ada", FRIDAY),
    ],
)
def test_a_line_says_what_somebody_will_do_and_by_when(
    locale: str, line: str, text: str, day: date | None
) -> None:
    with in_language(locale):
        leads = entries_in_all_languages(words, "said.by")
        step = read_step(line, leads, NOW, "Europe/London")
    assert (step.text, step.day, step.unclear) == (text, day, "")


def test_a_day_that_is_over_is_a_question() -> None:
    leads = entries_in_all_languages(words, "said.by")
    step = read_step('"call Bo" by yesterday', leads, NOW, "Europe/London")
    assert (step.text, step.day) == ("call Bo", None)
    assert "29 November" in step.unclear
    step = read_step("call Bo by 31 february", leads, NOW, "Europe/London")
    assert (step.text, step.day) == ("call Bo", None)
    assert "31 february" in step.unclear


def due(day: date, zone: str, said: datetime = NOW, resting: date | None = None) -> Due:
    step = Commitment(1, 1, 1, None, "call Bo", day, CommitmentState.OPEN, said, said, ask_on=day)
    return Due(step, zone, resting)


@pytest.mark.parametrize(
    ("zone", "said", "at", "is_asked"),
    [
        ("Europe/London", NOW, datetime(2026, 12, 4, 8, 59, tzinfo=UTC), False),
        ("Europe/London", NOW, datetime(2026, 12, 4, 9, 0, tzinfo=UTC), True),
        ("Europe/London", NOW, datetime(2026, 12, 4, 21, 0, tzinfo=UTC), False),  # in the night
        ("Europe/London", NOW, datetime(2026, 12, 5, 8, 0, tzinfo=UTC), True),  # Kindred was down
        ("America/Los_Angeles", NOW, datetime(2026, 12, 4, 16, 59, tzinfo=UTC), False),
        ("America/Los_Angeles", NOW, datetime(2026, 12, 4, 17, 0, tzinfo=UTC), True),
        ("Pacific/Auckland", NOW, datetime(2026, 12, 3, 20, 0, tzinfo=UTC), True),
        (
            "Europe/London",
            datetime(2026, 12, 4, 7, tzinfo=UTC),
            datetime(2026, 12, 4, 10, tzinfo=UTC),
            False,
        ),
        (
            "Europe/London",
            datetime(2026, 12, 4, 7, tzinfo=UTC),
            datetime(2026, 12, 4, 20, tzinfo=UTC),
            True,
        ),
    ],
)
def test_somebody_is_asked_in_the_morning_of_their_own_day(
    zone: str, said: datetime, at: datetime, is_asked: bool
) -> None:
    assert due(FRIDAY, zone, said).is_due(at) is is_asked


@pytest.mark.parametrize("day", [date(2026, 10, 25), date(2027, 3, 28)])
def test_nine_is_nine_on_a_day_of_25_or_23_hours(day: date) -> None:
    hours = [datetime(day.year, day.month, day.day, hour, tzinfo=UTC) for hour in range(24)]
    (first, *_) = [at for at in hours if due(day, "Europe/London").is_due(at)]
    assert first.hour == (9 if day.month == 10 else 8)


def test_nobody_is_asked_who_rests_and_who_says_so_late_is_asked_next_morning() -> None:
    noon = datetime(2026, 12, 4, 12, tzinfo=UTC)
    assert not due(FRIDAY, "Europe/London", resting=FRIDAY).is_due(noon)
    assert due(FRIDAY, "Europe/London", resting=FRIDAY).is_due(noon + timedelta(days=1))
    evening = datetime(2026, 12, 4, 18, tzinfo=UTC)
    assert first_question(FRIDAY, evening, "Europe/London") == date(2026, 12, 5)
    assert first_question(FRIDAY, NOW, "Europe/London") == FRIDAY
    assert first_question(None, NOW, "Europe/London") is None
