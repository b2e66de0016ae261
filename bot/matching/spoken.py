"""The words of a free text, in whatever script, before anything is left out of them."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from bot.ui.tokens import TOGETHER

SHORTEST_WORD: Final = 3
"""Letters of a word that is always one; of shorter ones see `Spoken`."""

_SYLLABLES = "\u0590"  # from here on a letter is a syllable, or the most of one
_NOT_SHOUTED = 2  # words in capitals
_BLOCKS = ((0x300, 0x20F0), (0x2CEF, 0x3100), (0xA66F, 0xABED), (0xFE20, 0xFE2F))


def _marks() -> str:
    """The marks of the scripts that people write, as a part of a character class."""
    found = (
        chr(code)
        for first, last in _BLOCKS
        for code in range(first, last + 1)
        if unicodedata.category(chr(code))[0] == "M"
    )
    runs = groupby(enumerate(found), lambda pair: ord(pair[1]) - pair[0])
    each = ([mark for _, mark in run] for _, run in runs)
    return "".join(f"{run[0]}-{run[-1]}" for run in each)


_LETTER = rf"[^\W\d_][{_marks()}]*"
_WORD = re.compile(rf"(?:{_LETTER})+(?:-(?:{_LETTER})+)*")
_TOGETHER = re.compile(rf"[{TOGETHER}]+|[^{TOGETHER}]+")
_CUT = re.compile(f"[{TOGETHER}]")


def spoken(text: str) -> Iterator[tuple[str, bool]]:
    """Each word in small letters, and whether it is one for its looks, however short it is.

    Such are "IT" among small letters, or alone, and two letters of scripts whose letters are
    syllables. "Well-being" is well, being, and wellbeing; what has no blanks between its words is
    each two letters of it.
    """
    plain = unicodedata.normalize("NFKC", text)
    found = _WORD.findall(plain)
    shouted = plain.isupper() and sum(map(str.isupper, found)) > _NOT_SHOUTED
    for word in found:
        parts = word.split("-")
        for part in parts:
            yield from _looked_at(part, shouted=shouted, alone=len(parts) == 1)
        if len(parts) > 1:
            yield "".join(parts).casefold(), True


def _looked_at(word: str, *, shouted: bool, alone: bool) -> Iterator[tuple[str, bool]]:
    if not word.isascii() and _CUT.search(word):
        yield from ((each, True) for each in _cut(word.casefold()))
        return
    if word[0] >= _SYLLABLES:
        if sum(map(str.isalpha, word)) > 1:
            yield word.casefold(), True
        return
    acronym = word.isupper() and not shouted
    if acronym or alone or len(word) >= SHORTEST_WORD:
        yield word.casefold(), acronym


def _cut(word: str) -> Iterator[str]:
    for run in _TOGETHER.findall(word):
        if not _CUT.match(run):
            yield run
            continue
        yield from (run[at : at + 2] for at in range(max(1, len(run) - 1)))
