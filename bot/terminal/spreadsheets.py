"""Spreadsheets of members in the terminal: what would happen is shown before it does."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from bot.bootstrap import Core
from bot.errors import UserError
from bot.features.members import words as words_of_members
from bot.features.members.importing.columns import Unknown, column_called
from bot.features.members.importing.export import export_members
from bot.features.members.importing.headings import CHOICES
from bot.features.members.importing.importer import (
    ImportOptions,
    ImportReport,
    Progress,
    import_members,
)
from bot.features.members.importing.sheet import Fault
from bot.terminal.people import community_called
from bot.ui.csv_files import private_file

_NAMED = 15  # faults and warnings of a preview


@dataclass(frozen=True, slots=True)
class Given:
    """What is imported, into which community, and how."""

    file: Path
    community: str
    dry_run: bool
    strict: bool
    rejects: Path | None
    columns: Mapping[str, str]
    asking: bool


def chosen_columns(said: list[str]) -> dict[str, str]:
    """What `--map "Heading=column"` says, by heading; raises `UserError`."""
    chosen = {}
    for each in said:
        heading, equals, named = each.rpartition("=")
        if not equals or not heading.strip():
            raise UserError(words_of_members("import.map_how"))
        column = column_called(named)
        if column is None:
            raise UserError(
                words_of_members("import.no_such_column", column=named, columns=", ".join(CHOICES))
            )
        chosen[heading.strip()] = column
    return chosen


async def import_file(core: Core, given: Given, out: Console, err: Console) -> ImportReport | None:
    """Import a file, after showing what would happen if somebody is there to be asked.

    Returns what has happened; `None` if it was not wanted.
    """
    name, new = await _community_to_fill(core, given.community)
    if given.asking:
        given = await _asked(core, name, given, out, err)
        if not typer.confirm("Take them in?"):
            out.print("Nothing was written.")
            return None
    report = await _imported(core, name, given, err, quiet=given.asking)
    if new and not given.dry_run:
        out.print(f"The community “{name}” is new.", markup=False)
    for line in told(report, given.dry_run, given.rejects):
        out.print(line, markup=False)
    return report


async def export_file(core: Core, community: str, file: Path | None, err: Console) -> None:
    """Write all members into a file that nobody else reads, or to the terminal."""
    async with core.open_work(read_only=True) as work:
        here = await community_called(work, community)
    if file is None:
        await export_members(core.open_work, here.id, sys.stdout)
        return
    with private_file(file) as target:
        rows = await export_members(core.open_work, here.id, target)
    err.print(f"{rows:,} members are in {file}.", markup=False)


async def _asked(core: Core, name: str, given: Given, out: Console, err: Console) -> Given:
    """Show what would happen, and ask about columns that may be something."""
    while True:
        look = replace(given, dry_run=True, strict=False, rejects=None)
        report = await _imported(core, name, look, err, quiet=True)
        chosen = dict(given.columns)
        for unknown in report.columns.unknown:
            if unknown.nearest and unknown.heading not in chosen:
                is_it = typer.confirm(f"Is “{unknown.heading}” {unknown.nearest}?")
                chosen[unknown.heading] = unknown.nearest if is_it else ""
        if chosen == given.columns:
            break
        given = replace(given, columns=chosen)
    for line in _preview(report):
        out.print(line, markup=False)
    return given


async def _imported(
    core: Core, name: str, given: Given, err: Console, *, quiet: bool
) -> ImportReport:
    with _progress(err) as show:

        def tell(fault: Fault) -> None:
            err.print(_line(fault), markup=False)

        def warn(fault: Fault) -> None:
            err.print(f"{_line(fault)} (the row is taken)", markup=False)

        options = ImportOptions(given.dry_run, given.strict, given.rejects, on_progress=show)
        options = replace(options, columns=given.columns)
        if not quiet:
            options = replace(options, on_fault=tell, on_warning=warn)
        return await import_members(core.open_work, name, given.file, core.clock.now(), options)


@contextmanager
def _progress(err: Console) -> Iterator[Callable[[Progress], None]]:
    columns = TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn()
    with Bar(*columns, console=err, transient=True) as bar:
        task = bar.add_task("reading", total=None)

        def show(so_far: Progress) -> None:
            rows = f"{so_far.rows:,} rows"
            bar.update(task, total=so_far.size, completed=so_far.bytes_read, description=rows)

        yield show


def told(report: ImportReport, dry_run: bool, rejects: Path | None) -> Iterator[str]:
    """What became of an import, line by line."""
    yield from map(_unknown, report.columns.unknown)
    yield f"{_counts(report)}."
    if report.warned:
        yield f"{report.warned:,} cells were odd, and left out or mended; the people were taken."
    if report.rejected and rejects:
        yield f"The rejected rows are in {rejects}, each with its reasons."
    if dry_run:
        yield "This was a dry run: nothing was written."
    elif report.undone:
        yield "Nothing was written, since not every row could be."


def _preview(report: ImportReport) -> Iterator[str]:
    understood = ", ".join(
        f"“{heading}” is {column}" for heading, column in report.columns.understood
    )
    yield f"The columns: {understood}."
    yield from map(_unknown, report.columns.unknown)
    for faults, count in ((report.faults, report.rejected), (report.warnings, report.warned)):
        yield from map(_line, faults[:_NAMED])
        if count > _NAMED:
            yield f"… and {count - _NAMED:,} more."
    yield f"This would happen: {_counts(report)}, {report.warned:,} warnings."


def _unknown(column: Unknown) -> str:
    said = f"I do not know the column “{column.heading}” and leave it alone."
    how = f' If it is {column.nearest}: --map "{column.heading}={column.nearest}"'
    return said + (how if column.nearest else "")


def _counts(report: ImportReport) -> str:
    done = f"{report.added:,} added, {report.updated:,} updated, {report.unchanged:,} unchanged"
    return f"{done}, {report.rejected:,} rejected"


def _line(fault: Fault) -> str:
    column = f", {fault.column}" if fault.column else ""
    return f"line {fault.line}{column}: {fault.reason}"


async def _community_to_fill(core: Core, name: str) -> tuple[str, bool]:
    """The name of the community, and whether it is new."""
    async with core.open_work(read_only=True) as work:
        known = [community.name for community in await work.people.communities()]
        if name or not known:
            wanted = name or "Our community"
            return wanted, wanted.casefold() not in {each.casefold() for each in known}
        return (await community_called(work, name)).name, False
