"""Whom people never want to meet who were erased since, by pseudonyms: it holds if they come back.

Sealed words of nobody: without the server's key no row tells whom it is about.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, and_, delete, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.community.people import Ref
from bot.community.pseudonyms import Pseudonyms
from storage.introductions.tables import never, never_accounts, never_erased
from storage.kernel.database import insert
from storage.kernel.tables import accounts, members, spaces


async def keep(connection: AsyncConnection, pseudonyms: Pseudonyms, member: int) -> None:
    """Before a member is erased, let what others said of them be of their pseudonyms."""
    who = (
        await connection.execute(
            select(members.c.email, members.c.community_id).where(members.c.id == member)
        )
    ).first()
    if who is None:
        return
    their = select(spaces.c.platform, accounts.c.external_id).join_from(accounts, spaces)
    rows = await connection.execute(their.where(accounts.c.member_id == member))
    known = [Ref(row.platform, row.external_id) for row in rows]
    others = select(members.c.id).where(members.c.community_id == who.community_id)
    named = tuple_(never_accounts.c.platform, never_accounts.c.account)
    by_account = and_(
        named.in_([(account.platform, account.id) for account in known]),
        never_accounts.c.member_id.in_(others),
    )
    said = list(
        await connection.execute(
            select(never.c.member_id, never.c.said_at).where(never.c.other_id == member)
        )
    )
    whose = select(never_accounts.c.member_id, never_accounts.c.said_at).where(by_account)
    said += list(await connection.execute(whose.where(never_accounts.c.member_id != member)))
    await connection.execute(delete(never_accounts).where(by_account))
    if not said:
        return
    them = [pseudonyms.of_account(account) for account in known]
    them += [pseudonyms.of_address(who.email)] if who.email else []
    kept = [{"member_id": by, "pseudonym": each, "said_at": at} for by, at in said for each in them]
    if kept:
        await connection.execute(insert(connection, never_erased).on_conflict_do_nothing(), kept)


async def anybody_was_erased(connection: AsyncConnection, member: int) -> bool:
    """Whether others of this member's community never want to meet somebody who was erased."""
    return await connection.scalar(_said_around(member).limit(1)) is not None


async def restore(connection: AsyncConnection, member: int, pseudonyms: Sequence[str]) -> None:
    """Let what was said of one of these hold for a member, who has come back."""
    of_them = never_erased.c.pseudonym.in_(pseudonyms)
    said = list(await connection.execute(_said_around(member).where(of_them)))
    if not said:
        return
    rows = [{"member_id": by, "other_id": member, "said_at": at} for by, at in said]
    await connection.execute(insert(connection, never).on_conflict_do_nothing(), rows)
    its = never_erased.c
    await connection.execute(
        delete(never_erased).where(
            its.pseudonym.in_(pseudonyms), its.member_id.in_([by for by, _ in said])
        )
    )


def _said_around(member: int) -> Select[int, datetime]:
    """What others of their community said of people who were erased."""
    community = select(members.c.community_id).where(members.c.id == member).scalar_subquery()
    return (
        select(never_erased.c.member_id, never_erased.c.said_at)
        .join_from(never_erased, members)
        .where(members.c.community_id == community, never_erased.c.member_id != member)
    )
