"""When events are: local time and instants, and rules by which they happen again."""

from datetime import UTC, date, datetime, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.events.dates.domain import instant_of, span
from bot.features.events.domain import Details, Fault, faults
from bot.features.events.series.domain import (
    AHEAD,
    AT_LEAST,
    AT_MOST,
    Reading,
    Series,
    daily,
    monthly_by_day,
    monthly_by_weekday,
    to_make,
    weekly,
    yearly,
)

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text)


def days(rule: str, first: datetime, count: int = 5) -> list[str]:
    """The days on which it happens after the first."""
    return [str(each.date()) for each in islice(Series(rule).starts(first), 1, count + 1)]


# The instant that is meant --------------------------------------------------------------------


def test_a_time_that_a_clock_change_skips_is_counted_on_from_before_it() -> None:
    gap = instant_of(local("2027-03-28 01:30"), "Europe/London")
    assert gap == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert f"{gap.astimezone(ZoneInfo('Europe/London')):%H:%M}" == "02:30"


def test_of_a_time_that_there_is_twice_the_first_is_meant() -> None:
    fold = instant_of(local("2026-10-25 01:30"), "Europe/London")
    assert fold == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_it_lasts_as_long_as_it_says_over_a_clock_change() -> None:
    begins, ends = span(local("2026-10-25 00:30"), "Europe/London", 90)
    assert ends - begins == timedelta(minutes=90)
    assert f"{ends.astimezone(ZoneInfo('Europe/London')):%H:%M}" == "01:00"


def test_a_weekly_time_stays_what_it_is_and_is_seen_elsewhere_as_their_clocks_have_it() -> None:
    first = local("2026-10-20 18:00")
    rule = weekly(first)
    wanted = ("2026-10-20", "2026-10-27", "2026-11-03", "2027-03-16", "2027-03-30")
    starts = [s for s in islice(Series(rule).starts(first), 30) if str(s.date()) in wanted]
    instants = [instant_of(start, "Europe/London") for start in starts]

    def seen(zone: str) -> list[str]:
        return [f"{at.astimezone(ZoneInfo(zone)):%H:%M}" for at in instants]

    assert seen("Europe/London") == ["18:00"] * 5
    assert seen("America/New_York") == ["13:00", "14:00", "13:00", "14:00", "13:00"]
    assert seen("Asia/Kolkata") == ["22:30", "23:30", "23:30", "23:30", "22:30"]
    assert seen("UTC") == ["17:00", "18:00", "18:00", "18:00", "17:00"]


@given(
    st.datetimes(local("2024-01-01"), local("2032-01-01")),
    st.sampled_from(["Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"]),
)
def test_a_local_time_that_there_is_means_an_instant_at_which_clocks_show_it(
    at: datetime, zone: str
) -> None:
    instant = instant_of(at, zone)
    shown = instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)
    assert shown - at in (timedelta(), timedelta(hours=1), timedelta(minutes=30))


# Rules ----------------------------------------------------------------------------------------


def test_monthly_on_the_31st_asks_what_is_meant_and_the_last_day_has_no_gap() -> None:
    first = local("2027-01-31 18:00")
    readings = monthly_by_day(first)
    assert set(readings) == {Reading.LAST_DAY, Reading.THAT_DAY}
    last = ["2027-02-28", "2027-03-31", "2027-04-30", "2027-05-31", "2027-06-30"]
    assert days(readings[Reading.LAST_DAY], first) == last


def test_monthly_on_the_fifth_monday_is_the_last_one() -> None:
    first = local("2026-11-30 18:00")
    readings = monthly_by_weekday(first)
    assert list(readings) == [Reading.LAST_WEEKDAY]
    last = ["2026-12-28", "2027-01-25", "2027-02-22", "2027-03-29", "2027-04-26"]
    assert days(readings[Reading.LAST_WEEKDAY], first) == last


def test_the_30th_is_the_last_day_where_there_is_none() -> None:
    readings = monthly_by_day(local("2027-01-30"))
    found = days(readings[Reading.THAT_DAY_OR_LAST], local("2027-01-30"), 3)
    assert found == ["2027-02-28", "2027-03-30", "2027-04-30"]


def test_a_day_that_every_month_has_is_asked_about_no_further() -> None:
    assert list(monthly_by_day(local("2027-01-15"))) == [Reading.THAT_DAY]
    assert list(monthly_by_weekday(local("2027-01-12"))) == [Reading.NTH_WEEKDAY]
    assert len(monthly_by_weekday(local("2027-01-26"))) == 2


def test_29_february_asks_what_is_meant_in_other_years() -> None:
    first = local("2028-02-29 18:00")
    readings = yearly(first)
    assert days(readings[Reading.LAST_DAY], first, 2) == ["2029-02-28", "2030-02-28"]
    assert days(readings[Reading.THAT_DAY], first, 1) == ["2032-02-29"]


