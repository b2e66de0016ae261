"""The rules of the house that a machine can check."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Table

from bot.bootstrap import registry
from bot.community.clock import SystemClock
from bot.community.personal_data import PersonalData
from bot.ui.capabilities import FLOOR, shortfalls
from bot.ui.forms import FormSpec, misfits
from bot.ui.languages import in_language
from storage.kernel.columns import metadata
from storage.kernel.unit_of_work import SqlWork
from storage.stores import STORES
from tests.database import engine_at
from tests.extent import everywhere_only
from tests.setup import architecture

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "adapters", "storage", "jobs")


def sources() -> Iterator[Path]:
    for package in PACKAGES:
        yield from (ROOT / package).rglob("*.py")


@everywhere_only  # `make lint` asks the same, also in `.ci/run`
def test_imports_keep_to_their_directions() -> None:
    lint = subprocess.run([Path(sys.executable).with_name("lint-imports")], cwd=ROOT, text=True)
    assert lint.returncode == 0


def test_the_picture_of_the_architecture_is_drawn_from_the_imports() -> None:
    assert architecture.PICTURE.read_text(encoding="utf-8") == architecture.svg(
        architecture.rooms()
    ), "make architecture"


def test_every_table_about_a_member_is_declared_as_personal_data() -> None:
    declared = {r for held in registry().personal_data for r in held.records}
    about_members = {
        table.name
        for table in metadata.tables.values()
        if any(key.column.table.name == "members" for key in table.foreign_keys)
    }
    assert about_members | {"members"} <= declared


async def test_a_repository_has_a_name_of_its_own(sqlite_url: str) -> None:
    async with engine_at(sqlite_url) as engine, engine.connect() as connection:
        kernel = vars(SqlWork(connection, STORES, SystemClock()))
    names = [*kernel, *(each.name for store in STORES for each in store.repositories)]
    assert len(set(names)) == len(names)


def test_no_personal_data_is_declared_for_a_table_that_is_not_there() -> None:
    declared = {r for held in registry().personal_data for r in held.records}
    known = set(metadata.tables)  # the search tables are made by their migration alone
    assert {r for r in declared if not r.startswith("directory")} <= known


def references_to_members() -> list[Table]:
    return [
        table
        for table in metadata.tables.values()
        if any(key.column.table.name == "members" for key in table.foreign_keys)
    ]


@pytest.mark.parametrize("table", references_to_members(), ids=lambda t: t.name)
def test_erasing_a_member_can_never_leave_rows_behind(table: Table) -> None:
    for key in table.foreign_keys:
        if key.column.table.name == "members":
            assert key.ondelete in ("CASCADE", "SET NULL"), f"{table.name}.{key.parent.name}"


def forms() -> list[FormSpec]:
    return [route.spec for route in registry().forms.values()]


@pytest.mark.parametrize("spec", forms(), ids=lambda s: s.key)
def test_every_form_fits_the_floor(spec: FormSpec) -> None:
    assert all(len(page.names) <= FLOOR.form_fields for page in spec.pages)
    assert misfits(spec) == []


def test_the_floor_is_met_by_every_adapter() -> None:
    from adapters.web.limits import CAPABILITIES

    assert shortfalls("web", CAPABILITIES) == []


def test_every_command_has_words_of_help_and_three_words_at_most() -> None:
    word = "[a-z]+(-[a-z]+)?"
    for name, command in registry().commands.items():
        assert command.help(), name
        assert re.fullmatch(rf"{word}( {word}){{0,2}}", command.words), name


def test_every_argument_is_described_in_a_line_that_every_chat_shows() -> None:
    described: dict[str, set[str]] = {}
    for locale in ("en", "fr"):
        with in_language(locale):
            for name, command in registry().commands.items():
                for arg in command.typed:
                    assert 0 < len(arg.mark()) <= 30, (name, arg.parameter)
                    assert 0 < len(arg.about()) <= FLOOR.field_hint, (name, arg.parameter)
                    described.setdefault(f"{name} {arg.parameter}", set()).add(arg.about())
    assert all(len(told) == 2 for told in described.values())


@pytest.mark.slow("reads every file")
def test_no_file_is_longer_than_400_lines_and_no_function_than_50() -> None:
    long = []
    for file in sources():
        text = file.read_text(encoding="utf-8")
        if len(text.splitlines()) > 400 and "versions" not in file.parts:
            long.append(str(file.relative_to(ROOT)))
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                size = (node.end_lineno or 0) - node.lineno + 1
                if size > 50 and "versions" not in file.parts:
                    long.append(f"{file.relative_to(ROOT)}:{node.name} ({size})")
    assert long == []


def test_no_file_is_called_by_a_word_that_says_nothing() -> None:
    vague = {"utils", "util", "helpers", "helper", "manager", "base", "common", "misc"}
    assert [f.name for f in sources() if f.stem in vague] == []


def test_nothing_is_mocked() -> None:
    for file in (ROOT / "tests").rglob("*.py"):
        if file != Path(__file__):
            assert "unittest.mock" not in file.read_text(encoding="utf-8"), file


def owner(file: Path) -> Path:
    """The package whose words a file uses: the nearest one that has any."""
    return next(folder for folder in file.parents if (folder / "messages").is_dir())


def test_every_message_key_that_the_code_asks_for_is_there() -> None:
    missing = []
    for messages in ROOT.glob("**/messages/en.md"):
        if ".venv" in messages.parts:
            continue
        keys = set(re.findall(r"^## +(\S+) *$", messages.read_text(encoding="utf-8"), re.MULTILINE))
        stems = keys | {key.rsplit(".", 1)[0] for key in keys}
        package = messages.parents[1]
        for file in (file for file in package.rglob("*.py") if owner(file) == package):
            if file == ROOT / "bot" / "ui" / "words.py":
                continue  # its documentation gives an example
            # What the kernel asks of a feature's book is looked for where that is declared.
            asked = re.findall(r"""(?<!\.)words(?:\.text)?\(\s*"([\w.]+)\"""", file.read_text())
            missing += [f"{file.name}: {key}" for key in asked if key not in stems]
    assert missing == []


def weighs_roles(node: ast.Compare) -> bool:
    """Whether a comparison is about what somebody may do: which role they have, or how high."""
    ordered = any(isinstance(op, ast.Lt | ast.LtE | ast.Gt | ast.GtE) for op in node.ops)
    whose = r"\.(role|grants)\b" + (r"|\bRole\.|\brole\b" if ordered else "")
    return bool(re.search(whose, ast.unparse(node)))


def test_who_may_do_what_is_decided_in_one_function() -> None:
    decided = ROOT / "bot" / "community" / "roles.py"
    weighed = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for file in sources()
        if file != decided and "storage" not in file.parts
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Compare) and weighs_roles(node)
    ]
    assert weighed == []


def test_every_kind_of_personal_data_has_its_own_name() -> None:
    names = [held.name for held in registry().personal_data]
    assert len(names) == len(set(names))
    assert all(isinstance(held, PersonalData) for held in registry().personal_data)
