"""Two members become one: in what they have said, and in what they read alone."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.conversations.tables import (
    conversation_messages,
    conversation_places,
    conversation_unnamed,
)
from storage.kernel.journal import Journal
from storage.kernel.store import Merging

_P, _U = conversation_places.c, conversation_unnamed.c


async def merge(connection: AsyncConnection, journal: Journal, gone: int, kept: int) -> None:
    """Let all of it be the one's who is kept, who reads each conversation in one place.

    The other place is nobody's then; what stands there goes on following what becomes of it.
    """
    theirs, other = conversation_places, conversation_places.alias("other")
    two = select(theirs, other.c.id.label("kept_id"), other.c.ended_at.label("kept_ended")).join(
        other, other.c.conversation_id == _P.conversation_id
    )
    both = await connection.execute(two.where(_P.member_id == gone, other.c.member_id == kept))
    for row in both.all():
        is_left = row.kept_ended is not None and row.ended_at is None
        left = row.kept_id if is_left else row.id
        ended = (row.kept_ended if is_left else row.ended_at) or row.added_at
        await journal.change(conversation_places, _P.id == left, member_id=None, ended_at=ended)
    await journal.move(_P.member_id, gone, kept)
    await journal.join(_U.member_id, gone, kept, lambda *_: {})  # who hid one name hides the other
    await journal.move(conversation_messages.c.member_id, gone, kept)


MERGING = Merging(
    references=(_P.member_id, _U.member_id, conversation_messages.c.member_id),
    merge=merge,
)
