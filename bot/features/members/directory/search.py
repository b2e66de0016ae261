"""Reading what people look for, and profiles as a search engine sees them. Pure functions.

All text, on both sides, is folded to words of small letters and digits without accents
(`bot.ui.tokens`); so nothing that anybody types can mean anything to a search engine but words.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from bot.community.profiles import Profile
from bot.ui.tokens import Tokens, tokens

Column = Literal[
    "name", "topics", "headline", "offers", "asks", "town", "networks", "languages", "about"
]
COLUMNS: tuple[Column, ...] = (
    "name",
    "topics",
    "headline",
    "offers",
    "asks",
    "town",
    "networks",
    "languages",
    "about",
)

Document = Mapping[Column, tuple[str, ...]]
"""A profile's words, column by column, entry by entry; an entry of `about` is a sentence."""

MOST_WORDS = 12
"""Further words of a query are not looked for."""

_SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n+")


def sentences(text: str) -> tuple[str, ...]:
    """A text cut into sentences and lines."""
    return tuple(part.strip() for part in _SENTENCE.split(text) if part.strip())


def entries(profile: Profile) -> dict[Column, tuple[str, ...]]:
    """What can be found in a profile, as it was written."""
    return {
        "name": (profile.name,),
        "topics": profile.topics,
        "headline": (profile.headline,),
        "offers": profile.offers,
        "asks": profile.asks,
        "town": (profile.town,),
        "networks": profile.networks,
        "languages": profile.languages,
        "about": sentences(profile.about),
    }


def document_of(profile: Profile) -> Document:
    """What can be found in a profile, as an engine is given it."""
    return {
        column: tuple(" ".join(tokens(entry)) for entry in written)
        for column, written in entries(profile).items()
    }


def vocabulary(documents: Iterable[Document]) -> set[str]:
    """The words of some documents that are long enough to be misspelt."""
    return {
        word
        for document in documents
        for written in document.values()
        for entry in written
        for word in entry.split()
        if 3 <= len(word) <= 40 and not word.isdecimal()
    }


# Queries --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Term:
    """Words to look for, next to one another; in one column, or anywhere.

    With `prefix`, the last word may go on.
    """

    tokens: Tokens
    column: Literal["", "name", "offers", "asks"] = ""
    prefix: bool = False

    def __str__(self) -> str:
        return " ".join(self.tokens)

    def anywhere(self) -> "Term":
        """The same words, in any column."""
        return replace(self, column="")


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a query that may name a town or a network: "in Coventry", "from Millstone Lane".

    `first` is what to try first.
    """

    tokens: Tokens
    first: Literal["town", "network"]


@dataclass(frozen=True, slots=True)
class Query:
    """A query, read: words and clauses as they came, and the page that was asked for (from 1)."""

    text: str
    terms: tuple[Term, ...]
    clauses: tuple[Clause, ...]
    page: int = 1


_PIECE = re.compile(r'["“”](?P<quoted>[^"“”]*)["“”]|(?P<word>[^\s"“”]+)')
_IN_FRENCH = {"à": "in", "dans": "in", "vers": "near", "chez": "from", "avec": "with"}
_IN = {"in", "near", "around"}
_FROM = {"from", "of", "at"}
_OFFERS = {"offering", "offers"}
_ASKS = {"needing", "needs", "seeking"}
_BEFORE_FOR = {"looking", "asking", "searching"}
_SAY_LITTLE = """
    a about an and any anybody anyone are at by can do does doing expert experts folk folks for from
    i in interested into is knows me members my near of on or people person some somebody someone
    that the their they to us we what who whom with work working works
"""
_FILLERS = frozenset(_SAY_LITTLE.split())


def read_query(text: str, page: int = 1) -> Query:
    """Read "measurement in Coventry offering mentoring". Raises nothing: all is words."""
    text = text.strip()
    reader = _Reader()
    for piece in _PIECE.finditer(text):
        if piece["quoted"] is not None:
            reader.quoted(tokens(piece["quoted"]))
        else:
            said = piece["word"]
            for word in tokens(_IN_FRENCH.get(said.casefold(), said)):
                reader.word(word)
    terms, clauses = reader.read()
    return Query(text, terms[:MOST_WORDS], clauses, page)


def without_fillers(terms: tuple[Term, ...], *, even_all: bool) -> tuple[Term, ...]:
    """The terms that say something; if none does, all of them unless `even_all` may go."""
    kept = tuple(t for t in terms if len(t.tokens) > 1 or t.tokens[0] not in _FILLERS)
    return kept if kept or even_all else terms


class _Reader:
    """Sorts the words of a query, one after the other."""

    def __init__(self) -> None:
        self._terms: list[Term] = []
        self._clauses: list[Clause] = []
        self._column: Literal["", "offers", "asks"] = ""
        self._column_word: Tokens = ()
        self._clause: list[str] | None = None
        self._clause_word = ""

    def word(self, word: str) -> None:
        if word in _IN | _FROM:
            self._close_clause()
            self._clause, self._clause_word = [], word
        elif word in _OFFERS | _ASKS:
            self._open_column("offers" if word in _OFFERS else "asks", (word,))
        elif word == "for" and self._last() in _BEFORE_FOR:
            self._open_column("asks", (self._take_last(), word))
        elif self._clause is not None:
            self._clause.append(word)
        else:
            self._terms.append(Term((word,), self._column))

    def quoted(self, phrase: Tokens) -> None:
        """What stands in quotes is meant as it is."""
        if self._clause is not None and not self._clause:
            self._clause.extend(phrase)
        elif phrase:
            self._close_clause()
            self._terms.append(Term(phrase, self._column))

    def read(self) -> tuple[tuple[Term, ...], tuple[Clause, ...]]:
        self._close_clause()
        self._close_column()
        return tuple(self._terms), tuple(self._clauses)

    def _open_column(self, column: Literal["offers", "asks"], said: Tokens) -> None:
        self._close_clause()
        self._close_column()
        self._column, self._column_word = column, said

    def _close_column(self) -> None:
        """A keyword with nothing after it was only a word: "special needs"."""
        if self._column and not any(term.column == self._column for term in self._terms):
            self._terms.extend(Term((word,)) for word in self._column_word)
        self._column = ""

    def _close_clause(self) -> None:
        if self._clause:
            first: Literal["town", "network"] = "town" if self._clause_word in _IN else "network"
            self._clauses.append(Clause(tuple(self._clause), first))
        elif self._clause is not None:
            self._terms.append(Term((self._clause_word,), self._column))
        self._clause = None

    def _last(self) -> str:
        if self._clause is not None:
            return self._clause[-1] if self._clause else ""
        return self._terms[-1].tokens[-1] if self._terms else ""

    def _take_last(self) -> str:
        if self._clause is not None:
            return self._clause.pop()
        return self._terms.pop().tokens[-1]
