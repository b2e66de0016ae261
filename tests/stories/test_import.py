"""Spreadsheets of people come in and go out."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.community.availability import SLOTS
from bot.community.profiles import VISIBILITIES, Profile, each_once
from bot.community.roles import Role
from bot.features.members.importing.export import export_members
from bot.features.members.importing.headings import COLUMNS
from bot.features.members.importing.importer import (
    BATCH,
    ImportOptions,
    ImportReport,
    Progress,
    import_members,
)
from bot.features.members.importing.sheet import Fault
from bot.ui.folding import folded
from storage.introductions.tables import programme_members
from tests.chat import START, Chat
from tests.extent import few_or_all, some_rows

HEADER = ",".join(COLUMNS)
HOME = "The Test Table"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "people.csv"


def put(file: Path, text: str | bytes) -> None:
    file.write_bytes(text if isinstance(text, bytes) else text.encode())


def rows_of(file: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.read_bytes().decode("utf-8-sig"), newline="")))


async def imports(chat: Chat, file: Path, text: str | bytes, **options: object) -> ImportReport:
    put(file, text)
    return await import_members(
        chat.work,
        HOME,
        file,
        chat.clock.now(),
        ImportOptions(**options),  # type: ignore[arg-type]
    )


async def people(chat: Chat) -> list[Profile]:
    async with chat.work(read_only=True) as work:
        return [profile for _, profile in await work.members.page(chat.community, 0, 10_000)]


def said(report: ImportReport) -> list[tuple[int, str, str]]:
    return [(fault.line, fault.column, fault.reason) for fault in report.faults]


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    return report.added, report.updated, report.unchanged, report.rejected


async def test_a_spreadsheet_becomes_members_who_can_be_found(chat: Chat, file: Path) -> None:
    text = (
        "\ufeffName,Email,topics,offers,networks,timezone,availability,about,shoe size\r\n"
        'Ada Example,ada@example.org,measurement; belonging,"help, of a kind;tea",'
        'Bench;Lane,London,Tuesday morning;fri evening,"Two\r\nlines",41\r\n'
        "Bo,,,,,,,,\r\n"
        "\r\n"
    )
    report = await imports(chat, file, text)
    assert counts(report) == (2, 0, 0, 0)
    assert report.unknown_columns == ("shoe size",)
    assert await people(chat) == [
        Profile(
            "Ada Example",
            "ada@example.org",
            topics=("measurement", "belonging"),
            offers=("help, of a kind", "tea"),
            networks=("Bench", "Lane"),
            availability=("tue morning", "fri evening"),
            about="Two\nlines",
            zone="Europe/London",
        ),
        Profile("Bo"),
    ]
    eve = await chat.person("Eve")
    assert "Ada Example" in (await eve.says("/kindred find measurement from lane")).text


async def test_importing_again_changes_nothing_and_doubles_nobody(chat: Chat, file: Path) -> None:
    text = "name,email,networks,topics\nAda,a@x.org,Bench,tea\nBo,,Bench,\nBo,,Lane,\nCy,,,owls\n"
    assert counts(await imports(chat, file, text)) == (4, 0, 0, 0)
    before = await people(chat)
    chat.clock.at = START.replace(hour=12)
    assert counts(await imports(chat, file, text)) == (0, 0, 4, 0)
    assert await people(chat) == before


async def test_people_are_known_by_email_else_by_name_and_home(chat: Chat, file: Path) -> None:
    await imports(chat, file, "name,email,networks\nAda,ada@x.org,Bench\nBo,,Bench\nBo,,Lane\n")
    chat.clock.at = START.replace(hour=12)
    text = (
        "name,email,networks,headline\n"
        "Ada Lovelace,ADA@x.org,,by email\n"
        "bo,,bench,by name\n"
        "Bo,bo@x.org,Lane,now with an address\n"
        "Bo,,Elsewhere,another one\n"
    )
    assert counts(await imports(chat, file, text)) == (1, 3, 0, 0)
    found = {(p.name, p.email, p.home_network, p.headline) for p in await people(chat)}
    assert found == {
        ("Ada Lovelace", "ADA@x.org", "Bench", "by email"),
        ("bo", "", "Bench", "by name"),
        ("Bo", "bo@x.org", "Lane", "now with an address"),
        ("Bo", "", "Elsewhere", "another one"),
    }


async def test_a_row_without_a_network_finds_the_one_of_that_name(chat: Chat, file: Path) -> None:
    await chat.person("Ada", networks=("Bench",))
    for home in ("Lane", "Araf"):
        await chat.person("Bo", networks=(home,))
    chat.clock.at = START.replace(hour=12)
    report = await imports(chat, file, "name,headline\nAda,hello\nBo,hello\n")
    assert counts(report) == (0, 1, 0, 1)
    [(line, column, reason)] = said(report)
    assert (line, column) == (3, "name")
    assert "2 people called Bo" in reason


async def test_an_empty_cell_leaves_what_the_member_wrote(chat: Chat, file: Path) -> None:
    mine = Profile("Ada", "a@x.org", headline="mine", topics=("tea",), town="Leeds")
    mine = replace(mine, zone="Europe/Paris", visibility="introduced")
    async with chat.work() as work:
        await work.members.add(chat.community, mine, START)
    report = await imports(chat, file, f"{HEADER}\nAda,a@x.org,,,,,,,,York,,,\n")
    assert counts(report) == (0, 1, 0, 0)
    [ada] = await people(chat)
    assert (ada.headline, ada.topics, ada.town) == ("mine", ("tea",), "York")
    assert (ada.zone, ada.visibility) == ("Europe/Paris", "introduced")


async def test_somebody_who_is_twice_in_a_file_is_one_person(chat: Chat, file: Path) -> None:
    filler = "".join(f"Person {n},p{n}@x.org,\n" for n in range(BATCH))
    text = f"name,email,place\nAda,a@x.org,Leeds\nAda,a@x.org,York\n{filler}Ada,A@X.ORG,Hull\n"
    report = await imports(chat, file, text)
    assert counts(report) == (BATCH + 1, 2, 0, 0)
    assert [p.town for p in await people(chat) if p.name == "Ada"] == ["Hull"]


BAD = [
    ("email", "not an address", "is not an e-mail address"),
    ("name", "x" * 81, "81 characters; there is room for 80"),
    ("visibility", "nobody", "everyone, networks, introduced"),
]


@some_rows(4)
@pytest.mark.parametrize(("column", "cell", "reason"), BAD, ids=lambda v: v[:20])
async def test_a_bad_cell_is_named_and_stops_no_other_row(
    chat: Chat, file: Path, tmp_path: Path, column: str, cell: str, reason: str
) -> None:
    columns = ["name", "visibility", *COLUMNS[1:]]
    bad = [cell if name == column else "Bad" * (name == "name") for name in columns]
    rows = [columns, *([name] + [""] * (len(columns) - 1) for name in ("Ada", "Bo"))]
    rows.insert(2, bad)
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    rejects, named = tmp_path / "rejects.csv", list[Fault]()
    report = await imports(chat, file, out.getvalue(), rejects=rejects, on_fault=named.append)
    assert counts(report) == (2, 0, 0, 1)
    assert [p.name for p in await people(chat)] == ["Ada", "Bo"]
    [(line, its_column, its_reason)] = said(report)
    assert (line, its_column) == (3, column)
    assert reason in its_reason
    assert named == report.faults
    [header, rejected] = rows_of(rejects)
    assert header == [*columns, "reason"]
    assert rejected[:-1] == bad
    assert reason in rejected[-1]


async def test_rows_that_are_no_rows_are_named(chat: Chat, file: Path, tmp_path: Path) -> None:
    text = (
        b"name,place\n"
        b"Ada\n"
        b"Bo,Leeds,York\n"
        b'Cy,"two\nlines"\n'
        b"Zo\xeb,\xc3\x89vian\n"
        b",Hull\n"
        b'Dee"p,"Hull" x\n'
        b"Eve,Hull\n"
        b'Fay,"never closed\nGus,Hull\n'
    )
    report = await imports(chat, file, text, rejects=tmp_path / "rejects.csv")
    assert [p.name for p in await people(chat)] == ["Ada", "Cy", "Eve", "Gus"]
    named = {line: (column, reason) for line, column, reason in said(report)}
    assert sorted(named) == [3, 6, 7, 8, 10]
    assert named[3] == ("", "this row has 3 cells, but there are 2 columns")
    assert named[6][0] == "name"
    assert "UTF-8" in named[6][1]
    assert named[7] == ("name", "there is no name")
    assert "quotation mark" in named[8][1]
    assert "quotation mark" in named[10][1]
    assert b"Zo\xeb,\xc3\x89vian" in (tmp_path / "rejects.csv").read_bytes()


@pytest.mark.parametrize("heading", ["name;email;topics", '\ufeff"Name";"email";"topics"'])
async def test_columns_may_have_semicolons_between_them_as_excel_writes_in_france(
    chat: Chat, file: Path, heading: str
) -> None:
    text = f'{heading}\r\n"Example, Ada";a@x.org;"tea; trust"\r\nBo;b@x.org;\r\nCy;c@x.org\r\n'
    report = await imports(chat, file, text)
    assert counts(report) == (3, 0, 0, 0)
    assert await people(chat) == [
        Profile("Example, Ada", "a@x.org", topics=("tea", "trust")),
        Profile("Bo", "b@x.org"),
        Profile("Cy", "c@x.org"),
    ]


async def test_a_semicolon_in_a_heading_between_commas_is_only_a_semicolon(
    chat: Chat, file: Path
) -> None:
    report = await imports(chat, file, "name,email,a;b;c;d\nAda,a@x.org,1\n")
    assert counts(report) == (1, 0, 0, 0)


async def test_a_quote_left_open_behind_semicolons_costs_that_row_alone(
    chat: Chat, file: Path
) -> None:
    report = await imports(chat, file, 'name;email\nAda;a@x.org\nBo;"b@x.org\nCy;c@x.org\n')
    assert counts(report) == (2, 0, 0, 1)
    assert [(fault.line, fault.column) for fault in report.faults] == [(3, "")]


async def test_a_dry_run_tells_all_and_writes_nothing(chat: Chat, file: Path) -> None:
    await chat.person("Ada", email="a@x.org")
    filler = "".join(f"Person {n},p{n}@x.org,\n" for n in range(BATCH))
    text = f"name,email,place\nAda,a@x.org,Leeds\n{filler}Person 1,p1@x.org,York\nBad,bad,\n"
    report = await imports(chat, file, text, dry_run=True)
    assert counts(report) == (BATCH, 2, 0, 1)
    assert report.undone
    report = await imports(chat, file, "name,email,place\nAda,a@x.org,Leeds\nBo,,\n", dry_run=True)
    assert counts(report) == (1, 1, 0, 0)
    assert report.undone
    assert await people(chat) == [Profile("Ada", "a@x.org", zone="Europe/London")]


async def test_a_strict_import_takes_all_or_none(chat: Chat, file: Path) -> None:
    filler = "".join(f"Person {n},p{n}@x.org\n" for n in range(BATCH))
    report = await imports(chat, file, f"name,email\n{filler}Bad,bad\n", strict=True)
    assert (report.undone, report.rejected, await people(chat)) == (True, 1, [])
    report = await imports(chat, file, f"name,email\n{filler}", strict=True)
    assert (report.undone, report.added) == (False, BATCH)
    assert len(await people(chat)) == BATCH


async def test_a_strict_import_is_undone_for_a_fault_that_only_the_database_shows(
    chat: Chat, file: Path
) -> None:
    for home in ("Lane", "Araf"):
        await chat.person("Bo", networks=(home,))
    chat.clock.at = START.replace(hour=12)
    report = await imports(chat, file, "name\nAda\nBo\n", strict=True)
    assert (report.undone, report.rejected) == (True, 1)
    assert len(await people(chat)) == 2


async def test_progress_is_told_up_to_the_end_of_the_file(chat: Chat, file: Path) -> None:
    told: list[Progress] = []
    rows = "".join(f"Person {n}\n" for n in range(BATCH * 2))
    await imports(chat, file, f"name\n{rows}", on_progress=told.append)
    assert [progress.rows for progress in told] == [BATCH, BATCH * 2]
    assert told[-1].bytes_read == told[-1].size == len(f"name\n{rows}")


async def test_people_who_are_imported_take_part_in_nothing_yet(chat: Chat, file: Path) -> None:
    await imports(chat, file, "name\nAda\n")
    async with chat.work(read_only=True) as work:
        rows = await work.connection.execute(programme_members.select())
        assert rows.all() == []


async def test_an_export_holds_no_formulas(chat: Chat) -> None:
    await chat.person("=cmd()", headline="+1", town="@home", offers=("-2", "x"), about="'=quoted")
    out = io.StringIO(newline="")
    assert await export_members(chat.work, chat.community, out) == 1
    header, row = csv.reader(io.StringIO(out.getvalue(), newline=""))
    assert header == list(COLUMNS)
    cells = dict(zip(header, row, strict=True))
    assert cells["name"] == "'=cmd()"
    assert (cells["headline"], cells["place"], cells["offers"]) == ("'+1", "'@home", "'-2;x")
    assert cells["about"] == "''=quoted"


_LINE = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp", "Zs", "Co", "Cn")), max_size=30
).map(lambda text: " ".join(text.split()))
_WORD = _LINE.map(lambda text: text.replace(";", "").replace(",", "").strip()[:30])
_ITEM = _LINE.map(lambda text: text.replace(";", "").strip())


def _list(items: st.SearchStrategy[str], most: int) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(items.filter(folded), max_size=most).map(each_once)


_PROFILES = st.builds(
    Profile,
    name=_LINE.filter(folded),  # signs alone are no name
    pronouns=_LINE,
    headline=_LINE,
    about=st.lists(_LINE, max_size=3).map(lambda lines: "\n".join(lines).strip()),
    topics=_list(_WORD, 5),
    offers=_list(_ITEM, 5),
    asks=_list(_ITEM, 5),
    networks=_list(_ITEM, 3),
    town=_LINE,
    zone=st.sampled_from(["Europe/London", "Asia/Tokyo"]),
    languages=_list(_WORD, 3),
    availability=st.sets(st.sampled_from(SLOTS)).map(lambda s: tuple(x for x in SLOTS if x in s)),
    visibility=st.sampled_from(VISIBILITIES),
)


@settings(
    max_examples=few_or_all(6, 25),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(profiles=st.lists(_PROFILES, min_size=1, max_size=5))
@pytest.mark.slow("a large file is read")
async def test_an_export_imported_again_gives_the_same_people(
    chat: Chat, file: Path, profiles: list[Profile]
) -> None:
    those = [replace(p, email=f"p{n}@x.org") for n, p in enumerate(profiles)]
    async with chat.work() as work:
        here = (await work.people.establish("Here")).id
        there = (await work.people.establish("There")).id
        for community in (here, there):
            for member, _ in await work.members.page(community, 0, 100):
                await work.members.erase(member)
        await work.members.add_many(here, those, START)
        expected = [profile for _, profile in await work.members.page(here, 0, 100)]
    with file.open("w", encoding="utf-8", newline="") as out:
        await export_members(chat.work, here, out)
    report = await import_members(chat.work, "There", file, START)
    assert said(report) == []
    async with chat.work() as work:
        came = [profile for _, profile in await work.members.page(there, 0, 100)]
    assert [_folded(p) for p in came] == [_folded(p) for p in expected]


def _folded(profile: Profile) -> Profile:
    """Networks go by the name under which they were founded, letters' case aside."""
    return replace(profile, networks=tuple(n.casefold() for n in profile.networks))


