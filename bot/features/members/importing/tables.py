"""A table in a file, as rows of cells: CSV with any mark between columns, or a workbook.

What is in the cells is not looked at here. A table can be read several times, from its beginning.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO, Protocol

from bot.features.members import words
from bot.features.members.importing import workbooks
from bot.features.members.importing.encodings import UTF_8, WINDOWS, encoding_of
from bot.features.members.importing.lines import Lines

MARKS = (",", ";", "\t", "|")
"""What may stand between columns, unless a first line such as `sep=#` says what does."""

_LOOKED_AT = 25  # rows, to see what stands between columns, and in which row their names are
_SEP = re.compile(r"sep=(.)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cells:
    """A row as it stands in the file; `line` is where it begins, `unreadable` why it is no row."""

    line: int
    texts: tuple[str, ...]
    unreadable: str = ""

    @property
    def blank(self) -> bool:
        """Whether nothing is in any cell."""
        return not any(text.strip() for text in self.texts)


class Table(Protocol):
    """A file of rows; `written` says in which letters, `size` how many bytes there are."""

    size: int
    written: str

    @property
    def bytes_read(self) -> int:
        """How far it has been read, give or take a buffer."""
        ...

    def openings(self) -> list[tuple[str, list[Cells]]]:
        """The first rows in each way in which it may be read: by what stands between columns."""
        ...

    def rows(self, mark: str) -> Iterator[Cells]:
        """Every row from the beginning on; rows without any text are passed over."""
        ...


def table_in(raw: BinaryIO, size: int) -> Table:
    """The table in an open file, which stays open."""
    raw.seek(0)
    if raw.read(len(workbooks.START)) == workbooks.START:
        return _Workbook(raw, size)
    return _Text(raw, size)


class _Workbook:
    def __init__(self, raw: BinaryIO, size: int) -> None:
        self._raw = raw
        self.size, self.written = size, ""

    @property
    def bytes_read(self) -> int:
        return self._raw.tell()

    def openings(self) -> list[tuple[str, list[Cells]]]:
        return [("", list(islice(self.rows(""), _LOOKED_AT)))]

    def rows(self, mark: str) -> Iterator[Cells]:
        for number, texts in workbooks.rows_of(self._raw):
            cells = Cells(number, tuple(texts))
            if not cells.blank:
                yield cells


class _Text:
    def __init__(self, raw: BinaryIO, size: int) -> None:
        self.size, self.written = size, encoding_of(raw)
        self._raw = raw
        errors = "surrogateescape" if self.written in (UTF_8, WINDOWS) else "replace"
        self._text = io.TextIOWrapper(raw, self.written, errors=errors, newline="")

    @property
    def bytes_read(self) -> int:
        return self._raw.tell()

    def openings(self) -> list[tuple[str, list[Cells]]]:
        first = next(iter(self._lines()), "")
        said = _SEP.fullmatch(first.strip("\r\n"))
        marks = (said[1],) if said and said[1] not in '"\r\n' else MARKS
        return [(mark, list(islice(self.rows(mark), _LOOKED_AT))) for mark in marks]

    def _lines(self) -> Lines:
        self._text.seek(0)
        return Lines(self._text)

    def rows(self, mark: str) -> Iterator[Cells]:
        lines = self._lines()
        reader = csv.reader(lines, delimiter=mark, strict=True)
        while True:
            lines.forget()
            line = lines.given + 1
            try:
                texts = next(reader, None)
            except csv.Error as fault:
                reason = words.text("import.csv", fault=str(fault))
                row = lines.give_back_all_but_one().rstrip("\r\n")
                reader = csv.reader(lines, delimiter=mark, strict=True)
                yield Cells(line, (row,), reason)
                continue
            if texts is None:
                return
            cells = Cells(line, tuple(texts))
            if not cells.blank and not (line == 1 and _SEP.fullmatch(mark.join(texts))):
                yield cells
