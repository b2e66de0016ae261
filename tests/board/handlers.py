"""Somebody counts one more, and sees it at once."""

from bot.routing.interaction import Answer, Call, Refresh
from bot.work import Work
from tests.board import feature
from tests.board.live import board


@feature.action("more")
async def more(call: Call, work: Work, value: str) -> Answer:
    """Count one more."""
    if said := await work.settings.get(f"board.{value}"):
        await work.settings.put(f"board.{value}", str(int(said) + 1))
    return Refresh(board(value))
