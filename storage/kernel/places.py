"""The places of a community (`bot.community.ports.PlaceBook`)."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.community.people import Account, Ref, Space
from bot.community.places import Place, PlaceKind, Purpose
from storage.kernel.database import insert
from storage.kernel.rows import account_behind, as_space
from storage.kernel.store import Store
from storage.kernel.tables import place_purposes, places, spaces


class SqlPlaces:
    """The channels and direct messages of one database; rooms are opened through the outbox."""

    def __init__(self, connection: AsyncConnection, stores: Sequence[Store] = ()) -> None:
        self._connection = connection
        self._own_chats = [store.in_own_chat for store in stores if store.in_own_chat]

    async def channels(self, community: int, purpose: Purpose | None = None) -> list[Place]:
        chosen = (
            select(spaces, places.c.channel, place_purposes.c.purpose)
            .join(place_purposes, place_purposes.c.space_id == spaces.c.id)
            .join(places, places.c.id == place_purposes.c.place_id)
            .where(spaces.c.community_id == community)
            .order_by(spaces.c.id, places.c.id)
        )
        if purpose:
            chosen = chosen.where(place_purposes.c.purpose == purpose)
        purposes: dict[tuple[Space, Ref], set[Purpose]] = {}
        for row in await self._connection.execute(chosen):
            purposes.setdefault((as_space(row), Ref.parse(row.channel)), set()).add(
                Purpose(row.purpose)
            )
        return [
            Place(space, PlaceKind.CHANNEL, channel, purposes=frozenset(its_own))
            for (space, channel), its_own in purposes.items()
        ]

    async def choose(self, space: Space, channel: Ref, purposes: Collection[Purpose]) -> None:
        await self.withdraw(space, purposes)
        place = await self._channel(space, channel)
        rows = [{"space_id": space.id, "purpose": each, "place_id": place} for each in purposes]
        if rows:
            await self._connection.execute(place_purposes.insert(), rows)

    async def withdraw(self, space: Space, purposes: Collection[Purpose]) -> None:
        await self._connection.execute(
            delete(place_purposes)
            .where(place_purposes.c.space_id == space.id)
            .where(place_purposes.c.purpose.in_(purposes))
        )

    async def _channel(self, space: Space, channel: Ref) -> int:
        """The id of a channel's place."""
        its_own = (places.c.channel == str(channel)) & (places.c.kind == PlaceKind.CHANNEL)
        found = await self._connection.scalar(select(places.c.id).where(its_own).limit(1))
        if found is not None:
            return int(found)
        added = await self._connection.execute(
            places.insert()
            .values(community_id=space.community, space_id=space.id)
            .values(kind=PlaceKind.CHANNEL, channel=str(channel))
            .returning(places.c.id)
        )
        return int(added.scalar_one())

    # Direct messages --------------------------------------------------------------------------

    async def direct(self, account: Account) -> Ref | None:
        channel = await self._connection.scalar(
            select(places.c.channel).where(_with(account), places.c.kind == PlaceKind.DIRECT)
        )
        return Ref.parse(channel) if channel else None

    async def opened(self, account: Account, channel: Ref) -> None:
        community = select(spaces.c.community_id).where(spaces.c.id == account.space)
        known = await self._connection.scalar(account_behind(account.ref, account.space_ref))
        if known is None:
            return
        new = insert(self._connection, places).values(
            community_id=community.scalar_subquery(),
            space_id=account.space,
            kind=PlaceKind.DIRECT,
            channel=str(channel),
            account_id=known,
        )
        await self._connection.execute(
            new.on_conflict_do_update(
                index_elements=["account_id"], set_={"channel": new.excluded.channel}
            )
        )

    async def in_own_chat(self, members: Collection[int]) -> set[int]:
        found: set[int] = set()
        for in_own_chat in self._own_chats:
            found |= await in_own_chat(self._connection, members)
        return found


def _with(account: Account) -> ColumnElement[bool]:
    return places.c.account_id.in_(account_behind(account.ref, account.space_ref))
