"""Wrong codes are remembered for an hour."""

from collections.abc import Sequence
from datetime import datetime

from bot.community.codes import old_tries
from bot.features.communities import feature
from bot.features.communities.domain import WRONG
from bot.features.communities.ports import Work


async def _tries_due(work: Work, now: datetime) -> Sequence[str]:
    return [f"{now:%Y-%m-%dT%H}"] if await old_tries(work.settings, WRONG, now) else []


@feature.schedule("forget_wrong_codes", due=_tries_due)
async def forget_wrong_codes(work: Work, period: str, now: datetime, seed: int) -> None:
    """Forget in which spaces wrong codes were tried more than an hour ago."""
    for name in await old_tries(work.settings, WRONG, now):
        await work.settings.drop(name)
