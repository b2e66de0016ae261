"""Which challenges some words are about."""

from collections.abc import Sequence

from bot.features.challenges.domain import Challenge
from bot.ui.folding import says_all


def about(there: Sequence[Challenge], query: str) -> list[Challenge]:
    """Those that say all of these words, in what is said of them or what came of them."""
    return [each for each in there if says_all(_said(each), query)]


def _said(challenge: Challenge) -> str:
    details, outcome = challenge.details, challenge.outcome
    return f"{details.question} {details.text} {challenge.where_we_are} {outcome.text}"
