"""Conversations in which nothing more is said are closed, so that they do not pile up."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.features.conversations import feature
from bot.features.conversations.apart import closing, views
from bot.features.conversations.ports import Work

QUIET = timedelta(days=14)
"""After so long without a word one is closed."""

QUIET_AFTER_ALL = timedelta(days=3)
"""The same once all have said how they are reached elsewhere."""


async def _due(work: Work, now: datetime) -> Sequence[str]:
    return [now.date().isoformat()]


@feature.schedule("quiet", due=_due)
async def close_quiet(work: Work, period: str, now: datetime, seed: int) -> None:
    """Close what has long been quiet, and say so."""
    for conversation in await work.said.quiet(now - QUIET, now - QUIET_AFTER_ALL):
        await closing.close(work, conversation, views.quiet)
