"""What suits whom: a text beside what people care about and ask for, in words they can be told."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from bot.matching.phrases import FUNCTION_WORDS, stem, tells, topic_key
from bot.matching.spoken import spoken

LANGUAGES = tuple(FUNCTION_WORDS)


@dataclass(frozen=True, slots=True)
class Interests:
    """What one person cares about, and asks for, in their own words."""

    topics: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fit:
    """How many people something suits, and by which topics: each with how many care about it."""

    people: int = 0
    topics: tuple[tuple[str, int], ...] = ()

    def named(self, least: int) -> tuple[str, ...]:
        """The topics that at least so many people care about, those of most people first."""
        return tuple(topic for topic, count in self.topics if count >= least)


class Open(Protocol):
    """Something that people may join, as far as it is put in order."""

    @property
    def title(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def since(self) -> datetime: ...
    @property
    def at(self) -> datetime | None: ...
    @property
    def full(self) -> bool: ...


O_co = TypeVar("O_co", bound=Open, covariant=True)
Stems = Mapping[str, frozenset[str]]
"""The stems of a text's telling words, as each language has them."""


def ranked(found: Sequence[O_co], people: Sequence[Interests]) -> list[tuple[O_co, Fit]]:
    """What suits most of these people first; of equals what is soonest, then what is newest.

    What is full comes last.
    """
    suiting = [(each, fit(f"{each.title}\n{each.text}", people)) for each in found]
    return sorted(suiting, key=lambda pair: _order(*pair))


def _order(each: Open, its_fit: Fit) -> tuple[bool, int, bool, float]:
    soon = each.at.timestamp() if each.at else -each.since.timestamp()
    return each.full, -its_fit.people, each.at is None, soon


def fit(text: str, people: Sequence[Interests]) -> Fit:
    """Whom of these people a text suits.

    It does by a topic of which it has all telling words, and by an ask of which it has half of
    them, at least two where there are as many. Words meet by their stems, in any one language.
    """
    said = _stems(text)
    suits, caring = 0, defaultdict[str, Counter[str]](Counter)
    for person in people:
        topics = {
            topic_key(topic): topic.strip() for topic in person.topics if _has_all(said, topic)
        }
        for key, written in topics.items():
            caring[key][written] += 1
        suits += bool(topics) or any(_has_half(said, ask) for ask in person.asks)
    counted = [(names.most_common(1)[0][0], names.total()) for names in caring.values()]
    return Fit(suits, tuple(sorted(counted, key=lambda each: (-each[1], each[0]))))


def _has_all(said: Stems, phrase: str) -> bool:
    """Whether all of it is said; what has a hyphen may be said in one word, or without one."""
    return any(
        wanted and wanted <= said[language]
        for way in {phrase.replace("-", ""), phrase.replace("-", " ")}
        for language, wanted in _stems(way).items()
    )


def _has_half(said: Stems, phrase: str) -> bool:
    for language, wanted in _stems(phrase).items():
        shared = len(wanted & said[language])
        if shared >= min(2, len(wanted)) and 2 * shared >= len(wanted) > 0:
            return True
    return False


def _stems(text: str) -> Stems:
    words = set(spoken(text))
    return {
        language: frozenset(
            stem(word, language) for word, short in words if tells(word, language, short=short)
        )
        for language in LANGUAGES
    }
