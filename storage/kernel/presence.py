"""Which accounts are in doubt (`bot.community.presence.PresenceBook`)."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.community.people import OWN_CHAT, Account
from bot.community.presence import SURE
from storage.kernel.rows import ACCOUNT, account_behind, as_account
from storage.kernel.tables import accounts, spaces


class SqlPresence:
    """The accounts of one database of which it is to be asked whether they are still used."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def doubt(self, accounts_: Collection[Account], now: datetime) -> bool:
        doubted = 0
        for account in accounts_:
            its = account_behind(account.ref, account.space_ref)
            doubted += await self._doubt(now, _unknown_since(now - SURE), accounts.c.id.in_(its))
        return bool(doubted)

    async def doubt_members(self, members: Collection[int], since: datetime, now: datetime) -> None:
        await self._doubt(now, _unknown_since(since), accounts.c.member_id.in_(list(members)))

    async def doubtful(self, limit: int) -> list[Account]:
        rows = await self._connection.execute(
            select(*ACCOUNT)
            .join(spaces, spaces.c.id == accounts.c.space_id)
            .where(accounts.c.doubted_at.is_not(None), spaces.c.lost_at.is_(None))
            .order_by(accounts.c.doubted_at, accounts.c.id)
            .limit(limit)
        )
        return [as_account(row) for row in rows]

    async def leave_alone(self, accounts_: Collection[Account]) -> None:
        for account in accounts_:
            its = account_behind(account.ref, account.space_ref)
            await self._connection.execute(
                update(accounts).where(accounts.c.id.in_(its)).values(doubted_at=None)
            )

    async def _doubt(self, now: datetime, *whose: ColumnElement[bool]) -> int:
        """Doubt these; those that were before stay so since then."""
        elsewhere = select(spaces.c.id).where(
            spaces.c.platform != OWN_CHAT, spaces.c.lost_at.is_(None)
        )
        done = await self._connection.execute(
            update(accounts)
            .where(*whose, accounts.c.space_id.in_(elsewhere))
            .values(doubted_at=func.coalesce(accounts.c.doubted_at, now))
        )
        return done.rowcount


def _unknown_since(when: datetime) -> ColumnElement[bool]:
    """Nothing was told of the account after this."""
    return or_(accounts.c.told_at.is_(None), accounts.c.told_at <= when)
