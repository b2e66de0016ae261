"""When groups check in, on everybody's own clock: as tables."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.community.zones import zone
from bot.features.challenges.check_ins.digests.domain import Ask, Digest, by_day_of_most, is_stale
from bot.features.challenges.check_ins.digests.views import digest
from bot.features.challenges.check_ins.domain import (
    CheckIn,
    Every,
    Person,
    Preferences,
    Rhythm,
    end_of,
    in_a_while,
    instant,
    local_day,
    over_everywhere,
    planned_at,
)
from bot.features.challenges.domain import Challenge, ChallengeState, Details
from tests.chat import START, text_of

MONDAY = date(2026, 12, 7)
ANGELES, LONDON, APIA = "America/Los_Angeles", "Europe/London", "Pacific/Apia"


def daily(since: date = MONDAY, every: Every = Every.DAILY, weekday: int = 0) -> Rhythm:
    return Rhythm(1, every, weekday, since)


@pytest.mark.parametrize(
    ("every", "following"),
    [
        (Every.DAILY, [8, 9, 10]),
        (Every.WEEKDAYS, [8, 9, 10, 11, 14]),
        (Every.WEEKLY, [14, 21, 28]),
        (Every.FORTNIGHTLY, [21]),
        (Every.NONE, [21]),
    ],
)
def test_a_rhythm_has_its_days(every: Every, following: list[int]) -> None:
    rhythm, day = daily(every=every), MONDAY
    assert rhythm.first_from(date(2026, 12, 1)) == MONDAY
    for expected in following:
        day = rhythm.after(day)
        assert day == date(2026, 12, expected)


def test_a_month_has_one_round_on_the_first_such_day() -> None:
    rhythm = daily(every=Every.MONTHLY, weekday=4)
    first = rhythm.first_from(MONDAY)
    assert [first, rhythm.after(first)] == [date(2027, 1, 1), date(2027, 2, 5)]
    assert rhythm.asked_on(first, 0) == date(2027, 1, 4)  # who likes Mondays better


@pytest.mark.parametrize(
    ("said_at", "day"),
    [
        (datetime(2026, 12, 8, 7, 30, tzinfo=UTC), MONDAY),  # 23:30 on Monday where she is
        (datetime(2026, 12, 8, 17, 0, tzinfo=UTC), date(2026, 12, 8)),
    ],
)
def test_an_answer_belongs_to_the_day_of_who_gives_it(said_at: datetime, day: date) -> None:
    """Case L21: a daily check-in in Los Angeles, filed under the member's day, not UTC's."""
    assert daily().round_of(local_day(said_at, ANGELES)) == day


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        (date(2026, 11, 1), 25),
        (date(2026, 3, 8), 23),
        (date(2026, 12, 7), 24),
    ],
)
def test_a_long_day_loses_nothing_and_a_short_one_asks_once(day: date, hours: int) -> None:
    begins, ends = instant(day, 0, ANGELES), end_of(day, ANGELES)
    assert ends - begins == timedelta(hours=hours)
    at_nine = instant(day, 9, ANGELES)
    assert at_nine.astimezone(zone(ANGELES)).hour == 9
    rhythm = daily(since=day - timedelta(days=3))
    told = {
        rhythm.round_of(local_day(begins + timedelta(minutes=30) * n, ANGELES))
        for n in range(hours * 2)
    }
    assert told == {day}


def test_an_hour_that_is_left_out_is_the_one_after() -> None:
    at = instant(date(2026, 3, 8), 2, ANGELES)
    assert at.astimezone(zone(ANGELES)).hour == 3


@pytest.mark.parametrize(
    ("hour", "then"),
    [(9, (7, 12)), (17, (7, 20)), (18, (8, 9)), (23, (8, 9))],
)
def test_later_is_in_three_hours_or_the_next_morning(hour: int, then: tuple[int, int]) -> None:
    at = in_a_while(instant(MONDAY, hour, LONDON), 9, LONDON).astimezone(zone(LONDON))
    assert (at.day, at.hour) == then


def test_a_digest_is_told_by_day_of_most_and_not_once_it_is_old() -> None:
    midnight = instant(MONDAY, 0, LONDON)
    assert by_day_of_most(midnight, [LONDON, LONDON, ANGELES]) == instant(MONDAY, 8, LONDON)
    assert by_day_of_most(midnight, [ANGELES, ANGELES, LONDON]) == midnight
    assert by_day_of_most(midnight, []) == midnight
    last = instant(MONDAY + timedelta(days=14), 23, LONDON)
    assert not is_stale(MONDAY, last)
    assert is_stale(MONDAY, last + timedelta(hours=1))


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.sampled_from([ANGELES, LONDON, APIA]))
def test_a_round_is_planned_before_its_day_begins_and_over_once_it_is_everywhere(
    day: date, where: str
) -> None:
    assert planned_at(day) <= instant(day, 0, where)
    assert not over_everywhere(day, end_of(day, where) - timedelta(minutes=1))


def test_a_digest_has_eight_lines_at_most_however_much_is_asked() -> None:
    long = "what would\nhelp me " * 30
    said = CheckIn(1, 1, MONDAY, MONDAY, help=long, name="Ada")
    helpers = [Person(n, f"P{n}", LONDON, False, START, None, Preferences()) for n in range(3)]
    asks = [Ask(replace(said, member=n), helpers) for n in range(9)]
    challenge = Challenge(1, 1, Details("Why?"), ChallengeState.OPEN, 1, START, START)
    told = text_of(digest(challenge, MONDAY, Digest(asks)))
    assert "And 4 more." in told
    assert len(told.splitlines()) == 8


def test_who_was_not_heard_of_for_three_rounds_is_quiet() -> None:
    rhythm = daily()
    heard = instant(MONDAY, 12, LONDON)
    person = Person(1, "Ada", LONDON, False, heard, None, Preferences())
    quiet = [
        day
        for day in range(7, 14)
        if person.is_quiet(rhythm, instant(date(2026, 12, day), 9, LONDON))
    ]
    assert quiet == [11, 12, 13]  # not heard of on Tuesday, Wednesday, Thursday
    resting = Person(1, "Ada", LONDON, False, heard, date(2026, 12, 20), Preferences())
    assert not resting.is_quiet(rhythm, instant(date(2026, 12, 13), 9, LONDON))
