"""A table of people: its heading understood, and each row as a change to a profile."""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

from bot.errors import UserError
from bot.features.members import words
from bot.features.members.importing.cells import (
    EMAIL,
    FATAL,
    LISTS,
    Change,
    Odd,
    Reading,
    read_cell,
    read_email,
    text_of,
)
from bot.features.members.importing.columns import Columns, columns_of, place_of
from bot.features.members.importing.headings import FIRST, LAST, MIDDLE, REASON
from bot.features.members.importing.lists import KnownEntries
from bot.features.members.importing.tables import Cells, Table, table_in
from bot.ui.folding import address_key
from bot.ui.words import listed

_SAID = 60
_PARTS = (FIRST, MIDDLE, LAST)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row cannot be taken, or what in it is odd; `column` may be empty."""

    line: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the file: its cells as they stand there, what they say and all that is wrong.

    With `faults` it cannot be taken; with `warnings` it can, without what they are about.
    """

    line: int
    cells: tuple[str, ...]
    change: Change
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Choices:
    """What somebody said of columns, by heading; and the networks that the community has."""

    columns: Mapping[str, str] = field(default_factory=dict)
    networks: tuple[str, ...] = ()


class Sheet:
    """An open file whose heading has been read."""

    def __init__(self, table: Table, choices: Choices) -> None:
        self._table = table
        self._mark, head = _heading(table, choices.columns)
        self._chosen = choices.columns
        self._begins_after = head.line
        self.header = [text.strip() for text in head.texts]
        self.columns: Columns = columns_of(self.header, choices.columns)
        self.size, self.written = table.size, table.written
        self.holding_addresses: frozenset[int] = frozenset()
        self._repeated: Mapping[int, int] = {}
        self._reading = Reading()
        self._look_through(choices)

    @property
    def bytes_read(self) -> int:
        """How far the file has been read, give or take a buffer."""
        return self._table.bytes_read

    @property
    def asks_about(self) -> str:
        """The column of which has to be known what it is: it holds addresses, and no other does."""
        if "email" in self.columns.fields:
            return ""
        holding = [each for each in self.columns.unknown if each.at in self.holding_addresses]
        return holding[0].heading if holding else ""

    def check(self) -> None:
        """Raise `UserError` if there is no name in it, or a question to be answered first."""
        absent = [each for each in self._chosen if place_of(self.header, each) is None]
        if absent:
            there = listed([f"“{name[:_SAID]}”" for name in self.header if name])
            raise UserError(words("import.no_column", heading=absent[0][:_SAID], there=there))
        if not self.columns.name_people:
            found = listed([name[:_SAID] for name in self.header[:20] if name])
            raise UserError(words("import.no_name", found=found))
        if self.asks_about:
            raise UserError(words("import.which", heading=self.asks_about[:_SAID]))

    def rows(self) -> Iterator[Row]:
        """Every row below the heading; rows without any text are passed over."""
        first_lines: dict[int, int] = {}
        for cells in self._cells():
            yield self._twice(self._row(cells), first_lines)

    def _cells(self) -> Iterator[Cells]:
        return (each for each in self._table.rows(self._mark) if each.line > self._begins_after)

    def _row(self, cells: Cells) -> Row:
        line, width = cells.line, len(self.header)
        reason = cells.unreadable
        if not reason and any(text.strip() for text in cells.texts[width:]):
            reason = words.text("import.cells", count=len(cells.texts), expected=width)
        if reason:
            return Row(line, cells.texts, {}, (Fault(line, "", reason),))
        change, faults, warnings = self._read(cells)
        if "name" not in change and not any(fault.column == "name" for fault in faults):
            faults.append(Fault(line, "name", words.text("import.no_one")))
        return Row(line, cells.texts, change, tuple(faults), tuple(warnings))

    def _read(self, cells: Cells) -> tuple[Change, list[Fault], list[Fault]]:
        change: Change = {}
        faults, warnings = list[Fault](), list[Fault]()
        for column, cell in self._said(cells):
            try:
                change.update(read_cell(column, cell, self._reading))
            except Odd as odd:
                change.update(odd.said)
                warnings.append(Fault(cells.line, column, str(odd)))
            except ValueError as wrong:
                kind = faults if column in FATAL else warnings
                kind.append(Fault(cells.line, column, str(wrong)))
        return change, faults, warnings

    def _said(self, cells: Cells) -> Iterator[tuple[str, str]]:
        """What is in each column, with a name made of its parts where it is not whole."""
        said = {
            field: text
            for field, text in zip(self.columns.fields, cells.texts, strict=False)
            if field
        }
        parts = [said.pop(part, "").strip() for part in _PARTS]
        if not said.get("name", "").strip() and any(parts):
            said["name"] = " ".join(filter(None, parts))
        yield from said.items()

    # Before any row is taken -------------------------------------------------------------------

    def _look_through(self, choices: Choices) -> None:
        """See which addresses come twice, which columns hold some, and which entries stand alone.

        Of each address it keeps eight bytes, for as long as this takes.
        """
        fields = self.columns.fields
        known = {column: KnownEntries() for column in LISTS}
        known["networks"] = KnownEntries(choices.networks)
        learning = [(at, known[field]) for at, field in enumerate(fields) if field in known]
        if self.columns.exact:
            learning = []
        email = fields.index("email") if "email" in fields else None
        unknown = {each.at for each in self.columns.unknown}
        holding, addresses = set[int](), array("q")
        for cells in self._cells():
            texts = cells.texts
            for at, entries in learning:
                if at < len(texts) and texts[at]:
                    entries.learn(text_of(texts[at]))
            if email is not None and email < len(texts) and texts[email]:
                addresses.append(_address_number(read_email(texts[email])))
            for at in unknown - holding:
                if at < len(texts) and "@" in texts[at] and EMAIL.search(texts[at]):
                    holding.add(at)
        self.holding_addresses = frozenset(holding)
        self._repeated = dict.fromkeys(_twice_in(addresses), 0)
        self._reading = Reading(self.columns.exact, known)

    def _twice(self, row: Row, first_lines: dict[int, int]) -> Row:
        """The row, with a warning if its address stands in a row above."""
        if not self._repeated or "email" not in row.change:
            return row
        number = _address_number(row.change["email"])
        if number not in self._repeated:
            return row
        first = first_lines.setdefault(number, row.line)
        if first == row.line:
            return row
        said = words.text("import.twice", email=row.change["email"], line=first)
        warning = Fault(row.line, "email", said)
        return Row(row.line, row.cells, row.change, row.faults, (*row.warnings, warning))


