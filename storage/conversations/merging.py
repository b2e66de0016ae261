"""Two members become one: in what they have said, and in what they read alone."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.conversations.tables import conversation_messages, conversation_places
from storage.kernel.journal import Journal
from storage.kernel.store import Merging

_P = conversation_places.c


async def merge(connection: AsyncConnection, journal: Journal, gone: int, kept: int) -> None:
    """Let all of it be the one's who is kept, who reads each conversation in one place."""
    other = conversation_places.alias("other")
    two = select(_P.id, other.c.id.label("stays")).join(
        other, other.c.conversation_id == _P.conversation_id
    )
    both = await connection.execute(two.where(_P.member_id == gone, other.c.member_id == kept))
    for row in both.all():
        await journal.move(conversation_messages.c.place_id, row.id, row.stays)
        await journal.drop(conversation_places, _P.id == row.id)
    await journal.move(_P.member_id, gone, kept)
    await journal.move(conversation_messages.c.member_id, gone, kept)


MERGING = Merging(
    references=(_P.member_id, conversation_messages.c.member_id),
    merge=merge,
)
