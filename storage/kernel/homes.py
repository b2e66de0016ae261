"""The homes that members have looked at (`bot.work.Homes`)."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.community.people import Account, Ref
from bot.community.roles import Role
from storage.kernel.database import insert
from storage.kernel.rows import ACCOUNT, account_behind, as_account
from storage.kernel.tables import accounts, homes, members, place_members, spaces


class SqlHomes:
    """Which homes there are, and which of them are to be shown anew."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def seen(self, account: Ref, space: Ref) -> None:
        its_own = account_behind(account, space)
        new = insert(self._connection, homes).from_select(["account_id"], its_own)
        await self._connection.execute(
            new.on_conflict_do_update(index_elements=["account_id"], set_={"touched_at": None})
        )

    async def touch(self, members: Collection[int], now: datetime) -> None:
        for some in _portions(members):
            await self._touch(accounts.c.member_id.in_(some), now)

    async def touch_facilitators(self, community: int, now: datetime) -> None:
        they = select(members.c.id).where(
            members.c.community_id == community, members.c.role >= Role.FACILITATOR
        )
        await self._touch(accounts.c.member_id.in_(they), now)

    async def touch_places(self, places: Collection[int], now: datetime) -> None:
        """Note that something has changed for everybody in these places."""
        for some in _portions(places):
            inside = select(place_members.c.member_id).where(place_members.c.place_id.in_(some))
            await self._touch(accounts.c.member_id.in_(inside), now)

    async def _touch(self, whose: ColumnElement[bool], now: datetime) -> None:
        theirs = select(accounts.c.id).where(whose)
        await self._connection.execute(
            update(homes).where(homes.c.account_id.in_(theirs)).values(touched_at=now)
        )

    async def touched(self, before: datetime, limit: int) -> list[Account]:
        rows = await self._connection.execute(
            select(*ACCOUNT)
            .join(homes, homes.c.account_id == accounts.c.id)
            .join(spaces, spaces.c.id == accounts.c.space_id)
            .where(homes.c.touched_at <= before, accounts.c.gone_at.is_(None))
            .where(spaces.c.lost_at.is_(None))
            .order_by(homes.c.touched_at)
            .limit(limit)
        )
        return [as_account(row) for row in rows]

    async def shown(self, account: Account, now: datetime) -> None:
        id_ = account_behind(account.ref, account.space_ref).scalar_subquery()
        await self._connection.execute(
            update(homes)
            .where(homes.c.account_id == id_)
            .where(or_(homes.c.touched_at.is_(None), homes.c.touched_at <= now))
            .values(touched_at=None)
        )


_T = TypeVar("_T")


def _portions(items: Collection[_T]) -> Iterator[list[_T]]:
    """The items, each once, by as many as every database takes in one statement."""
    all_ = list(dict.fromkeys(items))
    for at in range(0, len(all_), 1000):
        yield all_[at : at + 1000]
