"""What somebody has said about an idea, and whose name is told to whom."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.matching.eligibility import Barrier, barriers
from bot.matching.pool import Candidate
from bot.matching.ports import Acquaintance


@dataclass(frozen=True, slots=True)
class Interest:
    """That a member is interested in an idea, since when, and whether they could help host it.

    The name of one who is `hidden` is told to nobody.
    """

    idea: int
    member: int
    name: str
    can_host: bool
    hidden: bool
    since: datetime


def told_to(
    reader: int, interested: Sequence[Interest], seen: Collection[int], known: Acquaintance
) -> list[Interest]:
    """Those whose names a reader is told.

    Never those who hide theirs, or whose profile is hidden from the reader (who is not `seen`), nor
    either of two who never want to meet.
    """
    return [each for each in interested if _is_told(reader, each, seen, known)]


def _is_told(reader: int, each: Interest, seen: Collection[int], known: Acquaintance) -> bool:
    if each.member == reader:
        return True
    apart = barriers(Candidate(reader), Candidate(each.member), known) & Barrier.NEVER
    return not each.hidden and each.member in seen and not apart
