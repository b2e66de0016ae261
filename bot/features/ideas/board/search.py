"""Which ideas some words are about."""

from collections.abc import Sequence

from bot.features.ideas.domain import Idea
from bot.ui.text import without_accents


def about(there: Sequence[Idea], query: str) -> list[Idea]:
    """Those that say all of these words, in their title, why, topics, or what came of them."""
    wanted = _folded(query).split()
    return [idea for idea in there if all(word in _said(idea) for word in wanted)]


def _said(idea: Idea) -> str:
    return _folded(f"{idea.title} {idea.details.text} {idea.outcome}")


def _folded(text: str) -> str:
    return without_accents(text.casefold())
