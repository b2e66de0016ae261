"""What stands on top of people's own places, and whether it has arrived there."""

from collections.abc import Collection
from typing import Literal

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.community.facts import Fact
from storage.conversations.rows import about
from storage.conversations.tables import conversation_places, conversations
from storage.kernel.changes import slices
from storage.kernel.delivery_tables import outbox

_C, _P = conversations.c, conversation_places.c


async def unread_heads(
    connection: AsyncConnection, rooms: Collection[Fact]
) -> dict[Fact, Literal["waiting", "dead"]]:
    """About which of these, whose people share no room, a head waits or could not be delivered."""
    found = dict[Fact, Literal["waiting", "dead"]]()
    theirs = (
        select(_C.kind, _C.subject, _C.part, outbox.c.state)
        .join(conversation_places, _P.conversation_id == _C.id)
        .join(outbox, outbox.c.id == _P.post_id)
        .where(_C.apart, _P.member_id.is_not(None), outbox.c.state.in_(("waiting", "dead")))
        .order_by(outbox.c.state.desc())  # what waits before what is dead, which is told
    )
    wanted = set(rooms)
    for kind in sorted({each.kind for each in wanted}):
        subjects = sorted({each.subject for each in wanted if each.kind == kind})
        for some in slices(subjects):
            of_kind = theirs.where(_C.kind == kind, _C.subject.in_(some))
            for row in await connection.execute(of_kind):
                if (fact := about(row)) in wanted:
                    found[fact] = row.state
    return found
