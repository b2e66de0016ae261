"""How many people it takes before a challenge opens: the community says so."""

from bot.features.challenges.ports import Work
from bot.ui.text import read_number


def _setting(community: int) -> str:
    return f"challenges.interest.{community}"


async def how_many_it_takes(work: Work, community: int) -> int:
    """So many people have to be in a challenge before it opens; 0: it opens at once."""
    return read_number(await work.settings.get(_setting(community)) or "") or 0


async def set_how_many(work: Work, community: int, count: int) -> None:
    """Let it take so many from now on."""
    await work.settings.put(_setting(community), str(count))
