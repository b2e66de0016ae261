"""What a cell says of somebody. An odd cell is left out with a warning, and the person stays.

Only a name and an address have to be right: by them people are known.
"""

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypedDict, cast

from bot.community.availability import SLOTS, read_slot
from bot.community.dates.reader import DateReader
from bot.community.profiles import (
    ITEM_LENGTH,
    MOST_ITEMS,
    MOST_TOPICS,
    NETWORK_LENGTH,
    VISIBILITIES,
    Visibility,
    each_once,
)
from bot.community.zones import read_zone
from bot.features.members import words
from bot.features.members.importing.encodings import NOT_TEXT
from bot.features.members.importing.headings import GUARDED
from bot.features.members.importing.lists import (
    KnownEntries,
    entries_of,
    exact_entries,
    parts_of,
)
from bot.features.members.profile.forms import ProfileForm
from bot.ui.csv_files import plain_cell
from bot.ui.folding import folded
from bot.ui.forms import spec_of
from bot.ui.text import as_name

FIELD_OF = {"place": "town", "timezone": "zone"}
"""Which field of a profile a column is, where their names differ."""

EMAIL = re.compile(r"[^@\s;,<>]+@[^@\s;,<>]+\.[^@\s;,<>]+")
_EMAIL_LENGTH = 254
_NAMED_ADDRESS = re.compile(r".*<([^<>]+)>\s*")
_SEVERAL = re.compile(r"\s*(?::::|[;,|\n])\s*|\s+")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_SAID = 60  # characters of a cell that are quoted back
_TOO_LONG_TO_CUT = 10_000

_NOTHING = {
    *("n/a", "na", "n.a.", "#n/a", "#ref!", "#value!", "#name?", "#null!", "#div/0!", "null"),
    *("nil", "none", "-", "--", "---", ".", "?", "tbc", "tbd", "tba", "unknown", "not applicable"),
    *("not available", "keine", "k.a.", "k. a.", "entfällt", "unbekannt", "aucun", "aucune"),
    *("néant", "inconnu", "s.o.", "s/o"),
}
"""What people write where they have nothing to say."""
_LONGEST_NOTHING = 16
_NAMES = {"na", "nil"}  # of people, too


class Change(TypedDict, total=False):
    """What a row says about a person: fields of a profile. What it leaves empty is not there."""

    name: str
    email: str
    pronouns: str
    headline: str
    about: str
    topics: tuple[str, ...]
    offers: tuple[str, ...]
    asks: tuple[str, ...]
    networks: tuple[str, ...]
    town: str
    zone: str
    languages: tuple[str, ...]
    availability: tuple[str, ...]
    visibility: Visibility


class Odd(Exception):
    """Something in a cell is left out; `said` is the rest of what it says."""

    def __init__(self, why: str, said: Change | None = None) -> None:
        self.said: Change = said or {}
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class Reading:
    """How the cells of a file are read: to the letter if it is `exact`; which entries are known."""

    exact: bool = False
    known: Mapping[str, KnownEntries] = field(default_factory=dict)


PLAIN = Reading()


def read_cell(column: str, cell: str, reading: Reading = PLAIN) -> Change:
    """What a cell says; nothing if it is empty or the column is unknown.

    Raises `ValueError` with words for the one who made the file, and `Odd` for what costs nobody
    their place in it.
    """
    read = _READ.get(column)
    if read is None or not cell.strip():
        return {}
    if not cell.isascii() and NOT_TEXT.search(cell):
        raise ValueError(words.text("import.not_utf8"))
    if "\x00" in cell:
        raise ValueError(words.text("import.unreadable"))
    text = (cell if column in _OF_ENTRIES else plain_cell(cell)).strip()
    if not reading.exact:
        text = text_of(text)
    if not (reading.exact and column != "email") and _says_nothing(column, text):
        return {}
    return read(text, reading) if text else {}


def _says_nothing(column: str, text: str) -> bool:
    if len(text) > _LONGEST_NOTHING:
        return False
    key = folded(text)
    return key in _NOTHING and not (column == "name" and key in _NAMES)


def text_of(cell: str) -> str:
    """A cell without the marks of pages on the web, such as `&amp;`."""
    return _ENTITY.sub(lambda found: html.unescape(found[0]), cell) if "&" in cell else cell


def read_email(cell: str) -> str:
    """The address in a cell: alone, in a link, or behind a name."""
    if cell.isascii() and ":" not in cell and cell[-1].isalnum() and EMAIL.fullmatch(cell):
        return cell
    shown = as_name(cell, _TOO_LONG_TO_CUT)
    named = _NAMED_ADDRESS.fullmatch(shown)
    address = (named[1] if named else shown).strip()
    if address[:7].casefold() == "mailto:":
        address = address[7:].partition("?")[0]
    return address.strip().rstrip(".,;")


# Columns --------------------------------------------------------------------------------------