@given(
    st.dates(date(2026, 1, 1), date(2031, 12, 31)),
    st.integers(1, 4),
    st.sampled_from(["days", "day", "weekday"]),
)
def test_no_month_is_left_out_in_silence(day: date, every: int, how: str) -> None:
    first = datetime.combine(day, datetime.min.time())
    by = monthly_by_weekday if how == "weekday" else monthly_by_day
    for reading, rule in by(first, every).items():
        found = list(islice(Series(rule).starts(first), 8))
        assert found[0] == first
        months = [each.year * 12 + each.month for each in found]
        apart = {b - a for a, b in pairwise(months)}
        assert apart == {every} or (reading is Reading.THAT_DAY and first.day > 28)


def test_a_series_ends_by_number_or_by_date() -> None:
    first = local("2026-12-01 18:00")
    by_number = Series(weekly(first), count=3)
    by_date = Series(weekly(first), until=local("2026-12-15 18:00"))
    assert list(by_number.starts(first)) == list(by_date.starts(first))
    assert len(list(by_number.starts(first))) == 3


def test_a_series_that_is_split_has_the_same_dates_on_either_side() -> None:
    first = local("2026-12-01 18:00")
    series = Series(weekly(first), count=6)
    whole = list(series.starts(first))
    before, after = series.before(first, whole[2]), series.from_(first, whole[2])
    assert [*before.starts(first), *after.starts(whole[2])] == whole


# How far ahead --------------------------------------------------------------------------------


def test_dates_are_made_half_a_year_ahead_and_then_one_by_one() -> None:
    first, today = local("2026-12-01 18:00"), local("2026-11-30 12:00")
    series = Series(weekly(first))
    made = to_make(series, first, None, today)
    assert made[0] == first
    assert made[-1] <= today + AHEAD < made[-1] + timedelta(weeks=1)
    assert to_make(series, first, made[-1], today) == []
    week = today + timedelta(weeks=1)
    assert to_make(series, first, made[-1], week) == [made[-1] + timedelta(weeks=1)]


def test_a_yearly_event_has_two_dates_to_come_and_a_daily_one_a_hundred() -> None:
    first, today = local("2026-12-01 18:00"), local("2026-11-30 12:00")
    (rule,) = yearly(first).values()
    assert len(to_make(Series(rule), first, None, today)) == AT_LEAST
    assert len(to_make(Series(daily()), first, None, today)) == AT_MOST


def test_what_was_missed_is_made_up_for() -> None:
    first = local("2026-12-01 18:00")
    made = to_make(Series(weekly(first)), first, first, local("2027-01-01 12:00"))
    assert made[0] == local("2026-12-08 18:00")


# What cannot be planned -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"title": " "}, Fault.NO_TITLE),
        ({"title": "x" * 65}, Fault.LONG_TITLE),
        ({"description": "x" * 4001}, Fault.LONG_DESCRIPTION),
        ({"zone": "Atlantis"}, Fault.UNKNOWN_ZONE),
        ({"start": local("2026-11-30 11:59")}, Fault.PAST),
        ({"minutes": 0}, Fault.END_BEFORE_START),
        ({"minutes": 60 * 24 * 15}, Fault.TOO_LONG),
        ({"capacity": 0}, Fault.NO_ROOM),
        (
            {"series": Series(daily(), until=local("2026-12-01 10:00"))},
            Fault.ENDS_BEFORE_IT_BEGINS,
        ),
    ],
)
def test_what_keeps_an_event_from_being_planned_is_named(
    changes: dict[str, object], fault: Fault
) -> None:
    good: dict[str, object] = {
        "title": "Tea",
        "start": local("2026-12-18 18:00"),
        "zone": "Europe/London",
    }
    assert faults(Details(**good), NOW) == []  # type: ignore[arg-type]
    assert faults(Details(**good | changes), NOW) == [fault]  # type: ignore[arg-type]


def test_the_same_as_last_time_is_all_but_its_dates() -> None:
    last = Details("Tea", local("2026-12-18 18:00"), "UTC", capacity=9, networks=(3,), places=(1,))
    again = last.again(local("2027-01-18 18:00"))
    assert (again.title, again.capacity, again.networks) == ("Tea", 9, (3,))
    assert again.start == local("2027-01-18 18:00")


def test_who_may_come_is_everybody_or_who_is_of_one_of_its_networks() -> None:
    tea = Details("Tea", local("2026-12-18 18:00"), "UTC", networks=(3, 4))
    assert tea.open_to([4, 9])
    assert not tea.open_to([9])
    assert Details("Tea", local("2026-12-18 18:00"), "UTC").open_to([])
