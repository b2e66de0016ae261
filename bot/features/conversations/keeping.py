"""How long words are kept of what was said."""

from bot.features.conversations.ports import Work
from bot.ui.text import read_number

WORDS_KEPT_DAYS = 30
"""Unless something else is set."""

DAYS = "conversations.days"
"""The setting that says so."""


async def days_kept(work: Work) -> int:
    """So many days."""
    return read_number(await work.settings.get(DAYS) or "") or WORDS_KEPT_DAYS
