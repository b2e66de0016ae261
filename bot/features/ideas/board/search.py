"""Which ideas some words are about."""

from collections.abc import Sequence

from bot.features.ideas.domain import Idea
from bot.ui.folding import says_all


def about(there: Sequence[Idea], query: str) -> list[Idea]:
    """Those that say all of these words, in their title, why, topics, or what came of them."""
    return [idea for idea in there if says_all(_said(idea), query)]


def _said(idea: Idea) -> str:
    return f"{idea.title} {idea.details.text} {idea.outcome}"
