"""Who never wants to meet whom: said of members, or of accounts that were nobody's then.

What was said of an account holds for whoever uses it, by whatever way it became theirs.
"""

from collections.abc import Collection

from sqlalchemy import Select, and_, delete, select, union
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.community.people import Ref
from storage.introductions.tables import never, never_accounts
from storage.kernel.tables import accounts, spaces

_ITS = and_(
    accounts.c.external_id == never_accounts.c.account,
    spaces.c.platform == never_accounts.c.platform,
)
_BY_ACCOUNT = (
    select(never_accounts.c.member_id, accounts.c.member_id.label("other_id"))
    .join(accounts, accounts.c.external_id == never_accounts.c.account)
    .join(spaces, and_(spaces.c.id == accounts.c.space_id, _ITS))
    .where(accounts.c.member_id != never_accounts.c.member_id)
)


def refusals(by: Collection[int]) -> Select[tuple[int, int]]:
    """Who of these never wants to meet whom."""
    said = select(never.c.member_id, never.c.other_id).where(never.c.member_id.in_(by))
    each = union(said, _BY_ACCOUNT.where(never_accounts.c.member_id.in_(by))).subquery("refusals")
    return select(each.c.member_id, each.c.other_id)


async def unknown(connection: AsyncConnection, by: int) -> list[Ref]:
    """The accounts that a member has named and that are nobody's yet."""
    its = select(accounts.c.id).join(spaces, spaces.c.id == accounts.c.space_id).where(_ITS)
    rows = await connection.execute(
        select(never_accounts.c.platform, never_accounts.c.account)
        .where(never_accounts.c.member_id == by, ~its.correlate(never_accounts).exists())
        .order_by(never_accounts.c.said_at, never_accounts.c.account)
    )
    return [Ref(row.platform, row.account) for row in rows]


async def allow(connection: AsyncConnection, member: int, other: int) -> bool:
    """Take back what a member said of another, by themselves or by any account of theirs."""
    its = select(accounts.c.external_id).join(spaces, spaces.c.id == accounts.c.space_id)
    its = its.where(accounts.c.member_id == other, _ITS).correlate(never_accounts)
    mine = never_accounts.c.member_id == member
    gone = [
        await connection.execute(
            delete(never).where(never.c.member_id == member, never.c.other_id == other)
        ),
        await connection.execute(delete(never_accounts).where(mine, its.exists())),
    ]
    return any(each.rowcount for each in gone)
