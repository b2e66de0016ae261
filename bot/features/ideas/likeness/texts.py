"""Which of some ideas a new one sounds like: by the letters of the stems that both say.

Groups of three letters of each stem, weighed by how few ideas have them, meet where words differ in
their ends or are put together ("outils", "outilthèque"). See docs/decisions/0028-ideas.md for how
this was measured, and against what.
"""

from collections.abc import Iterator, Sequence

from bot.features.ideas.domain import Details, Idea
from bot.matching.phrases import stems, weigh
from bot.ui.text import name_key

SOUNDS_ALIKE = 0.35
"""From this likeness on, ideas are shown to whoever posts one like them."""

_LETTERS = 3


def alike(details: Details, others: Sequence[Idea]) -> list[Idea]:
    """Those that it sounds like, the most alike first."""
    found = likenesses(details, [idea.details for idea in others])
    near = [(each, idea) for each, idea in zip(found, others, strict=True) if each >= SOUNDS_ALIKE]
    return [idea for _, idea in sorted(near, key=lambda each: (-each[0], each[1].id))]


def likenesses(new: Details, others: Sequence[Details]) -> list[float]:
    """How alike an idea is to each of the others, from 0 to 1: by title, or by all that is said."""
    if not others:
        return []
    said = [text for each in (new, *others) for text in (each.title, f"{each.title} {each.text}")]
    rows = weigh([list(_letters(text)) for text in said]).rows
    near = (rows[:2] @ rows[2:].T).toarray()
    best = near.max(axis=0).reshape(len(others), 2).max(axis=1)
    return [
        1.0 if name_key(each.title) == name_key(new.title) else min(1.0, float(found))
        for each, found in zip(others, best, strict=True)
    ]


def _letters(text: str) -> Iterator[str]:
    for stem in stems(text):
        whole = f" {stem} "
        yield from (whole[at : at + _LETTERS] for at in range(len(whole) - _LETTERS + 1))
