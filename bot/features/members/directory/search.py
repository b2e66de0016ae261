"""Reading what people look for, and profiles as a search engine sees them. Pure functions.

All text, on both sides, is folded to words of small letters and digits without accents
(`bot.ui.tokens`); so nothing that anybody types can mean anything to a search engine but words.
What can be written in several ways ("e-mail", "Köln") is looked for in each, and stored in all.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from bot.community.profiles import Profile
from bot.community.spoken_languages import language_name, names_in_all
from bot.ui.tokens import Tokens, further_words, is_spelt, pieces, tokens, ways

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
        "languages": tuple(map(language_name, profile.languages)),
        "about": sentences(profile.about),
    }


def document_of(profile: Profile) -> Document:
    """What can be found in a profile, as an engine is given it."""
    there = entries(profile) | {"languages": tuple(map(_in_all, profile.languages))}
    return {
        column: tuple(" ".join((*tokens(entry), *further_words(entry))) for entry in written)
        for column, written in there.items()
    }


def _in_all(language: str) -> str:
    """All that a language is looked for by, whoever looks."""
    return " ".join(names_in_all(language))


def vocabulary(documents: Iterable[Document]) -> set[str]:
    """The words of some documents that are long enough to be misspelt."""
    return {
        word
        for document in documents
        for written in document.values()
        for entry in written
        for word in entry.split()
        if 3 <= len(word) <= 40 and not word.isdecimal() and is_spelt(word)
    }


# Queries --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a query, as it was said, and the ways in which it may be written."""

    said: str
    ways: tuple[Tokens, ...]

    @property
    def plain(self) -> str:
        """The word, if it is a single one."""
        return self.ways[0][0] if len(self.ways[0]) == 1 else ""


@dataclass(frozen=True, slots=True)
class Term:
    """Words to look for, next to one another; in one column, or anywhere.

    With `prefix`, the last word may go on. `others` will do as well; `without` says that it is to
    be nowhere.
    """

    tokens: Tokens
    column: Literal["", "name", "offers", "asks"] = ""
    prefix: bool = False
    others: tuple[Tokens, ...] = ()
    without: bool = False
    said: str = field(default="", compare=False)

    @classmethod
    def of(cls, word: Word, column: Literal["", "offers", "asks"] = "") -> "Term":
        """Look for a word in every way in which it may be written."""
        return cls(word.ways[0], column, others=word.ways[1:], said=word.said)

    def __str__(self) -> str:
        return self.said or " ".join(self.tokens)

    def anywhere(self) -> "Term":
        """The same words, in any column."""
        return replace(self, column="")

    def either(self, other: "Term", or_: str) -> "Term":
        """This, or else another."""
        others = (*self.others, other.tokens, *other.others)
        return replace(self, others=others, said=f"{self} {or_} {other}")


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a query that may name a town or a network: "in Coventry", "from Millstone Lane".

    `first` is what to try first.
    """

    words: tuple[Word, ...]
    first: Literal["town", "network"]

    @classmethod
    def of(cls, text: str, first: Literal["town", "network"]) -> "Clause":
        """The clause of these words."""
        return cls(tuple(words_of(text)), first)


def words_of(text: str) -> list[Word]:
    """The words of a text, each with the ways in which it may be written."""
    return [Word(piece, ways(piece)) for piece in pieces(text)]


def ways_of(words: Iterable[Word]) -> tuple[Tokens, ...]:
    """How several words may be written, one after the other."""
    those = list(words)
    plain = tuple(token for word in those for token in word.ways[0])
    other = tuple(token for word in those for token in word.ways[-1])
    return (plain,) if plain == other else (plain, other)


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
OR = {"or", "ou"}
_NOT = {"NOT", "SAUF"}
_SAY_LITTLE = """
    a about an and any anybody anyone are at by can do does doing expert experts folk folks for from
    i in interested into is knows me members my near of on or people person some somebody someone
    that the their they to us we what who whom with work working works
