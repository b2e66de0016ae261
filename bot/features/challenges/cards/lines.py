"""What other parts of a group add to its card: a line or two each, nothing where there is none."""

from collections.abc import Sequence
from datetime import datetime

from bot.features.challenges.check_ins.rhythms.lines import in_short
from bot.features.challenges.domain import ALIVE, Challenge
from bot.features.challenges.ports import Work
from bot.ui.messages import Part


async def of_commitments(work: Work, challenge: Challenge, now: datetime) -> Sequence[Part | None]:
    """What people in it are going to do."""
    return ()


async def of_check_ins(work: Work, challenge: Challenge, now: datetime) -> Sequence[Part | None]:
    """On which rhythm the group checks in, and when it does next."""
    rhythm = await work.challenges.rhythms.of(challenge.id)
    if rhythm is None or not rhythm.asks or challenge.state not in ALIVE:
        return ()
    return (in_short(rhythm, now.date()),)
