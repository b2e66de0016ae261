"""Two members become one: their places and words in the web chat."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.kernel.columns import AnyRow
from storage.kernel.journal import Journal, Values
from storage.kernel.store import Merging
from storage.web.tables import (
    web_logins,
    web_messages,
    web_place_members,
    web_places,
    web_sessions,
)


async def merge(connection: AsyncConnection, journal: Journal, gone: int, kept: int) -> None:
    """Let all of it be the one's who is kept, with one conversation with Kindred."""
    await _conversation(connection, journal, gone, kept)
    await journal.join(web_place_members.c.member_id, gone, kept, _furthest)
    for column in (web_messages.c.author_id, web_messages.c.only_for, web_messages.c.asked_by):
        await journal.move(column, gone, kept)
    for column in (web_logins.c.member_id, web_sessions.c.member_id):
        await journal.move(column, gone, kept)


MERGING = Merging(
    references=(
        web_place_members.c.member_id,
        web_messages.c.author_id,
        web_messages.c.only_for,
        web_messages.c.asked_by,
        web_logins.c.member_id,
        web_sessions.c.member_id,
    ),
    merge=merge,
)


async def _conversation(
    connection: AsyncConnection, journal: Journal, gone: int, kept: int
) -> None:
    former, its_own = f"direct:{gone}", f"direct:{kept}"
    rows = await connection.execute(
        select(web_places.c.key, web_places.c.id).where(web_places.c.key.in_((former, its_own)))
    )
    ids = {row.key: row.id for row in rows}
    if former not in ids:
        return
    if its_own in ids:
        await journal.move(web_messages.c.place_id, ids[former], ids[its_own])
        inside = web_place_members.c.place_id == ids[former]
        await journal.drop(web_place_members, inside)
    else:
        await journal.move(web_places.c.key, former, its_own)


def _furthest(gone: AnyRow, kept: AnyRow) -> Values:
    return {"last_read": max(gone.last_read, kept.last_read)}
