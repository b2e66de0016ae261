"""The words with which dates are written in a language, as its file in `messages/` lists them."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from bot.ui.folding import without_marks
from bot.ui.languages import in_language
from bot.ui.words import WordBook

words = WordBook("bot.community.dates")

_TOKEN = re.compile(r"[0-9]+|[^\W\d_]+|\S")

_NUMBERED = ("cardinals", "ordinals")
_LISTED = (
    *("suffix", "thousand", "tonight", "last-night", "now", "o-clock", "past"),
    *("before-hour", "half-a", "and-a-half", "weekend", "ago", "hence", "in", "since"),
    *("before", "week-on", "fortnight-on", "from", "to", "dash", "for", "until", "by", "at"),
    *(
        "every",
        "every-other",
        "other",
        "every-weekday",
        "on-two",
        "of-every",
        "of-the",
        "about",
        "on",
        "within",
        "end-of-day",
        "later-than",
        "times",
        "starting",
        "roughly",
        "lunch",
        "all-day",
        "week-of",
        "week-from",
        "the-weekend",
        "weekend-of",
        "label",
        "and",
    ),
    *("last", "end-of", "start-of", "zone-after", "zone-before", "filler", "the"),
)
_VALUES: Mapping[str, tuple[str, ...]] = {
    "count": ("1", "2"),
    "cardinal": ("1", "40", "50", "60", "70", "80", "90"),
    "ordinal": ("1", "2", "3", "4"),
    "weekday": tuple("0123456"),
    "weekdays": tuple("0123456"),
    "month": tuple(map(str, range(1, 13))),
    "day": ("-2", "-1", "0", "1", "2"),
    "part": ("morning", "afternoon", "evening", "night"),
    "hour": ("0", "12"),
    "half": ("am", "pm"),
    "before-hour": ("30", "15", "-15"),
    "after-hour": ("30", "15", "-15"),
    "unit": ("minute", "hour", "day", "workday", "week", "fortnight", "month", "year"),
    "which": ("this", "next", "last", "past"),
    "feast": (
        *(
            "1-1",
            "1-6",
            "2-2",
            "2-14",
            "3-8",
            "3-17",
            "5-1",
            "6-21",
            "7-14",
            "8-15",
            "10-31",
            "11-1",
        ),
        *("11-5", "11-11", "12-24", "12-25", "12-26", "12-31"),
    ),
    "easter": ("-2", "0", "1", "39", "49", "50"),
    "days": ("7", "14"),
    "repeats": ("daily", "weekly", "fortnightly", "monthly", "yearly"),
}


@dataclass(frozen=True, slots=True)
class Meaning:
    """What some words may mean: "weekday" with the value "0" is Monday."""

    kind: str
    value: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of one language, by the first of each phrase."""

    meanings: Mapping[str, tuple[Meaning, ...]]
    twelve_hours: bool
    """Whether an hour such as 8 may be one of the morning or of the evening."""
    month_first: bool
    """Whether 3/4 may be one of March, too."""


def plainly(text: str) -> str:
    """The text without capitals, accents, and typographic apostrophes."""
    return without_marks(text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))


def split(plain: str) -> list[re.Match[str]]:
    """The numbers, words and other signs of a plain text."""
    return list(_TOKEN.finditer(plain))


@cache
def vocabulary(language: str) -> Vocabulary:
    """The words of a language; those of English, for what it has none."""
    found: dict[str, list[Meaning]] = defaultdict(list)
    with in_language(language):
        for kind in _NUMBERED:
            for number, said in enumerate(_entries(kind)):
                _add(found, kind[:-1], str(number), said)
        for kind in _LISTED:
            for said in _entries(kind):
                _add(found, kind, "", said)
        for kind, values in _VALUES.items():
            for value in values:
                for said in _entries(f"{kind}.{value}"):
                    _add(found, kind, value, said)
        return Vocabulary(
            {first: tuple(meanings) for first, meanings in found.items()},
            twelve_hours=words.text("hours") == "12",
            month_first=words.text("order") == "either",
        )


def cardinal(said: str, language: str) -> int | None:
    """The number that is written out in a language, or none: "twenty" is 20."""
    tokens = tuple(match[0] for match in split(plainly(said)) if match[0] != "-")
    meanings = vocabulary(language).meanings.get(tokens[0], ()) if tokens else ()
    numbers = (int(m.value) for m in meanings if m.kind == "cardinal" and m.words == tokens)
    return next(numbers, None)


def _entries(key: str) -> list[str]:
    return [entry for each in words.text(key).split(", ") if (entry := each.strip())]


def _add(found: dict[str, list[Meaning]], kind: str, value: str, said: str) -> None:
    tokens = tuple(match[0] for match in split(plainly(said)) if match[0] != "-" or said == "-")
    found[tokens[0]].append(Meaning(kind, value, tokens))
