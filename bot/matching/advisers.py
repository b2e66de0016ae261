"""Who may help somebody with what they are stuck with: a few people, out of several networks."""

import hashlib
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.matching.eligibility import Barrier, barriers
from bot.matching.phrases import stems
from bot.matching.pool import Candidate
from bot.matching.ports import Acquaintance
from bot.matching.scoring import networks_of

# Every likeness runs from 0 to 1, so these are also the most it can add.
OFFERS: Final = 1.0  # the offer of which most is spoken of in the case
TOPICS: Final = 0.6  # the same of the topics
WORK: Final = 0.4  # how much of the case is spoken of in headline and description
NEAR: Final = 0.5  # cares about the same thing already
ANYBODY: Final = 0.05  # a stranger's question helps, too

WITH_ASKER: Final = (
    Barrier.SAME_PERSON | Barrier.NEVER | Barrier.LANGUAGE | Barrier.HOURS | Barrier.APART
)
"""What keeps somebody from being asked. Those who have met before may well help."""

WITH_EACH_OTHER: Final = Barrier.SAME_PERSON | Barrier.NEVER | Barrier.LANGUAGE
"""What keeps two from being asked to one room."""


@dataclass(frozen=True, slots=True)
class Search:
    """Who is looked for. `text` is what somebody is stuck with, `count` how many are wanted.

    `people` may be asked; those `with_` them are asked already. `near` are those who care about
    what it is about: they are preferred a little, beside people from elsewhere.
    """

    asker: Candidate
    text: str
    people: tuple[Candidate, ...]
    known: Acquaintance
    count: int
    with_: tuple[Candidate, ...] = ()
    near: frozenset[int] = field(default_factory=frozenset)


def advisers(search: Search, seed: int) -> tuple[int, ...]:
    """The ids of those to ask, the first one first; fewer than wanted if there are no more.

    Each who shares a network with the asker, or with somebody chosen before, counts for less the
    more of those there are, so that several networks come together. Pure, and the same for a seed.
    """
    worth = _worth(search)
    left = {person.id: person for person in search.people if not _apart(search, person)}
    there = [*search.with_]
    chosen: list[int] = []
    while left and len(chosen) < search.count:
        best = max(left.values(), key=lambda each: _order(search, each, worth, there, seed))
        del left[best.id]
        if not any(_clash(search, best, other) for other in there):
            chosen.append(best.id)
            there.append(best)
    return tuple(chosen)


def _apart(search: Search, person: Candidate) -> bool:
    return bool(barriers(search.asker, person, search.known) & WITH_ASKER)


def _clash(search: Search, one: Candidate, other: Candidate) -> bool:
    return bool(barriers(one, other, search.known) & WITH_EACH_OTHER)


def _order(
    search: Search,
    person: Candidate,
    worth: Mapping[int, float],
    there: Sequence[Candidate],
    seed: int,
) -> tuple[float, bytes]:
    mine = networks_of(person)
    same = sum(bool(mine & networks_of(other)) for other in (search.asker, *there))
    chance = hashlib.sha256(f"{seed}:{person.id}".encode()).digest()
    return worth[person.id] / (1 + same), chance


# What somebody could help with ----------------------------------------------------------------


def _worth(search: Search) -> dict[int, float]:
    said = frozenset(stems(search.text))
    texts = {person.id: _stems_of(person) for person in search.people}
    rarity = _rarity(said, [one for kinds in texts.values() for kind in kinds for one in kind])
    return {
        id_: ANYBODY
        + OFFERS * max((_spoken_of(each, said, rarity) for each in offers), default=0.0)
        + TOPICS * max((_spoken_of(each, said, rarity) for each in topics), default=0.0)
        + WORK * max((_spoken_of(said, each, rarity) for each in work), default=0.0)
        + NEAR * (id_ in search.near)
        for id_, (offers, topics, work) in texts.items()
    }


Stems = frozenset[str]


def _stems_of(person: Candidate) -> tuple[list[Stems], list[Stems], list[Stems]]:
    return _each(person.offers), _each(person.topics), _each([person.about])


def _each(texts: Iterable[str]) -> list[Stems]:
    return [frozenset(stems(text)) for text in texts]


def _rarity(said: Stems, texts: Sequence[Stems]) -> dict[str, float]:
    """Smoothed inverse document frequency of every stem, squared (see `phrases.tf_idf`)."""
    holding = Counter(stem for text in (*texts, said) for stem in text)
    count = len(texts) + 1
    return {
        stem: (1 + math.log((1 + count) / (1 + texts_with))) ** 2
        for stem, texts_with in holding.items()
    }


def _spoken_of(phrase: Stems, text: Stems, rarity: Mapping[str, float]) -> float:
    """How much of a phrase is spoken of in a text, its rare words counting for more."""
    whole = math.fsum(rarity[stem] for stem in sorted(phrase))
    return math.fsum(rarity[stem] for stem in sorted(phrase & text)) / whole if whole else 0.0
