"""Who was at a date, as each of them may know it."""

from collections.abc import Collection
from datetime import datetime

from bot.community.people import Member
from bot.community.told_names import told_to
from bot.features.events.check_in.domain import Present
from bot.features.events.ports import Work


def members_of(present: Collection[Present]) -> list[int]:
    """The members among those who were there."""
    return [each.member for each in present if each.member is not None]


async def met_by(
    work: Work, reader: Member, present: Collection[Present], now: datetime
) -> list[Present]:
    """Those of them whose names a reader is told, who was there: never themselves or a guest."""
    told = await told_to(work, reader, list(present), now)
    return [each for each in told if each.member not in (None, reader.id)]
