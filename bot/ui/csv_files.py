"""CSV files as spreadsheets open them: cells that are no formulas, and a mark that it is UTF-8."""

import csv
import io
import os
import re
import stat
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

CSV = "text/csv; charset=utf-8"
"""The media type of these files."""

MARK = "\ufeff"
"""By which spreadsheets see that a file is UTF-8."""

_BEGINNING = r"(?:^|(?<=[;\t\r\n]))"  # where a cell begins, in one country or another
_FORMULA = re.compile(_BEGINNING + r"(?='*[=+\-@\t\r＝＋－＠])")
_ESCAPED = re.compile(_BEGINNING + r"'(?='*[=+\-@\t\r＝＋－＠])")


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula, nor any part of it that begins a cell there.

    `plain_cell` gives the cell back.
    """
    return _FORMULA.sub("'", cell)


def plain_cell(cell: str) -> str:
    """The cell that `harmless` was given."""
    return _ESCAPED.sub("", cell) if "'" in cell else cell


async def csv_file(tables: AsyncIterator[Iterable[Sequence[str]]]) -> AsyncIterator[bytes]:
    """The rows of these tables, one after the other, as a file; cells have to be harmless."""
    mark = MARK
    async for rows in tables:
        text = io.StringIO(newline="")
        csv.writer(text).writerows(rows)
        yield (mark + text.getvalue()).encode()
        mark = ""


@contextmanager
def private_file(path: Path, errors: str = "strict") -> Iterator[TextIO]:
    """A new file that nobody but its owner reads, for text in UTF-8 with the mark."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8", errors=errors, newline="") as file:
        if stat.S_ISREG(os.fstat(handle).st_mode):
            os.fchmod(handle, 0o600)
            file.write(MARK)
        yield file
