"""The outbox table, from both sides: what features post, and what the relay carries out."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, exists, func, select, update
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
    ToChannel,
    ToMember,
    ToRoom,
    ToSquare,
)
from bot.people import Account, Ref
from bot.ui import Message, from_json, to_json
from storage.kernel import insert
from storage.people import as_account, as_space
from storage.tables.columns import AnyRow
from storage.tables.outbox import outbox, room_members, rooms
from storage.tables.people import accounts, spaces

_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


class SqlOutbox:
    """What features may ask for (`bot.outbox.Outbox`).

    Rooms and posts are gathered and written together by `flush`, so that a round of a thousand
    introductions costs three statements and not thousands.
    """

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._rooms: list[dict[str, object]] = []
        self._inside: list[dict[str, object]] = []
        self._posts: list[dict[str, object]] = []

    async def open_room(
        self, key: str, members: Sequence[int], title: str, *, community: int
    ) -> None:
        """Ask for a room, once for each key."""
        self._rooms.append({"key": key, "community_id": community, "title": title})
        self._inside += [{"room_key": key, "member_id": member} for member in sorted(members)]
        self._add(f"room:{key}", "open_room", ToRoom(key), None, community)

    async def post(self, to: Address, message: Message, key: str, *, community: int) -> None:
        """Say something, once for each key."""
        self._add(key, "post", to, message, community)

    async def flush(self) -> None:
        """Write what was gathered; the unit of work does so before it is committed."""
        for table, rows in ((rooms, self._rooms), (room_members, self._inside)):
            if rows:
                new = insert(self._connection, table).on_conflict_do_nothing()
                await self._connection.execute(new, rows)
        if self._posts:
            new = insert(self._connection, outbox).on_conflict_do_nothing(index_elements=["key"])
            await self._connection.execute(new, self._posts)
        self._rooms, self._inside, self._posts = [], [], []

    async def edit(self, key: str, message: Message) -> None:
        """Change a message: before it is sent, in the outbox; after, where it arrived."""
        await self.flush()
        waiting = await self._connection.execute(
            update(outbox)
            .where(outbox.c.about == key, outbox.c.act.in_(("post", "edit")))
            .where(outbox.c.state == "waiting", outbox.c.attempts == 0)  # not on its way
            .values(body=to_json(message))
        )
        if not waiting.rowcount:
            await self._follow(key, "edit", message)

    async def retract(self, key: str) -> None:
        """Take a message back: before it is sent, it never is."""
        await self.flush()
        await self._connection.execute(
            delete(outbox).where(
                outbox.c.about == key, outbox.c.state == "waiting", outbox.c.attempts == 0
            )
        )
        await self._follow(key, "retract", None)

    async def concerning(self, member: int) -> dict[str, list[str]]:
        """Return the words that wait for a member, and the titles of their rooms."""
        await self.flush()
        waiting = await self._connection.execute(
            select(outbox.c.body)
            .where(outbox.c.to_member == member, outbox.c.body.is_not(None))
            .order_by(outbox.c.id)
        )
        inside = await self._connection.execute(
            select(rooms.c.title)
            .join(room_members, room_members.c.room_key == rooms.c.key)
            .where(room_members.c.member_id == member)
            .order_by(rooms.c.title)
        )
        messages = [from_json(body).fallback for body in waiting.scalars()]
        return {"waiting": messages, "rooms": list(inside.scalars())}

    async def forget(self, member: int) -> None:
        """Erase messages to a member, and their place in rooms."""
        await self.flush()
        await self._connection.execute(delete(outbox).where(outbox.c.to_member == member))
        await self._connection.execute(
            delete(room_members).where(room_members.c.member_id == member)
        )

    async def _follow(self, key: str, act: str, message: Message | None) -> None:
        found = await self._connection.execute(select(outbox).where(outbox.c.key == key))
        post = found.one_or_none()
        if post is None or post.state == "dead":
            return
        lane = {name: getattr(post, name) for name in ("community_id", "lane", *_ADDRESS)}
        body = to_json(message) if message else None
        await self._connection.execute(
            outbox.insert().values(about=key, act=act, body=body, due_at=_BEGINNING, **lane)
        )

    def _add(
        self, key: str, act: str, to: Address, message: Message | None, community: int
    ) -> None:
        body = to_json(message) if message else None
        row = {"community_id": community, "key": key, "about": key, "act": act, "body": body}
        self._posts.append({**row, "due_at": _BEGINNING, **_address(to)})


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
        return [await self._delivery(row) for row in rows]

    async def destination(self, delivery: Delivery) -> Destination:
        """Resolve an address: accounts and rooms may have changed since it was written."""
        match delivery.address:
            case ToChannel(channel=channel):
                return InChannel(channel)
            case ToSquare(space=space):
                return await self._square(space)
            case ToMember(member=member):
                ways = [Direct(account) for account in await self._accounts([member])]
                return ways[delivery.rung] if delivery.rung < len(ways) else Nowhere("no way left")
            case ToRoom(key=key):
                return await self._room(key, delivery.act == "open_room")

    async def ways(self, member: int) -> int:
        """Count the accounts of a member."""
        return len(await self._accounts([member]))

    async def done(self, delivery: Delivery, receipt: Receipt) -> None:
        """Record where it arrived; the words themselves are kept no longer."""
        await self._settle(
            delivery,
            state="done",
            body=None,
            posted_channel=str(receipt.channel),
            posted_message=str(receipt.message) if receipt.message else None,
        )
        if delivery.act == "open_room" and isinstance(delivery.address, ToRoom):
            await self._connection.execute(
                update(rooms)
                .where(rooms.c.key == delivery.address.key)
                .values(channel=str(receipt.channel))
            )

    async def later(self, delivery: Delivery, at: datetime, reason: str) -> None:
        """Try again at an instant."""
        await self._settle(delivery, due_at=at, reason=reason)

    async def next_rung(self, delivery: Delivery, reason: str) -> None:
        """Try the next way to reach this person, at once."""
        await self._settle(delivery, rung=delivery.rung + 1, due_at=_BEGINNING, reason=reason)

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

    async def _delivery(self, row: AnyRow) -> Delivery:
        posted: Posted | None = None
        if row.act in ("edit", "retract"):
            found = await self._connection.execute(
                select(outbox.c.posted_channel, outbox.c.posted_message).where(
                    outbox.c.key == row.about
                )
            )
            where = found.one()
            if where.posted_channel and where.posted_message:
                posted = Posted(Ref.parse(where.posted_channel), Ref.parse(where.posted_message))
        return Delivery(
            id=row.id,
            key=row.about,
            act=row.act,
            community=row.community_id,
            address=_read_address(row),
            message=from_json(row.body) if row.body else None,
            attempts=row.attempts + 1,
            rung=row.rung,
            posted=posted,
        )

    async def _square(self, space_id: int) -> Destination:
        found = await self._connection.execute(select(spaces).where(spaces.c.id == space_id))
        space = as_space(found.one())
        return InChannel(space.square) if space.square else Nowhere("no channel for everybody")

    async def _accounts(self, members: Sequence[int]) -> list[Account]:
        rows = await self._connection.execute(
            select(accounts.c.member_id, accounts.c.space_id, spaces.c.platform)
            .add_columns(accounts.c.external_id)
            .join(spaces, spaces.c.id == accounts.c.space_id)
            .where(accounts.c.member_id.in_(members))
            .order_by(accounts.c.id)
        )
        return [as_account(row) for row in rows]

    async def _room(self, key: str, open_it: bool) -> Destination:
        found = await self._connection.execute(select(rooms).where(rooms.c.key == key))
        room = found.one()
        if room.channel:
            return InChannel(Ref.parse(room.channel))
        if not open_it:
            return Nowhere("the room was never opened")
        ids = await self._connection.execute(
            select(room_members.c.member_id).where(room_members.c.room_key == key)
        )
        wanted = set(ids.scalars())
        by_space: dict[int, list[Account]] = {}
        for account in await self._accounts(sorted(wanted)):
            by_space.setdefault(account.space, []).append(account)
        for space_id, there in sorted(by_space.items()):
            if {account.member for account in there} == wanted:
                space = await self._connection.execute(
                    select(spaces).where(spaces.c.id == space_id)
                )
                return NewRoom(as_space(space.one()), room.title, tuple(there))
        return Nowhere("they share no chat")


_ADDRESS = ("to_member", "to_room", "to_space", "to_channel")


def _address(to: Address) -> dict[str, object]:
    where: dict[str, object] = dict.fromkeys(_ADDRESS)
    match to:
        case ToMember(member=member):
            return {**where, "lane": f"member:{member}", "to_member": member}
        case ToRoom(key=key):
            return {**where, "lane": f"room:{key}", "to_room": key}
        case ToSquare(space=space):
            return {**where, "lane": f"square:{space}", "to_space": space}
        case ToChannel(channel=channel):
            return {**where, "lane": f"channel:{channel}", "to_channel": str(channel)}


def _read_address(row: AnyRow) -> Address:
    if row.to_member is not None:
        return ToMember(row.to_member)
    if row.to_room is not None:
        return ToRoom(row.to_room)
    if row.to_space is not None:
        return ToSquare(row.to_space)
    return ToChannel(Ref.parse(row.to_channel))
