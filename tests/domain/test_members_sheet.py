"""Cells of a spreadsheet, and whom its rows are about."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.community.profiles import Profile
from bot.features.members.importing.cells import Change, Reading, read_cell
from bot.features.members.importing.lists import exact_entries, list_cell
from bot.features.members.importing.matching import (
    AnothersAddress,
    ImportedPeople,
    SeveralPeople,
)
from bot.features.members.importing.rejects import (
    GOOD_FOR,
    MOST_BYTES,
    HeldRejects,
    cells_of,
    header_of,
)
from bot.features.members.importing.sheet import Fault, Row, open_sheet
from bot.features.members.ports import ExistingMember
from bot.routing.files import FileGone
from bot.ui.csv_files import harmless, plain_cell
from bot.ui.folding import address_key, folded

BEGAN = datetime(2026, 11, 23, tzinfo=UTC)


@given(st.text(alphabet="'=+-@\t\ra;\n "))
def test_a_harmless_cell_gives_the_cell_back(cell: str) -> None:
    for part in re.split("[;\t\r\n]", harmless(cell)):  # cells, where a semicolon is between them
        assert part[:1] not in tuple("=+-@")
    assert harmless(cell)[:1] not in tuple("=+-@\t\r")
    assert plain_cell(harmless(cell)) == cell


@given(st.lists(st.text(alphabet="\"';,|=a", min_size=1).filter(str.strip), max_size=4))
def test_a_list_in_a_cell_is_harmless_and_comes_back(entries: list[str]) -> None:
    cell = list_cell(entries)
    assert not [part for part in cell.split(";") if part[:1] in ("=", "+", "-", "@")]
    assert list(exact_entries(cell).texts) == entries


def test_an_apostrophe_that_protects_nothing_stays() -> None:
    assert plain_cell("'tis") == "'tis"
    assert read_cell("name", "'Abd al-Rahman") == {"name": "'Abd al-Rahman"}


def test_an_apostrophe_before_a_sign_of_a_formula_is_not_lost_in_a_list() -> None:
    assert read_cell("offers", list_cell(["'=x"]), Reading(exact=True)) == {"offers": ("'=x",)}


def roll(*profiles: Profile) -> ImportedPeople:
    known = enumerate(profiles, 1)
    before = BEGAN - timedelta(days=1)
    return ImportedPeople(
        (
            ExistingMember(
                i, before, address_key(p.email), folded(p.name), folded(p.home_network), p
            )
            for i, p in known
        ),
        BEGAN,
    )


def apply_all(people: ImportedPeople, changes: Iterable[Change]) -> list[str]:
    return [people.apply(change) for change in changes]


def test_a_row_with_another_address_is_another_person() -> None:
    people = roll(Profile("Ada", "a@x.org", networks=("Bench",)))
    assert people.apply({"name": "Ada", "email": "b@x.org", "networks": ("Bench",)}) == "added"


def test_a_row_gives_an_address_to_somebody_who_had_none() -> None:
    people = roll(Profile("Ada", networks=("Bench",)))
    assert people.apply({"name": "Ada", "email": "a@x.org", "networks": ("bench",)}) == "updated"
    assert people.changed() == {1: Profile("Ada", "a@x.org", networks=("Bench",))}
    assert people.apply({"name": "Ada L.", "email": "A@x.org"}) == "updated"
    assert people.changed()[1].name == "Ada L."


@pytest.mark.parametrize(
    ("there", "here", "one"),
    [
        ("Ada Example", "Ada Sample", True),  # a surname changes
        ("Ada Example", "EXAMPLE, Ada", True),
        ("Zoë Example", "Zoe", True),
        ("Ada Example", "Bo Example", False),  # couples share it
        ("Office", "Temp Volunteer", False),
        ("小野", "佐藤", False),
    ],
)
def test_one_address_is_of_one_person_only_if_the_names_may_be(
    there: str, here: str, one: bool
) -> None:
    people = roll(Profile(there, "info@x.org"))
    if one:
        assert people.apply({"name": here, "email": "info@x.org"}) == "updated"
        return
    with pytest.raises(AnothersAddress):
        people.apply({"name": here, "email": "info@x.org"})
    assert people.changed() == {}


def test_whoever_has_joined_keeps_their_name() -> None:
    before = BEGAN - timedelta(days=1)
    ada = Profile("Ada Example", "a@x.org")
    member = ExistingMember(1, before, "a@x.org", "ada example", "", ada, joined=True)
    people = ImportedPeople([member], BEGAN)
    change: Change = {"name": "Ada Sample", "email": "a@x.org", "town": "Hull"}
    assert people.own_name(change) == "Ada Example"
    assert people.apply(change) == "updated"
    assert people.changed() == {1: Profile("Ada Example", "a@x.org", town="Hull")}


def test_rows_of_one_file_are_one_person_where_they_agree() -> None:
    people = roll()
    assert apply_all(
        people,
        [
            {"name": "Ada", "networks": ("Bench",)},
            {"name": "ada", "networks": ("BENCH",), "town": "Hull"},
            {"name": "Ada"},
            {"name": "Ada"},
        ],
    ) == ["added", "updated", "added", "unchanged"]
    assert people.new() == [Profile("ada", networks=("Bench",), town="Hull"), Profile("Ada")]


def test_a_row_that_could_be_about_two_is_about_nobody() -> None:
    people = roll(Profile("Ada", networks=("Bench",)), Profile("Ada", networks=("Bench",)))
    with pytest.raises(SeveralPeople):
        people.apply({"name": "Ada", "networks": ("Bench",)})


def test_a_quote_that_is_never_closed_costs_one_row_and_no_other(tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    good = [f'Person {n},"two\nlines {n}"' for n in range(3, 5000)]
    file.write_text("\n".join(["name,about", "Ada,fine", '"Bo,never closed', *good, ""]))
    with open_sheet(file) as sheet:
        rows = list(sheet.rows())
    bad = [row for row in rows if row.faults]
    assert [(row.line, row.cells) for row in bad] == [(3, ('"Bo,never closed',))]
    assert len(rows) == 1 + 1 + len(good)
    assert rows[2].line == 4
    assert rows[-1].change["name"] == "Person 4999"


# Rows that are given back ---------------------------------------------------------------------


def test_a_row_that_is_given_back_twice_has_one_reason_the_newest() -> None:
    header = ["name", "email", "reason"]
    row, fault = Row(2, ("=Bo", "b", "email: old"), {}), Fault(2, "email", "new")
    assert header_of(header) == header
    assert cells_of(header, row, [fault]) == ["'=Bo", "b", "email: new"]
    assert cells_of(header, Row(2, ("Bo",), {}), [fault]) == ["Bo", "", "email: new"]
    assert cells_of(["name"], Row(2, ("Bo", "b"), {}), [fault]) == ["Bo", "b", "email: new"]


@given(st.text(alphabet="'=+-@\t\ra "))
def test_what_is_given_back_is_harmless_and_says_what_it_said(cell: str) -> None:
    (given_back, _) = cells_of(["name"], Row(2, (cell,), {}), [Fault(2, "", "why")])
    assert given_back[:1] not in tuple("=+-@\t\r")
    assert plain_cell(given_back) == plain_cell(cell)


def test_rows_are_held_for_a_quarter_of_an_hour_for_whoever_gave_them() -> None:
    held = HeldRejects()
    key = held.hold(7, b"rows", BEGAN)
    last = BEGAN + GOOD_FOR - timedelta(seconds=1)
    assert held.get(key, 7, last) == b"rows"
    assert held.get(key, None, last) == b"rows"
    with pytest.raises(FileGone):
        held.get(key, 8, last)
    with pytest.raises(FileGone):
        held.get("another", 7, last)
    with pytest.raises(FileGone):
        held.get(key, 7, BEGAN + GOOD_FOR)


def test_no_more_rows_are_held_than_there_is_room_for() -> None:
    held = HeldRejects()
    keys = [held.hold(7, bytes(MOST_BYTES // 2), BEGAN) for _ in range(3)]
    with pytest.raises(FileGone):
        held.get(keys[0], 7, BEGAN)
    assert held.get(keys[1], 7, BEGAN)
    assert held.get(keys[2], 7, BEGAN)
