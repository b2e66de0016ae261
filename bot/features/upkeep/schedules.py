"""What the kernel keeps for a while only."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.features.upkeep import feature
from bot.work import Work

_KEEP_ANSWERS = timedelta(days=2)  # no platform delivers an interaction again after that


async def _daily(work: Work, now: datetime) -> Sequence[str]:
    return [now.date().isoformat()]


@feature.schedule("guide.forget_answers", due=_daily)
async def forget_answers(work: Work, period: str, now: datetime, seed: int) -> None:
    """Forget answers to interactions that nobody delivers again, and when forms were sent."""
    await work.answers.forget_before(now - _KEEP_ANSWERS)
    await work.drafts.forget_before(now - _KEEP_ANSWERS)
