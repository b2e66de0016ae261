"""Taking people in from a spreadsheet: `kindred import members`, `/facilitate import`.

Importing again updates and never doubles. People are recognised by e-mail address, else by name and
home network. A cell that is empty leaves what the member has written. Whoever is imported is in
the directory, and takes part in no programme before they say so themselves.
"""

import csv
import io
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TextIO

from bot.errors import Conflict, UserError
from bot.features.members import words
from bot.features.members.importing.columns import Columns
from bot.features.members.importing.matching import (
    AnothersAddress,
    ImportedPeople,
    SeveralPeople,
)
from bot.features.members.importing.rejects import cells_of, header_of, spreadsheet
from bot.features.members.importing.sheet import (
    Choices,
    Fault,
    Row,
    Sheet,
    open_sheet,
    read_sheet,
)
from bot.features.members.ports import Work
from bot.ui.csv_files import private_file
from bot.ui.folding import address_key, folded
from bot.ui.languages import switch_language
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
    `faults` and `warnings`, the first hundred are kept here; all go to `on_fault` and `on_warning`,
    and the rejected rows to the rejects or, of a file that was given in a chat, are `given_back`.
    """

    columns: Columns
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    undone: bool = False
    faults: list[Fault] = field(default_factory=list)
    warned: int = 0
    warnings: list[Fault] = field(default_factory=list)
    given_back: bytes = b""

    @property
    def unknown_columns(self) -> tuple[str, ...]:
        """The headings of columns that nothing is read of, and that nobody chose to leave alone."""
        return tuple(each.heading for each in self.columns.unknown)

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

    A `dry_run` writes nothing; a `strict` one takes all rows or none. `columns` says of headings
    which column they are, or that they are left alone.
    """

    dry_run: bool = False
    strict: bool = False
    rejects: Path | None = None
    on_fault: Callable[[Fault], None] = _nothing
    on_progress: Callable[[Progress], None] = _nothing
    on_warning: Callable[[Fault], None] = _nothing
    columns: Mapping[str, str] = field(default_factory=dict)


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
    choices = Choices(options.columns, await _networks(open_work, community))
    with open_sheet(file, choices) as sheet:
        sheet.check()
        if options.strict:
            report = _only_read(sheet, options)
            if report.rejected:
                report.undone = True
                return report
        if not options.strict and not options.dry_run:
            return await _in_batches(open_work, community, sheet, now, options)
        return await _all_or_none(open_work, community, sheet, now, options)


async def _networks(open_work: OpenWork[Work], community: str) -> tuple[str, ...]:
    """The networks that a community has, if it is there already."""
    async with open_work(read_only=True) as work:
        for here in await work.people.communities():
            if here.name.casefold() == community.casefold():
                return tuple(each.name for each in await work.members.networks(here.id))
    return ()


async def _all_or_none(
    open_work: OpenWork[Work], community: str, sheet: Sheet, now: datetime, options: ImportOptions
) -> ImportReport:
    for attempt in range(_TRIES):
        try:
            return await _at_once(open_work, community, sheet, now, options)
        except Conflict:
            if attempt == _TRIES - 1:
                raise
    raise AssertionError


def _only_read(sheet: Sheet, options: ImportOptions) -> ImportReport:
    with _tally(sheet, options) as tally:
        for row in sheet.rows():
            tally.tell(row)
    return tally.report


async def _in_batches(
    open_work: OpenWork[Work], community: str, sheet: Sheet, now: datetime, options: ImportOptions
) -> ImportReport:
    with _tally(sheet, options) as tally:
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
            tally.progress(sheet)
    return tally.report


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """A file that somebody gave in a chat, as it was read: it may cross from another process.

    `asks_about` is the column of which has to be known what it is; `names_nobody` if none says who
    anybody is.
    """

    header: tuple[str, ...]
    columns: Columns
    rows: tuple[Row, ...]
    asks_about: str = ""

    @property
    def names_nobody(self) -> bool:
        """Whether no column says who somebody is."""
        return not self.columns.name_people


def read_given(content: bytes, choices: Choices, locale: str) -> ReadSheet:
    """Read a file that somebody gave in a chat; its faults are told in the language of a locale.

    Raises `UserError` for more than `MOST_ROWS` rows.
    """
    switch_language(locale)
    sheet = read_sheet(io.BytesIO(content), len(content), choices)
    rows = tuple(itertools.islice(sheet.rows(), MOST_ROWS + 1))
    if len(rows) > MOST_ROWS:
        raise UserError(words("import.too_many", most=MOST_ROWS))
    return ReadSheet(tuple(sheet.header), sheet.columns, rows, sheet.asks_about)


def header_of_given(content: bytes, columns: Mapping[str, str]) -> tuple[str, ...]:
    """The heading of a file that somebody gave in a chat."""
    return tuple(read_sheet(io.BytesIO(content), len(content), Choices(columns)).header)


