"""What was shown where, and whom it is shown to (`bot.features.digests.ports.Digests`)."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.community.facts import Fact
from bot.community.people import Member
from bot.community.places import Purpose
from bot.features.digests.ports import Digest, DigestChannel
from storage.digests.tables import digest_items
from storage.kernel.database import insert
from storage.kernel.direct import Direct
from storage.kernel.rows import MEMBER, as_member
from storage.kernel.tables import (
    accounts,
    member_networks,
    members,
    networks,
    place_purposes,
    places,
    spaces,
)

_SHOWN = digest_items.c
_CHANNELS = Direct(
    select(places.c.id, places.c.space_id, spaces.c.community_id)
    .join(spaces, spaces.c.id == places.c.space_id)
    .join(place_purposes, place_purposes.c.place_id == places.c.id)
    .where(place_purposes.c.purpose == Purpose.DIGESTS.value, spaces.c.lost_at.is_(None))
    .order_by(places.c.id)
)


class SqlDigests:
    """The digests of one database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def channels(self) -> list[DigestChannel]:
        rows = await _CHANNELS.all(self._connection, {})
        return [DigestChannel(row.id, row.space_id, row.community_id) for row in rows]

    async def zones(self, spaces_: Collection[int]) -> dict[int, str]:
        count = func.count(members.c.id.distinct())
        rows = await self._connection.execute(
            select(accounts.c.space_id, members.c.zone)
            .join(members, members.c.id == accounts.c.member_id)
            .where(accounts.c.space_id.in_(spaces_), accounts.c.gone_at.is_(None))
            .group_by(accounts.c.space_id, members.c.zone)
            .order_by(count, members.c.zone.desc())
        )
        return {row.space_id: row.zone for row in rows}  # the last is that of most

    async def people(self, space: int) -> list[Member]:
        there = select(*MEMBER).where(members.c.id.in_(_in(space))).order_by(members.c.id)
        return [as_member(row) for row in await self._connection.execute(there)]

    async def networks_in(self, space: int) -> dict[int, int]:
        counted = await self._connection.execute(
            select(member_networks.c.network_id, func.count().label("people"))
            .where(member_networks.c.member_id.in_(_in(space)))
            .group_by(member_networks.c.network_id)
        )
        return {row.network_id: row.people for row in counted}

    async def shown(self, place: int) -> set[Fact]:
        there = select(_SHOWN.kind, _SHOWN.subject).where(_SHOWN.place_id == place)
        rows = await self._connection.execute(there)
        return {Fact.of(row.kind, row.subject) for row in rows}

    async def show(self, digest: Digest, what: Collection[Fact], now: datetime) -> None:
        its_own = {"place_id": digest.place, "digest": digest.number, "shown_at": now}
        rows = [{**its_own, "kind": each.kind, "subject": each.subject} for each in what]
        new = insert(self._connection, digest_items).on_conflict_do_nothing()
        await self._connection.execute(new, rows)

    async def with_(self, what: Fact) -> list[Digest]:
        found = select(_SHOWN.place_id, _SHOWN.digest).order_by(_SHOWN.place_id)
        its_own = found.where(_SHOWN.kind == what.kind, _SHOWN.subject == what.subject)
        return [Digest(*row) for row in await self._connection.execute(its_own)]

    async def within(self, digest: Digest) -> set[Fact]:
        there = select(_SHOWN.kind, _SHOWN.subject).where(_SHOWN.place_id == digest.place)
        rows = await self._connection.execute(there.where(_SHOWN.digest == digest.number))
        return {Fact.of(row.kind, row.subject) for row in rows}

    async def networks_of(self, member: int) -> frozenset[int]:
        its_own = select(member_networks.c.network_id).where(member_networks.c.member_id == member)
        return frozenset((await self._connection.scalars(its_own)).all())

    async def names(self, networks_: Collection[int]) -> dict[int, str]:
        named = select(networks.c.id, networks.c.name).where(networks.c.id.in_(networks_))
        return {row.id: row.name for row in await self._connection.execute(named)}


def _in(space: int) -> Select[tuple[int]]:
    """Those who have an account in use there."""
    theirs = accounts.c.space_id == space
    return select(accounts.c.member_id).where(theirs, accounts.c.gone_at.is_(None))
