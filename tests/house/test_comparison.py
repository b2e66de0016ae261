"""What `docs/comparison.md` says of Kindred is shown by tests that are there."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "comparison.md").read_text(encoding="utf-8")
SHOWN = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def tables() -> list[list[list[str]]]:
    """The cells of each table, with its head."""
    found = re.findall(r"(?:^\|.*\n)+", TEXT, flags=re.MULTILINE)
    return [
        [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]
        for table in found
    ]


def rows() -> list[list[str]]:
    """The cells of the tables, below their heads."""
    return [row for _, _, *below in tables() for row in below]


def proofs() -> dict[str, list[tuple[str, str]]]:
    """The tests that are named, by their number."""
    part = TEXT.partition("## What shows it")[2].partition("\n## ")[0]
    items = re.split(r"^(\d+)\. ", part, flags=re.MULTILINE)[1:]
    return {
        number: SHOWN.findall(text) for number, text in zip(items[::2], items[1::2], strict=True)
    }


@cache
def defined_in(path: str) -> frozenset[str]:
    """The tests of a file; none if there is no such file."""
    file = ROOT / path
    body = ast.parse(file.read_text(encoding="utf-8")).body if file.exists() else []
    functions = (node for node in body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return frozenset(node.name for node in functions if node.name.startswith("test_"))


def named_and_missing() -> Iterator[str]:
    for named in proofs().values():
        yield from (f"{path}::{name}" for path, name in named if name not in defined_in(path))


def test_every_test_that_is_named_is_there() -> None:
    assert list(named_and_missing()) == []


def test_each_cell_of_kindred_has_a_test_or_says_not_yet() -> None:
    bare = [row[0] for row in rows() if not re.search(r"\(\d+\)|not yet", row[1])]
    assert bare == []


def test_numbers_in_the_table_and_tests_below_belong_together() -> None:
    used = [number for row in rows() for number in re.findall(r"\((\d+)\)", row[1])]
    assert used == sorted(used, key=int) == list(proofs())
    assert [number for number, named in proofs().items() if not named] == []


def test_every_row_has_as_many_cells_as_there_are_programs() -> None:
    assert [{len(row) for row in table} for table in tables()] == [{14}, {9}, {5}, {10}]


def test_every_source_in_the_table_is_told_below() -> None:
    table, _, below = TEXT.partition("## Sources")
    cited = set(re.findall(r"\[([a-z]\d)\]", table))
    assert cited == set(re.findall(r"\[([a-z]\d)\]", below))
