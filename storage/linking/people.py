"""Two members become one: their accounts, drafts, codes and the member's own row."""

from sqlalchemy import and_, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.people import OWN_CHAT
from storage.linking.journal import Journal
from storage.tables.kernel import codes, drafts
from storage.tables.linking import links
from storage.tables.people import accounts, homes, members, spaces

KNOWN = (accounts.c.member_id, drafts.c.member_id, codes.c.member_id, links.c.member_id)
"""The references to members that are looked after here."""


async def merge(connection: AsyncConnection, journal: Journal, gone: int, kept: int) -> None:
    """Let all of it be the one's who is kept; each member has one account in the own chat."""
    in_own_chat = select(spaces.c.id).where(spaces.c.platform == OWN_CHAT)
    of_gone = and_(accounts.c.member_id == gone, accounts.c.space_id.in_(in_own_chat))
    await journal.drop(homes, homes.c.account_id.in_(select(accounts.c.id).where(of_gone)))
    await journal.drop(accounts, of_gone)
    await journal.move(accounts.c.member_id, gone, kept)
    await journal.join(drafts.c.member_id, gone, kept, lambda old, new: {})
    await journal.move(codes.c.member_id, gone, kept)
    offers = and_(links.c.member_id.in_((gone, kept)), links.c.before.is_(None))
    await connection.execute(delete(links).where(offers))
    await journal.move(links.c.member_id, gone, kept)


async def leave(connection: AsyncConnection, journal: Journal, gone: int, kept: int) -> None:
    """Delete the row of who is gone; who is kept may do what either might, since the earlier."""
    rows = await connection.execute(select(members).where(members.c.id.in_((gone, kept))))
    by_id = {row.id: row for row in rows}
    one, other = by_id[kept], by_id[gone]
    nobodys = {"email": None, "email_key": None}  # their profile keeps it, to be given back
    await connection.execute(update(members).where(members.c.id == gone).values(**nobodys))
    await journal.drop(members, members.c.id == gone)
    await journal.change(
        members,
        members.c.id == kept,
        role=max(one.role, other.role),
        joined_at=min(one.joined_at, other.joined_at),
        reached_in=one.reached_in or other.reached_in,
    )


async def no_higher(connection: AsyncConnection, member: int, role: int) -> None:
    """Let a member's role be no higher than this one."""
    await connection.execute(
        update(members).where(members.c.id == member, members.c.role > role).values(role=role)
    )
