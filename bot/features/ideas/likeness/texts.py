"""Which of some ideas a new one sounds like."""

from collections.abc import Sequence

from bot.features.ideas.domain import Details, Idea
from bot.matching.phrases import stems

SOUNDS_ALIKE = 0.5
"""From this likeness on, ideas are shown to whoever posts one like them."""


def alike(details: Details, others: Sequence[Idea]) -> list[Idea]:
    """Those that it sounds like, the most alike first."""
    found = [(likeness(details, idea.details), idea) for idea in others]
    near = [each for each in found if each[0] >= SOUNDS_ALIKE]
    return [idea for _, idea in sorted(near, key=lambda each: (-each[0], each[1].id))]


def likeness(one: Details, other: Details) -> float:
    """How alike two ideas are, from 0 to 1."""
    a, b = set(stems(one.title)), set(stems(other.title))
    return len(a & b) / max(1, min(len(a), len(b)))
