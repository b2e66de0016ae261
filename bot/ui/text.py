"""Texts as every chat can show them, and what is read in them."""

import re
import unicodedata
from collections.abc import Mapping
from typing import TypeVar

from bot.ui.capabilities import short

T = TypeVar("T")

_UNSHOWABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff"
    "\u202a-\u202e\u2066-\u2069]"  # these reverse the text that follows, ours too
)
_LINE_ENDS = re.compile("\r\n|[\r\u2028\u2029]")
_STRAIGHT = str.maketrans("‘’“”", "''\"\"")


def clean(text: str) -> str:
    """The text without characters that no chat shows, and with single line ends."""
    return _UNSHOWABLE.sub("", _LINE_ENDS.sub("\n", text))


def label(text: str, limit: int) -> str:
    """The text as a label: in one line of 1 to `limit` characters."""
    return short(" ".join(clean(text).split()), limit) or "…"


def name_key(text: str) -> str:
    """What a name, or an address, is known by: white space made single, letters' case folded."""
    return " ".join(text.split()).casefold()


def title_key(text: str) -> str:
    """What a title is known by when it is typed: as a name, without accents and curly quotes."""
    return name_key(without_accents(text).translate(_STRAIGHT))


def titled(text: str, there: Mapping[str, T]) -> list[T]:
    """The one of this title, or else those of which it begins with this, or else holds it.

    Accents and the kind of apostrophes count only where titles differ in nothing else.
    """
    same = [each for title, each in there.items() if name_key(title) == name_key(text)]
    key, by_key = title_key(text), [(title_key(title), each) for title, each in there.items()]
    same = same or [each for title, each in by_key if title == key]
    beginning = same or [each for title, each in by_key if title.startswith(key)]
    return beginning or [each for title, each in by_key if key in title]


def without_accents(text: str) -> str:
    """The text with plain letters in the place of those with accents."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def without_quotes(text: str) -> str:
    """The text without the quotes in which all of it stands."""
    for opening, closing in ('""', "“”", "«»"):
        inside = text.removeprefix(opening).removesuffix(closing)
        if len(inside) == len(text) - 2 and not {opening, closing} & set(inside):
            return inside.strip()
    return text


def says_all(text: str, query: str) -> bool:
    """Whether a text has all words that somebody looks for, whatever the case and the accents."""
    said = without_accents(text.casefold())
    return all(word in said for word in without_accents(query.casefold()).split())


def megabytes(count: int) -> str:
    """A number of bytes as people say it, in megabytes."""
    return f"{count / 1_000_000:.1f}".removesuffix(".0")


def read_id(text: str) -> int:
    """The id of a row that a button or a form carries; 0, which no row has, for anything else."""
    return read_number(text) or 0


def read_number(text: str) -> int | None:
    """The number of up to 18 digits, as ids of rows are; `None` for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None
