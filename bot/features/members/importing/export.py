"""Giving people out as a CSV file that can be imported again."""

import csv
from collections.abc import AsyncIterator, Sequence
from typing import TextIO

from bot.community.profiles import Profile
from bot.community.spoken_languages import language_name
from bot.features.members.importing.cells import FIELD_OF
from bot.features.members.importing.headings import COLUMNS, GUARDED
from bot.features.members.importing.lists import list_cell
from bot.features.members.ports import Work
from bot.ui.csv_files import csv_file, harmless
from bot.ui.languages import DEFAULT_LOCALE
from bot.work import OpenWork

PAGE = 500


async def export_members(open_work: OpenWork[Work], community: int, out: TextIO) -> int:
    """Write every member of a community (`kindred export members`); return how many.

    `out` is a text file opened with `newline=""`.
    """
    async with open_work(read_only=True) as work:
        writer, count = csv.writer(out), -1
        async for rows in _tables(work, community):
            writer.writerows(rows)
            count += len(rows)
    return count


def csv_of(work: Work, community: int) -> AsyncIterator[bytes]:
    """Every member of a community as a CSV file that spreadsheets open as it is."""
    return csv_file(_tables(work, community))


async def _tables(work: Work, community: int) -> AsyncIterator[list[list[str]]]:
    """The header, then the members by the time they joined, some at a time.

    The columns are those of an import. When somebody shows their profile to some only, a last
    column says so, so that an import elsewhere keeps to it.
    """
    columns = list(COLUMNS)
    if await work.members.guarded(community):
        columns.append(GUARDED)
    yield [columns]
    last = 0
    while people := await work.members.page(community, last, PAGE):
        yield [cells_of(profile, columns) for _, profile in people]
        last = people[-1][0]


def cells_of(profile: Profile, columns: Sequence[str]) -> list[str]:
    """A profile as cells that no spreadsheet takes for formulas; lists are separated by `;`."""
    return [_cell(profile, column) for column in columns]


def _cell(profile: Profile, column: str) -> str:
    value: str | tuple[str, ...] = getattr(profile, FIELD_OF.get(column, column))
    if column == "languages":
        value = tuple(language_name(each, DEFAULT_LOCALE) for each in value)
    return harmless(value) if isinstance(value, str) else list_cell(value)
