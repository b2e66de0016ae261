"""Signs of life: whoever says something in a group is not quiet."""

from datetime import datetime

from bot.features.challenges.ports import Work


async def heard_from(work: Work, challenge: int, member: int, now: datetime) -> None:
    """Note a sign of life of somebody who is in a challenge; nothing happens if they are not."""
    await work.challenges.participants.heard(challenge, member, now)
