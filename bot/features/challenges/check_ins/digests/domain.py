"""What somebody asked for, and who could help."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.features.challenges.check_ins.domain import CheckIn, Person

MOST_ASKS = 5
"""Asks in a digest: with what stands around them, these are eight lines."""

MOST_HELPERS = 3
"""People who are named below one ask."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What would help somebody, and those who said before that they are glad to be asked."""

    check_in: CheckIn
    helpers: Sequence[Person]


@dataclass(frozen=True, slots=True)
class Digest:
    """The open asks of a round; or that all who asked have found somebody."""

    asks: Sequence[Ask]
    all_helped: bool = False

    @property
    def named(self) -> tuple[int, ...]:
        """The members of whom it tells: who asks, and who could help."""
        asking = {each.check_in.member for each in self.asks}
        helping = {one.member for each in self.asks for one in each.helpers}
        return tuple(sorted(asking | helping))

    @property
    def addresses_somebody(self) -> bool:
        """Whether there is somebody who could help: else nobody would read it."""
        return any(each.helpers for each in self.asks)
