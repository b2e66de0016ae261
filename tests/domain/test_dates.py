"""Dates as people write them are understood, or asked about; none is taken that has passed."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.community.dates.echo import said, unclear
from bot.community.dates.exact import typed
from bot.community.dates.instants import ClockChange
from bot.community.dates.reader import DateNotUnderstood, DateReader, read_date, read_when
from bot.community.dates.reading import Either, NotUnderstood, Passed, Reading, Understood
from bot.community.dates.recurrence import Recurrence, monthly_like, read_rule
from bot.community.dates.vocabulary import vocabulary
from bot.community.dates.when import When
from bot.community.zones import ZONES, zone
from bot.ui.languages import in_language
from tests.extent import some_or_all

SUNDAY = datetime(2026, 11, 22, 18, tzinfo=UTC)
LONDON, PARIS, NEW_YORK = "Europe/London", "Europe/Paris", "America/New_York"


def local(text: str) -> datetime:
    return datetime.fromisoformat(text)


def short(when: When) -> str:
    """A time in a few signs: "11-23 10:00-11:30", with its zone where that is not London."""
    if not when.timed:
        last = when.ends and when.ends - timedelta(days=1)
        parts = [f"{when.start:%Y-%m-%d}", f"…{last:%m-%d}" if last else ""]
    elif when.part:
        parts = [f"{when.start:%Y-%m-%d} {when.part}"]
    else:
        ends = when.ends
        same = ends and ends.date() == when.start.date()
        parts = [f"{when.start:%Y-%m-%d %H:%M}"]
        parts += [f"-{ends:%H:%M}" if same else f"…{ends:%m-%d %H:%M}"] if ends else []
    parts += [f" {when.zone}"] if when.zone != LONDON else []
    parts += [f" {when.recurrence.rule()}"] if when.recurrence else []
    return "".join(parts)


def told(reading: Reading) -> str:
    """A reading in a few signs: pairs have a bar between them, what has passed a question mark."""
    match reading:
        case Understood(when):
            return short(when)
        case Either(first, second):
            return f"{short(first)} | {short(second)}"
        case Passed(when):
            return f"{short(when)}?"
        case NotUnderstood():
            return ""


def read(text: str, language: str = "en", now: datetime = SUNDAY, zone_name: str = LONDON) -> str:
    with in_language(language):
        return told(read_when(text, now, zone_name))


def means_just_that_again(text: str, language: str, zone_name: str = LONDON) -> None:
    """What is to be typed for each meaning of a text has that meaning alone, in any language."""
    with in_language(language):
        match read_when(text, SUNDAY, zone_name):
            case Understood(when):
                found = [when]
            case Either(first, second):
                found = [first, second]
            case _:
                found = []
    for when in found:
        again = read_when(typed(when), SUNDAY, zone_name)
        assert again == Understood(replace(when, moved_from=None)), typed(when)


# What is surely meant -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("tomorrow", "2026-11-23"),
        ("the 3rd at 2pm", "2026-12-03 14:00"),
        ("tonight at 8", "2026-11-22 20:00"),
        ("Saturday afternoon", "2026-11-28 afternoon"),
        ("next tuesday 10am for 90 minutes", "2026-11-24 10:00-11:30"),
        ("Wednesday week", "2026-12-02"),
        ("friday fortnight", "2026-12-11"),
        ("a week on friday", "2026-12-04"),
        ("tomorrow 10-11:30", "2026-11-23 10:00-11:30"),
        ("tomorrow from 10 to 11.30", "2026-11-23 10:00-11:30"),
        ("friday 7 to 9pm", "2026-11-27 19:00-21:00"),
        ("9 to 5 on monday", "2026-11-23 09:00-17:00"),
        ("friday from noon to 2", "2026-11-27 12:00-14:00"),
        ("from friday 6pm to sunday 4pm", "2026-11-27 18:00…11-29 16:00"),
        ("3-5 december", "2026-12-03…12-05"),
        ("next week", "2026-11-23…11-29"),
        ("tomorrow at 18h", "2026-11-23 18:00"),
        ("tomorrow 18 h 30", "2026-11-23 18:30"),
        ("tomorrow at 1930", "2026-11-23 19:30"),
        ("quarter past 7 in the evening on friday", "2026-11-27 19:15"),
        ("Fri, Dec 4, 2026, 7:00 PM", "2026-12-04 19:00"),
        ("3 dec '26", "2026-12-03"),
        ("2026-12-03T10:00:00+01:00", "2026-12-03 09:00"),
        ("20261203", "2026-12-03"),
        ("3.12. 14:00", "2026-12-03 14:00 | 2027-03-12 14:00"),
        ("the last friday of january", "2027-01-29"),
        ("end of the month", "2026-11-30"),
        ("last day of february", "2027-02-28"),
        ("last day of the month", "2026-11-30"),
        ("first monday of the month at 6pm", "2026-12-07 18:00"),
        ("29 february", "2028-02-29"),
        ("on the 31st", "2026-12-31"),
        ("in 3 hours", "2026-11-22 21:00"),
        ("in an hour and a half", "2026-11-22 19:30"),
        ("two weeks from tomorrow", "2026-12-07"),
        ("the day after christmas", "2026-12-26"),
        ("the day before tomorrow at 8pm", "2026-11-22 20:00"),
        ("in 1.5 hours", "2026-11-22 19:30"),
        ("noon on christmas", "2026-12-25 12:00"),
        ("in four working days", "2026-11-26"),
        ("new year's eve at 9pm", "2026-12-31 21:00"),
        ("easter", "2027-03-28"),
        ("20:00", "2026-11-22 20:00"),
        ("10am", "2026-11-23 10:00"),
    ],
)
def test_what_is_surely_meant_is_understood(text: str, meant: str) -> None:
    assert read(text) == meant
    assert read(text.upper()) == meant
    means_just_that_again(text, "en")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("demain à 18 h", "2026-11-23 18:00"),
        ("lundi à 18h", "2026-11-23 18:00"),
        ("lundi à 18h30", "2026-11-23 18:30"),
        ("vendredi 18 h 30 pendant 2 heures", "2026-11-27 18:30-20:30"),
        ("le 3 à 14h", "2026-12-03 14:00"),
        ("ce soir à 8h", "2026-11-22 20:00"),
        ("samedi après-midi", "2026-11-28 afternoon"),
        ("lundi en huit", "2026-11-30"),
        ("mercredi en quinze", "2026-12-09"),
        ("jusqu’au 3 décembre", "2026-12-03"),
        ("demain de 10h à 11h30", "2026-11-23 10:00-11:30"),
        ("entre 14h et 16h le 17", "2026-12-17 14:00-16:00"),
        ("du 3 au 5 décembre", "2026-12-03…12-05"),
        ("dans une heure et demie", "2026-11-22 19:30"),
        ("demain à huit heures moins le quart", "2026-11-23 07:45"),
        ("deux semaines après vendredi", "2026-12-11"),
        ("3/12/2026 14:00", "2026-12-03 14:00"),
        ("3/12", "2026-12-03"),
        ("le 1er janvier à midi", "2027-01-01 12:00"),
        ("fin janvier", "2027-01-31"),
        ("la semaine prochaine", "2026-11-23…11-29"),
        ("demain 18h, heure de New York", f"2026-11-23 18:00 {NEW_YORK}"),
        ("next tuesday 10am", "2026-11-24 10:00"),
    ],
)
def test_it_is_understood_in_french_too(text: str, meant: str) -> None:
    assert read(text, "fr-FR") == meant
    means_just_that_again(text, "fr-FR")


def test_what_is_no_date_in_a_language_is_one_in_another() -> None:
    assert read("mardi prochain") == "2026-11-24"
    assert read("next tuesday", "fr-FR") == "2026-11-24"


# What may be meant ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("friday 18", "2026-12-18", "2026-11-27 18:00"),
        ("3/4/2027", "2027-04-03", "2027-03-04"),
        ("tomorrow at 3", "2026-11-23 15:00", "2026-11-23 03:00"),
        ("tomorrow at 8:30", "2026-11-23 08:30", "2026-11-23 20:30"),
        ("friday 5 december", "2026-12-05", "2026-12-04"),
        ("tuesday in two weeks", "2026-12-01", "2026-12-08"),
        ("midnight on friday", "2026-11-28 00:00", "2026-11-27 00:00"),
        ("sunday", "2026-11-22", "2026-11-29"),
    ],
)
def test_of_two_meanings_both_are_offered(text: str, first: str, second: str) -> None:
    assert read(text) == f"{first} | {second}"
    means_just_that_again(text, "en")


def test_next_friday_is_that_of_this_week_or_of_the_next_until_this_one_is_over() -> None:
    monday, saturday = (datetime(2026, 11, day, 9, tzinfo=UTC) for day in (23, 28))
    assert read("next friday", now=monday) == "2026-12-04 | 2026-11-27"
    assert read("next friday", now=saturday) == "2026-12-04"


def test_what_the_weekday_agrees_with_is_preferred() -> None:
    assert read("thursday 3/12") == "2026-12-03"
    assert read("friday 3/12") == "2027-03-12"


def test_of_two_ways_to_write_a_day_the_one_that_has_passed_is_not_meant() -> None:
    assert read("3/12/2026") == "2026-12-03"


# What has passed, and what is no date ---------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "was"),
    [
        ("yesterday", "2026-11-21"),
        ("3 december 2025", "2025-12-03"),
        ("today at 9am", "2026-11-22 09:00"),
        ("this morning", "2026-11-22 morning"),
        ("2 hours ago", "2026-11-22 16:00"),
        ("thursday the 19th", "2026-11-19"),
    ],
)
def test_what_has_passed_is_a_question(text: str, was: str) -> None:
    assert read(text) == f"{was}?"


@pytest.mark.parametrize(
    "text",
    [
        *(
            "banana",
            "",
            "   ",
            "second tuesday",
            "tomorrow at 6 or 7",
            "31 february",
            "32/13/2026",
            "29 feb 2027",
            "soonish, I hope",
        ),
        *("for two weeks", "tomorrow and yesterday", "🎉", "\x00", "monday the banana", "25:00"),
        *("monday and wednesday", "late january"),
        *("10", "31 november at 10am", "in 99999 years", "9999-12-31 to 99999", "FREQ=DAILY"),
    ],
)
def test_what_is_no_date_is_not_understood(text: str) -> None:
    assert read(text).removesuffix("?") in ("", "2026-12-10")


def test_what_only_libraries_read_is_no_more_than_asked_about() -> None:
    reading = read_when("september-2027-23", SUNDAY, LONDON)
    assert isinstance(reading, NotUnderstood)
    assert unclear("september-2027-23", reading) == (
        "I am not sure of “september-2027-23”. If Thursday, 23 September 2027 is meant, "
        "write 2027-09-23."
    )


# Zones and changes of the clocks --------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("wednesday 10:00 Paris time", f"2026-11-25 10:00 {PARIS}"),
        ("wednesday 3pm New York", f"2026-11-25 15:00 {NEW_YORK}"),
        ("wednesday 9am EST", f"2026-11-25 09:00 {NEW_YORK}"),
        ("wednesday 9am EDT", f"2026-11-25 09:00 {NEW_YORK} | 2026-11-25 08:00 {NEW_YORK}"),
        ("1 july 9am EDT", f"2027-07-01 09:00 {NEW_YORK}"),
        ("wednesday 3pm GMT", "2026-11-25 15:00"),
        ("1 july 3pm GMT", "2027-07-01 15:00 | 2027-07-01 16:00"),
        ("wednesday 3pm CST", "2026-11-25 15:00 America/Chicago | 2026-11-25 15:00 Asia/Shanghai"),
        ("wednesday 3pm UTC+2", "2026-11-25 13:00"),
        ("wednesday 15:00 -0500", "2026-11-25 20:00"),
    ],
)
def test_a_zone_that_is_said_is_kept(text: str, meant: str) -> None:
    assert read(text) == meant
    means_just_that_again(text, "en")


def test_a_time_that_clocks_skip_is_moved_and_said_so() -> None:
    reading = read_when("28 march 2027 01:30", SUNDAY, LONDON)
    assert isinstance(reading, Understood)
    assert reading.when.at == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert reading.when.change is ClockChange.SKIPPED
    assert said(reading.when) == (
        "Sunday, 28 March 2027, 02:30 (London, BST): clocks go forward that day, and there is no "
        "01:30"
    )


def test_of_a_time_that_clocks_show_twice_it_is_asked_which() -> None:
    reading = read_when("31 october 2027 01:30", SUNDAY, LONDON)
    assert isinstance(reading, Either)
    first, second = reading.first, reading.second
    assert (first.at.hour, second.at.hour) == (0, 1)
    assert said(first).endswith(
        "(London, BST): clocks go back that day, and this is the first 01:30"
    )
    assert said(second).endswith("and this is the second 01:30")
    assert [read_when(typed(each), SUNDAY, PARIS) for each in (first, second)] == [
        Understood(first),
        Understood(second),
    ]


def test_what_comes_again_keeps_its_time_though_clocks_skip_the_first() -> None:
    reading = read_when("every sunday at 01:30 starting 28 march 2027", SUNDAY, LONDON)
    assert isinstance(reading, Understood)
    assert [f"{at:%d %H:%M}" for at in reading.when.occurrences(2)] == ["28 01:30", "04 00:30"]
    assert "there is no 01:30" in said(reading.when)


def test_a_length_is_one_on_a_watch_whatever_clocks_do() -> None:
    reading = read_when("28 march 2027 00:30 for 2 hours", SUNDAY, LONDON)
    assert isinstance(reading, Understood)
    assert reading.when.ends == local("2027-03-28 03:30")
    assert reading.when.length == timedelta(hours=2)


def test_every_zone_can_be_named() -> None:
    named = sorted(name for name in ZONES if "/" in name and not name.startswith("Etc/"))
    for name in some_or_all(named, 40):
        assert read(f"wednesday 15:00 {name}", zone_name="UTC").split()[2:] == (
            [] if name == LONDON else [name]
        )


# What comes again -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("every tuesday at 6pm", "2026-11-24 18:00 FREQ=WEEKLY;BYDAY=TU"),
        (
            "every other thursday at 6pm for 2 hours until june",
            "2026-12-03 18:00-20:00 FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;UNTIL=20270630T235959",
        ),
        (
            "every second Thursday at 18:30",
            "2026-12-03 18:30 FREQ=WEEKLY;INTERVAL=2;BYDAY=TH"
            " | 2026-12-10 18:30 FREQ=MONTHLY;BYDAY=2TH",
        ),
        ("every second thursday of the month", "2026-12-10 FREQ=MONTHLY;BYDAY=2TH"),
        ("first monday of every month at 10:00", "2026-12-07 10:00 FREQ=MONTHLY;BYDAY=1MO"),
        ("mondays and wednesdays at 10am", "2026-11-23 10:00 FREQ=WEEKLY;BYDAY=MO,WE"),
        ("weekly on thursdays at 19:00", "2026-11-26 19:00 FREQ=WEEKLY;BYDAY=TH"),
        ("every weekday at 9am", "2026-11-23 09:00 FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("every two weeks on monday", "2026-11-23 FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"),
        ("daily at 8am, 10 times", "2026-11-23 08:00 FREQ=DAILY;COUNT=10"),
        ("every tuesday starting 8 december", "2026-12-08 FREQ=WEEKLY;BYDAY=TU"),
        ("every year on 3 december", "2026-12-03 FREQ=YEARLY"),
        (
            "monthly on the 31st",
            "2026-11-30 FREQ=MONTHLY;BYMONTHDAY=-1 | 2026-12-31 FREQ=MONTHLY;BYMONTHDAY=31",
        ),
    ],
)
def test_what_comes_again_is_a_rule(text: str, meant: str) -> None:
    assert read(text) == meant
    means_just_that_again(text, "en")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("un jeudi sur deux à 18h30", "2026-12-03 18:30 FREQ=WEEKLY;INTERVAL=2;BYDAY=TH"),
        ("tous les premiers lundis du mois à 10h", "2026-12-07 10:00 FREQ=MONTHLY;BYDAY=1MO"),
        ("chaque mardi de 10h à 11h30", "2026-11-24 10:00-11:30 FREQ=WEEKLY;BYDAY=TU"),
        ("tous les jours à 9h, 10 fois", "2026-11-23 09:00 FREQ=DAILY;COUNT=10"),
    ],
)
def test_what_comes_again_is_a_rule_in_french_too(text: str, meant: str) -> None:
    assert read(text, "fr") == meant


def days(rule: Recurrence, start: date, most: int) -> list[date]:
    begins = datetime.combine(start, datetime.min.time())
    at = When(start=begins, zone="UTC", recurrence=rule).occurrences(most)
    return [each.date() for each in at]


def test_monthly_from_the_31st_is_the_last_day_or_only_where_there_is_a_31st() -> None:
    last, only, _ = monthly_like(date(2027, 1, 31))
    assert days(last, date(2027, 1, 31), 6)[1:] == [
        date(2027, month, day) for month, day in ((2, 28), (3, 31), (4, 30), (5, 31), (6, 30))
    ]
    assert [day.month for day in days(only, date(2027, 1, 31), 4)] == [1, 3, 5, 7]


def test_monthly_from_a_fifth_monday_is_the_last_monday() -> None:
    (*_, by_weekday) = monthly_like(date(2026, 11, 30))
    assert days(by_weekday, date(2026, 11, 30), 6)[1:] == [
        *(date(2026, 12, 28), date(2027, 1, 25), date(2027, 2, 22)),
        *(date(2027, 3, 29), date(2027, 4, 26)),
    ]


def test_a_weekly_hour_stays_as_clocks_show_it_and_is_seen_moved_elsewhere() -> None:
    every_tuesday = Recurrence("weekly", weekdays=(1,))
    when = When(start=local("2026-10-20 18:00"), zone=LONDON, recurrence=every_tuesday)
    seen_on = [date(2026, 10, 20), date(2026, 10, 27), date(2026, 11, 3)]
    seen_on += [date(2027, 3, 16), date(2027, 3, 30)]
    seen = [at for at in when.occurrences(24) if at.date() in seen_on]
    hours = {
        name: [f"{at.astimezone(zone(name)):%H:%M}" for at in seen]
        for name in (LONDON, NEW_YORK, "Asia/Kolkata", "UTC")
    }
    assert hours == {
        LONDON: ["18:00"] * 5,
        NEW_YORK: ["13:00", "14:00", "13:00", "14:00", "13:00"],
        "Asia/Kolkata": ["22:30", "23:30", "23:30", "23:30", "22:30"],
        "UTC": ["17:00", "18:00", "18:00", "18:00", "17:00"],
    }


# One day --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "language", "meant"),
    [
        ("until next friday", "en", date(2026, 11, 27)),
        ("for two weeks", "en", date(2026, 12, 6)),
        ("friday at 14:30", "en", date(2026, 11, 27)),
        ("pendant un mois", "fr", date(2026, 12, 22)),
        ("à partir de lundi", "fr", date(2026, 11, 23)),
        ("d’ici vendredi", "fr", date(2026, 11, 27)),
    ],
)
def test_a_day_is_read_by_the_same_reader(text: str, language: str, meant: date) -> None:
    with in_language(language):
        assert DateReader(LONDON, SUNDAY).day(text) == meant


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("3/4/2027", "en", "Saturday, 3 April 2027 (2027-04-03) or Thursday, 4 March 2027"),
        ("yesterday", "en", "“yesterday” was Saturday, 21 November 2026, and that has passed."),
        ("banana", "en", "“banana” is not a date I can read."),
        ("for 9999 years", "en", "“for 9999 years” is not a date I can read."),
        ("hier", "fr", "« hier », c’était samedi 21 novembre 2026, et c’est passé."),
        ("x" * 190_000, "en", "…” is not a date"),
    ],
)
def test_it_is_said_why_no_day_is_taken(text: str, language: str, words: str) -> None:
    with in_language(language), pytest.raises(DateNotUnderstood) as why:
        read_date(text, SUNDAY, LONDON)
    assert words in str(why.value)


# Said back ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "language", "echo"),
    [
        ("tomorrow 10-11:30", "en", "Monday, 23 November 2026, 10:00 to 11:30 (London, GMT)"),
        ("demain 10h-11h30", "fr", "lundi 23 novembre 2026 de 10:00 à 11:30 (London, GMT)"),
        ("1er décembre à 10h", "fr", "mardi 1er décembre 2026 à 10:00 (London, GMT)"),
        ("wednesday 10:00 in Kolkata", "en", "Wednesday, 25 November 2026, 10:00 (Kolkata, IST)"),
        ("wednesday 10:00 in Dubai", "en", "Wednesday, 25 November 2026, 10:00 (Dubai, GMT+04:00)"),
        ("saturday afternoon", "en", "Saturday, 28 November 2026, in the afternoon"),
        ("next week", "en", "Monday, 23 November 2026 to Sunday, 29 November 2026"),
        (
            "chaque mardi à 10h, 6 fois",
            "fr",
            "mardi 24 novembre 2026 à 10:00 (London, GMT), puis chaque semaine, le mardi, 6 fois",
        ),
        (
            "every other thursday at 6pm until june",
            "en",
            "Thursday, 3 December 2026, 18:00 (London, GMT), and again every 2 weeks on Thursday, "
            "until Wednesday, 30 June 2027",
        ),
    ],
)
def test_what_was_understood_is_said_with_weekday_date_time_and_zone(
    text: str, language: str, echo: str
) -> None:
    with in_language(language):
        reading = read_when(text, SUNDAY, LONDON)
        assert isinstance(reading, Understood)
        assert said(reading.when) == echo


# Whatever is typed ----------------------------------------------------------------------------

words_of_dates = {
    " ".join(meaning.words)
    for language in ("en", "fr")
    for meanings in vocabulary(language).meanings.values()
    for meaning in meanings
}
figures = ["3", "10", "31", "2027", "10:30", "18h30", "3/4", "2026-12-03", "edt", "paris", "-", ","]
fragments = st.sampled_from([*sorted(words_of_dates), *figures])
phrases = st.lists(fragments, min_size=1, max_size=8).map(" ".join)
nows = st.datetimes(local("2000-01-01"), local("2100-01-01"), timezones=st.just(UTC))


@given(st.one_of(st.text(max_size=250), phrases), nows, st.sampled_from(["en", "fr"]))
def test_no_text_makes_it_raise_or_answer_in_the_past(
    text: str, now: datetime, language: str
) -> None:
    with in_language(language):
        reading = read_when(text, now, NEW_YORK)
        assert unclear(text, reading)
    match reading:
        case Understood(when):
            assert not when.passed(now)
        case Either(first, second):
            assert first != second
            assert not first.passed(now)
            assert not second.passed(now)
        case Passed(when):
            assert when.passed(now)
        case NotUnderstood():
            pass


def test_what_is_said_from_now_on_begins_with_a_minute() -> None:
    noon = datetime(2026, 11, 30, 12, 0, 30, 123, tzinfo=UTC)
    for text, at in (("now", local("2026-11-30 07:01")), ("in 2 hours", local("2026-11-30 09:01"))):
        reading = read_when(text, noon, NEW_YORK)
        assert reading == Understood(When(start=at, zone=NEW_YORK))
        assert read_when(typed(reading.when), noon, NEW_YORK) == reading


@given(phrases, nows, st.sampled_from(["en", "fr"]))
def test_what_is_said_to_be_typed_means_just_that(text: str, now: datetime, language: str) -> None:
    with in_language(language):
        match read_when(text, now, NEW_YORK):
            case Understood(when):
                found = [when]
            case Either(first, second):
                found = [first, second]
            case _:
                found = []
        for when in found:
            again = read_when(typed(when), now, NEW_YORK)
            assert again == Understood(replace(when, moved_from=None)), typed(when)


@pytest.mark.parametrize(
    "text",
    [
        *("1" * 200, "1/" * 100, "in " * 66, "every " * 33, "monday " * 28, "1 " * 100),
        *("12:" * 66, "first of " * 22, "a " * 100, "3 days from " * 16, "from 3 to " * 20),
        *("1 hour and " * 18, "the " * 50, "two weeks before " * 11, "twenty one " * 18),
        *("x" * 190_000, "1 " * 95_000),
    ],
)
def test_no_text_takes_long(text: str) -> None:
    read_when("soon", SUNDAY, LONDON)  # so that the words of every reader are there
    began = process_time()
    read_when(text, SUNDAY, LONDON)
    assert process_time() - began < 0.5


def test_a_rule_is_read_as_it_is_written() -> None:
    for rule in (
        Recurrence("weekly", 2, weekdays=(3,), count=6),
        Recurrence("monthly", month_day=-1, until=date(2027, 6, 30)),
        Recurrence("monthly", weekdays=(0,), nth=-1),
        Recurrence("daily"),
    ):
        assert read_rule(rule.rule()) == rule
    assert read_rule("FREQ=HOURLY") is None
