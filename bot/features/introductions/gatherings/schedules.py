"""What is too long ago to be talked of is forgotten."""

from collections.abc import Sequence
from datetime import datetime

from bot.features.introductions import feature
from bot.features.introductions.gatherings.domain import REMEMBERED
from bot.features.introductions.ports import Work


async def _old(work: Work, now: datetime) -> Sequence[str]:
    old = await work.introductions.gatherings.any_before(now - REMEMBERED)
    return [now.date().isoformat()] if old else []


@feature.schedule("forget_gatherings", due=_old)
async def forget(work: Work, period: str, now: datetime, seed: int) -> None:
    """Forget who was at events that are long over."""
    await work.introductions.gatherings.forget_before(now - REMEMBERED)
