"""The homes that members have looked at (`bot.work.Homes`): live views, one for an account."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, Text, cast, func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.community.people import Ref
from bot.community.roles import Role
from bot.delivery.live import HOME, HomeHanging
from storage.kernel.database import insert
from storage.kernel.delivery_tables import live_views
from storage.kernel.hangings import HANGING, as_hanging
from storage.kernel.rows import ACCOUNT, account_behind, as_account
from storage.kernel.tables import accounts, members, place_members, spaces


class SqlHomes:
    """Which homes there are, and which of them are to be shown anew."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def seen(self, account: Ref, space: Ref) -> None:
        subject = cast(accounts.c.id, Text)
        its_own = account_behind(account, space).add_columns(literal(HOME), subject, literal(HOME))
        columns = ["account_id", "kind", "subject", "hangs_in"]
        new = insert(self._connection, live_views).from_select(columns, its_own)
        current = {"touched_at": None, "shown": ""}  # it is not known whether it arrives
        await self._connection.execute(
            new.on_conflict_do_update(index_elements=["account_id"], set_=current)
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
        since = func.coalesce(live_views.c.touched_at, now)
        await self._connection.execute(
            update(live_views)
            .where(live_views.c.account_id.in_(theirs))
            .values(touches=live_views.c.touches + 1, touched_at=since)
        )

    async def touched(self, before: datetime, limit: int) -> list[HomeHanging]:
        rows = await self._connection.execute(
            select(*HANGING, *ACCOUNT, members.c.locale)
            .join(accounts, accounts.c.id == live_views.c.account_id)
            .join(spaces, spaces.c.id == accounts.c.space_id)
            .join(members, members.c.id == accounts.c.member_id)
            .where(live_views.c.touched_at <= before, accounts.c.gone_at.is_(None))
            .where(spaces.c.lost_at.is_(None))
            .order_by(live_views.c.touched_at, live_views.c.id)
            .limit(limit)
        )
        return [HomeHanging(as_account(row), as_hanging(row)) for row in rows]


_T = TypeVar("_T")


def _portions(items: Collection[_T]) -> Iterator[list[_T]]:
    """The items, each once, by as many as every database takes in one statement."""
    all_ = list(dict.fromkeys(items))
    for at in range(0, len(all_), 1000):
        yield all_[at : at + 1000]
