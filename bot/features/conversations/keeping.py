"""How long words are kept of what was said."""

from bot.features.conversations.ports import Work
from bot.ui.text import read_number

WORDS_KEPT_DAYS = 30
"""Unless a community says something else."""


async def days_kept(work: Work, community: int) -> int:
    """So many days."""
    return read_number(await work.settings.get(_days(community)) or "") or WORDS_KEPT_DAYS


async def keep_for(work: Work, community: int, days: int) -> None:
    """Keep them for so many days from now on."""
    await work.settings.put(_days(community), str(days))


def _days(community: int) -> str:
    return f"conversations.days:{community}"
