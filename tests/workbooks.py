"""Workbooks to be read."""

import io

from openpyxl import Workbook


def workbook(*rows: tuple[object, ...], title: str = "People") -> bytes:
    """A workbook whose first sheet has these rows."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append(row)
    book.create_sheet("Another").append(("name",))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
