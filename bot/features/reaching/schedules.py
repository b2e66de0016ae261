"""What nobody fetched, and what was fetched, is kept for a while only."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.features.reaching import feature
from bot.work import Work

_KEPT = timedelta(days=30)  # by then a round is over, and every suggestion has lapsed
_REREAD = timedelta(days=1)  # an answer may be lost, or closed too soon


async def _daily(work: Work, now: datetime) -> Sequence[str]:
    return [now.date().isoformat()]


@feature.schedule("forget_held", due=_daily)
async def forget_held(work: Work, period: str, now: datetime, seed: int) -> None:
    """Keep for a month what nobody fetches, and for a day what was fetched."""
    await work.outbox.forget_held(now - _KEPT, now - _REREAD)
