"""Two members become one: in what they are interested in, and in what they proposed."""

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.ideas.tables import idea_interests, ideas
from storage.kernel.columns import AnyRow
from storage.kernel.journal import Journal, Values
from storage.kernel.store import Merging

_IT = idea_interests.c


async def merge(connection: AsyncConnection, journal: Journal, gone: int, kept: int) -> None:
    """Let all of it be the one's who is kept; two interests in one idea are one."""
    await journal.join(_IT.member_id, gone, kept, _both)
    await journal.move(ideas.c.made_by, gone, kept)


MERGING = Merging(references=(_IT.member_id, ideas.c.made_by), merge=merge)


def _both(gone: AnyRow, kept: AnyRow) -> Values:
    """Since the earlier; whoever offered to help once has, and whoever hid their name hides it."""
    return {
        "can_host": gone.can_host or kept.can_host,
        "hidden": gone.hidden or kept.hidden,
        "since": min(gone.since, kept.since),
    }
