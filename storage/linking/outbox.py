"""Two members become one: what is said to them, and the rooms that they are in."""

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.outbox import apart_key, fact_of
from bot.people import OWN_CHAT, Ref
from storage.linking.journal import Journal
from storage.tables.outbox import outbox, room_members

KNOWN = (outbox.c.to_member, room_members.c.member_id)
"""The references to members that are looked after here."""


async def merge(connection: AsyncConnection, journal: Journal, gone: int, kept: int) -> None:
    """Say to the one who is kept what was to be said to either."""
    await _rename(connection, journal, gone, kept)
    await journal.move(outbox.c.to_member, gone, kept)
    await journal.move(outbox.c.lane, f"member:{gone}", f"member:{kept}")
    own = (str(Ref(OWN_CHAT, str(member))) for member in (gone, kept))
    await journal.move(outbox.c.to_account, *own)
    await journal.join(room_members.c.member_id, gone, kept, lambda old, new: {})


async def hush(journal: Journal, room: str) -> None:
    """Let a room not be opened, and nothing be said in it, that nobody is on the way to do."""
    waiting = and_(outbox.c.state == "waiting", outbox.c.attempts == 0)
    await journal.drop(outbox, and_(waiting, outbox.c.to_room == room))


async def _rename(connection: AsyncConnection, journal: Journal, gone: int, kept: int) -> None:
    """What is told to a member is known by a key that says who it is.

    The chat goes on knowing it by its former key (`about`), so that what is under way is not sent
    twice; edits and retractions that wait follow the new one.
    """
    told = await connection.execute(
        select(outbox.c.id, outbox.c.key)
        .where(outbox.c.to_member == gone)
        .where(or_(outbox.c.key.like(f"%:%:{gone}"), outbox.c.key.startswith(f"apart:{gone}:")))
    )
    rows = {row.id: (row.key, _renamed(row.key, gone, kept)) for row in told}
    keys = [key for _, key in rows.values()]
    taken = set(await connection.scalars(select(outbox.c.key).where(outbox.c.key.in_(keys))))
    for id_, (former, key) in rows.items():
        if key not in taken:
            await journal.change(outbox, outbox.c.id == id_, key=key)
            changes = select(outbox.c.id).where(outbox.c.about == former, outbox.c.key.is_(None))
            for change in list(await connection.scalars(changes)):
                await journal.change(outbox, outbox.c.id == change, about=key)


def _renamed(key: str, gone: int, kept: int) -> str:
    if key.startswith(f"apart:{gone}:"):
        return apart_key(fact_of(key), kept)
    return key.removesuffix(str(gone)) + str(kept)
