"""Two members become one: in what they reported, in what was theirs, and in what they decided."""

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.kernel.columns import AnyRow
from storage.kernel.journal import Journal, Values
from storage.kernel.store import Merging
from storage.reports.tables import report_cases, reports


async def merge(connection: AsyncConnection, journal: Journal, gone: int, kept: int) -> None:
    """Let all of it be the one's who is kept; of two reports of one thing both words stay."""
    await journal.join(reports.c.member_id, gone, kept, _both)
    await journal.move(report_cases.c.author_id, gone, kept)
    await journal.move(report_cases.c.decided_by, gone, kept)


def _both(gone: AnyRow, kept: AnyRow) -> Values:
    words = dict.fromkeys(filter(None, (kept.word, gone.word)))
    return {"word": "\n".join(words)}


MERGING = Merging(
    references=(reports.c.member_id, report_cases.c.author_id, report_cases.c.decided_by),
    merge=merge,
)
