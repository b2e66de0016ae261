"""Reading a table of people: a CSV file, row by row, each row as a change to a profile.

The format is for spreadsheets: columns are separated by commas, or by semicolons, as Excel does
where numbers have a decimal comma; lists are separated by `;`; and a cell that a spreadsheet would
take for a formula starts with an apostrophe.
"""

import csv
import io
import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, TextIO, TypedDict, cast

from bot.community.availability import SLOTS, read_slot
from bot.community.dates.reader import DateReader
from bot.community.profiles import ITEM_LENGTH, MOST_ITEMS, NETWORK_LENGTH, VISIBILITIES, Visibility
from bot.community.zones import read_zone
from bot.errors import UserError
from bot.features.members import words
from bot.features.members.domain import TooLong, TooMany, read_items
from bot.features.members.profile.forms import ProfileForm, items_fault
from bot.ui.csv_files import plain_cell
from bot.ui.forms import spec_of
from bot.ui.words import listed

COLUMNS = (
    "name",
    "email",
    "pronouns",
    "headline",
    "about",
    "topics",
    "offers",
    "asks",
    "networks",
    "place",
    "timezone",
    "languages",
    "availability",
)
FIELD_OF = {"place": "town", "timezone": "zone"}
"""Which field of a profile a column is, where their names differ."""

GUARDED = "visibility"
"""A further column, written only where somebody shows their profile to some only."""

REASON = "reason"
"""The last column of rows that are given back, which says why; nothing is read of it."""

_EMAIL = re.compile(r"[^@\s;,<>]+@[^@\s;,<>]+\.[^@\s;,<>]+")
_EMAIL_LENGTH = 254
_NOT_UTF8 = re.compile("[\udc80-\udcff]")
_START_OF_A_WORKBOOK = b"PK\x03\x04"  # which is a packed folder, whatever its name says
_STARTS_OF_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_MARKS = (",", ";")  # between columns
_SAID = 60  # characters of a cell that are quoted back


class Change(TypedDict, total=False):
    """What a row says about a person: fields of a profile. What it leaves empty is not there."""

    name: str
    email: str
    pronouns: str
    headline: str
    about: str
    topics: tuple[str, ...]
    offers: tuple[str, ...]
    asks: tuple[str, ...]
    networks: tuple[str, ...]
    town: str
    zone: str
    languages: tuple[str, ...]
    availability: tuple[str, ...]
    visibility: Visibility


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row cannot be taken; `line` is where it begins, `column` may be empty."""

    line: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the file: its cells as they stand there, and what they say or what is wrong."""

    line: int
    cells: tuple[str, ...]
    change: Change
    fault: Fault | None = None


class Sheet:
    """An open file with its header read. Made by `open_sheet`."""

    def __init__(self, raw: BinaryIO, size: int) -> None:
        self._raw = raw
        text = io.TextIOWrapper(raw, "utf-8-sig", errors="surrogateescape", newline="")
        self._lines = _Remembered(text)
        self._mark = max(_MARKS, key=self._columns)
        self._reader = self._read_on()
        self.size = size
        self.header = self._header()
        names = _names_in(self.header)
        _check_header(names)
        self._names = names
        self.unknown = tuple(
            cell
            for cell, name in zip(self.header, names, strict=True)
            if name not in _READ and name != REASON
        )

    @property
    def bytes_read(self) -> int:
        """How far the file has been read, give or take a buffer."""
        return self._raw.tell()

    def rows(self) -> Iterator[Row]:
        """Every row after the header; rows without any text are passed over."""
        while True:
            self._lines.forget()
            line = self._lines.given + 1
            try:
                cells = next(self._reader, None)
            except csv.Error as fault:
                reason = words.text("import.csv", fault=str(fault))
                raw = self._lines.give_back_all_but_one()
                self._reader = self._read_on()
                yield Row(line, (raw.rstrip("\r\n"),), {}, Fault(line, "", reason))
                continue
            if cells is None:
                return
            if any(cell.strip() for cell in cells):
                yield self._row(line, tuple(cells))

    def _row(self, line: int, cells: tuple[str, ...]) -> Row:
        if len(cells) != len(self._names):
            reason = words.text("import.cells", count=len(cells), expected=len(self._names))
            return Row(line, cells, {}, Fault(line, "", reason))
        change: Change = {}
        for column, cell in zip(self._names, cells, strict=True):
            try:
                change.update(read_cell(column, cell))
            except ValueError as wrong:
                return Row(line, cells, {}, Fault(line, column, str(wrong)))
        if "name" not in change:
            return Row(line, cells, {}, Fault(line, "name", words.text("import.no_one")))
        return Row(line, cells, change)

    def _read_on(self) -> Iterator[list[str]]:
        return csv.reader(self._lines, delimiter=self._mark, strict=True)

    def _columns(self, mark: str) -> tuple[bool, int]:
        """Whether the heading names people, and its columns, if this mark is between them."""
        try:
            names = _names_in(next(csv.reader(self._lines, delimiter=mark, strict=True), []))
        except csv.Error:
            names = []
        self._lines.give_back()
        return "name" in names, len(names)

    def _header(self) -> list[str]:
        try:
            header = next(self._reader, [])
        except csv.Error as fault:
            raise UserError(words("import.no_name", found=str(fault))) from fault
        if not any(cell.strip() for cell in header):
            raise UserError(words("import.empty"))
        if any("\x00" in cell or _NOT_UTF8.search(cell) for cell in header):
            raise UserError(words("import.not_utf8_header"))
        return [cell.strip() for cell in header]


