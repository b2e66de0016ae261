"""What a text is known by, however it is written: the one folding of names, titles and words.

`folded` says whether two names are one, and is what is stored as their key; `unaccented` whether
somebody may have typed one for the other; `address_key` whether two addresses are one.
"""

import unicodedata
from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")

_APOSTROPHES = "'`´ʹʻʼʽˈˊˋ‘’‚‛′‵՚׳Ꞌꞌ＇"
_HYPHENS = "-‐‑‒–—―⁃−֊־᠆﹘﹣－"
_QUOTES = '"“”„‟«»‹›″‶״＂〝〞'
_TURKISH = "İı"  # the same name has I and i where the keyboard is no Turkish one
_BLANKS = "\u2800"  # a letter of Braille without a dot
_UNSEEN = "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0"  # beside those that Unicode calls format
_VARIANTS = ((0xFE00, 0xFE0F), (0x180B, 0x180F), (0xE0100, 0xE01EF))
_MARKS = (  # of Latin, Greek and Cyrillic letters; those of other scripts are letters to a reader
    *((0x0300, 0x036F), (0x0483, 0x0489), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF)),
    *((0x20D0, 0x20FF), (0x2DE0, 0x2DFF), (0xA66F, 0xA67D), (0xFE20, 0xFE2F)),
    *((0x0591, 0x05BD), (0x05BF, 0x05BF), (0x05C1, 0x05C2), (0x05C4, 0x05C5), (0x05C7, 0x05C7)),
    *((0x0640, 0x0640), (0x064B, 0x065F), (0x0670, 0x0670), (0x06D6, 0x06DC), (0x06DF, 0x06E8)),
)  # and points of Hebrew and Arabic, which hardly anybody writes
_WITHOUT_A_MARK = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i"}
_LIGATURES = {"æ": "ae", "œ": "oe", "ŋ": "n", "ŧ": "t", "ĸ": "k", "ſ": "s"}
_KELVIN = "\u212a"


class Lazily(dict[int, str | None]):
    """A table for `str.translate` that is filled as letters come."""

    def __init__(self, change: Callable[[str], str | None]) -> None:
        super().__init__()
        self._change = change

    def __missing__(self, letter: int) -> str | None:
        self[letter] = self._change(chr(letter))
        return self[letter]


def folded(text: str) -> str:
    """What a name is known by: its letters, whatever their case, signs and blanks are like.

    Apostrophes are one, and hyphens; quotes, and letters that nobody sees, count for nothing; the
    Turkish İ and ı are i. Accents stay: Pérez is not Perez.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.lower().replace('"', "").replace("`", "'").split())
    composed = unicodedata.normalize("NFC", text).translate(_SIGNS)
    plain = unicodedata.normalize("NFKC", composed).translate(_SIGNS)
    small = unicodedata.normalize("NFKC", plain.casefold()).casefold().replace("i\u0307", "i")
    return " ".join(unicodedata.normalize("NFC", small).split())


def unaccented(text: str) -> str:
    """What people type for a name: as it is known, with plain Latin, Greek and Cyrillic letters."""
    return " ".join(without_marks(folded(text)).split())


def without_marks(text: str) -> str:
    """The text in small letters, without marks on Latin, Greek and Cyrillic ones; signs stay."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return unicodedata.normalize("NFC", apart.translate(_UNMARKED))


def address_key(address: str) -> str:
    """What an e-mail address is known by: white space single, letters' case folded.

    Nothing else is folded, and nothing becomes a letter of ASCII: mıke@ is not mike@, whoever asks.
    """
    small = _KELVIN.join(part.lower() for part in address.split(_KELVIN))
    return " ".join(small.split())


def called(said: str, there: Iterable[T], name: Callable[[T], str]) -> list[T]:
    """Those that are called so: as it is written, or else as names are known, or as people type."""
    those = list(there)
    for level in (_as_written, folded, unaccented):
        wanted = level(said)
        if found := [each for each in those if level(name(each)) == wanted]:
            return found
    return []


def titled(said: str, there: Iterable[T], title: Callable[[T], str]) -> list[T]:
    """Those of this title, or else those of which it begins with this, or else holds it."""
    those = list(there)
    if same := called(said, those, title):
        return same
    key, by_key = unaccented(said), [(unaccented(title(each)), each) for each in those]
    beginning = [each for title, each in by_key if title.startswith(key)]
    return beginning or [each for title, each in by_key if key in title]


def says_all(text: str, query: str) -> bool:
    """Whether a text has all words that somebody looks for, however they are written."""
    said = unaccented(text)
    return all(word in said for word in unaccented(query).split())


def _as_written(text: str) -> str:
    return " ".join(text.split()).casefold()


def _sign(letter: str) -> str | None:
    for signs, one in ((_APOSTROPHES, "'"), (_HYPHENS, "-"), (_TURKISH, "i"), (_BLANKS, " ")):
        if letter in signs:
            return one
    if letter in _QUOTES or letter in _UNSEEN or _within(letter, _VARIANTS):
        return None
    if unicodedata.category(letter) in ("Cc", "Cf", "Cs") and not letter.isspace():
        return None
    return letter


def _unmarked(letter: str) -> str | None:
    if _within(letter, _MARKS):
        return None
    return _WITHOUT_A_MARK.get(letter, _LIGATURES.get(letter, letter))


def _within(letter: str, ranges: Iterable[tuple[int, int]]) -> bool:
    return any(first <= ord(letter) <= last for first, last in ranges)


_SIGNS = Lazily(_sign)
_UNMARKED = Lazily(_unmarked)
