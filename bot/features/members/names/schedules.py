"""The way back from a name is open for a month."""

from collections.abc import Sequence
from datetime import datetime

from bot.features.members import feature
from bot.features.members.names.domain import UNDONE_WITHIN
from bot.features.members.ports import Work


async def _due(work: Work, now: datetime) -> Sequence[str]:
    return [str(each.id) for each in await work.renamings.older(now - UNDONE_WITHIN)]


@feature.schedule("members.forget_renaming", due=_due)
async def forget(work: Work, period: str, now: datetime, seed: int) -> None:
    """Erase what was kept for giving a former name back, and who gave the new one."""
    await work.renamings.forget(int(period))
