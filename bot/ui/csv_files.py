"""CSV files as spreadsheets open them: cells that are no formulas, and a mark that it is UTF-8."""

import csv
import io
import re
from collections.abc import AsyncIterator, Iterable, Sequence

CSV = "text/csv; charset=utf-8"
"""The media type of these files."""

MARK = "\ufeff"
"""By which spreadsheets see that a file is UTF-8."""

_FORMULA = re.compile(r"^'*[=+\-@\t\r]")
_ESCAPED = re.compile(r"^'+[=+\-@\t\r]")


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; `plain_cell` gives the cell back."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def plain_cell(cell: str) -> str:
    """The cell that `harmless` was given."""
    return cell[1:] if _ESCAPED.match(cell) else cell


async def csv_file(tables: AsyncIterator[Iterable[Sequence[str]]]) -> AsyncIterator[bytes]:
    """The rows of these tables, one after the other, as a file; cells have to be harmless."""
    mark = MARK
    async for rows in tables:
        text = io.StringIO(newline="")
        csv.writer(text).writerows(rows)
        yield (mark + text.getvalue()).encode()
        mark = ""
