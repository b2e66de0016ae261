"""The outbox table from the relay's side: what is due, where it goes, what became of it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import bindparam, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.outbox import (
    Address,
    Delivery,
    Destination,
    Direct,
    InChannel,
    NewRoom,
    Nowhere,
    Posted,
    Receipt,
    ToAccount,
    ToChannel,
    ToMember,
    ToRoom,
    ToSquare,
)
from bot.people import Account, Ref, Space
from bot.ui import from_json
from storage.people import ACCOUNT, as_account, as_space
from storage.tables.columns import AnyRow
from storage.tables.outbox import outbox, room_members, rooms
from storage.tables.people import accounts, spaces

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
"""When that is due which may go at once."""

_LOST = "this chat has put Kindred out"


class SqlMailbag:
    """The relay's side (`bot.outbox.Mailbag`)."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def claim(self, now: datetime, lease: timedelta, limit: int) -> list[Delivery]:
        """Lease the oldest due delivery of each lane, up to `limit` lanes."""
        earlier = outbox.alias("earlier")
        first_in_lane = ~exists().where(
            earlier.c.lane == outbox.c.lane,
            earlier.c.state == "waiting",
            earlier.c.id < outbox.c.id,
        )
        due = (
            select(outbox)
            .where(outbox.c.state == "waiting", outbox.c.due_at <= now, first_in_lane)
            .order_by(outbox.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True, of=outbox)
        )
        rows = (await self._connection.execute(due)).all()
        if not rows:
            return []
        await self._connection.execute(
            update(outbox)
            .where(outbox.c.id.in_([row.id for row in rows]))
            .values(due_at=now + lease, attempts=outbox.c.attempts + 1)
        )
        posted = await self._posted([row.about for row in rows if row.act in ("edit", "retract")])
        return [_delivery(row, posted) for row in rows]

    async def destinations(self, deliveries: Sequence[Delivery]) -> list[Destination]:
        """Resolve addresses: accounts and rooms may have changed since they were written."""
        places = await Places.of(self._connection, [each.address for each in deliveries])
        return [
            places.destination(each.address, each.rung, open_it=each.act == "open_room")
            for each in deliveries
        ]

    async def postponed(self, now: datetime) -> list[tuple[int, datetime, Destination]]:
        """Return what waits for a turn that it was given: its id, when that is, and where to."""
        rows = await self._connection.execute(
            select(*_PLACED)
            .where(outbox.c.state == "waiting", outbox.c.paced, outbox.c.due_at > now)
            .where(outbox.c.attempts == 0)  # else it may be leased
            .order_by(outbox.c.id)
        )
        found = [(row.id, row.due_at, row.rung, row.act, read_address(row)) for row in rows]
        places = await Places.of(self._connection, [address for *_, address in found])
        return [
            (id_, at, places.destination(address, rung, open_it=act == "open_room"))
            for id_, at, rung, act, address in found
        ]

    async def ways(self, member: int) -> int:
        """Count the accounts by which a member can be written to."""
        places = await Places.of(self._connection, [ToMember(member)])
        return len(places.accounts.get(member, ()))

    async def done(self, delivery: Delivery, receipt: Receipt, space: Ref | None = None) -> None:
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
        if delivery.act == "edit" and receipt.message:  # a longer text may stand in more pages
            await self._connection.execute(
                update(outbox)
                .where(outbox.c.key == delivery.key)
                .values(posted_message=str(receipt.message))
            )
        if delivery.act == "open_room" and isinstance(delivery.address, ToRoom):
            values: dict[str, object] = {"channel": str(receipt.channel)}
            if space:
                values["space_id"] = (
                    select(spaces.c.id)
                    .where(spaces.c.platform == space.platform, spaces.c.external_id == space.id)
                    .scalar_subquery()
                )
            await self._connection.execute(
                update(rooms).where(rooms.c.key == delivery.address.key).values(**values)
            )

    async def later(
        self, delivery: Delivery, at: datetime, reason: str, *, untouched: bool = False
    ) -> None:
        """Try again at an instant."""
        attempts = delivery.attempts - 1 if untouched else delivery.attempts
        await self._settle(delivery, due_at=at, reason=reason, attempts=attempts)

    async def take_turns(self, turns: Mapping[int, datetime]) -> None:
        """Let deliveries wait for their turn."""
        if turns:
            await self._connection.execute(
                update(outbox)
                .where(outbox.c.id == bindparam("its_id"))
                .values(due_at=bindparam("at"), paced=True, attempts=outbox.c.attempts - 1),
                [{"its_id": id_, "at": at} for id_, at in turns.items()],
            )

    async def next_rung(self, delivery: Delivery, reason: str) -> None:
        """Try the next way to reach this person, at once."""
        await self._settle(delivery, rung=delivery.rung + 1, due_at=BEGINNING, reason=reason)

    async def give_up(self, delivery: Delivery, reason: str) -> None:
        """Park it."""
        await self._settle(delivery, state="dead", reason=reason)

    async def dead(self) -> list[tuple[str, str]]:
        """Return key and reason of everything parked, oldest first."""
        rows = await self._connection.execute(
            select(outbox.c.about, outbox.c.reason)
            .where(outbox.c.state == "dead")
            .order_by(outbox.c.id)
        )
        return [(row.about, row.reason) for row in rows]

    async def waiting(self) -> int:
        """Count what is not finished."""
        count = select(func.count()).select_from(outbox).where(outbox.c.state == "waiting")
        return int((await self._connection.execute(count)).scalar_one())

    async def _settle(self, delivery: Delivery, **values: object) -> None:
        await self._connection.execute(
            update(outbox).where(outbox.c.id == delivery.id).values(**values)
        )

    async def _posted(self, keys: Sequence[str]) -> dict[str, Posted]:
        if not keys:
            return {}
        rows = await self._connection.execute(
            select(outbox.c.key, outbox.c.posted_channel, outbox.c.posted_message)
            .where(outbox.c.key.in_(keys))
            .where(outbox.c.posted_channel.is_not(None), outbox.c.posted_message.is_not(None))
        )
        return {
            row.key: Posted(Ref.parse(row.posted_channel), Ref.parse(row.posted_message))
            for row in rows
        }


