"""Calendars of events, read back by three independent readers: icalendar, ical and vobject."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

import icalendar
import pytest
import vobject
from dateutil.rrule import rruleset, rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream

from bot.features.events.calendars.domain import Entry, calendar_of
from bot.features.events.calendars.zones import timezone_of
from bot.features.events.dates.domain import DateState, EventDate, instant_of, span
from bot.features.events.domain import Details, Event, EventState
from bot.features.events.series.domain import (
    Series,
    monthly_by_day,
    monthly_by_weekday,
    weekly,
)
from bot.ui.text import clean
from tests.extent import few_or_all

NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)
FIRST = datetime.fromisoformat("2026-10-20 18:00")
LONDON = "Europe/London"
Read = list[tuple[str, datetime]]
MOST = 30


def event_of(details: Details, **more: Any) -> Event:
    event = Event(1, 1, "the-event", details, EventState.PLANNED, 0, None, NOW, NOW)
    return replace(event, **more)


def dates_of(details: Details, count: int = MOST) -> tuple[EventDate, ...]:
    starts = islice(details.series.starts(details.start), count) if details.series else [FIRST]
    found = []
    for number, start in enumerate(starts, 1):
        begins, ends = span(start, details.zone, details.minutes)
        local = (start, start, details.zone, details.minutes, begins, ends)
        found.append(EventDate(number, 1, f"date-{number}", *local))
    return tuple(found)


TEA = Details("Tea", FIRST, LONDON, 90)
WEEKLY = replace(TEA, series=Series(weekly(FIRST)))


# The readers ----------------------------------------------------------------------------------


def by_icalendar(calendar: bytes) -> Read:
    found: Read = []
    events: list[Any] = list(icalendar.Calendar.from_ical(calendar).walk("VEVENT"))
    for each in events:
        assert each.errors == []
        if each.get("STATUS") == "CANCELLED":
            continue
        starts = rruleset()
        first = each.start.replace(tzinfo=None)
        if each.rrules:
            rule = each.rrules[0].to_ical().decode()
            until = each.rrules[0].get("UNTIL")
            if until:
                local = until[0].astimezone(each.start.tzinfo)
                rule = rule.replace(f"{until[0]:%Y%m%dT%H%M%SZ}", f"{local:%Y%m%dT%H%M%S}")
            starts.rrule(rrulestr(rule, dtstart=first))
        else:
            starts.rdate(first)
        others = {other.RECURRENCE_ID for other in events if other.RECURRENCE_ID}
        exceptions = others if each.rrules else set()
        for left_out in {*each.exdates, *exceptions}:
            starts.exdate(left_out.replace(tzinfo=None))
        zone = each.start.tzinfo
        found += [
            (str(each["SUMMARY"]), at.replace(tzinfo=zone).astimezone(UTC))
            for at in islice(starts, MOST)
        ]
    return found


def by_ical(calendar: bytes) -> Read:
    read = IcsCalendarStream.calendar_from_ics(calendar.decode())
    line: Iterator[Any] = islice(read.timeline_tz(UTC), MOST)
    return [
        (each.summary, each.dtstart.astimezone(UTC)) for each in line if each.status != "CANCELLED"
    ]


def by_vobject(calendar: bytes) -> Read:
    read = vobject.readOne(calendar.decode())
    events = read.contents.get("vevent", [])
    others = [each.recurrence_id.value for each in events if hasattr(each, "recurrence_id")]
    found: Read = []
    for each in events:
        if each.status.value == "CANCELLED":
            continue
        starts = [each.dtstart.value]
        if hasattr(each, "rrule"):
            left_out = {
                *others,
                *(at for line in each.contents.get("exdate", []) for at in line.value),
            }
            local = (at.replace(tzinfo=None) for at in islice(each.getrruleset(True), MOST))
            there = (clock_of(each.dtstart.value.tzinfo, at) for at in local)
            starts = [at for at in there if at not in left_out]
        found += [(each.summary.value, at.astimezone(UTC)) for at in starts]
    return found


def clock_of(zone: Any, local: datetime) -> datetime:
    """A local time in one of the two kinds of zones that vobject makes."""
    there: datetime = (
        zone.localize(local) if hasattr(zone, "localize") else local.replace(tzinfo=zone)
    )
    return there


READERS = pytest.mark.parametrize("read", [by_icalendar, by_ical, by_vobject])


def until(read: Read, end: datetime) -> Read:
    return sorted(each for each in read if each[1] < end)


# What they read -------------------------------------------------------------------------------


@READERS
def test_a_series_is_at_its_local_time_on_either_side_of_a_clock_change(
    read: Callable[[bytes], Read],
) -> None:
    calendar = calendar_of([Entry(event_of(WEEKLY), dates_of(WEEKLY))], "Feed")
    found = {str(at.date()): at.hour for _, at in read(calendar)}
    days = ("2026-10-20", "2026-10-27", "2026-11-03", "2027-03-16", "2027-03-30")
    assert [found[day] for day in days] == [17, 18, 18, 18, 17]


@READERS
def test_a_date_that_is_cancelled_is_nowhere_and_one_that_is_moved_is_there(
    read: Callable[[bytes], Read],
) -> None:
    dates = list(dates_of(WEEKLY))
    dates[2] = replace(dates[2], state=DateState.CANCELLED)  # 3 November
    dates[3] = replace(dates[3], state=DateState.SKIPPED)
    moved = dates[1].start + timedelta(days=1, hours=1)
    dates[1] = replace(dates[1], start=moved)
    calendar = calendar_of([Entry(event_of(WEEKLY), tuple(dates))])
    found = until(read(calendar), datetime(2026, 11, 20, tzinfo=UTC))
    expected = [("Tea", d.starts_at) for d in (dates[0], dates[4])]
    assert found == sorted([*expected, ("Tea", instant_of(moved, LONDON))])


@READERS
@pytest.mark.parametrize("end", [{"count": 4}, {"until": FIRST + timedelta(weeks=3)}])
def test_a_series_ends_where_it_ends(read: Callable[[bytes], Read], end: dict[str, Any]) -> None:
    details = replace(TEA, series=Series(weekly(FIRST), **end))
    dates = dates_of(details)
    found = read(calendar_of([Entry(event_of(details), dates)]))
    assert found == [("Tea", date.starts_at) for date in dates]
    assert len(found) == 4


@READERS
def test_the_last_day_and_the_last_monday_of_each_month(read: Callable[[bytes], Read]) -> None:
    for first, by in (("2027-01-31", monthly_by_day), ("2026-11-30", monthly_by_weekday)):
        start = datetime.fromisoformat(f"{first} 18:00")
        for rule in by(start).values():
            details = replace(TEA, start=start, series=Series(rule, count=9))
            dates = dates_of(details)
            found = read(calendar_of([Entry(event_of(details), dates)]))
            assert found == [("Tea", date.starts_at) for date in dates], rule


@pytest.mark.slow("three readers")
@READERS
@settings(max_examples=few_or_all(5, 50))
@given(
    st.sampled_from([LONDON, "America/New_York", "Asia/Kolkata", "Australia/Sydney", "UTC"]),
    st.integers(0, 23),
    st.sets(st.integers(0, 11), max_size=4),
)
def test_all_read_what_the_dates_say(
    read: Callable[[bytes], Read], zone: str, hour: int, out: set[int]
) -> None:
    start = FIRST.replace(hour=hour)
    details = replace(TEA, start=start, zone=zone, series=Series(weekly(start), count=12))
    dates = [
        replace(date, state=DateState.SKIPPED) if number in out else date
        for number, date in enumerate(dates_of(details))
    ]
    found = read(calendar_of([Entry(event_of(details), tuple(dates))]))
    left = [("Tea", date.starts_at) for n, date in enumerate(dates) if n not in out]
    assert found == left


@READERS
def test_one_persons_calendar_has_single_dates_under_names_of_their_own(
    read: Callable[[bytes], Read],
) -> None:
    dates = dates_of(WEEKLY)
    mine = [Entry(event_of(WEEKLY), date=dates[n]) for n in (1, 3)]
    calendar = calendar_of(mine)
    assert read(calendar) == [("Tea", dates[n].starts_at) for n in (1, 3)]
    assert fields(calendar, "UID") == ["date-2", "date-4"]


# What stands in them --------------------------------------------------------------------------


def lines(calendar: bytes) -> list[str]:
    return calendar.decode().replace("\r\n ", "").split("\r\n")


def fields(calendar: bytes, name: str) -> list[str]:
    events = calendar.decode().replace("\r\n ", "").partition("BEGIN:VEVENT")[2]
    marked = [line for line in events.split("\r\n") if line.startswith((f"{name}:", f"{name};"))]
    return [line.partition(":")[2] for line in marked]


def test_a_cancelled_event_stays_under_its_name_at_its_time() -> None:
    dates = dates_of(TEA)
    before = calendar_of([Entry(event_of(TEA), dates)])
    off = tuple(replace(date, state=DateState.CANCELLED, sequence=1) for date in dates)
    cancelled = event_of(TEA, state=EventState.CANCELLED, sequence=1)
    after = calendar_of([Entry(cancelled, off)])
    for name in ("UID", "DTSTART", "DTSTART;TZID=Europe/London"):
        assert fields(before, name) == fields(after, name)
    assert fields(before, "SEQUENCE") == ["0"]
    assert (fields(after, "STATUS"), fields(after, "SEQUENCE")) == (["CANCELLED"], ["1"])


def test_a_series_that_is_cancelled_keeps_what_has_been() -> None:
    dates = [
        replace(date, state=DateState.CANCELLED) if number > 1 else date
        for number, date in enumerate(dates_of(WEEKLY, 4))
    ]
    calendar = calendar_of([Entry(event_of(WEEKLY, state=EventState.CANCELLED), tuple(dates))])
    assert by_icalendar(calendar) == [("Tea", date.starts_at) for date in dates[:2]]
    assert fields(calendar, "STATUS") == ["CONFIRMED", "CANCELLED", "CANCELLED"]


def test_text_is_escaped_and_folded_by_octets_between_letters() -> None:
    description = (
        "Nachbarschaft & Straßenfest, Tee; Kuchen 👩\u200d👩\u200d👧\u200d👦 – für alle, die größer"
        " träumen\nzweite Zeile \\ Ende"
    )
    details = replace(TEA, title="Tea, cake; and talk", description=description)
    calendar = calendar_of([Entry(event_of(details), dates_of(details))])
    summary = "SUMMARY:Tea\\, cake\\; and talk\r\n"
    folded = (
        "DESCRIPTION:Nachbarschaft & Straßenfest\\, Tee\\; Kuchen 👩\u200d👩\u200d👧\r\n"
        " \u200d👦 – für alle\\, die größer träumen\\nzweite Zeile \\\\ Ende\r\n"
    )
    assert summary.encode() in calendar
    assert folded.encode() in calendar
    assert calendar.count(b"\n") == calendar.count(b"\r\n")


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=300))
def test_any_text_comes_back_as_it_was_in_lines_of_75_octets(text: str) -> None:
    details = replace(TEA, description=text)
    calendar = calendar_of([Entry(event_of(details), dates_of(details))])
    for line in calendar.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()
    (read,) = icalendar.Calendar.from_ical(calendar).walk("VEVENT")
    assert str(read.get("DESCRIPTION", "")) == clean(text)


def test_a_place_is_shown_to_those_alone_who_may_see_it() -> None:
    details = replace(TEA, venue="The Hall", link="https://meet.example.org")
    event, dates = event_of(details), dates_of(details)
    seen = calendar_of([Entry(event, dates, url="https://kindred.example.org/1", tentative=True)])
    assert fields(seen, "LOCATION") == ["The Hall\\, https://meet.example.org"]
    assert fields(seen, "URL") == ["https://kindred.example.org/1"]
    assert fields(seen, "STATUS") == ["TENTATIVE"]
    hidden = calendar_of([Entry(event, dates, place=False)])
    assert b"Hall" not in hidden
    assert b"meet" not in hidden


@pytest.mark.parametrize(
    ("venue", "said"),
    [
        ("The Hall, 3/4 High St.", ["The Hall\\, 3/4 High St."]),
        ("The Hall, https://meet.example.org/tea", ["The Hall"]),
        ("WWW.example.org", []),
        ("zoom.us/j/123", []),
    ],
)
def test_whoever_may_be_anybody_reads_where_it_is_and_no_link(venue: str, said: list[str]) -> None:
    described = "Tea and/or cake.\nJoin at meet.example.org/tea, or zoommtg://join?confno=1"
    details = replace(
        WEEKLY, venue=venue, link="https://meet.example.org/tea", description=described
    )
    dates = list(dates_of(details))
    dates[1] = replace(dates[1], link="https://meet.example.org/other")
    calendar = calendar_of([Entry(event_of(details), tuple(dates), public=True)])
    assert fields(calendar, "LOCATION") == said * 2
    assert fields(calendar, "DESCRIPTION") == ["Tea and/or cake.\\nJoin at … or …"] * 2
    assert b"meet" not in calendar
    assert b"zoom" not in calendar


def test_a_date_elsewhere_says_so_and_the_same_events_are_the_same_bytes() -> None:
    dates = list(dates_of(WEEKLY))
    dates[1] = replace(dates[1], venue="The Park")
    entries = [Entry(event_of(replace(WEEKLY, venue="The Hall")), tuple(dates))]
    calendar = calendar_of(entries)
    assert fields(calendar, "LOCATION") == ["The Hall", "The Park"]
    assert fields(calendar, "RECURRENCE-ID") == ["20261027T180000"]
    assert calendar == calendar_of(entries)


def test_summer_time_begins_when_it_does() -> None:
    london = timezone_of(LONDON, 2026, 2027).to_ical().decode()
    assert "BEGIN:DAYLIGHT\r\nDTSTART:20260329T010000\r\nRDATE:20270328T010000" in london
    assert "BEGIN:STANDARD\r\nDTSTART:20261025T020000\r\nRDATE:20271031T020000" in london
    assert lines(timezone_of("UTC", 2026, 2027).to_ical()).count("BEGIN:STANDARD") == 1
