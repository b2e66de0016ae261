"""What was written, as tokens with all that they may mean."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from bot.community.dates.vocabulary import Vocabulary, plainly, split


@dataclass(frozen=True, slots=True)
class Token:
    """A number, a word, or a sign; `glued` if nothing stands between it and what is before it."""

    text: str
    glued: bool

    @property
    def number(self) -> bool:
        """Whether it is written in digits."""
        return self.text[0] in "0123456789"


_SEPARATORS = (":", ";", "|", "/", ".", "·", "•", "&")
_PICTURES = ("So", "Mn")
_CENTURIES = (19, 20, 21)


class Phrase:
    """The tokens of a text, and what can be asked of them by position."""

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        matches = split(plainly(text))
        ends = [0, *(match.end() for match in matches)]
        self.tokens = tuple(
            Token(match[0], match.start() == end and bool(match.start()))
            for match, end in zip(matches, ends, strict=False)
        )
        self.vocabulary = vocabulary

    def __len__(self) -> int:
        return len(self.tokens)

    def text(self, at: int) -> str:
        """The token here, or nothing."""
        return self.tokens[at].text if at < len(self.tokens) else ""

    def means(self, kind: str, at: int) -> Iterator[tuple[str, int]]:
        """Each value that the words from here may have as this kind, and where they end."""
        return iter(self._meanings.get((kind, at), ()))

    def skips(self, kind: str, at: int) -> int:
        """Where it goes on behind the longest words of this kind, if there are any."""
        return max((end for _, end in self.means(kind, at)), default=at)

    def past_fillers(self, at: int) -> int:
        """Where it goes on behind words that only stand around, and a comma."""
        while (end := self.skips("filler", at)) > at or self.text(at) == ",":
            at = max(end, at + 1)
        return at

    def separates(self, at: int) -> bool:
        """Whether a sign stands here that only parts what is before it from what comes."""
        text = self.text(at)
        parted = at + 1 >= len(self.tokens) or not self.tokens[at + 1].glued
        return (text in _SEPARATORS and parted) or unicodedata.category(text[0]) in _PICTURES

    def digits(self, at: int, most: int = 4, *, glued: bool = False) -> str:
        """The number in digits here, if it has no more of them and stands close enough."""
        if at >= len(self.tokens):
            return ""
        token = self.tokens[at]
        fits = token.number and len(token.text) <= most and (token.glued or not glued)
        return token.text if fits else ""

    def sign(self, signs: str, at: int, *, glued: bool = True) -> str:
        """The sign here, if it is one of these (and close to what is before it)."""
        if at >= len(self.tokens):
            return ""
        token = self.tokens[at]
        return token.text if token.text in signs and (token.glued or not glued) else ""

    def counted(self, at: int) -> Iterator[tuple[int, int]]:
        """How many there are of something, and where that ends: "3", "three", "a"."""
        yield from self.numbered(at)
        yield from ((int(value), end) for value, end in self.means("count", at))

    def numbered(self, at: int) -> Iterator[tuple[int, int]]:
        """Each number that is written here in digits or words, and where it ends."""
        if digits := self.digits(at):
            yield int(digits), at + 1
        for value, end in self._cardinals(at):
            yield int(value), end
            if int(value) % 10 == 0 < int(value):
                rest = end + 1 if self.sign("-", end) else end
                for more, after in self.means("cardinal", rest):
                    if 0 < int(more) < 10:
                        yield int(value) + int(more), after

    def _cardinals(self, at: int) -> Iterator[tuple[str, int]]:
        """Those in words; of "dix-neuf" no "dix"."""
        found = list(self.means("cardinal", at))
        longest = max((end for _, end in found), default=at)
        for value, end in found:
            if end == longest or not self.sign("-", end):
                yield value, end

    def year(self, at: int) -> Iterator[tuple[int, int]]:
        """Each year that is written here: "2027", "twenty twenty seven", "deux mille vingt"."""
        digits = self.digits(at)
        if len(digits) == 4 and int(digits):
            yield int(digits), at + 1
        for first, end in () if digits else self.numbered(at):
            for last, after in self.numbered(end):
                if first in _CENTURIES and last >= 10:
                    yield 100 * first + last, after
            for _, after in self.means("thousand", end):
                if 0 < first <= 2:
                    yield 1000 * first, after
                    for rest, last in self.numbered(self.skips("to", after)):
                        if rest < 100:
                            yield 1000 * first + rest, last

    def ordered(self, at: int) -> Iterator[tuple[int, int]]:
        """Each number that is written here as an ordinal: "3rd", "third"."""
        if digits := self.digits(at, 2):
            for _, end in self.means("suffix", at + 1):
                yield int(digits), end
        for value, end in self.means("ordinal", at):
            yield int(value), end

    @cached_property
    def _meanings(self) -> dict[tuple[str, int], list[tuple[str, int]]]:
        found: dict[tuple[str, int], list[tuple[str, int]]] = {}
        for at, token in enumerate(self.tokens):
            for meaning in self.vocabulary.meanings.get(token.text, ()):
                if end := self._end_of(meaning.words, at):
                    found.setdefault((meaning.kind, at), []).append((meaning.value, end))
        return found

    def _end_of(self, words: tuple[str, ...], at: int) -> int:
        """Where these words end, if they stand here; hyphens between them do not matter."""
        for number, word in enumerate(words):
            at = at + 1 if number and self.sign("-", at) else at
            if self.text(at) != word:
                return 0
            at += 1
        return at
