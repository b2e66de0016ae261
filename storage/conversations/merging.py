"""Two members become one: in what they have said, and in what they read alone."""

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.conversations.tables import conversation_messages, conversation_places
from storage.kernel.journal import Journal
from storage.kernel.store import Merging

_P = conversation_places.c


async def merge(connection: AsyncConnection, journal: Journal, gone: int, kept: int) -> None:
    """Let all of it be the one's who is kept, who reads each conversation in one place."""
    theirs = select(_P.conversation_id).where(_P.member_id == kept)
    await journal.drop(
        conversation_places, and_(_P.member_id == gone, _P.conversation_id.in_(theirs))
    )
    await journal.move(_P.member_id, gone, kept)
    await journal.move(conversation_messages.c.member_id, gone, kept)


MERGING = Merging(
    references=(_P.member_id, conversation_messages.c.member_id),
    merge=merge,
)
