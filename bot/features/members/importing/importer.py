"""Taking people in from a CSV file: `kindred import members`.

Importing again updates and never doubles. People are recognised by e-mail address, else by name and
home network. A cell that is empty leaves what the member has written. Whoever is imported is in
the directory, and takes part in no programme before they say so themselves.
"""

import csv
import itertools
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TextIO

from bot.errors import Conflict, UserError
from bot.features.members import words
from bot.features.members.importing.matching import ImportedPeople, SeveralPeople
from bot.features.members.importing.rejects import cells_of, header_of, spreadsheet
from bot.features.members.importing.sheet import Fault, Row, Sheet, open_sheet
from bot.features.members.ports import Work
from bot.ui.folding import address_key, folded
from bot.work import OpenWork

BATCH = 500
"""Rows that are read, looked up and written together."""

MOST_ROWS = 2_000
"""Rows of a file that is given in a chat: they are taken together, within seconds."""

FAULTS_KEPT = 100

_TRIES = 5


@dataclass(slots=True)
class ImportReport:
    """What became of the rows.

    `undone` says that nothing was kept: after a dry run, or a fault in a strict one. Of the
    `faults`, the first hundred are kept here; all go to the rejects and to `on_fault`, or, of a
    file that was given in a chat, are `given_back`.
    """

    unknown_columns: tuple[str, ...] = ()
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    undone: bool = False
    faults: list[Fault] = field(default_factory=list)
    given_back: bytes = b""

    @property
    def rows(self) -> int:
        """How many rows were read."""
        return self.added + self.updated + self.unchanged + self.rejected


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import has come, of the file's `size` in bytes."""

    rows: int
    bytes_read: int
    size: int


