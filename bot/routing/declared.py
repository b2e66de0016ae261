"""What features declare, as everything that reads the registry gets it (`bot.routing.feature`)."""

from collections.abc import Callable
from dataclasses import dataclass

KINDRED, FACILITATE = "kindred", "facilitate"
"""The first words of commands: for everybody, and for what only facilitators may do."""


@dataclass(frozen=True, slots=True)
class Root:
    """The first word of commands, and what they are for in the language that is being spoken."""

    name: str
    about: Callable[[], str]
