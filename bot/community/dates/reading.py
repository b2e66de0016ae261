"""What comes of reading a date: it is understood, or there is something to ask."""

from dataclasses import dataclass

from bot.community.dates.when import When


@dataclass(frozen=True, slots=True)
class Understood:
    """This is meant; it is said back all the same."""

    when: When


@dataclass(frozen=True, slots=True)
class Either:
    """One of these is meant, the first more likely: it is asked which."""

    first: When
    second: When


@dataclass(frozen=True, slots=True)
class Passed:
    """This was meant, and it has passed: a question, never an answer."""

    when: When


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """It is not known what is meant; `guess` is to come, and may be asked about."""

    guess: When | None = None


Reading = Understood | Either | Passed | NotUnderstood
"""Whoever reads a date matches all of them, ending in `assert_never`."""
