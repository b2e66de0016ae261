"""The outbox table from the features' side: what they post, and how far it is."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import cast

from sqlalchemy import ColumnElement, delete, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.outbox import (
    Address,
    Destination,
    Direct,
    InChannel,
    NewRoom,
    Outlook,
    Pace,
    ToAccount,
    ToChannel,
    ToMember,
    ToRoom,
    ToSquare,
)
from bot.people import Ref
from bot.ui import Message, from_json, to_json
from storage.homes import SqlHomes
from storage.kernel import insert
from storage.mailbag import ADDRESS, BEGINNING, Places, read_address
from storage.tables.columns import AnyRow
from storage.tables.outbox import outbox, room_members, rooms
from storage.tables.people import accounts, spaces

_AT_ONCE = 5_000  # keys in one query
_SAID = ("post", "open_room")


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
            await self._touch_homes()
        self._rooms, self._inside, self._posts = [], [], []

    async def _touch_homes(self) -> None:
        """What people are written is often something that their homes show, too."""
        written = [post["to_member"] for post in self._posts if post["to_member"]]
        inside = [post["to_room"] for post in self._posts if post["to_room"]]
        touching, now = SqlHomes(self._connection), datetime.now(UTC)
        await touching.touch(cast("list[int]", written), now)
        await touching.touch_rooms(cast("list[str]", inside), now)

    async def outlook(
        self, keys: Sequence[str], paces: Mapping[str, Pace], now: datetime
    ) -> Outlook:
        """Return how far these are, and how long it takes at most for the rooms they wait for."""
        await self.flush()
        rows = [row for some in _slices(keys) for row in await self._deliveries(some)]
        states = Counter(row.state for row in rows)
        waiting = {row.key: row for row in rows if row.state == "waiting"}
        behind = {f"room:{row.to_room}" for row in waiting.values() if row.to_room}
        for some in _slices(sorted(behind - waiting.keys())):
            rooms_first = await self._deliveries(some)
            waiting |= {row.key: row for row in rooms_first if row.state == "waiting"}
        there = [(row, read_address(row)) for row in waiting.values()]
        places = await Places.of(self._connection, [address for _, address in there])
        bound = [(row, places.destination(to, row.rung, open_it=True)) for row, to in there]
        left = _time_left(bound, paces, now)
        return Outlook(states["done"], states["dead"], states["waiting"], left)

    async def _deliveries(self, keys: Sequence[str]) -> Sequence[AnyRow]:
        either = [*keys, *(f"room:{key}" for key in keys)]
        found = await self._connection.execute(select(*_AHEAD).where(outbox.c.key.in_(either)))
        return found.all()

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

    async def given_up(self, community: int, since: datetime) -> int:
        """Count the people to whom something could not be delivered."""
        people = select(func.count(outbox.c.to_member.distinct())).where(
            outbox.c.community_id == community,
            outbox.c.state == "dead",
            outbox.c.act.in_(_SAID),
            outbox.c.due_at >= since,
        )
        return await self._connection.scalar(people) or 0

    async def unreached(self, keys: Collection[str]) -> set[str]:
        """Return those of these posts that are parked."""
        found: set[str] = set()
        for some in _slices(sorted(keys)):
            parked = await self._connection.scalars(
                select(outbox.c.key).where(
                    outbox.c.key.in_(some), outbox.c.state == "dead", outbox.c.act.in_(_SAID)
                )
            )
            found.update(parked)
        return found

    async def concerning(self, member: int) -> dict[str, list[str]]:
        """Return the words that wait for a member, and the titles of their rooms."""
        await self.flush()
        waiting = await self._connection.execute(
            select(outbox.c.body)
            .where(_is_to(member), outbox.c.body.is_not(None))
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
        """Erase messages to a member and to their accounts, and their place in rooms."""
        await self.flush()
        await self._connection.execute(delete(outbox).where(_is_to(member)))
        await self._connection.execute(
            delete(room_members).where(room_members.c.member_id == member)
        )

    async def _follow(self, key: str, act: str, message: Message | None) -> None:
        found = await self._connection.execute(select(outbox).where(outbox.c.key == key))
        post = found.one_or_none()
        if post is None or post.state == "dead":
            return
        lane = {name: getattr(post, name) for name in ("community_id", "lane", *ADDRESS)}
        body = to_json(message) if message else None
        await self._connection.execute(
            outbox.insert().values(about=key, act=act, body=body, due_at=BEGINNING, **lane)
        )

    def _add(
        self, key: str, act: str, to: Address, message: Message | None, community: int
    ) -> None:
        body = to_json(message) if message else None
        row = {"community_id": community, "key": key, "about": key, "act": act, "body": body}
        self._posts.append({**row, "due_at": BEGINNING, **_address(to)})


def _is_to(member: int) -> ColumnElement[bool]:
    """Whether something is addressed to a member, or to one of the accounts they have now."""
    their_account = (
        exists()
        .where(accounts.c.member_id == member, accounts.c.space_id == outbox.c.to_space)
        .where(spaces.c.id == accounts.c.space_id)
        .where(outbox.c.to_account == spaces.c.platform + ":" + accounts.c.external_id)
    )
    return or_(outbox.c.to_member == member, their_account)


def _address(to: Address) -> dict[str, object]:
    where: dict[str, object] = dict.fromkeys(ADDRESS)
    match to:
        case ToMember(member=member):
            return {**where, "lane": f"member:{member}", "to_member": member}
        case ToRoom(key=key):
            return {**where, "lane": f"room:{key}", "to_room": key}
        case ToSquare(space=space):
            return {**where, "lane": f"square:{space}", "to_space": space}
        case ToChannel(channel=channel):
            return {**where, "lane": f"channel:{channel}", "to_channel": str(channel)}
        case ToAccount(space=space, account=account):
            lane = f"account:{space}:{account.id}"
            return {**where, "lane": lane, "to_space": space, "to_account": str(account)}


_AHEAD = (
    *(outbox.c[name] for name in ("id", "key", "act", "state", "due_at", "paced", "attempts")),
    *(outbox.c[name] for name in ("rung", *ADDRESS)),
)


def _slices(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    return (keys[at : at + _AT_ONCE] for at in range(0, len(keys), _AT_ONCE))


def _time_left(
    bound: Sequence[tuple[AnyRow, Destination]], paces: Mapping[str, Pace], now: datetime
) -> timedelta:
    """How long it takes at these paces, spaces and kinds side by side.

    What was given a turn tells by it how much else is ahead.
    """
    seconds: dict[tuple[Ref, str], float] = defaultdict(float)
    for row, destination in bound:
        space = _space_of(destination)
        if space and space.platform in paces:
            pace, line = paces[space.platform], (space, row.act)
            seconds[line] += pace.room if row.act == "open_room" else pace.message
            if row.paced and not row.attempts:  # else it is leased
                seconds[line] = max(seconds[line], (row.due_at - now).total_seconds())
    return timedelta(seconds=max(seconds.values(), default=0.0))


def _space_of(destination: Destination) -> Ref | None:
    match destination:
        case NewRoom(space=space):
            return space.ref
        case Direct(account=account):
            return account.home
        case InChannel(channel=channel, space=space):
            return space or Ref(channel.platform, "")
        case _:
            return None
