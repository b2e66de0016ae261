"""Two members become one: in what they answered, and in the polls they made."""

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.kernel.columns import AnyRow
from storage.kernel.journal import Journal, Values
from storage.kernel.store import Merging
from storage.polls.tables import poll_answers, poll_respondents, polls

_ORDER = ("yes", "maybe", "no")


async def merge(connection: AsyncConnection, journal: Journal, gone: int, kept: int) -> None:
    """Let all of it be the one's who is kept: of two answers to one slot that which can come."""
    await journal.join(poll_respondents.c.member_id, gone, kept, _respondent)
    await journal.join(poll_answers.c.member_id, gone, kept, _answer)
    await journal.move(polls.c.made_by, gone, kept)


MERGING = Merging(
    references=(poll_respondents.c.member_id, poll_answers.c.member_id, polls.c.made_by),
    merge=merge,
)


def _respondent(gone: AnyRow, kept: AnyRow) -> Values:
    return {"hidden": gone.hidden or kept.hidden, "since": min(gone.since, kept.since)}


def _answer(gone: AnyRow, kept: AnyRow) -> Values:
    return {"answer": min(gone.answer, kept.answer, key=_ORDER.index)}
