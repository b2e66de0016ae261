"""Reading queries and telling words apart, without a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.community.people import Network
from bot.features.members.directory.finding import nearest_spellings, networks_called
from bot.features.members.directory.search import (
    Clause,
    Term,
    read_query,
    sentences,
    without_fillers,
)
from bot.features.members.domain import read_items
from bot.features.members.profile.forms import rejoined
from bot.ui.tokens import tokens


def terms(query: str) -> list[str]:
    return [f"{t.column}:{t}" if t.column else str(t) for t in read_query(query).terms]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kettle & Bench", ("kettle", "bench")),
        ("Jakub Wrzesiński", ("jakub", "wrzesinski")),
        ("ZOË Müller-Straße", ("zoe", "muller", "strasse")),
        ("don’t", ("don", "t")),
        ("مَرْحَبًا", ("مرحبا",)),
        ("🎉 * \" ' ( ) : ^ - _", ()),
        ("ﬁne ǅ İ", ("fine", "dz", "i")),
        ("a⓫b 𐄇 x² ٣", ("a", "b", "x2", "٣")),
    ],
)
def test_words_are_folded_to_letters_and_digits(text: str, expected: tuple[str, ...]) -> None:
    assert tokens(text) == expected


@given(st.text())
@pytest.mark.slow("many texts are invented")
def test_a_folded_word_stays_as_it_is(text: str) -> None:
    words = tokens(text)
    assert tokens(" ".join(words)) == words
    assert all(word.isalnum() for word in words)


@given(st.text())
@pytest.mark.slow("many queries are invented")
def test_every_query_can_be_read(text: str) -> None:
    asked = read_query(text)
    assert all(term.tokens and all(term.tokens) for term in asked.terms)
    assert all(clause.words for clause in asked.clauses)


@pytest.mark.parametrize(
    ("query", "expected", "clauses"),
    [
        ("measurement in Coventry", ["measurement"], [Clause.of("coventry", "town")]),
        ("measurement à Coventry", ["measurement"], [Clause.of("coventry", "town")]),
        ("from Kettle & Bench", [], [Clause.of("kettle bench", "network")]),
        ("offering help with damp", ["offers:help", "offers:with", "offers:damp"], []),
        ("trust looking for a mentor", ["trust", "asks:a", "asks:mentor"], []),
        ("needing cash in Hull", ["asks:cash"], [Clause.of("hull", "town")]),
        ("special needs", ["special", "needs"], []),
        ("looking for", ["looking", "for"], []),
        ("in", ["in"], []),
        ("AI or housing", ["ai or housing"], []),
        ("bijoux en or", ["bijoux", "en", "or"], []),
        ("well-being", ["well-being"], []),
        ('"in kind" support', ["in kind", "support"], []),
        ('from "Kettle & Bench" tea', [], [Clause.of("kettle bench tea", "network")]),
        ("in Hull of Lane", [], [Clause.of("hull", "town"), Clause.of("lane", "network")]),
        ("in Hull looking for tea", ["asks:tea"], [Clause.of("hull", "town")]),
    ],
)
def test_a_query_is_read_clause_by_clause(
    query: str, expected: list[str], clauses: list[Clause]
) -> None:
    assert terms(query) == expected
    assert list(read_query(query).clauses) == clauses


def test_words_that_say_little_go_unless_they_are_all_there_is() -> None:
    some = (Term(("people",)), Term(("trust",)))
    assert without_fillers(some, even_all=False) == (Term(("trust",)),)
    assert without_fillers(some[:1], even_all=False) == some[:1]
    assert without_fillers(some[:1], even_all=True) == ()


def test_a_text_is_cut_into_sentences() -> None:
    assert sentences("One. Two!\n\nThree? e.g.this") == ("One.", "Two!", "Three?", "e.g.this")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("mesurement", "measurement"), ("bereavment", "bereavement"), ("turst", "trust")],
)
def test_a_slip_of_the_fingers_is_understood(typed: str, meant: str) -> None:
    assert nearest_spellings(typed, ["other", meant, "measured", "trustees"])[0] == meant


def test_short_or_far_words_are_not_mended() -> None:
    assert nearest_spellings("cat", ["car"]) == []
    assert nearest_spellings("xylophone", ["telephone"]) == []


def test_networks_go_by_their_name_a_part_of_it_or_nearly_so() -> None:
    named = [Network(1, "Kettle & Bench"), Network(2, "Bench"), Network(3, "Pont Araf")]
    assert networks_called((("bench",),), named) == {2}
    assert networks_called((("kettle",),), named) == {1}
    assert networks_called((("pont", "arraf"),), named) == {3}
    assert networks_called((("lane",),), named) == frozenset()
    assert networks_called((("lane",),), []) == frozenset()


def test_names_are_put_together_only_where_they_were_one() -> None:
    known = ["Arts, Culture & Co", "A, B, C", "Plain"]
    typed = ["x", "arts", "culture & co", "A", "B", "C", "A", "Plain"]
    assert rejoined(typed, known) == ("x", "Arts, Culture & Co", "A, B, C", "A", "Plain")


def test_a_list_is_read_by_lines_and_semicolons() -> None:
    assert read_items(" a  b ;c\nA B\n;") == ("a b", "c")
