"""Plain functions of the core: words, dates, the week, forms, messages as data."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.community.availability import SLOTS, hours_of_week, next_moments, read_slot
from bot.community.dates.instants import next_weekly, weeks_later
from bot.community.dates.reader import DateReader
from bot.community.people import Ref
from bot.community.zones import zone
from bot.routing.command_line import Line
from bot.ui.capabilities import FLOOR, short, shortfalls
from bot.ui.commands import SlashCommand
from bot.ui.fields import Choices, Number, Raw, ShortText, Topics
from bot.ui.forms import FieldErrors, Page, form, spec_of
from bot.ui.languages import in_language, read_locale
from bot.ui.message_json import from_json, to_json
from bot.ui.messages import (
    Actions,
    Bullets,
    Button,
    Code,
    Fact,
    Fields,
    Heading,
    Link,
    Mention,
    Message,
    Moment,
    Note,
    Option,
    Plain,
    Select,
    Strong,
    Table,
    Text,
    plain,
    row,
    say,
)
from bot.ui.text import clean, label
from bot.ui.words import WordBook, listed

words = WordBook("bot")
SUNDAY = datetime(2026, 11, 22, 18, tzinfo=UTC)
LONDON = "Europe/London"

texts = st.text(min_size=1, max_size=40)
instants = st.datetimes(timezones=st.just(UTC))
spans = st.one_of(
    texts.map(Plain),
    texts.map(Strong),
    texts.map(Code),
    st.builds(Mention, st.integers(1, 9), texts),
    st.builds(Moment, instants),
    st.builds(Link, texts, texts),
)
riches = st.lists(spans, max_size=4).map(tuple)
blocks = st.one_of(
    texts.map(Heading),
    riches.map(Text),
    riches.map(Note),
    st.lists(riches, max_size=3).map(tuple).map(Bullets),
    st.lists(st.builds(Fact, texts, riches), max_size=3).map(tuple).map(Fields),
    st.builds(Table, st.just(("a", "b")), st.lists(st.tuples(riches, riches)).map(tuple)),
    st.builds(lambda label: row(Button(label, "a.b", "1")), texts),
)
messages = st.builds(
    Message,
    st.lists(blocks, min_size=1, max_size=5).map(tuple),
    texts.filter(lambda text: bool(text.strip())),
)


@given(messages)
def test_a_message_comes_back_from_json_as_it_was(message: Message) -> None:
    assert from_json(to_json(message)) == message


@pytest.mark.parametrize(
    "impossible",
    [
        lambda: Button("", "a.b"),
        lambda: Button("x" * 76, "a.b"),
        lambda: Button("x", "a.b", "é" * 50),
        lambda: Actions(tuple(Button(str(n), "a.b") for n in range(6))),
        lambda: Select("choose", "a.b", ()),
        lambda: Select("choose", "a.b", tuple(Option(str(n), str(n)) for n in range(26))),
        lambda: row(Select("choose", "a.b", (Option("x", "x"),)), Button("x", "a.b")),
        lambda: Message((), "nothing"),
        lambda: say("", fallback=" "),
    ],
)
def test_what_no_chat_could_show_cannot_be_made(impossible: object) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        impossible()  # type: ignore[operator]


def test_a_message_without_a_fallback_takes_its_first_words() -> None:
    assert say(Heading("Hello"), "there").fallback == "Hello"


@given(st.text())
def test_what_is_put_into_a_text_is_never_markup(value: str) -> None:
    spans_ = words("form.choose", value=value)
    assert plain(spans_) == f"“{value}” is not one of the choices."
    assert all(isinstance(span, Plain) for span in spans_)


def test_strong_words_and_commands_are_marked_in_the_texts() -> None:
    failed = words("interaction.failed", incident="abc")
    assert Strong("abc") in failed
    assert Code('"Ada (their network)"') in words("person.several", name="Ada", count=2)
    assert SlashCommand("kindred test") in words("reaching.how")


def test_a_text_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        words("no.such.text")


def test_a_locale_without_a_translation_falls_back_to_english() -> None:
    with in_language("cy-GB"):
        assert words.text("form.required") == "Please fill this in."


@pytest.mark.parametrize("told", ["", "xx", "!fr", "tlh", "fr-" * 9, "en\x00"])
def test_what_is_no_locale_is_none(told: str) -> None:
    assert read_locale(told) == ""


def test_locales_are_written_in_one_way() -> None:
    assert [read_locale(told) for told in ("fr", "en-GB", "pt_BR", " es-419 ")] == [
        *("fr", "en-GB", "pt-BR", "es-419"),
    ]


def test_lists_and_dates_go_as_in_the_language_that_is_spoken() -> None:
    three, then = ["Ada", "Bo", "Cy"], (Moment(SUNDAY, "date"),)
    with in_language("fr"):
        assert (listed(three), plain(then)) == ("Ada, Bo et Cy", "dim. 22 nov. 2026")
    with in_language("de"):  # into which nothing is translated
        assert (listed(three), plain(then)) == ("Ada, Bo and Cy", "Sun 22 Nov 2026")


def test_lists_are_told_as_people_tell_them() -> None:
    assert listed(["Ada"]) == "Ada"
    assert listed(["Ada", "Bo", "Cy"]) == "Ada, Bo and Cy"
    assert listed(["Ada", "Bo"], "or") == "Ada or Bo"


def test_a_weekly_ten_oclock_stays_ten_oclock_over_a_clock_change() -> None:
    before = next_weekly(datetime(2026, 10, 19, tzinfo=UTC), 1, 10, LONDON)
    after = weeks_later(before, 1, LONDON)
    assert (before.hour, after.hour) == (9, 10)
    assert [at.weekday() for at in (before, after)] == [1, 1]


def test_the_weekly_hour_that_has_just_passed_comes_again_next_week() -> None:
    tuesday_ten = datetime(2026, 11, 24, 10, tzinfo=UTC)
    assert next_weekly(tuesday_ten, 1, 10, LONDON) == datetime(2026, 12, 1, 10, tzinfo=UTC)


def test_slots_are_read_in_full_and_short() -> None:
    assert [read_slot(t) for t in ("Tuesday Morning", "tue  morning")] == ["tue morning"] * 2
    for wrong in ("tuesdays morning", "tue", "someday evening", "tue night"):
        with pytest.raises(ValueError, match=wrong):
            read_slot(wrong)


@given(st.sets(st.sampled_from(SLOTS)), st.sampled_from([LONDON, "Asia/Tokyo", "America/Toronto"]))
def test_the_week_has_as_many_hours_free_as_its_slots_say(slots: set[str], place: str) -> None:
    hours = {"morning": 3, "afternoon": 5, "evening": 4}
    mask = hours_of_week(slots, place, SUNDAY)
    assert mask.bit_count() == sum(hours[slot.split()[1]] for slot in slots)


def test_moments_that_suit_are_whole_hours_on_different_days() -> None:
    def mask_in(at: datetime) -> int:
        return hours_of_week(["mon morning", "wed evening"], LONDON, at)

    assert [m.strftime("%a %H") for m in next_moments(mask_in, SUNDAY, 3)] == [
        "Mon 09",
        "Wed 17",
        "Mon 09",
    ]


def test_moments_keep_their_local_hour_over_a_clock_change() -> None:
    before = datetime(2026, 10, 23, 12, tzinfo=UTC)  # clocks go back on the 25th

    def mask_in(at: datetime) -> int:
        return hours_of_week(["sat morning", "tue morning"], LONDON, at)

    found = [moment.astimezone(zone(LONDON)) for moment in next_moments(mask_in, before, 2)]
    assert [(m.day, m.hour) for m in found] == [(24, 9), (27, 9)]


@pytest.mark.parametrize("hour", [1, 10, 14, 15, 16, 18, 23])
def test_a_free_afternoon_is_the_same_hours_whatever_time_it_is_now(hour: int) -> None:
    now = datetime(2026, 11, 24, hour, tzinfo=UTC)
    tokyo = hours_of_week(["wed afternoon"], "Asia/Tokyo", now)
    assert tokyo == sum(1 << (2 * 24 + h) for h in range(3, 8))
    assert hours_of_week(["wed morning"], LONDON, now) == sum(1 << (48 + h) for h in (9, 10, 11))


def test_a_zone_off_by_half_an_hour_is_free_only_when_the_whole_hour_is() -> None:
    india = hours_of_week(["wed morning"], "Asia/Kolkata", SUNDAY)  # 03:30 to 06:30 UTC
    assert india == sum(1 << (48 + h) for h in (4, 5))


@form("sample", title="Sample", pages=[Page("Only", "name", "topics", "days", "many")])
class Sample:
    name: Annotated[str, ShortText(label="Name", max_length=10)]
    topics: Annotated[tuple[str, ...], Topics(label="Topics", max_items=3, lower=True)] = ()
    days: Annotated[tuple[str, ...], Choices(label="Days", options=(Option("A", "a"),))] = ()
    many: Annotated[int | None, Number(label="How many", least=2, most=8)] = None


READING = DateReader(LONDON, SUNDAY)


def test_a_form_is_read_into_its_class() -> None:
    raw: dict[str, Raw] = {
        "name": "  Ada   E ",
        "topics": "Trust, trust; Food\nHousing",
        "days": ["a"],
        "many": "3",
    }
    assert spec_of(Sample).parse(raw, READING) == Sample(
        name="Ada E", topics=("trust", "food", "housing"), days=("a",), many=3
    )


def test_every_field_at_fault_is_named() -> None:
    raw: dict[str, Raw] = {"name": "x" * 11, "topics": "a,b,c,d", "days": ["z"], "many": "9"}
    with pytest.raises(FieldErrors) as wrong:
        spec_of(Sample).parse(raw, READING)
    assert wrong.value.errors.keys() == {"name", "topics", "days", "many"}


@given(st.dictionaries(st.sampled_from(["name", "topics", "days", "many"]), st.text()))
@pytest.mark.slow("many texts are invented")
def test_nothing_that_is_typed_can_break_a_form(raw: dict[str, str]) -> None:
    errors: dict[str, str] = {}
    try:
        spec_of(Sample).parse(dict(raw), READING)
    except FieldErrors as wrong:
        errors = wrong.errors
    assert all(error.endswith((".", "”")) for error in errors.values())


def test_a_form_that_no_chat_could_show_cannot_be_declared() -> None:
    with pytest.raises(TypeError, match="exactly one page"):

        @form("bad", title="Bad", pages=[Page("One")])
        class Bad:
            name: Annotated[str, ShortText(label="Name")]

    with pytest.raises(TypeError, match="the title"):

        @form("long", title="x" * 25, pages=[Page("One", "name")])
        class Long:
            name: Annotated[str, ShortText(label="Name")]


@given(st.text())
def test_any_line_can_be_cut_into_words(text: str) -> None:
    line = Line.of(text)
    assert all(token.text in text for token in line.tokens)


def test_quotes_straight_and_curly_keep_words_together() -> None:
    line = Line.of('swap "Ada Example" “Bo Sample” <@web:7> plain')
    assert [token.text for token in line.tokens] == [
        "swap",
        "Ada Example",
        "Bo Sample",
        "<@web:7>",
        "plain",
    ]
    assert line.tokens[3].account == Ref("web", "7")
    assert line.rest(3) == "<@web:7> plain"


def test_a_chat_that_can_do_less_than_the_floor_is_named() -> None:
    weak = replace(FLOOR, buttons_per_row=3, select_options=10)
    assert len(shortfalls("weak", weak)) == 2
    assert shortfalls("fine", FLOOR) == []


def test_text_that_no_chat_shows_is_left_out_and_lines_have_one_end() -> None:
    assert clean("a\u202eb\u2067c\u2069\ud800\u200f\x00") == "abc\u200f"
    assert clean("a\u2028b\r\nc\rd") == "a\nb\nc\nd"


def test_a_label_stands_in_one_line_and_is_never_empty() -> None:
    assert label(" two\n lines ", 20) == "two lines"
    assert label("two lines", 5) == "two…"
    assert label("\x00 ", 5) == "…"


@given(st.text(max_size=30), st.integers(1, 20))
@pytest.mark.slow("long texts are invented")
def test_a_shortened_text_fits(text: str, limit: int) -> None:
    assert len(short(text, limit)) <= limit
