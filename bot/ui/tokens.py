"""A text as the words that are looked for in it: small letters and digits, whatever the script.

Search engines and stemmers know Latin letters best, so each mark that makes a letter another one
(Hindi, Bengali, Thai …) becomes a letter of its own, and scripts that put no blanks between words
are cut into single letters, which stand side by side: a part of what is written is found.
"""

import re
import unicodedata
from collections.abc import Collection

from bot.ui.folding import Lazily, folded, unaccented

Tokens = tuple[str, ...]

TOGETHER = (  # without blanks, or with words that grow at both ends
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
    "\u3040-\u30ff\u31f0-\u31ff"  # kana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"  # Chinese characters
    "\uac00-\ud7a3"  # hangul
)
_FIRST_MARK, _MARKS = 0xA000, 1165  # letters that search engines take for letters: Yi syllables
_MARK = f"[\ua000-{chr(_FIRST_MARK + _MARKS - 1)}]"
_CUT_SCRIPT = re.compile(f"[{TOGETHER}]|{_MARK}")
_WORD = re.compile(rf"(?=[^\W_])[{TOGETHER}]{_MARK}*|(?:(?![{TOGETHER}])[^\W_])+")
_PLAIN_WORD = re.compile(r"[a-z0-9]+")
_PLUS = re.compile(r"(?<=[^\W_])\+\+")
_SHARP = re.compile(r"(?<![^\W_])([^\W\d_])#(?![^\W_])")
_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})


def tokens(text: str) -> Tokens:
    """The words of a text: "Wrzesiński & Søn" gives "wrzesinski", "son"; "C++" and "C#" differ."""
    plain = unaccented(text)
    if "+" in plain or "#" in plain:
        plain = _SHARP.sub(r"\1sharp", _PLUS.sub("pp", plain))
    if plain.isascii():
        return tuple(_PLAIN_WORD.findall(plain))
    return tuple(_WORD.findall(plain.translate(_LETTERS)))


def pieces(text: str) -> list[str]:
    """The text cut at blanks and signs, but for hyphens and what belongs to a word: "e-mail"."""
    parts = folded(text).translate(_CUT).split()
    return [piece for each in parts if (piece := each.strip("-")) and tokens(piece)]


def ways(piece: str) -> tuple[Tokens, ...]:
    """The words of a piece, and other words that mean it: "e-mail" is "email", "Köln" "Koeln"."""
    small = folded(piece)
    others = (small.replace("-", ""), small.translate(_SPELT_OUT))
    every = (tokens(small), *(tokens(other) for other in others if other != small))
    return tuple(dict.fromkeys(way for way in every if way))


def further_words(text: str) -> Tokens:
    """The words by which a text is found beside its own: "Well-being in Köln" by "wellbeing"."""
    if text.isascii() and "-" not in text:
        return ()
    found = (word for piece in pieces(text) for way in ways(piece)[1:] for word in way)
    return tuple(dict.fromkeys(found))


def is_spelt(word: str) -> bool:
    """Whether this word of a text has letters that people spell: no cut script, no mark as one."""
    return not _CUT_SCRIPT.search(word)


def spelling_key(name: str, without: Collection[str] = ()) -> str:
    """What spellings of one name have in common: its words in one, umlauts spelt out."""
    words = tokens(folded(name).translate(_SPELT_OUT))
    return "".join(word for word in words if word not in without)


def alike(one: str, other: str) -> bool:
    """Whether two names have the same words: as they are written, without accents, or spelt out."""
    if tokens(one) == tokens(other) != ():
        return True
    first, second = (tokens(folded(name).translate(_SPELT_OUT)) for name in (one, other))
    return first == second != ()


def _letter(character: str) -> str:
    """A number that is no digit ("⓫") ends a word, as it does for PostgreSQL."""
    category = unicodedata.category(character)
    if category[0] == "M":
        return chr(_FIRST_MARK + ord(character) % _MARKS)
    return " " if category in ("No", "Nl") else character


def _cut(character: str) -> str:
    category = unicodedata.category(character)
    joins = character in "-+#" or category[0] in "LM" or category == "Nd"
    return character if joins else " "


_LETTERS = Lazily(_letter)
_CUT = Lazily(_cut)
