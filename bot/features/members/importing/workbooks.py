"""The first sheet of a workbook (.xlsx), row by row, within bounds: it is a packed folder.

What is packed small may be large: how large it becomes is looked at before any of it is read.
"""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import BinaryIO

from bot.errors import UserError
from bot.features.members import words

START = b"PK\x03\x04"
"""With which a workbook begins, whatever its name says."""

MOST_UNPACKED = 256_000_000
"""Bytes of all that is in it."""

MOST_WORDS = 64_000_000
"""Bytes of the texts of its cells, which are held in memory."""

MOST_ROWS, MOST_COLUMNS = 1_048_576, 256
_MOST_PARTS = 5_000
_MOST_PACKED = 150  # to one: what is packed tighter holds nothing
_SMALL = 1_000_000
_FAULTY = (KeyError, ValueError, TypeError, IndexError, OSError, SyntaxError, EOFError)


def rows_of(raw: BinaryIO) -> Iterator[tuple[int, list[str]]]:
    """Each row of the first sheet with its number, as text; raises `UserError`."""
    _check(raw)
    raw.seek(0)
    try:
        yield from _rows(raw)
    except (*_FAULTY, zipfile.BadZipFile) as fault:
        raise UserError(words("import.workbook")) from fault


def _rows(raw: BinaryIO) -> Iterator[tuple[int, list[str]]]:
    from openpyxl import load_workbook  # only where a workbook is read: it is large

    book = load_workbook(raw, read_only=True, data_only=True, keep_links=False)
    try:
        if not book.worksheets:
            return
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # else a row is as long as it says
        bounds = {"max_row": MOST_ROWS, "max_col": MOST_COLUMNS}
        for number, values in enumerate(sheet.iter_rows(values_only=True, **bounds), 1):
            yield number, _texts(values)
    finally:
        book.close()


def _check(raw: BinaryIO) -> None:
    raw.seek(0)
    try:
        parts = zipfile.ZipFile(raw).infolist()
    except zipfile.BadZipFile as fault:
        raise UserError(words("import.workbook")) from fault
    tight = any(
        part.file_size > _SMALL and part.file_size > _MOST_PACKED * part.compress_size
        for part in parts
    )
    held = sum(part.file_size for part in parts if not _is_sheet(part.filename))
    if (
        tight
        or len(parts) > _MOST_PARTS
        or held > MOST_WORDS
        or sum(part.file_size for part in parts) > MOST_UNPACKED
    ):
        raise UserError(words("import.workbook_large"))


def _is_sheet(name: str) -> bool:
    return name.startswith("xl/worksheets/")


def _texts(values: tuple[object, ...]) -> list[str]:
    texts = [_text(value) for value in values]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case float() if value.is_integer():
            return str(int(value))
        case datetime() | date() | time():
            return value.isoformat()
    return str(value)
