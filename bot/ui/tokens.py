"""A text as words of small letters and digits without accents."""

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")
_UNDECOMPOSED = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe"}
)

Tokens = tuple[str, ...]


def tokens(text: str) -> Tokens:
    """The words of a text, folded: "Wrzesiński & Søn" gives "wrzesinski", "son"."""
    if text.isascii():
        return tuple(_WORD.findall(text.lower()))
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    plain = "".join(map(_plain, decomposed))
    folded = unicodedata.normalize("NFC", plain).casefold().translate(_UNDECOMPOSED)
    return tuple(_WORD.findall(folded))


def _plain(character: str) -> str:
    """Without marks; a number that is no digit ("⓫") ends a word, as it does for PostgreSQL."""
    category = unicodedata.category(character)
    return "" if category[0] == "M" else " " if category in ("No", "Nl") else character


def alike(one: str, other: str) -> bool:
    """Whether two names have the same words: as they are written, or without their accents."""
    return tokens(one) == tokens(other) != ()