"""
_FILLERS = frozenset(_SAY_LITTLE.split())


def read_query(text: str, page: int = 1) -> Query:
    """Read "measurement in Coventry offering mentoring". Raises nothing: all is words.

    "or" stands between what will do as well, "NOT" or a dash before what is to be nowhere.
    """
    text = text.strip()
    reader = _Reader()
    for piece in _PIECE.finditer(text):
        if piece["quoted"] is not None:
            reader.quoted(words_of(piece["quoted"]))
        elif piece["word"] in _NOT:
            reader.without()
        else:
            said = piece["word"]
            if said.startswith("-"):
                reader.without()
            for word in words_of(_IN_FRENCH.get(said.casefold(), said)):
                reader.word(word)
    terms, clauses = reader.read()
    return Query(text, terms[:MOST_WORDS], clauses, page)


def read_terms(words: Iterable[Word]) -> list[Term]:
    """Words without keywords as terms; "or" between two of them joins them."""
    reader = _Reader()
    for word in words:
        reader.plain_word(word)
    return list(reader.read()[0])


def without_fillers(terms: tuple[Term, ...], *, even_all: bool) -> tuple[Term, ...]:
    """The terms that say something; if none does, all of them unless `even_all` may go."""
    kept = tuple(t for t in terms if len(t.tokens) > 1 or t.others or t.tokens[0] not in _FILLERS)
    return kept if kept or even_all else terms


class _Reader:
    """Sorts the words of a query, one after the other."""

    def __init__(self) -> None:
        self._terms: list[Term] = []
        self._clauses: list[Clause] = []
        self._column: Literal["", "offers", "asks"] = ""
        self._column_words: tuple[Word, ...] = ()
        self._clause: list[Word] | None = None
        self._clause_word: Word | None = None
        self._or: Word | None = None
        self._without = False

    def word(self, word: Word) -> None:
        said = word.plain
        if said in _IN | _FROM:
            self._close_clause()
            self._clause, self._clause_word = [], word
        elif said in _OFFERS | _ASKS:
            self._open_column("offers" if said in _OFFERS else "asks", (word,))
        elif said == "for" and self._last() in _BEFORE_FOR:
            self._open_column("asks", (self._take_last(), word))
        elif self._clause is not None:
            self._clause.append(word)
        else:
            self.plain_word(word)

    def plain_word(self, word: Word) -> None:
        """A word that is looked for, or "or" between two of them."""
        if word.plain in OR and self._terms and not self._terms[-1].without:
            self._or = word
        else:
            self._add(Term.of(word, self._column))

    def without(self) -> None:
        """What comes next is to be nowhere."""
        self._close_clause()
        self._without = True

    def quoted(self, phrase: Sequence[Word]) -> None:
        """What stands in quotes is meant as it is."""
        if self._clause is not None and not self._clause:
            self._clause.extend(phrase)
        elif phrase:
            self._close_clause()
            plain, *others = ways_of(phrase)
            said = " ".join(word.said for word in phrase)
            self._add(Term(plain, self._column, others=tuple(others), said=said))

    def read(self) -> tuple[tuple[Term, ...], tuple[Clause, ...]]:
        self._close_clause()
        if self._or:  # with nothing after it, it was only a word: "bijoux en or"
            self._terms.append(Term.of(self._or, self._column))
        self._close_column()
        if not self._clauses and all(term.without for term in self._terms):
            self._terms = [replace(term, without=False) for term in self._terms]
        return tuple(self._terms), tuple(self._clauses)

    def _add(self, term: Term) -> None:
        term = replace(term, without=self._without)
        if self._or and not term.without and self._terms[-1].column == term.column:
            self._terms[-1] = self._terms[-1].either(term, self._or.said)
        else:
            self._terms.append(term)
        self._or, self._without = None, False

    def _open_column(self, column: Literal["offers", "asks"], said: tuple[Word, ...]) -> None:
        self._close_clause()
        self._close_column()
        self._column, self._column_words = column, said

    def _close_column(self) -> None:
        """A keyword with nothing after it was only a word: "special needs"."""
        if self._column and not any(term.column == self._column for term in self._terms):
            self._terms.extend(map(Term.of, self._column_words))
        self._column = ""

    def _close_clause(self) -> None:
        if self._clause and self._clause_word:
            first: Literal["town", "network"]
            first = "town" if self._clause_word.plain in _IN else "network"
            self._clauses.append(Clause(tuple(self._clause), first))
        elif self._clause is not None and self._clause_word:
            self._add(Term.of(self._clause_word, self._column))
        self._clause = None

    def _last(self) -> str:
        if self._clause is not None:
            return self._clause[-1].plain if self._clause else ""
        return self._terms[-1].tokens[-1] if self._terms else ""

    def _take_last(self) -> Word:
        if self._clause is not None:
            return self._clause.pop()
        term = self._terms.pop()
        return Word(str(term), (term.tokens, *term.others))