class Places:
    """Where some addresses lead, as of now: looked up in four queries, however many they are."""

    def __init__(self) -> None:
        self.rooms: dict[str, AnyRow] = {}
        self.inside: dict[str, set[int]] = {}
        self.accounts: dict[int, list[Account]] = {}
        self.spaces: dict[int, Space] = {}

    @classmethod
    async def of(cls, connection: AsyncConnection, addresses: Iterable[Address]) -> "Places":
        """Look up what is needed for these addresses."""
        found, wanted = cls(), list(addresses)
        keys = {to.key for to in wanted if isinstance(to, ToRoom)}
        members = {to.member for to in wanted if isinstance(to, ToMember)}
        there = {to.space for to in wanted if isinstance(to, ToSquare | ToAccount)}
        if keys:
            await found._look_into_rooms(connection, keys)
            there |= {room.space_id for room in found.rooms.values() if room.space_id is not None}
            members |= {member for inside in found.inside.values() for member in inside}
        if members:
            await found._look_up_accounts(connection, members)
            there |= {each.space for ways in found.accounts.values() for each in ways}
        if there:
            rows = await connection.execute(select(spaces).where(spaces.c.id.in_(sorted(there))))
            found.spaces = {row.id: as_space(row) for row in rows}
        return found

    async def _look_into_rooms(self, connection: AsyncConnection, keys: set[str]) -> None:
        rows = await connection.execute(select(rooms).where(rooms.c.key.in_(sorted(keys))))
        self.rooms = {row.key: row for row in rows}
        unopened = sorted(key for key, room in self.rooms.items() if not room.channel)
        if unopened:
            inside = await connection.execute(
                select(room_members).where(room_members.c.room_key.in_(unopened))
            )
            for row in inside:
                self.inside.setdefault(row.room_key, set()).add(row.member_id)

    async def _look_up_accounts(self, connection: AsyncConnection, members: set[int]) -> None:
        """The ways to write to members; the web chat, where they may never look, comes last."""
        rows = await connection.execute(
            select(*ACCOUNT)
            .join(spaces, spaces.c.id == accounts.c.space_id)
            .where(accounts.c.member_id.in_(sorted(members)), accounts.c.gone_at.is_(None))
            .where(spaces.c.lost_at.is_(None))
            .order_by(spaces.c.platform == "web", accounts.c.id)
        )
        for row in rows:
            self.accounts.setdefault(row.member_id, []).append(as_account(row))

    def destination(self, to: Address, rung: int = 0, *, open_it: bool = False) -> Destination:
        """Where an address leads; a room that is not open is opened only if `open_it`."""
        match to:
            case ToAccount(space=id_, account=account):
                space = self.spaces[id_]
                return Nowhere(_LOST) if space.lost else Direct(Account(0, id_, account, space.ref))
            case ToChannel(channel=channel):
                return InChannel(channel)
            case ToSquare(space=id_):
                return self._square(self.spaces[id_])
            case ToMember(member=member):
                ways = self.accounts.get(member, [])
                return Direct(ways[rung]) if rung < len(ways) else Nowhere("no way left")
            case ToRoom(key=key):
                room = self.rooms.get(key)
                return self._room(room, open_it=open_it) if room else Nowhere("no such room")

    def _square(self, space: Space) -> Destination:
        if space.lost:
            return Nowhere(_LOST)
        if space.square is None:
            return Nowhere("no channel for everybody")
        return InChannel(space.square, space.ref)

    def _room(self, room: AnyRow, *, open_it: bool) -> Destination:
        if room.channel:
            space = self.spaces.get(room.space_id)
            if space and space.lost:
                return Nowhere(_LOST)
            return InChannel(Ref.parse(room.channel), space.ref if space else None)
        if not open_it:
            return Nowhere("the room was never opened")
        wanted = self.inside.get(room.key, set())
        known: dict[int, dict[int, Account]] = {}
        for member in sorted(wanted):
            for account in self.accounts.get(member, ()):
                known.setdefault(account.space, {}).setdefault(member, account)
        shared = [self.spaces[id_] for id_, there in known.items() if there.keys() == wanted]
        if not shared:
            return Nowhere("they share no chat")
        space = min(shared, key=lambda space: (space.ref.platform == "web", space.id))
        return NewRoom(space, room.title, tuple(known[space.id].values()))


ADDRESS = ("to_member", "to_room", "to_space", "to_channel", "to_account")
"""The columns that `read_address` reads."""


_PLACED = tuple(outbox.c[name] for name in ("id", "due_at", "rung", "act", *ADDRESS))


def read_address(row: AnyRow) -> Address:
    """Make an address of the columns `ADDRESS`."""
    if row.to_member is not None:
        return ToMember(row.to_member)
    if row.to_room is not None:
        return ToRoom(row.to_room)
    if row.to_account is not None:
        return ToAccount(row.to_space, Ref.parse(row.to_account))
    if row.to_space is not None:
        return ToSquare(row.to_space)
    return ToChannel(Ref.parse(row.to_channel))


def _delivery(row: AnyRow, posted: Mapping[str, Posted]) -> Delivery:
    return Delivery(
        id=row.id,
        key=row.about,
        act=row.act,
        community=row.community_id,
        address=read_address(row),
        message=from_json(row.body) if row.body else None,
        attempts=row.attempts + 1,
        rung=row.rung,
        paced=row.paced,
        posted=posted.get(row.about) if row.act in ("edit", "retract") else None,
    )
