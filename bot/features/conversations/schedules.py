"""How long what was said is kept."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.features.conversations import feature
from bot.features.conversations.keeping import days_kept
from bot.features.conversations.ports import Work

IDS_KEPT = timedelta(days=365)
"""How long it is known of a closed conversation where what was said in it stands."""


async def _due(work: Work, now: datetime) -> Sequence[str]:
    return [now.date().isoformat()]


@feature.schedule("forget", due=_due)
async def forget(work: Work, period: str, now: datetime, seed: int) -> None:
    """Forget words that are old enough, and conversations that have long been closed."""
    for community in await work.people.communities():
        days = await days_kept(work, community.id)
        await work.said.forget_words(community.id, now - timedelta(days=days))
    await work.said.forget_closed(now - IDS_KEPT)
