"""Lists in a cell: their entries are apart by `;` or `|`, and by commas where that is meant."""

import csv
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.ui.csv_files import harmless, plain_cell
from bot.ui.folding import folded

_APART = re.compile(r"[;|\n]")
_SEMICOLONS = re.compile(r"[;\n]")
_PROSE = re.compile(r",\s|\d,\d")
_MOST_KNOWN = 50_000  # entries of a column that are kept in mind
_LONGEST = 80  # letters of an entry that may stand elsewhere alone


class KnownEntries:
    """The entries that stand alone somewhere: in a column of the file, or in the community."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._keys = {hash(folded(name)) for name in names}

    def learn(self, cell: str) -> None:
        """Keep in mind what is an entry without doubt."""
        for part in _APART.split(cell):
            if part and "," not in part and len(part) <= _LONGEST and len(self._keys) < _MOST_KNOWN:
                self._keys.add(hash(folded(part)))

    def __contains__(self, name: str) -> bool:
        return hash(folded(name)) in self._keys


@dataclass(frozen=True, slots=True)
class Entries:
    """The entries of a cell; one that is `doubtful` has commas, and may be several."""

    texts: tuple[str, ...]
    doubtful: str = ""


def exact_entries(cell: str) -> Entries:
    """The entries as `list_cell` wrote them."""
    return Entries(tuple(plain_cell(text) for text in _quoted(cell, ";") or _semicolons(cell)))


def entries_of(cell: str, known: Collection[str] | KnownEntries, *, commas: bool) -> Entries:
    """The entries of a cell in a file that another program wrote.

    A comma is between entries in columns that have `commas`; elsewhere where no blank follows it,
    or where every part is `known`. A name that is known may have commas.
    """
    parts = _quoted(cell, ",") or _quoted(cell, ";")
    if parts:
        return Entries(tuple(map(plain_cell, parts)))
    found: list[str] = []
    doubtful = ""
    for part in map(plain_cell, filter(str.strip, _APART.split(cell))):
        if "," not in part or part.strip() in known:
            found.append(part)
        elif commas or _is_list(part, known):
            found += _by_comma(part)
        else:
            found.append(part)
            doubtful = part if any(each in known for each in _by_comma(part)) else doubtful
    return Entries(tuple(found), doubtful.strip())


def _is_list(part: str, known: Collection[str] | KnownEntries) -> bool:
    """Whether the commas are between entries: all are known, or no blank follows any comma."""
    return all(each in known for each in _by_comma(part)) or not _PROSE.search(part)


def list_cell(entries: Sequence[str]) -> str:
    """A list in a cell, which `exact_entries` reads; no program takes an entry for a formula."""
    return ";".join(_entry(harmless(entry)) for entry in entries)


def _entry(text: str) -> str:
    quote = ";" in text or text.startswith('"')
    return '"{}"'.format(text.replace('"', '""')) if quote else text


def _by_comma(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _semicolons(cell: str) -> list[str]:
    return [part for part in _SEMICOLONS.split(cell) if part.strip()]


def _quoted(cell: str, mark: str) -> list[str]:
    """The entries, if some stand in quotes; empty if they do not all end where they should."""
    if '"' not in cell or not any(part.lstrip().startswith('"') for part in cell.split(mark)):
        return []
    try:
        rows = list(csv.reader([cell], delimiter=mark, skipinitialspace=True, strict=True))
    except csv.Error:
        return []
    return [part for row in rows for part in row if part.strip()]


def parts_of(entries: Iterable[str]) -> Iterator[str]:
    """Each entry in one line, with single blanks."""
    for entry in entries:
        if line := " ".join(entry.split()):
            yield line
