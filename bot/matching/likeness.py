"""Which of some things that people propose a new one sounds like: by the letters of their stems.

Groups of three letters of each stem, weighed by how few of the things have them, meet where words
differ in their ends or are put together ("outils", "outilthèque"). See docs/decisions/0028-ideas.md
for how this was measured, and against what.
"""

from collections.abc import Iterator, Sequence
from typing import Protocol, TypeVar

from bot.matching.phrases import stems, weigh
from bot.ui.folding import folded

SOUNDS_ALIKE = 0.35
"""From this likeness on, what is there is shown to whoever proposes something like it."""

_LETTERS = 3


class Said(Protocol):
    """What is said of a thing: its title, and all that stands beside it."""

    @property
    def title(self) -> str: ...
    @property
    def text(self) -> str: ...


class Proposed(Protocol):
    """Something that was proposed, with what is said of it."""

    @property
    def id(self) -> int: ...
    @property
    def details(self) -> Said: ...


P = TypeVar("P", bound=Proposed)


def alike(new: Said, others: Sequence[P]) -> list[P]:
    """Those that it sounds like, the most alike first."""
    found = likenesses(new, [each.details for each in others])
    both = zip(found, others, strict=True)
    near = [(each, other) for each, other in both if each >= SOUNDS_ALIKE]
    return [other for _, other in sorted(near, key=lambda each: (-each[0], each[1].id))]


def likenesses(new: Said, others: Sequence[Said]) -> list[float]:
    """How alike it is to each of the others, from 0 to 1: by title, or by all that is said."""
    if not others:
        return []
    said = [text for each in (new, *others) for text in (each.title, f"{each.title} {each.text}")]
    rows = weigh([list(_letters(text)) for text in said]).rows
    near = (rows[:2] @ rows[2:].T).toarray()
    best = near.max(axis=0).reshape(len(others), 2).max(axis=1)
    return [
        1.0 if folded(each.title) == folded(new.title) else min(1.0, float(found))
        for each, found in zip(others, best, strict=True)
    ]


def _letters(text: str) -> Iterator[str]:
    for stem in stems(text):
        whole = f" {stem} "
        yield from (whole[at : at + _LETTERS] for at in range(len(whole) - _LETTERS + 1))
