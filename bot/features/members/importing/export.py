"""Giving people out as a CSV file that can be imported again: `kindred export members`."""

import csv
from collections.abc import Sequence
from typing import TextIO

from bot.community.profiles import Profile
from bot.features.members.importing.sheet import COLUMNS, FIELD_OF, GUARDED, harmless
from bot.features.members.ports import Work
from bot.work import OpenWork

PAGE = 500


async def export_members(open_work: OpenWork[Work], community: int, out: TextIO) -> int:
    """Write every member of a community, by the time they joined; return how many.

    `out` is a text file opened with `newline=""`. The columns are those of an import. When
    somebody shows their profile to some only, a last column says so, so that an import elsewhere
    keeps to it.
    """
    async with open_work(read_only=True) as work:
        columns = list(COLUMNS)
        if await work.members.guarded(community):
            columns.append(GUARDED)
        writer = csv.writer(out)
        writer.writerow(columns)
        count = last = 0
        while people := await work.members.page(community, last, PAGE):
            writer.writerows([cells_of(profile, columns) for _, profile in people])
            count += len(people)
            last = people[-1][0]
    return count


def cells_of(profile: Profile, columns: Sequence[str]) -> list[str]:
    """A profile as cells that no spreadsheet takes for formulas; lists are separated by `;`."""
    return [harmless(_cell(profile, column)) for column in columns]


def _cell(profile: Profile, column: str) -> str:
    value: str | tuple[str, ...] = getattr(profile, FIELD_OF.get(column, column))
    return value if isinstance(value, str) else ";".join(value)
