"""What other parts of a group add to its card: a line or two each, nothing where there is none."""

from collections.abc import Sequence
from datetime import datetime

from bot.features.challenges.domain import Challenge
from bot.features.challenges.ports import Work
from bot.ui.messages import Part


async def of_commitments(work: Work, challenge: Challenge, now: datetime) -> Sequence[Part | None]:
    """What people in it are going to do."""
    return ()


async def of_check_ins(work: Work, challenge: Challenge, now: datetime) -> Sequence[Part | None]:
    """When the group checks in next."""
    return ()
