"""What a board shows: its number, while it has one."""

from datetime import datetime

from bot.delivery.live import View
from bot.ui.messages import Button, Message, row, say
from bot.work import Work
from tests.board import feature, words

BROKEN = "broken"
"""What a board may say instead of a number, so that nobody can compose it."""


@feature.live("card")
async def card(subject: str, work: Work, now: datetime) -> Message | None:
    """The board, as it is now."""
    said = await work.settings.get(f"board.{subject}")
    if said is None:
        return None
    if said == BROKEN:
        raise ValueError(said)
    button = Button(words.text("button"), "board.more", subject)
    return say(words("card", subject=subject, number=said), row(button))


def board(subject: str) -> View:
    """The view of a board."""
    return View.of("board.card", subject)


async def put(work: Work, subject: str, said: str) -> None:
    """Let a board say something else."""
    await work.settings.put(f"board.{subject}", said)
    await work.live.touch(board(subject))
