"""Posts by where they stand in a chat: what is said there tells of."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.outbox import Told
from bot.delivery.sender import Posted
from storage.kernel.facts import FACT, read_fact
from storage.kernel.tables import outbox


def stands_there(posted: Posted) -> ColumnElement[bool]:
    """Whether a post stands there; one that was too long stands in several messages."""
    return and_(
        outbox.c.posted_channel == str(posted.channel),
        outbox.c.posted_message.contains(posted.message.id, autoescape=True),
    )


async def told(connection: AsyncConnection, which: ColumnElement[bool]) -> Told | None:
    """What such a post tells of."""
    its_fact = (outbox.c[name] for name in FACT)
    posts = select(outbox.c.id, outbox.c.community_id, *its_fact)
    rows = await connection.execute(posts.where(which, outbox.c.key.is_not(None)))
    row = rows.first()
    return Told(row.id, read_fact(row), row.community_id) if row else None


async def recipient(
    connection: AsyncConnection, posted: Posted, among: Collection[int]
) -> int | None:
    """Which of these members what stands there was for."""
    rows = await connection.execute(
        select(outbox.c.to_member).where(outbox.c.to_member.in_(among), stands_there(posted))
    )
    found = rows.first()
    return found.to_member if found else None