@contextmanager
def open_sheet(path: Path) -> Iterator[Sheet]:
    """Open a CSV file in UTF-8; raises `UserError` for what is no table of people at all."""
    with path.open("rb") as raw:
        yield read_sheet(raw, path.stat().st_size)


def read_sheet(raw: BinaryIO, size: int) -> Sheet:
    """The table in a file that is open at its beginning; raises `UserError` like `open_sheet`."""
    start = raw.read(len(_START_OF_A_WORKBOOK))
    if start == _START_OF_A_WORKBOOK:
        raise UserError(words("import.workbook"))
    if start[:2] in _STARTS_OF_UTF16:
        raise UserError(words("import.not_utf8_header"))
    raw.seek(0)
    return Sheet(raw, size)


def read_cell(column: str, cell: str) -> Change:
    """What a cell says; nothing if it is empty or the column is unknown.

    Raises `ValueError` with words for the one who made the file.
    """
    read = _READ.get(column)
    if read is None or not cell.strip():
        return {}
    if _NOT_UTF8.search(cell):
        raise ValueError(words.text("import.not_utf8"))
    if "\x00" in cell:
        raise ValueError(words.text("import.unreadable"))
    return read(plain_cell(cell).strip())


# Columns --------------------------------------------------------------------------------------

_FIELDS = spec_of(ProfileForm).fields
_NO_DATES = DateReader("UTC", datetime.min.replace(tzinfo=UTC))


def _as_in_form(column: str, cell: str) -> object:
    return _FIELDS[column].kind.read(cell, _NO_DATES)


def _email(cell: str) -> Change:
    if not _EMAIL.fullmatch(cell) or len(cell) > _EMAIL_LENGTH:
        raise ValueError(words.text("import.email", email=cell[:_SAID]))
    return {"email": cell}


def _about(cell: str) -> Change:
    return {"about": str(_as_in_form("about", cell.replace("\r\n", "\n").replace("\r", "\n")))}


def _items(cell: str, most: int, length: int) -> tuple[str, ...]:
    try:
        return read_items(cell, most, length)
    except (TooMany, TooLong) as wrong:
        raise ValueError(items_fault(wrong, most, length)) from None


def _zone(cell: str) -> Change:
    return {"zone": read_zone(cell[:_SAID])}


def _availability(cell: str) -> Change:
    chosen = set()
    for said in filter(str.strip, re.split("[;,\n]", cell)):
        try:
            chosen.add(read_slot(said))
        except (ValueError, KeyError):
            slot = said.strip()[:_SAID]
            raise ValueError(words.text("import.slot", slot=slot)) from None
    return {"availability": tuple(slot for slot in SLOTS if slot in chosen)}


def _visibility(cell: str) -> Change:
    for who in VISIBILITIES:
        if cell.casefold() == who:
            return {"visibility": who}
    raise ValueError(words.text("import.visibility", value=cell[:_SAID]))


def _words_of(column: str) -> Callable[[str], Change]:
    return lambda cell: cast("Change", {FIELD_OF.get(column, column): _as_in_form(column, cell)})


def _list_of(column: str, most: int, length: int) -> Callable[[str], Change]:
    return lambda cell: cast("Change", {column: _items(cell, most, length)})


_READ: dict[str, Callable[[str], Change]] = {
    **{name: _words_of(name) for name in ("name", "pronouns", "headline", "place")},
    **{name: _words_of(name) for name in ("topics", "languages")},
    **{name: _list_of(name, MOST_ITEMS, ITEM_LENGTH) for name in ("offers", "asks")},
    "networks": _list_of("networks", MOST_ITEMS, NETWORK_LENGTH),
    "email": _email,
    "about": _about,
    "timezone": _zone,
    "availability": _availability,
    GUARDED: _visibility,
}


def _names_in(header: Sequence[str]) -> list[str]:
    return [plain_cell(cell).strip().casefold() for cell in header]


def _check_header(names: Sequence[str]) -> None:
    if len(names) == 1 and "\t" in names[0]:
        raise UserError(words("import.tabs"))
    if "name" not in names:
        found = listed([name[:_SAID] for name in names[:20]])
        raise UserError(words("import.no_name", found=found))
    twice = next((name for name in names if name in _READ and names.count(name) > 1), None)
    if twice:
        raise UserError(words("import.twice", column=twice))


class _Remembered:
    """The lines of a file, of which those of the present row are kept: for faults.

    A quote that is never closed swallows the lines after it; they are given back to be read anew.
    """

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._kept: list[str] = []
        self._again: deque[str] = deque()
        self.given = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._file)
        self._kept.append(line)
        self.given += 1
        return line

    def forget(self) -> None:
        self._kept.clear()

    def give_back(self) -> None:
        """Give back the lines of the present row."""
        self._again.extendleft(reversed(self._kept))
        self.given -= len(self._kept)
        self._kept.clear()

    def give_back_all_but_one(self) -> str:
        """Give back the lines of the present row but its first, which is returned."""
        first = self._kept.pop(0)
        self.give_back()
        return first
