"""Whose answers are told to whom: hosts know all, others those who may be met."""

from collections.abc import Collection, Sequence

from bot.features.polls.domain import Respondent
from bot.matching.eligibility import Barrier, barriers
from bot.matching.pool import Candidate
from bot.matching.ports import Acquaintance


def told_to(
    reader: int, respondents: Sequence[Respondent], seen: Collection[int], known: Acquaintance
) -> list[Respondent]:
    """Those whose names a reader is told who is no host.

    Never those who hide theirs, or whose profile is hidden from the reader (who is not `seen`), nor
    either of two who never want to meet.
    """
    return [
        each
        for each in respondents
        if each.member == reader
        or (not each.hidden and each.member in seen and not _apart(reader, each.member, known))
    ]


def _apart(reader: int, member: int, known: Acquaintance) -> bool:
    return bool(barriers(Candidate(reader), Candidate(member), known) & Barrier.NEVER)
