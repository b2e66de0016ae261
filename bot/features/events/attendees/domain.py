"""Whose name is told to whom: hosts know all who come to them, others those who may be met."""

from collections.abc import Collection, Sequence

from bot.features.events.rsvps.outcomes import Attending
from bot.matching.eligibility import Barrier, barriers
from bot.matching.pool import Candidate
from bot.matching.ports import Acquaintance


def told_to(
    reader: int, attending: Sequence[Attending], seen: Collection[int], known: Acquaintance
) -> list[Attending]:
    """Those whose names a reader is told who is no host.

    Never those who hide theirs, or whose profile is hidden from the reader (who is not `seen`), nor
    either of two who never want to meet.
    """
    return [each for each in attending if _is_told(reader, each, seen, known)]


def _is_told(reader: int, each: Attending, seen: Collection[int], known: Acquaintance) -> bool:
    member = each.rsvp.who.member
    if member == reader:
        return True
    if each.rsvp.hidden:
        return False
    if member is None:
        return True
    apart = barriers(Candidate(reader), Candidate(member), known) & Barrier.NEVER
    return member in seen and not apart