@contextmanager
def open_sheet(path: Path, choices: Choices = Choices()) -> Iterator[Sheet]:  # frozen
    """Open a file; raises `UserError` for what is no table at all."""
    with path.open("rb") as raw:
        yield read_sheet(raw, path.stat().st_size, choices)


def read_sheet(raw: BinaryIO, size: int, choices: Choices = Choices()) -> Sheet:  # frozen
    """The table in a file that is open; raises `UserError` like `open_sheet`."""
    return Sheet(table_in(raw, size), choices)


def _heading(table: Table, chosen: Mapping[str, str]) -> tuple[str, Cells]:
    """What stands between the columns, and the row that names them."""
    best: tuple[tuple[int, int, int], str, Cells] | None = None
    for mark, rows in table.openings():
        for number, row in enumerate(rows):
            fit = (*_fit(row.texts, chosen), -number)
            if not row.unreadable and (best is None or fit > best[0]):
                best = (fit, mark, row)
    if best is None:
        raise UserError(words("import.empty"))
    if any("\x00" in text for text in best[2].texts):
        raise UserError(words("import.not_text"))
    return best[1], best[2]


def _fit(texts: Sequence[str], chosen: Mapping[str, str]) -> tuple[int, int]:
    """How well a row names columns: how many are known; whoever they name counts for more."""
    columns = columns_of([text.strip() for text in texts], chosen)
    known = sum(1 for field in columns.fields if field and field != REASON)
    return known + 2 * columns.name_people, min(len(texts), 2)


def _address_number(address: str) -> int:
    return hash(address_key(address))


def _twice_in(numbers: "array[int]") -> list[int]:
    in_order = sorted(numbers)
    return [one for one, next_one in pairwise(in_order) if one == next_one]
