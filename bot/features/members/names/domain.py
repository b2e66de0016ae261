"""Which names are spellings of one, and what became of a name. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Literal

from bot.ui.folding import folded
from bot.ui.tokens import spelling_key

NameKind = Literal["network", "topic", "town"]

KINDS: tuple[NameKind, ...] = ("network", "topic", "town")

UNDONE_WITHIN = timedelta(days=30)
"""So long a name that was given can be taken back."""

_JOINS = frozenset(("and", "et", "und", "y", "the", "le", "la", "les"))


@dataclass(frozen=True, slots=True)
class Named:
    """A name as it is written, and how many people have it."""

    name: str
    people: int


@dataclass(frozen=True, slots=True)
class Spellings:
    """Names of one kind that look like one, that of most people first."""

    kind: NameKind
    names: tuple[Named, ...]

    @property
    def key(self) -> str:
        """What a button carries."""
        said = "\n".join([self.kind, *sorted(folded(each.name) for each in self.names)])
        return sha256(said.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Renaming:
    """A name that a facilitator gave to what had another one."""

    id: int
    community: int
    kind: NameKind
    former: str
    name: str
    by: int | None
    at: datetime


def spellings(kind: NameKind, there: Iterable[Named]) -> list[Spellings]:
    """Those that differ in hyphens, blanks, accents, spelt-out umlauts or an "and" alone."""
    alike: dict[str, list[Named]] = defaultdict(list)
    for each in there:
        if key := spelling_key(each.name, _JOINS):
            alike[key].append(each)
    found = [sorted(each, key=lambda n: (-n.people, n.name)) for each in alike.values()]
    several = [Spellings(kind, tuple(each)) for each in found if len(each) > 1]
    return sorted(several, key=lambda each: -sum(name.people for name in each.names))
