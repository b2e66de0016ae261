"""The places of a community (`bot.community.ports.PlaceBook`)."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.community.people import Account, Ref, Space
from bot.community.places import Place, PlaceKind, Purpose, in_order
from storage.kernel.database import insert
from storage.kernel.rows import account_behind, as_space
from storage.kernel.store import Store
from storage.kernel.tables import place_purposes, places, spaces

_AGENDA = "agenda"
"""What the list of events of a chat is for; no channel is for that."""

_KEPT = select(place_purposes.c.place_id).where(place_purposes.c.purpose == _AGENDA)


class SqlPlaces:
    """The channels and direct messages of one database; rooms are opened through the outbox."""

    def __init__(self, connection: AsyncConnection, stores: Sequence[Store] = ()) -> None:
        self._connection = connection
        self._own_chats = [store.in_own_chat for store in stores if store.in_own_chat]

    async def channels(
        self, community: int, purpose: Purpose | None = None, *, former: bool = False
    ) -> list[Place]:
        chosen = (
            select(spaces, places.c.id.label("place"), places.c.channel, place_purposes.c.purpose)
            .join(places, places.c.space_id == spaces.c.id)
            .join(place_purposes, place_purposes.c.place_id == places.c.id, isouter=former)
            .where(spaces.c.community_id == community, places.c.kind == PlaceKind.CHANNEL)
            .order_by(spaces.c.id, place_purposes.c.id, places.c.id)
        )
        if purpose:
            chosen = chosen.where(place_purposes.c.purpose == purpose)
        found: dict[int, Place] = {}
        for row in await self._connection.execute(chosen):
            known = found.get(row.place) or Place(
                as_space(row), PlaceKind.CHANNEL, Ref.parse(row.channel), id=row.place
            )
            also = {Purpose(row.purpose)} if row.purpose else set()
            found[row.place] = replace(known, purposes=known.purposes | also)
        return list(found.values())

    async def choose(self, space: Space, channel: Ref, purposes: Collection[Purpose]) -> Place:
        place = await self._channel(space, channel)
        rows = [{"place_id": place, "purpose": each} for each in in_order(purposes)]
        if rows:
            new = insert(self._connection, place_purposes).on_conflict_do_nothing()
            await self._connection.execute(new, rows)
        return Place(space, PlaceKind.CHANNEL, channel, id=place)

    async def withdraw(
        self, space: Space, purposes: Collection[Purpose], channel: Ref | None = None
    ) -> frozenset[Purpose]:
        there = select(places.c.id).where(places.c.space_id == space.id)
        if channel:
            there = there.where(places.c.channel == str(channel))
        withdrawn = await self._connection.scalars(
            delete(place_purposes)
            .where(place_purposes.c.place_id.in_(there))
            .where(place_purposes.c.purpose.in_(purposes))
            .returning(place_purposes.c.purpose)
        )
        return frozenset(Purpose(each) for each in withdrawn)

    async def _channel(
        self, space: Space, channel: Ref, kind: PlaceKind = PlaceKind.CHANNEL
    ) -> int:
        """The id of a channel's place, or of another one that its chat keeps for a space."""
        its_own = (places.c.space_id == space.id) & (places.c.kind == kind)
        there = select(func.min(places.c.id)).where(its_own, places.c.channel == str(channel))
        found = await self._connection.scalar(there)
        if found is not None:
            return int(found)
        added = await self._connection.execute(
            places.insert()
            .values(community_id=space.community, space_id=space.id)
            .values(kind=kind, channel=str(channel))
            .returning(places.c.id)
        )
        return int(added.scalar_one())

    # Lists of events that chats keep ----------------------------------------------------------

    async def agendas(self, community: int) -> list[Place]:
        rows = await self._connection.execute(
            select(spaces, places.c.id.label("place"), places.c.channel)
            .join(places, places.c.space_id == spaces.c.id)
            .where(spaces.c.community_id == community, spaces.c.lost_at.is_(None))
            .where(places.c.kind == PlaceKind.AGENDA, places.c.id.in_(_KEPT))
            .order_by(places.c.id)
        )
        return [
            Place(as_space(row), PlaceKind.AGENDA, Ref.parse(row.channel), id=row.place)
            for row in rows
        ]

    async def choose_agenda(self, space: Space, agenda: Ref) -> Place:
        place = await self._channel(space, agenda, PlaceKind.AGENDA)
        new = insert(self._connection, place_purposes).on_conflict_do_nothing()
        await self._connection.execute(new.values(place_id=place, purpose=_AGENDA))
        return Place(space, PlaceKind.AGENDA, agenda, id=place)

    async def leave_agenda(self, space: Space) -> Place | None:
        for place in await self.agendas(space.community):
            if place.space.id == space.id:
                its_own = place_purposes.c.place_id == place.id
                await self._connection.execute(delete(place_purposes).where(its_own))
                return place
        return None

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