def _nothing(_: object) -> None:
    """Take no notice."""


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How to import. `rejects` is a file for the rows that cannot be taken, with the reason.

    A `dry_run` writes nothing; a `strict` one takes all rows or none.
    """

    dry_run: bool = False
    strict: bool = False
    rejects: Path | None = None
    on_fault: Callable[[Fault], None] = _nothing
    on_progress: Callable[[Progress], None] = _nothing


async def import_members(
    open_work: OpenWork[Work],
    community: str,
    file: Path,
    now: datetime,
    options: ImportOptions = ImportOptions(),  # frozen
) -> ImportReport:
    """Import a CSV file into the community of this name, which is founded if there is none.

    `BATCH` rows go into a unit of work; all into one when the import is strict or dry.
    Raises `UserError` for a file that is no table of people at all, and `OSError`.
    """
    if options.strict:
        report = _only_read(file, options)
        if report.rejected:
            report.undone = True
            return report
    if not options.strict and not options.dry_run:
        return await _in_batches(open_work, community, file, now, options)
    for attempt in range(_TRIES):
        try:
            return await _at_once(open_work, community, file, now, options)
        except Conflict:
            if attempt == _TRIES - 1:
                raise
    raise AssertionError


def _only_read(file: Path, options: ImportOptions) -> ImportReport:
    with open_sheet(file) as sheet, _tally(sheet, options) as tally:
        for row in sheet.rows():
            if row.fault:
                tally.reject(row, row.fault)
    return tally.report


async def _in_batches(
    open_work: OpenWork[Work], community: str, file: Path, now: datetime, options: ImportOptions
) -> ImportReport:
    with open_sheet(file) as sheet, _tally(sheet, options) as tally:
        for rows in _batches(sheet.rows()):
            for attempt in range(_TRIES):
                batch = _Batch(now)
                try:
                    async with open_work() as work:
                        await batch.take(work, await _id_of(work, community), rows)
                    break
                except Conflict:
                    if attempt == _TRIES - 1:
                        raise
            tally.count(batch)
    return tally.report


async def import_given(
    work: Work, community: int, sheet: Sheet, now: datetime, *, dry_run: bool
) -> ImportReport:
    """Import a file that somebody gave in a chat, in a unit of work that is open.

    Raises `UserError` for more than `MOST_ROWS` rows.
    """
    rows = list(itertools.islice(sheet.rows(), MOST_ROWS + 1))
    if len(rows) > MOST_ROWS:
        raise UserError(words("import.too_many", most=MOST_ROWS))
    batch = _Batch(now)
    await batch.take(work, community, rows, write=not dry_run)
    with _tally(sheet, ImportOptions(dry_run)) as tally:
        tally.count(batch)
    tally.report.undone = dry_run
    if batch.rejected:
        tally.report.given_back = spreadsheet(sheet.header, batch.rejected)
    return tally.report


class _Undone(Exception):
    """Leaves a unit of work without a trace."""


async def _at_once(
    open_work: OpenWork[Work], community: str, file: Path, now: datetime, options: ImportOptions
) -> ImportReport:
    with open_sheet(file) as sheet, _tally(sheet, options) as tally:
        try:
            async with open_work() as work:
                for rows in _batches(sheet.rows()):
                    batch = _Batch(now)
                    await batch.take(work, await _id_of(work, community), rows)
                    tally.count(batch)
                if options.dry_run or tally.report.rejected:
                    raise _Undone
        except _Undone:
            tally.report.undone = True
    return tally.report


async def _id_of(work: Work, community: str) -> int:
    return (await work.people.establish(community)).id


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


class _Batch:
    """What became of some rows."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self.counts = {"added": 0, "updated": 0, "unchanged": 0}
        self.rejected: list[tuple[Row, Fault]] = []

    async def take(
        self, work: Work, community: int, rows: list[Row], *, write: bool = True
    ) -> None:
        """Look up all whom the rows may be about, then write all that is new, if so."""
        changes = [row.change for row in rows if not row.fault]
        emails = {address_key(change["email"]) for change in changes if "email" in change}
        names = {folded(change["name"]) for change in changes}
        people = ImportedPeople(await work.members.known(community, emails, names), self._now)
        for row in rows:
            fault = row.fault or self._apply(people, row)
            if fault:
                self.rejected.append((row, fault))
        if not write:
            return
        await work.members.add_many(community, people.new(), self._now)
        await work.members.save_many(community, people.changed(), self._now)

    def _apply(self, people: ImportedPeople, row: Row) -> Fault | None:
        try:
            self.counts[people.apply(row.change)] += 1
        except SeveralPeople as several:
            name = row.change["name"]
            reason = words.text("import.several", name=name, count=several.count)
            return Fault(row.line, "name", reason)
        return None


class _Tally:
    """Counts what becomes of the rows, names the faults, and writes the rejects."""

    def __init__(self, sheet: Sheet, options: ImportOptions, rejects: TextIO | None) -> None:
        self.report = ImportReport(sheet.unknown)
        self._sheet = sheet
        self._ways = options
        self._rejects = csv.writer(rejects) if rejects else None
        if self._rejects:
            self._rejects.writerow(header_of(sheet.header))

    def count(self, batch: _Batch) -> None:
        """Add a batch that is done."""
        self.report.added += batch.counts["added"]
        self.report.updated += batch.counts["updated"]
        self.report.unchanged += batch.counts["unchanged"]
        for row, fault in batch.rejected:
            self.reject(row, fault)
        progress = Progress(self.report.rows, self._sheet.bytes_read, self._sheet.size)
        self._ways.on_progress(progress)

    def reject(self, row: Row, fault: Fault) -> None:
        """Name a row that cannot be taken, and put it aside."""
        self.report.rejected += 1
        if len(self.report.faults) < FAULTS_KEPT:
            self.report.faults.append(fault)
        self._ways.on_fault(fault)
        if self._rejects:
            self._rejects.writerow(cells_of(self._sheet.header, row, fault))


@contextmanager
def _tally(sheet: Sheet, options: ImportOptions) -> Iterator[_Tally]:
    if options.rejects is None:
        yield _Tally(sheet, options, None)
        return
    with options.rejects.open("w", encoding="utf-8", errors="surrogateescape", newline="") as file:
        yield _Tally(sheet, options, file)
