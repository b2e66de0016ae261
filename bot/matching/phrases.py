"""Free text as weighted words, so that "help with measuring" meets "measurement of our work"."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_array
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, TfidfVectorizer

WORD = re.compile(r"[^\W\d_]{3,}")

# Words that people put around what they mean; sharing one of them says nothing.
FILLERS = frozenset(
    """
    about advice advise also anyone around based beginner beginners better brief can communities
    community doing experience experienced find finding get getting give giving good great group
    groups happy help helped helpful helping how into introduce introduction introductions keen
    know knowing learn learned learning like local looking love make making mine need needs new
    offer offering other others our people person practical project projects question questions
    really see session sessions share sharing some someone start started starting support
    supported supporting talk talking team teams thing things together try trying want wanting
    way ways what who with work worked working works workshop workshops would year years you
    your
    """.split()  # noqa: SIM905
)
SUFFIXES = (
    "ations", "ation", "ating", "ators", "ator", "ated", "ates", "ate",
    "ements", "ement", "ments", "ment", "ships", "ship", "ings", "ing", "ional",
    "ions", "ion", "ers", "er", "ors", "or", "ies", "ed", "es", "al", "e", "y", "s",
)  # fmt: skip
SHORTEST_STEM = 4


def plain(text: str) -> str:
    """Lower case without accents and outer blanks: how places and topics are compared."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in folded if not unicodedata.combining(c)).split())


def stem(word: str) -> str:
    """The part of an English word that stays the same in its forms; rough on purpose.

    Strips endings until none fits (measuring, measurement, measures -> measur) and leaves at least
    four letters, three before -ing and -s. Words of other languages mostly pass unchanged.
    """
    for _ in range(3):
        shorter = _strip(word)
        if shorter == word:
            break
        word = shorter
    if word.endswith("iz"):
        return word[:-1] + "s"
    return word


def _strip(word: str) -> str:
    for suffix in SUFFIXES:
        least = 3 if suffix in ("ing", "s") else SHORTEST_STEM
        if word.endswith(suffix) and len(word) - len(suffix) >= least:
            if suffix == "s" and word.endswith(("ss", "us", "is")):
                return word
            rest = word[: -len(suffix)]
            return rest[:-1] if len(rest) > least and rest[-1] == rest[-2] != "s" else rest
    return word


def spoken(text: str) -> list[tuple[str, str]]:
    """The telling words of a text in order, each as (stem, word as compared)."""
    words = WORD.findall(plain(text))
    return [(stem(w), w) for w in words if w not in FILLERS and w not in ENGLISH_STOP_WORDS]


def stems(text: str) -> list[str]:
    """The stems of the telling words of a text."""
    return [root for root, _ in spoken(text)]


@dataclass(frozen=True, slots=True)
class Weighted:
    """Documents as rows of unit length (or zero), columns named by `terms`."""

    rows: Any
    terms: tuple[str, ...]


def weigh(documents: Sequence[Sequence[str]]) -> Weighted:
    """TF-IDF (smoothed idf, logarithmic counts, unit length) of lists of terms.

    Works for no documents and for documents without terms, where scikit-learn raises.
    """
    if not any(documents):
        return Weighted(csr_array((len(documents), 1), dtype=np.float64), ())
    vectorizer = TfidfVectorizer(analyzer=list, sublinear_tf=True)
    rows = csr_array(vectorizer.fit_transform(documents))
    return Weighted(rows, tuple(vectorizer.get_feature_names_out()))