# Whom a row is about: the cases that need the store -------------------------------------------

CASES = Path(__file__).parent.parent / "cases" / "import"


@pytest.mark.parametrize("case", ["I01", "I02", "I13", "I16", "K02", "K03", "K05"])
async def test_a_row_is_about_who_it_says_or_about_nobody(
    chat: Chat, file: Path, case: str
) -> None:
    (where,) = CASES.glob(f"{case}-*.json")
    told = json.loads(where.read_text())
    if "first" in told:
        await imports(chat, file, told["first"])
    if who := told.get("facilitator"):
        async with chat.work() as work:
            (member,) = [
                m for m, p in await work.members.page(chat.community, 0, 9) if p.name == who
            ]
            await work.members.grant(member, Role.FACILITATOR)
    chat.clock.at = START.replace(hour=12)
    report = await imports(chat, file, (CASES / told["file"]).read_bytes())
    there = {profile.name: profile for profile in await people(chat)}
    right = told["right"]
    assert set(told.get("never", {}).get("gone", ())) <= there.keys()
    if report.rejected:  # told with both names and the address, and set aside
        (reason,) = [fault.reason for fault in report.faults]
        assert all(said.casefold() in reason.casefold() for said in told["or"]["told"])
        return
    assert len(await people(chat)) == right.get("people", len(there))
    assert set(right.get("names", ())) <= there.keys()
    if "network_count" in right:
        async with chat.work(read_only=True) as work:
            assert len(await work.members.networks(chat.community)) == right["network_count"]


async def test_whoever_has_joined_is_not_renamed_by_a_row(chat: Chat, file: Path) -> None:
    await chat.person("Ada Example", Role.FACILITATOR, email="ada@x.org")
    report = await imports(chat, file, "name,email,place\nAda Sample,ada@x.org,Hull\n")
    assert counts(report) == (0, 1, 0, 0)
    assert "Ada Example has joined" in report.warnings[0].reason
    assert [(p.name, p.town) for p in await people(chat)] == [("Ada Example", "Hull")]


async def test_a_network_with_a_comma_that_there_is_stays_one(chat: Chat, file: Path) -> None:
    await chat.person("Ada", networks=("Health, Hope & Co",))
    await imports(chat, file, 'name,networks\nBo,"Health, Hope & Co"\nCy,Health\nDee,Hope & Co\n')
    assert {p.networks for p in await people(chat) if p.name == "Bo"} == {("Health, Hope & Co",)}
