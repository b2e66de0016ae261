"""What is asked of whoever remembers who met whom, and who never wants to."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """What is known between people. A pair stands for both orders, wherever it is looked up.

    `never`: the first of the two never wants to meet the second; that is confidential. `met`: they
    were brought together within the rest time. `apart`: whoever asks keeps them apart this time.
    `before`: they were brought together at any time; known only where it is asked for.
    """

    never: frozenset[Pair] = frozenset()
    met: frozenset[Pair] = frozenset()
    apart: frozenset[Pair] = frozenset()
    before: frozenset[Pair] = frozenset()


class Acquaintances(Protocol):
    """Who never wants to meet whom, and who met when, whatever brought them together."""

    async def among(self, who: Collection[int], since: datetime) -> Acquaintance:
        """What is known between these people; `met` are those brought together after `since`."""
        ...

    async def ever_met(self, who: Collection[int]) -> frozenset[Pair]:
        """Pairs of these people who were brought together at any time."""
        ...

    async def refusing(self, who: Collection[int], others: Collection[int]) -> set[Pair]:
        """Pairs of one of `who` and one of `others` whom that one never wants to meet.

        That is confidential, and for a place that the first reads alone.
        """
        ...
