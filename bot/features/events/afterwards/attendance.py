"""Who was at a date, as each of them may know it."""

from collections.abc import Collection
from datetime import datetime

from bot.community.people import Member
from bot.features.events.check_in.domain import Present
from bot.features.events.ports import Work
from bot.matching.eligibility import Barrier, barriers
from bot.matching.pool import Candidate


def members_of(present: Collection[Present]) -> list[int]:
    """The members among those who were there."""
    return [each.who.member for each in present if each.who.member is not None]


async def met_by(
    work: Work, reader: Member, present: Collection[Present], now: datetime
) -> list[Present]:
    """Those of them whose names a reader is told, who was there: never themselves or a guest.

    Nor those who hide their name, whose profile is hidden from the reader, nor either of two who
    never want to meet.
    """
    others = [m for m in members_of(present) if m != reader.id]
    seen = await work.names.shown_to(reader, others)
    known = await work.acquaintances.among([reader.id, *others], now)
    return [
        each
        for each in present
        if each.who.member in seen
        and each.who.member != reader.id
        and not each.hidden
        and not barriers(Candidate(reader.id), Candidate(each.who.member or 0), known)
        & Barrier.NEVER
    ]
