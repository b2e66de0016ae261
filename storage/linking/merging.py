"""Two members become one: what was linked before is the one's who is kept."""

from sqlalchemy import and_, delete
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.kernel.journal import Journal
from storage.kernel.store import Merging
from storage.linking.tables import links


async def merge(connection: AsyncConnection, journal: Journal, gone: int, kept: int) -> None:
    """Withdraw what else is offered to either; what was done stays to be undone."""
    offers = and_(links.c.member_id.in_((gone, kept)), links.c.before.is_(None))
    await connection.execute(delete(links).where(offers))
    await journal.move(links.c.member_id, gone, kept)


MERGING = Merging(references=(links.c.member_id,), merge=merge)
