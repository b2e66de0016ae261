"""Spreadsheets as other tools write them and people keep them: what is read of each."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from bot.errors import UserError
from bot.features.members.importing.cells import Change
from bot.features.members.importing.sheet import Choices, Row, Sheet, read_sheet
from bot.ui.folding import folded
from tests.setup import headings
from tests.workbooks import workbook

CASES = Path(__file__).parent.parent / "cases"
EXPORTS = json.loads((CASES / "exports" / "right.json").read_text())
OF_THE_STORE = {"I01", "I02", "I13", "I16", "K02", "K03"}  # in tests/stories/test_import_cases.py
IMPORTS = {
    file.stem: json.loads(file.read_text())
    for file in sorted((CASES / "import").glob("*.json"))
    if file.stem[:3] not in OF_THE_STORE
}


def sheet_of(content: bytes | str, columns: dict[str, str] | None = None, *networks: str) -> Sheet:
    raw = content if isinstance(content, bytes) else content.encode()
    return read_sheet(io.BytesIO(raw), len(raw), Choices(columns or {}, networks))


def rows_of(content: bytes | str, columns: dict[str, str] | None = None) -> list[Row]:
    return list(sheet_of(content, columns).rows())


def people_of(content: bytes | str, columns: dict[str, str] | None = None) -> list[Change]:
    return [row.change for row in rows_of(content, columns) if not row.faults]


def check(content: bytes, right: dict[str, Any]) -> None:
    """That what is right holds of those who are read."""
    rows = rows_of(content)
    people = {folded(row.change["name"]): row.change for row in rows if not row.faults}
    assert len(people) == right.get("people", len(people))
    assert sum(1 for row in rows if row.faults) == right.get("rejected", 0)
    assert {folded(name) for name in right.get("names", ())} <= people.keys()
    for key, field in (("emails", "email"), ("places", "town")):
        for name, value in right.get(key, {}).items():
            assert str(people[folded(name)].get(field, "")).casefold() == value
    for field in ("topics", "offers", "asks", "networks"):
        for name, values in right.get(field, {}).items():
            assert list(people[folded(name)].get(field, ())) == values  # type: ignore[call-overload]


@pytest.mark.parametrize("name", EXPORTS)
def test_what_another_tool_exported_is_read(name: str) -> None:
    content = (CASES / "exports" / name).read_bytes()
    right = EXPORTS[name]["right"]
    if right.get("names"):
        check(content, right)
        return
    with pytest.raises(UserError, match="no column called name"):
        sheet_of(content).check()


@pytest.mark.parametrize("name", IMPORTS)
def test_a_spreadsheet_that_broke_other_tools_is_read(name: str) -> None:
    case = IMPORTS[name]
    content = (CASES / "import" / case["file"]).read_bytes()
    right = case["right"]
    check(content, right)
    if "network_count" in right:
        named = {folded(n) for row in rows_of(content) for n in row.change.get("networks", ())}
        assert len(named) == right["network_count"]
    if any(key.startswith("offset") for key in right):  # which zone it is, the zones' tests tell
        assert all("zone" in row.change or row.warnings for row in rows_of(content))


def test_the_page_says_what_becomes_of_each_heading() -> None:
    """`python -m tests.setup.headings` writes it anew."""
    assert headings.PAGE.read_text().partition(headings.BEGIN)[2] == headings.table()


ADA: Change = {"name": "Ada Example", "email": "ada@example.org"}
TABLE = "name,email\nAda Example,ada@example.org\n"
WRITTEN = {
    "UTF-16, as Excel's Unicode text": TABLE.replace(",", "\t").encode("utf-16"),
    "UTF-16 without a mark": TABLE.encode("utf-16-le"),
    "tabs": TABLE.replace(",", "\t").encode(),
    "pipes": TABLE.replace(",", "|").encode(),
    "any mark that is said": b"sep=#\n" + TABLE.replace(",", "#").encode(),
    "blank lines and a title above": b"\n,,\nMembers of the Test Table,\n\n" + TABLE.encode(),
    "old line ends": TABLE.replace("\n", "\r\n").encode(),
    "letters that nobody sees": (
        "\ufeffna\u200bme,e\u00admail\nAda\u00a0Exam\u200bple,ada@example.org\u200b\n"
    ).encode(),
    "names in parts": b"Vorname;Name;E-Mail-Adresse\nAda;Example;ada@example.org\n",
    "names in parts, in French": "Nom;Pr\u00e9nom;Courriel\nExample;Ada;ada@example.org\n".encode(
        "cp1252"
    ),
    "a whole name in French": b"Nom;Courriel\nAda Example;ada@example.org\n",
    "entities and a link": b"name,email\n&#65;da Example,<mailto:ada@example.org?subject=Hi>\n",
}


@pytest.mark.parametrize("content", WRITTEN.values(), ids=WRITTEN)
def test_however_it_is_written_the_same_is_read(content: bytes) -> None:
    assert people_of(content) == [ADA]


def test_windows_1252_is_read_where_it_is_that() -> None:
    assert people_of("name,place\nZoë,Évian\n".encode("cp1252")) == [
        {"name": "Zoë", "town": "Évian"}
    ]
    mixed = "name\nZoë\n".encode() + "Noël\n".encode("cp1252")
    (zoe, noel) = rows_of(mixed)
    assert zoe.change == {"name": "Zoë"}
    assert "cannot read" in noel.faults[0].reason


def test_short_rows_are_read_and_longer_ones_are_told() -> None:
    short, blank, long = rows_of("name,email,place\nAda\nBo,,,,\nCy,,Hull,more\n")
    assert (short.change, blank.change) == ({"name": "Ada"}, {"name": "Bo"})
    assert "has 4 cells" in long.faults[0].reason


def test_what_is_odd_is_told_and_the_person_stays() -> None:
    content = (
        "name,email,timezone,availability,place,topics\n"
        'Ada,N/A,nowhere at all,"any time; mon morning",#N/A,n/a\n'
        f"Bo,bo@x.org; bo@y.org,TBC,,{'x' * 90},{';'.join(f't{n}' for n in range(14))}\n"
    )
    ada, bo = rows_of(content)
    assert ada.change == {"name": "Ada", "availability": ("mon morning",)}
    assert [warning.column for warning in ada.warnings] == ["timezone", "availability"]
    assert (bo.change["email"], len(bo.change["town"])) == ("bo@x.org", 80)
    assert len(bo.change["topics"]) == 12
    assert [warning.column for warning in bo.warnings] == ["email", "place", "topics"]


def test_all_that_is_wrong_with_a_row_is_told_at_once() -> None:
    (row,) = rows_of(f"name,email,visibility\n{'x' * 81},nothing,nobody\n")
    assert [fault.column for fault in row.faults] == ["name", "email", "visibility"]


def test_a_comma_is_between_entries_that_are_known_and_in_others_it_is_told() -> None:
    content = (
        "name,networks,offers,topics\n"
        'Ada,"Lane, Bench","tea, and cake","owls, bees"\n'
        'Bo,"Health, Hope & Co","tea,cake",C++\n'
        'Cy,"Lane, Elsewhere",,\n'
        "Dee,Bench|Lane,,\n"
    )
    rows = list(sheet_of(content, None, "Health, Hope & Co").rows())
    ada, bo, cy, dee = (row.change for row in rows)
    assert (ada["networks"], ada["offers"]) == (("Lane", "Bench"), ("tea, and cake",))
    assert ada["topics"] == ("owls", "bees")
    assert (bo["networks"], bo["offers"]) == (("Health, Hope & Co",), ("tea", "cake"))
    assert cy["networks"] == ("Lane, Elsewhere",)
    assert "has a comma" in rows[2].warnings[0].reason
    assert dee["networks"] == ("Bench", "Lane")


def test_an_address_that_comes_twice_is_told() -> None:
    _, _, again = rows_of("name,email\nAda,a@x.org\nBo,b@x.org\nAda,A@X.org\n")
    assert "line 2" in again.warnings[0].reason


def test_a_column_is_what_somebody_says_it_is() -> None:
    content = "Wer?,What do you do?,Kontakt,Company\nAda,Convenor,ada@example.org,Bench\n"
    with pytest.raises(UserError, match="no column called name"):
        sheet_of(content).check()
    with pytest.raises(UserError, match='--map "Kontakt=email"'):
        sheet_of(content, {"Wer?": "name"}).check()
    with pytest.raises(UserError, match="no column “Shoe”"):
        sheet_of(content, {"Shoe": "name"}).check()
    said = {"wer": "name", "What do you do?": "headline", "Kontakt": "email", "Company": ""}
    sheet = sheet_of(content, said)
    sheet.check()
    assert [row.change for row in sheet.rows()] == [
        {"name": "Ada", "headline": "Convenor", "email": "ada@example.org"}
    ]


def test_a_question_offers_the_nearest_column() -> None:
    content = (CASES / "exports" / "google-forms.csv").read_bytes()
    unknown = sheet_of(content).columns.unknown
    assert {each.heading: each.nearest for each in unknown} == {
        "Timestamp": "",
        "Which networks are you part of?": "networks",
        "What can you offer?": "offers",
    }


# Workbooks ------------------------------------------------------------------------------------


def test_the_first_sheet_of_a_workbook_is_read() -> None:
    content = workbook(
        ("Members 2026",),
        (),
        ("Name", "E-Mail", "Ort", "PLZ"),
        ("Ada Example", "ada@example.org", "Hull", 41.0),
        (None, None, None, None),
        ("Zoë", None, True, 3),
    )
    rows = rows_of(content)
    assert [row.change for row in rows] == [ADA | {"town": "Hull"}, {"name": "Zoë", "town": "TRUE"}]
    assert [row.line for row in rows] == [4, 6]


def packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, content in parts.items():
            folder.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"PK\x03\x04rest", packed(a=b"b"), packed(**{"[Content_Types].xml": b"<Types>"})],
)
def test_what_is_no_workbook_is_refused_kindly(content: bytes) -> None:
    with pytest.raises(UserError, match=r"\.xlsx"):
        sheet_of(content)


def test_a_workbook_that_is_packed_too_tight_is_not_unpacked() -> None:
    with pytest.raises(UserError, match="too large"):
        sheet_of(packed(**{"xl/worksheets/sheet1.xml": bytes(2_000_000)}))


def test_what_is_no_text_is_refused_kindly() -> None:
    for content in (b"", b"\xef\xbb\xbf", b"\n\n"):
        with pytest.raises(UserError, match="empty"):
            sheet_of(content)
    with pytest.raises(UserError, match="cannot read this file"):
        sheet_of(b"\x00\x01\x02")
