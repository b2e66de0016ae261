"""Whose words are carried without their name, and what shows their name."""

from collections.abc import Collection

from sqlalchemy import delete, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.conversations.tables import conversation_messages, conversation_unnamed
from storage.kernel.database import insert
from storage.kernel.tables import accounts

_M, _U = conversation_messages.c, conversation_unnamed.c


async def unnamed_in(connection: AsyncConnection, conversation: int) -> frozenset[int]:
    """Who is to be named to nobody in a conversation."""
    found = select(_U.member_id).where(_U.conversation_id == conversation)
    return frozenset(await connection.scalars(found))


async def let_be_unnamed(
    connection: AsyncConnection, conversation: int, members: Collection[int], *, unnamed: bool
) -> frozenset[int]:
    """Note it of these; the members of whom something else was so before."""
    before = await unnamed_in(connection, conversation)
    changed = frozenset(members) - before if unnamed else before & frozenset(members)
    if changed and unnamed:
        rows = [{"conversation_id": conversation, "member_id": each} for each in sorted(changed)]
        new = insert(connection, conversation_unnamed).values(rows).on_conflict_do_nothing()
        await connection.execute(new)
    elif changed:
        its_own = (_U.conversation_id == conversation) & _U.member_id.in_(changed)
        await connection.execute(delete(conversation_unnamed).where(its_own))
    return changed


async def naming(
    connection: AsyncConnection, conversation: int, members: Collection[int]
) -> list[int]:
    """What these have said, what answers that, and what mentions them, of which there are words."""
    theirs = select(_M.id).where(_M.conversation_id == conversation, _M.member_id.in_(members))
    ids = await connection.scalars(
        select(accounts.c.external_id).where(accounts.c.member_id.in_(members))
    )
    mentions = [_M.spans.contains(f'"id":"{each}"', autoescape=True) for each in ids]
    named = or_(_M.member_id.in_(members), _M.answers_id.in_(theirs), *mentions)
    here = (_M.conversation_id == conversation) & _M.spans.is_not(None)
    return list(await connection.scalars(select(_M.id).where(here, named).order_by(_M.id)))
