"""Cards in channels, by the rules of these (`bot.delivery.cards.Cards`)."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.community.places import Purpose
from bot.community.posting_rules import Posters, PostingRule
from bot.delivery.addresses import ChannelFor, ToPlace
from bot.delivery.cards import WaitingCard
from bot.delivery.live import View
from storage.kernel.addresses import Lane
from storage.kernel.database import insert
from storage.kernel.delivery_tables import live_views
from storage.kernel.direct import Direct
from storage.kernel.live import SqlLive
from storage.kernel.pruning import PORTION
from storage.kernel.tables import members, places, posted_cards, posting_rules

_CARD = posted_cards.c
_DAY = timedelta(days=1)
_WAITING = Direct(
    select(_CARD.id, members.c.zone, _CARD.asked_at)
    .join(members, members.c.id == _CARD.member_id)
    .where(_CARD.posted_at.is_(None))
    .order_by(_CARD.id)
)


class SqlCards:
    """The cards of one database; who hangs one holds the row of its channel."""

    def __init__(self, connection: AsyncConnection, live: SqlLive) -> None:
        self._connection = connection
        self._live = live

    async def rules(self, places_: Collection[int]) -> dict[int, PostingRule]:
        chosen = select(posting_rules).where(posting_rules.c.place_id.in_(places_))
        found = {
            row.place_id: PostingRule(Posters(row.posters), row.a_day, row.each)
            for row in await self._connection.execute(chosen)
        }
        return {place: found.get(place, PostingRule()) for place in places_}

    async def set_rule(self, place: int, rule: PostingRule) -> None:
        values = {"posters": rule.posters.value, "a_day": rule.a_day, "each": rule.each}
        new = insert(self._connection, posting_rules).values(place_id=place, **values)
        await self._connection.execute(
            new.on_conflict_do_update(index_elements=["place_id"], set_=values)
        )

    async def hang(
        self,
        place: int,
        view: View,
        by: int,
        now: datetime,
        *,
        community: int,
        unbounded: bool = False,
    ) -> bool:
        await self._lock(place)
        if await self._hangs(place, view):
            return True
        now_ = unbounded or await self._has_room(place, by, now)
        new = insert(self._connection, posted_cards).values(
            community_id=community,
            place_id=place,
            member_id=by,
            kind=view.kind,
            subject=view.subject,
            asked_at=now,
            posted_at=now if now_ else None,
        )
        if now_:  # one that waited, or hung before, counts from now on
            known = ["place_id", "kind", "subject"]
            new = new.on_conflict_do_update(index_elements=known, set_={"posted_at": now})
        else:
            new = new.on_conflict_do_nothing()
        await self._connection.execute(new)
        if now_:
            await self._live.hang(_there(place), view, community=community)
        return now_

    async def withdraw(self, view: View, place: int | None = None) -> None:
        waits = delete(posted_cards).where(_CARD.posted_at.is_(None))
        waits = waits.where(_CARD.kind == view.kind, _CARD.subject == view.subject)
        there = waits if place is None else waits.where(_CARD.place_id == place)
        await self._connection.execute(there)

    async def waiting(self) -> list[WaitingCard]:
        rows = await _WAITING.all(self._connection, {})
        return [WaitingCard(row.id, row.zone, row.asked_at) for row in rows]

    async def hang_waiting(self, card: int, now: datetime) -> bool:
        its_own = select(posted_cards).where(_CARD.id == card, _CARD.posted_at.is_(None))
        row = (await self._connection.execute(its_own)).first()
        if row is None:
            return False
        await self._lock(row.place_id)
        if not await self._has_room(row.place_id, row.member_id, now):
            return False
        posted = update(posted_cards).where(_CARD.id == card)
        await self._connection.execute(posted.values(posted_at=now))
        view = View(row.kind, row.subject)
        await self._live.hang(_there(row.place_id), view, community=row.community_id)
        return True

    async def forget_before(self, when: datetime) -> bool:
        old = select(_CARD.id).where(_CARD.asked_at < when).limit(PORTION)
        gone = delete(posted_cards).where(_CARD.id.in_(old))
        forgotten: int = (await self._connection.execute(gone)).rowcount
        return forgotten == PORTION

    async def posted_by(self, member: int) -> list[tuple[str, datetime]]:
        theirs = select(_CARD.kind, _CARD.asked_at).where(_CARD.member_id == member)
        rows = await self._connection.execute(theirs.order_by(_CARD.id))
        return [(row.kind, row.asked_at) for row in rows]

    async def drop_all(self, member: int) -> None:
        await self._connection.execute(delete(posted_cards).where(_CARD.member_id == member))

    async def _lock(self, place: int) -> None:
        await self._connection.execute(
            select(places.c.id).where(places.c.id == place).with_for_update()
        )

    async def _hangs(self, place: int, view: View) -> bool:
        there = select(live_views.c.id).where(
            live_views.c.kind == view.kind,
            live_views.c.subject == view.subject,
            live_views.c.hangs_in == Lane.to(_there(place)).text,
        )
        return await self._connection.scalar(there) is not None

    async def _has_room(self, place: int, member: int, now: datetime) -> bool:
        rule = (await self.rules([place]))[place]
        rows = await self._connection.execute(
            select(_CARD.member_id, func.count().label("cards"))
            .where(_CARD.place_id == place, _CARD.posted_at > now - _DAY)
            .group_by(_CARD.member_id)
        )
        counted: dict[int, int] = {row.member_id: row.cards for row in rows}
        return sum(counted.values()) < rule.a_day and counted.get(member, 0) < rule.each


def _there(place: int) -> ToPlace:
    return ToPlace(ChannelFor(Purpose.ANNOUNCEMENTS, place))