async def import_given(
    work: Work, community: int, sheet: ReadSheet, now: datetime, *, dry_run: bool
) -> ImportReport:
    """Import a file that somebody gave in a chat, in a unit of work that is open."""
    batch = _Batch(now)
    await batch.take(work, community, sheet.rows, write=not dry_run)
    tally = _Tally(sheet.header, sheet.columns, ImportOptions(dry_run), None)
    tally.count(batch)
    tally.report.undone = dry_run
    if batch.rejected and not dry_run:
        tally.report.given_back = spreadsheet(sheet.header, batch.rejected)
    return tally.report


class _Undone(Exception):
    """Leaves a unit of work without a trace."""


async def _at_once(
    open_work: OpenWork[Work], community: str, sheet: Sheet, now: datetime, options: ImportOptions
) -> ImportReport:
    with _tally(sheet, options) as tally:
        try:
            async with open_work() as work:
                for rows in _batches(sheet.rows()):
                    batch = _Batch(now)
                    await batch.take(work, await _id_of(work, community), rows)
                    tally.count(batch)
                    tally.progress(sheet)
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
        self.told: list[Row] = []

    @property
    def rejected(self) -> list[Row]:
        """The rows that cannot be taken."""
        return [row for row in self.told if row.faults]

    async def take(
        self, work: Work, community: int, rows: Sequence[Row], *, write: bool = True
    ) -> None:
        """Look up all whom the rows may be about, then write all that is new, if so."""
        changes = [row.change for row in rows if not row.faults]
        emails = {address_key(change["email"]) for change in changes if "email" in change}
        names = {folded(change["name"]) for change in changes}
        people = ImportedPeople(await work.members.known(community, emails, names), self._now)
        for row in rows:
            done = row if row.faults else self._apply(people, row)
            if done.faults or done.warnings:
                self.told.append(done)
        if not write:
            return
        await work.members.add_many(community, people.new(), self._now)
        await work.members.save_many(community, people.changed(), self._now)

    def _apply(self, people: ImportedPeople, row: Row) -> Row:
        """Take a row; returns it with what is to be told of it."""
        name = row.change["name"]
        own_name = people.own_name(row.change)
        try:
            self.counts[people.apply(row.change)] += 1
        except SeveralPeople as several:
            reason = words.text("import.several", name=name, count=several.count)
            return replace(row, faults=(Fault(row.line, "name", reason),))
        except AnothersAddress as theirs:
            said = {"email": row.change["email"], "theirs": theirs.theirs, "name": name}
            reason = words.text("import.anothers", **said)
            return replace(row, faults=(Fault(row.line, "email", reason),))
        if own_name:
            reason = words.text("import.own_name", own=own_name, name=name)
            return replace(row, warnings=(*row.warnings, Fault(row.line, "name", reason)))
        return row


class _Tally:
    """Counts what becomes of the rows, names the faults, and writes the rejects."""

    def __init__(
        self, header: Sequence[str], columns: Columns, options: ImportOptions, out: TextIO | None
    ) -> None:
        self.report = ImportReport(columns)
        self._header = header
        self._ways = options
        self._rejects = csv.writer(out) if out else None
        if self._rejects:
            self._rejects.writerow(header_of(header))

    def count(self, batch: _Batch) -> None:
        """Add a batch that is done."""
        self.report.added += batch.counts["added"]
        self.report.updated += batch.counts["updated"]
        self.report.unchanged += batch.counts["unchanged"]
        for row in batch.told:
            self.tell(row)

    def progress(self, sheet: Sheet) -> None:
        """Tell how far the import has come."""
        self._ways.on_progress(Progress(self.report.rows, sheet.bytes_read, sheet.size))

    def tell(self, row: Row) -> None:
        """Name what is wrong with a row; put it aside if it cannot be taken."""
        if row.faults:
            self._reject(row)
            return
        for warning in row.warnings:
            self.report.warned += 1
            if len(self.report.warnings) < FAULTS_KEPT:
                self.report.warnings.append(warning)
            self._ways.on_warning(warning)

    def _reject(self, row: Row) -> None:
        self.report.rejected += 1
        for fault in row.faults:
            if len(self.report.faults) < FAULTS_KEPT:
                self.report.faults.append(fault)
            self._ways.on_fault(fault)
        if self._rejects:
            self._rejects.writerow(cells_of(self._header, row, row.faults))


@contextmanager
def _tally(sheet: Sheet, options: ImportOptions) -> Iterator[_Tally]:
    if options.rejects is None:
        yield _Tally(sheet.header, sheet.columns, options, None)
        return
    with private_file(options.rejects, errors="surrogateescape") as file:
        yield _Tally(sheet.header, sheet.columns, options, file)