_FIELDS = spec_of(ProfileForm).fields
_NO_DATES = DateReader("UTC", datetime.min.replace(tzinfo=UTC))
_LENGTHS = {"pronouns": 40, "headline": 160, "about": 2_000, "place": 80, "topics": 60}
_LANGUAGES, _LANGUAGE_LENGTH = 12, 40


def _name(cell: str, reading: Reading) -> Change:
    if not folded(cell):
        return {}  # all of it are letters that nobody sees
    return {"name": str(_FIELDS["name"].kind.read(_shown(cell, reading), _NO_DATES))}


def _shown(cell: str, reading: Reading) -> str:
    """The cell in one line, without letters that nobody sees."""
    return cell if reading.exact else as_name(cell, _TOO_LONG_TO_CUT)


def _email(cell: str, reading: Reading) -> Change:
    address = read_email(cell)
    if _is_address(address):
        return {"email": address}
    several = [each for each in map(read_email, _SEVERAL.split(cell)) if _is_address(each)]
    if len(several) > 1:
        rest = ", ".join(several[1:])[:_SAID]
        raise Odd(words.text("import.emails", email=several[0], rest=rest), {"email": several[0]})
    raise ValueError(words.text("import.email", email=cell[:_SAID]))


def _is_address(text: str) -> bool:
    return EMAIL.fullmatch(text) is not None and len(text) <= _EMAIL_LENGTH


def _words_of(column: str) -> Callable[[str, Reading], Change]:
    field_name, most = FIELD_OF.get(column, column), _LENGTHS[column]

    def read(cell: str, reading: Reading) -> Change:
        lines = cell.replace("\r\n", "\n").replace("\r", "\n")
        if column != "about":
            lines = _shown(lines, reading)
        cut = lines[:most].rstrip()
        said = cast("Change", {field_name: _FIELDS[column].kind.read(cut, _NO_DATES)})
        if len(lines) > most:
            raise Odd(words.text("import.cut", count=len(lines), most=most), said)
        return said

    return read


def _list_of(
    column: str, most: int, length: int, *, commas: bool = False, as_in_form: bool = False
) -> Callable[[str, Reading], Change]:
    def read(cell: str, reading: Reading) -> Change:
        if reading.exact:
            found = exact_entries(cell)
        else:
            found = entries_of(cell, reading.known.get(column, ()), commas=commas)
        entries = each_once(parts_of(_shown(each, reading) for each in found.texts))
        fitting = [each for each in entries if len(each) <= length]
        kept: object = tuple(fitting[:most])
        if as_in_form:
            kept = _FIELDS[column].kind.read(list(fitting[:most]), _NO_DATES)
        said = cast("Change", {column: kept} if kept else {})
        if len(fitting) < len(entries):
            long = next(each for each in entries if len(each) > length)
            raise Odd(words.text("items.too_long", item=long[:40] + "…", limit=length), said)
        if len(fitting) > most:
            raise Odd(words.text("import.first_ones", count=len(fitting), most=most), said)
        if found.doubtful:
            raise Odd(words.text("import.comma", entry=found.doubtful[:_SAID]), said)
        return said

    return read


def _zone(cell: str, reading: Reading) -> Change:
    try:
        return {"zone": read_zone(cell[:_SAID])}
    except ValueError as unknown:
        raise Odd(str(unknown)) from None


def _availability(cell: str, reading: Reading) -> Change:
    chosen, odd = set(), ""
    for said in filter(str.strip, re.split("[;,|\n]", cell)):
        try:
            chosen.add(read_slot(said))
        except (ValueError, KeyError):
            odd = odd or said.strip()[:_SAID]
    slots = tuple(slot for slot in SLOTS if slot in chosen)
    change: Change = {"availability": slots} if slots else {}
    if odd:
        raise Odd(words.text("import.slot", slot=odd), change)
    return change


def _visibility(cell: str, reading: Reading) -> Change:
    for who in VISIBILITIES:
        if cell.casefold() == who:
            return {"visibility": who}
    raise ValueError(words.text("import.visibility", value=cell[:_SAID]))


_READ: dict[str, Callable[[str, Reading], Change]] = {
    "name": _name,
    "email": _email,
    **{name: _words_of(name) for name in ("pronouns", "headline", "about", "place")},
    "topics": _list_of("topics", MOST_TOPICS, 60, commas=True, as_in_form=True),
    "languages": _list_of("languages", _LANGUAGES, _LANGUAGE_LENGTH, commas=True, as_in_form=True),
    **{name: _list_of(name, MOST_ITEMS, ITEM_LENGTH) for name in ("offers", "asks")},
    "networks": _list_of("networks", MOST_ITEMS, NETWORK_LENGTH),
    "timezone": _zone,
    "availability": _availability,
    GUARDED: _visibility,
}
LISTS = ("offers", "asks", "networks")
"""Columns in which it counts whether an entry is known."""

_OF_ENTRIES = {*LISTS, "topics", "languages"}  # each of which is as harmless as a cell

FATAL = {"name", "email", GUARDED}
"""Columns without which a row cannot be taken, if what is in them is wrong."""
