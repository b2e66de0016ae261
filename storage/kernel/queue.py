"""The outbox table from the relay's side: what is due, where it goes, what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import Integer, and_, bindparam, delete, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.community.people import Account, Ref, Space
from bot.delivery.addresses import ToAccount, ToMember, ToPlace
from bot.delivery.destinations import Destination, Nowhere, way_name
from bot.delivery.live import Hanging
from bot.delivery.queue import OF_ROOMS, Delivery
from bot.delivery.sender import Posted, Receipt
from bot.ui.message_json import from_json, to_json
from storage.kernel.addresses import ADDRESS, read_address
from storage.kernel.arrivals import TRIED, read_tried, top
from storage.kernel.columns import AnyRow, instant
from storage.kernel.delivery_tables import EACH_ALONE, FETCHED, HELD, outbox
from storage.kernel.facts import read_fact
from storage.kernel.hangings import hangings
from storage.kernel.held import change_held, empty_held
from storage.kernel.places import SqlPlaces
from storage.kernel.rows import account_behind
from storage.kernel.tables import accounts, places
from storage.kernel.ways import Ways

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
"""When that is due which may go at once."""

_earlier = outbox.alias("earlier")
_FIRST_IN_LANE = ~exists().where(
    _earlier.c.lane == outbox.c.lane,
    _earlier.c.state == "waiting",
    _earlier.c.id < outbox.c.id,
)

_DUE = (
    select(outbox)
    .where(outbox.c.state == "waiting", outbox.c.due_at <= instant("now"), _FIRST_IN_LANE)
    .order_by(outbox.c.id)
    .limit(bindparam("most", type_=Integer))
    .with_for_update(skip_locked=True, of=outbox)
)


class SqlQueue:
    """The relay's side (`bot.delivery.queue.DeliveryQueue`)."""

    def __init__(self, connection: AsyncConnection, book: SqlPlaces) -> None:
        self._connection = connection
        self._book = book

    async def claim(self, now: datetime, lease: timedelta, limit: int) -> list[Delivery]:
        rows = (await self._connection.execute(_DUE, {"now": now, "most": limit})).all()
        if not rows:
            return []
        await self._connection.execute(
            update(outbox)
            .where(outbox.c.id.in_([row.id for row in rows]))
            .values(due_at=now + lease, attempts=outbox.c.attempts + 1)
        )
        changed = [row.about for row in rows if row.act in ("edit", "retract")]
        posted, held = await self._posted(changed), await self._held(changed)
        in_rooms = [row.lane for row in rows if row.to_place and not row.to_purpose]
        first = await self._first_words(in_rooms)
        hanging = await hangings(self._connection, [row.about for row in rows if _is_live(row)])
        return [_delivery(row, posted, first, held, hanging) for row in rows]

    async def waiting_behind(self, delivery: Delivery) -> int:
        lane = select(outbox.c.lane).where(outbox.c.id == delivery.id).scalar_subquery()
        behind = (outbox.c.lane == lane) & (outbox.c.state == "waiting")
        posts = behind & (outbox.c.act == "post") & (outbox.c.id > delivery.id)
        count = select(func.count()).select_from(outbox).where(posts)
        return await self._connection.scalar(count) or 0

    async def destinations(self, deliveries: Sequence[Delivery]) -> list[Destination]:
        ways = await Ways.of(self._connection, self._book, [each.address for each in deliveries])
        there = [_destination(ways, each) for each in deliveries]
        new = [
            {"its_id": each.id, "this": way_name(where)}
            for each, where in zip(deliveries, there, strict=True)
            if each.act in SAYS and way_name(where) != each.trying
        ]
        if new:
            set_out = update(outbox).where(outbox.c.id == bindparam("its_id"))
            await self._connection.execute(set_out.values(trying=bindparam("this")), new)
        return there

    async def postponed(self, now: datetime) -> list[tuple[int, datetime, Destination]]:
        rows = await self._connection.execute(
            select(*_PLACED)
            .where(outbox.c.state == "waiting", outbox.c.paced, outbox.c.due_at > now)
            .where(outbox.c.attempts == 0)  # else it may be leased
            .order_by(outbox.c.id)
        )
        found = [(row, read_address(row)) for row in rows]
        ways = await Ways.of(self._connection, self._book, [address for _, address in found])
        return [
            (
                row.id,
                row.due_at,
                ways.destination(to, row.act, *read_tried(row)),
            )
            for row, to in found
        ]

    async def go_on(self, delivery: Delivery, refused: Destination, reason: str) -> bool:
        now_refused = (*delivery.refused, way_name(refused))
        ways = await Ways.of(self._connection, self._book, [delivery.address])
        other = _destination(ways, replace(delivery, refused=now_refused, trying=""))
        if isinstance(other, Nowhere):
            return False
        values = {"refused": "\n".join(now_refused), "trying": "", "reason": reason}
        await self._settle(delivery, due_at=BEGINNING, **values)
        return True

    async def recipient(self, delivery: Delivery) -> int | None:
        match delivery.address:
            case ToMember(member=member):
                return member
            case ToAccount(space=space, account=account):
                theirs = select(accounts.c.member_id).where(accounts.c.space_id == space)
                found = theirs.where(accounts.c.external_id == account.id)
                return await self._connection.scalar(found)
            case _:
                return None

    async def done(self, delivery: Delivery, receipt: Receipt, space: Space | None = None) -> None:
        """Record where it arrived; the words themselves are kept no longer.

        `space` is where a room was opened.
        """
        await self._settle(
            delivery,
            state="done",
            body=None,
            posted_channel=str(receipt.channel),
            posted_message=str(receipt.message) if receipt.message else None,
        )
        await self._taken_back(delivery)
        if delivery.act == "edit" and receipt.message:  # a longer text may stand in more pages
            await self._connection.execute(
                update(outbox)
                .where(outbox.c.key == delivery.key)
                .values(posted_message=str(receipt.message))
            )
        if delivery.act == "open_room":
            values: dict[str, object] = {"channel": str(receipt.channel)}
            if space:
                values["space_id"] = space.id
            await self._place(delivery, **values)

    async def hold(self, delivery: Delivery, receipt: Receipt, now: datetime) -> None:
        await self._settle(
            delivery,
            state=HELD,
            due_at=now,
            posted_channel=str(receipt.channel),
            posted_message=str(receipt.message) if receipt.message else None,
        )

    async def amend_held(self, delivery: Delivery) -> None:
        body = to_json(delivery.message) if delivery.message else None
        await self._connection.execute(change_held(delivery.key, body))
        await self._settle(delivery, state="done", body=None)

    async def write_each_alone(self, delivery: Delivery) -> None:
        done = EACH_ALONE if delivery.act in SAYS else "done"
        await self._settle(delivery, state=done, body=None)
        if delivery.act not in OF_ROOMS:
            await self._place(delivery, each_alone=True)

    async def closed(self, account: Account, since: datetime | None) -> None:
        change = update(accounts).where(
            accounts.c.id.in_(account_behind(account.ref, account.space_ref))
        )
        if since:
            change = change.where(accounts.c.closed_at.is_(None))
        await self._connection.execute(change.values(closed_at=since))

    async def later(
        self, delivery: Delivery, at: datetime, reason: str, *, untouched: bool = False
    ) -> None:
        attempts = delivery.attempts - 1 if untouched else delivery.attempts
        await self._settle(delivery, due_at=at, reason=reason, attempts=attempts)

    async def postpone(self, until: Mapping[int, datetime]) -> None:
        if until:
            await self._connection.execute(
                update(outbox)
                .where(outbox.c.id == bindparam("its_id"))
                .values(due_at=bindparam("at"), paced=True, attempts=outbox.c.attempts - 1),
                [{"its_id": id_, "at": at} for id_, at in until.items()],
            )

    async def skip(self, delivery: Delivery) -> None:
        await self._settle(delivery, state="done", body=None)
        if delivery.act == "post":
            change = and_(outbox.c.about == delivery.key, outbox.c.key.is_(None))
            waiting = and_(change, outbox.c.state == "waiting", outbox.c.attempts == 0)
            await self._connection.execute(delete(outbox).where(waiting))

    async def give_up(self, delivery: Delivery, reason: str) -> None:
        await self._settle(delivery, state="dead", reason=reason)
        await self._taken_back(delivery)

    async def dead(self, since: datetime | None = None) -> list[tuple[str, str]]:
        rows = await self._connection.execute(
            select(outbox.c.about, outbox.c.reason)
            .where(outbox.c.state == "dead", outbox.c.due_at >= (since or BEGINNING))
            .order_by(outbox.c.id)
        )
        return [(row.about, row.reason) for row in rows]

    async def waiting(self) -> int:
        count = select(func.count()).select_from(outbox).where(outbox.c.state == "waiting")
        return int((await self._connection.execute(count)).scalar_one())

    async def _settle(self, delivery: Delivery, **values: object) -> None:
        await self._connection.execute(
            update(outbox).where(outbox.c.id == delivery.id).values(**values)
        )

    async def _place(self, delivery: Delivery, **values: object) -> None:
        """Note something of the place that a delivery goes to, unless that is any of a kind."""
        match delivery.address:
            case ToPlace(place=int(id_)):
                its_own = update(places).where(places.c.id == id_)
                await self._connection.execute(its_own.values(**values))

    async def _first_words(self, lanes: Sequence[str]) -> set[str]:
        """The keys of the first posts in these lanes."""
        if not lanes:
            return set()
        first = (
            select(func.min(outbox.c.id))
            .where(outbox.c.lane.in_(lanes), outbox.c.act == "post")
            .group_by(outbox.c.lane)
        )
        return set(
            await self._connection.scalars(select(outbox.c.about).where(outbox.c.id.in_(first)))
        )

    async def _taken_back(self, delivery: Delivery) -> None:
        """What is taken back can be fetched no more, whatever became of the word of it.

        What was fetched before is kept: it is the fetching that takes back what was in public.
        """
        if delivery.act == "retract" and delivery.held:
            await self._connection.execute(empty_held(delivery.key))

    async def _held(self, keys: Sequence[str]) -> set[str]:
        """Which of these posts are not where they `arrived`: only word of them is."""
        if not keys:
            return set()
        held = select(outbox.c.key).where(
            outbox.c.key.in_(keys), outbox.c.state.in_((HELD, FETCHED))
        )
        return set(await self._connection.scalars(held))

    async def _posted(self, keys: Sequence[str]) -> dict[str, Posted]:
        if not keys:
            return {}
        above = outbox.alias("above")
        rows = await self._connection.execute(
            select(outbox.c.key, outbox.c.posted_channel, outbox.c.posted_message)
            .add_columns(above.c.posted_message.label("above"))
            .outerjoin(above, above.c.id == outbox.c.to_post)
            .where(outbox.c.key.in_(keys))
            .where(outbox.c.posted_channel.is_not(None), outbox.c.posted_message.is_not(None))
        )
        return {
            row.key: Posted(
                Ref.parse(row.posted_channel), Ref.parse(row.posted_message), top(row.above)
            )
            for row in rows
        }


SAYS = ("post", "open_room")
"""What is said in one way or another; changes follow what was said."""

_PLACED = tuple(outbox.c[name] for name in ("id", "due_at", "act", *TRIED, *ADDRESS))


def _destination(ways: Ways, delivery: Delivery) -> Destination:
    return ways.destination(delivery.address, delivery.act, delivery.refused, delivery.trying)


def _is_live(row: AnyRow) -> bool:
    return row.act in ("post", "edit") and row.body is None


def _delivery(
    row: AnyRow,
    posted: Mapping[str, Posted],
    first: set[str],
    held: set[str],
    hanging: Mapping[str, Hanging],
) -> Delivery:
    refused, trying = read_tried(row)
    return Delivery(
        id=row.id,
        key=row.about,
        fact=read_fact(row),
        act=row.act,
        community=row.community_id,
        address=read_address(row),
        message=from_json(row.body) if row.body else None,
        attempts=row.attempts + 1,
        refused=refused,
        trying=trying,
        posted=posted.get(row.about) if row.act in ("edit", "retract") else None,
        is_first=row.about in first,
        held=row.act in ("edit", "retract") and row.about in held,
        live=_is_live(row),
        hanging=hanging.get(row.about),
    )
