"""What names are known by, however they are written; what people type for them; addresses."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ui.folding import address_key, called, folded, says_all, titled, unaccented

ONE = [
    ("Siobhán O'Brien", "siobhán  o’brien", "SIOBHÁN Oʼ\u200bBRIEN", "Siobha\u0301n O`Brien"),
    ("Jean-Luc Pérez", "Jean‑Luc\u00a0Pérez", "jean–luc pérez", "Jean\u00ad-Luc Pérez"),
    ("İbrahim Işık", "ibrahim ışık", "IBRAHIM IŞIK", "i\u0307brahim is\u0327ik"),
    ('Dee "Ace" Example', "Dee “Ace” Example", "«Dee» Ace Example", "dee ace example"),
    ("Straße", "STRASSE", "ﬆraße"),
    ("か\u3099っこう", "がっこう"),
    ("", "\u200b", "ㅤ", "\u2800 \ufeff", '""'),
]
APART = [
    ("Pérez", "Perez"),
    ("काम", "कम"),
    ("がっこう", "かっこう"),
    ("C++", "C#"),
    ("Anne Marie", "Anne-Marie"),
]
TYPED = [
    ("Wrzesiński & Søn", "wrzesinski & son"),
    ("Ζωή Παππά", "ζωη παππα"),
    ("Сергей Ёлкин", "сергеи елкин"),
    ("काम", "काम"),
    ("がっこう", "がっこう"),
    ("공동체", "공동체"),
    ("ที่ทำงาน", unicodedata.normalize("NFKC", "ที่ทำงาน")),
]


@pytest.mark.parametrize("ways", ONE, ids=lambda ways: ways[0] or "nothing to be seen")
def test_a_name_is_one_however_it_is_written(ways: tuple[str, ...]) -> None:
    assert len({folded(way) for way in ways}) == 1


@pytest.mark.parametrize(("one", "other"), APART)
def test_what_is_written_with_other_letters_is_another_name(one: str, other: str) -> None:
    assert folded(one) != folded(other)


@pytest.mark.parametrize(("name", "typed"), TYPED)
def test_marks_need_be_typed_only_where_they_are_letters(name: str, typed: str) -> None:
    assert unaccented(name) == typed


@given(
    st.text(
        st.sampled_from("aIİıÅéß'’`-‑–\u0301\u0307\u200b \u00a0\"“ㅤ가आाकॉがﬁ①") | st.characters()
    )
)
def test_what_is_folded_stays_as_it_is_and_composition_does_not_matter(text: str) -> None:
    if "\u0345" in text:  # the iota below is a mark in small letters and none in capitals
        return
    assert folded(folded(text)) == folded(text)
    assert unaccented(unaccented(text)) == unaccented(text) == unaccented(folded(text))
    assert folded(unicodedata.normalize("NFD", text)) == folded(text)


def test_an_address_is_nobody_elses_by_its_letters() -> None:
    assert address_key(" Ada@Example.ORG ") == "ada@example.org"
    lookalikes = ("mıke@example.org", "mi\u212ae@example.org", "ｍike@example.org")
    assert not {"mike@example.org"} & set(map(address_key, lookalikes))


def test_who_is_called_just_so_comes_before_who_is_called_nearly_so() -> None:
    there = ["Zoë O’Neil", "Zoë O'Neil", "Zoe O'Neil"]
    assert called("zoë o’neil", there, str) == ["Zoë O’Neil"]
    assert called("Zoë Oʼneil", there, str) == ["Zoë O’Neil", "Zoë O'Neil"]
    assert called("ZOÈ O’NEIL", there, str) == there
    assert titled("o'n", there, str) == there
    assert says_all("L’été à Zoë", "zoe l'ete")
