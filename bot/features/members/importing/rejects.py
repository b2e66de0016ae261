"""Rows that cannot be taken, given back as a spreadsheet: to be mended, and given again.

What somebody gave is kept nowhere; so such a spreadsheet, too, is held by this process alone, in
its memory, and for a quarter of an hour. Later, or elsewhere, the file is given once more.
"""

import csv
import io
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.features.members.importing.headings import REASON
from bot.features.members.importing.sheet import Fault, Row
from bot.routing.files import FileGone
from bot.ui.csv_files import MARK, harmless, plain_cell

GOOD_FOR = timedelta(minutes=15)
MOST_BYTES = 16_000_000
"""Of all that is held; the oldest goes first."""


def header_of(header: Sequence[str]) -> list[str]:
    """The first row of what is given back: that of the file, and the reason last."""
    return [*(harmless(plain_cell(cell)) for cell in _without(header, header)), REASON]


def cells_of(header: Sequence[str], row: Row, faults: Sequence[Fault]) -> list[str]:
    """A row as it stood in the file, with all reasons last; it holds no formulas."""
    missing = [""] * (len(header) - len(row.cells))
    cells = _without(header, [*row.cells, *missing])
    said = "; ".join(_said(fault) for fault in faults)
    return [harmless(plain_cell(cell)) for cell in [*cells, said]]


def _said(fault: Fault) -> str:
    return f"{fault.column}: {fault.reason}" if fault.column else fault.reason


def _without(header: Sequence[str], cells: Sequence[str]) -> list[str]:
    """The cells without a reason that was given before."""
    last = len(header) - 1
    given_before = bool(header) and header[last].casefold() == REASON
    return [cell for number, cell in enumerate(cells) if not (given_before and number == last)]


def spreadsheet(header: Sequence[str], rejected: Sequence[Row]) -> bytes:
    """These rows as a file that spreadsheets open as it is; bytes that are no text stay."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header_of(header))
    writer.writerows(cells_of(header, row, row.faults) for row in rejected)
    return (MARK + text.getvalue()).encode(errors="surrogateescape")


@dataclass(frozen=True, slots=True)
class _Held:
    member: int
    content: bytes
    until: datetime


class HeldRejects:
    """What is given back, each for a while and for whoever gave the file."""

    def __init__(self) -> None:
        self._held: dict[str, _Held] = {}

    def hold(self, member: int, content: bytes, now: datetime) -> str:
        """Hold a spreadsheet for a member; returns by what it is asked for."""
        self._let_go(now)
        while self._held and self._bytes + len(content) > MOST_BYTES:
            del self._held[next(iter(self._held))]
        key = secrets.token_urlsafe(16)
        self._held[key] = _Held(member, content, now + GOOD_FOR)
        return key

    def get(self, key: str, member: int | None, now: datetime) -> bytes:
        """What is held, if this member may have it; raises `FileGone`. Without one it is sent."""
        self._let_go(now)
        held = self._held.get(key)
        if held is None or member not in (None, held.member):
            raise FileGone("rows that were given back")
        return held.content

    @property
    def _bytes(self) -> int:
        return sum(len(held.content) for held in self._held.values())

    def _let_go(self, now: datetime) -> None:
        self._held = {key: held for key, held in self._held.items() if held.until > now}
