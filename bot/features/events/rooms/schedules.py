"""A week after a date its rooms are put away."""

from datetime import datetime

from bot.features.events import feature
from bot.features.events.ports import Work
from bot.features.events.rooms.gathering import KEPT_OPEN, close
from bot.ui.text import read_id


async def _old(work: Work, now: datetime) -> list[str]:
    return [str(date) for date in await work.events.rooms.to_close(now - KEPT_OPEN)]


@feature.schedule("close_rooms", due=_old)
async def close_rooms(work: Work, period: str, now: datetime, seed: int) -> None:
    """Put them away."""
    await close(work, read_id(period), now)
