"""Where addresses lead at this moment: the ladders by which people and rooms are reached."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.community.people import OWN_CHAT, Account, Ref, Space
from bot.delivery.addresses import Address, ToAccount, ToChannel, ToMember, ToRoom, ToSquare
from bot.delivery.destinations import (
    Callout,
    Destination,
    Direct,
    EachAlone,
    InChannel,
    NewRoom,
    Nowhere,
    Reached,
    way_name,
)
from storage.kernel.columns import AnyRow
from storage.kernel.rows import ACCOUNT, as_account, as_space
from storage.kernel.tables import accounts, members, room_members, rooms, spaces
from storage.web.tables import web_messages, web_place_members

_LOST = "this chat has put Kindred out"
_NO_WAY = "no way left"


@dataclass(frozen=True, slots=True)
class _Way:
    """One of a member's accounts, as it stands."""

    account: Account
    closed: bool
    preferred: bool

    @property
    def own(self) -> bool:
        """Whether it is that in the community's own chat."""
        return self.account.space_ref.platform == OWN_CHAT


class Places:
    """Where some addresses lead, as of now: looked up in a few queries, however many they are."""

    def __init__(self) -> None:
        self.rooms: dict[str, AnyRow] = {}
        self.inside: dict[str, set[int]] = {}
        self.spaces: dict[int, Space] = {}
        self._known: dict[int, list[_Way]] = {}
        self._names: dict[int, str] = {}
        self._in_own_chat: set[int] = set()

    @classmethod
    async def of(cls, connection: AsyncConnection, addresses: Iterable[Address]) -> "Places":
        """Look up what is needed for these addresses."""
        found, wanted = cls(), list(addresses)
        keys = {to.key for to in wanted if isinstance(to, ToRoom)}
        people = {to.member for to in wanted if isinstance(to, ToMember)}
        there = {to.space for to in wanted if isinstance(to, ToSquare | ToAccount)}
        strangers = {(to.space, to.account.id) for to in wanted if isinstance(to, ToAccount)}
        if keys:
            await found._look_into_rooms(connection, keys)
            there |= {room.space_id for room in found.rooms.values() if room.space_id is not None}
            people |= {member for inside in found.inside.values() for member in inside}
        if strangers:
            people |= await _behind(connection, strangers)
        if people:
            await found._look_up_accounts(connection, people)
            there |= {way.account.space for ways in found._known.values() for way in ways}
        if there:
            rows = await connection.execute(select(spaces).where(spaces.c.id.in_(sorted(there))))
            found.spaces = {row.id: as_space(row) for row in rows}
        return found

    async def _look_into_rooms(self, connection: AsyncConnection, keys: set[str]) -> None:
        rows = await connection.execute(select(rooms).where(rooms.c.key.in_(sorted(keys))))
        self.rooms = {row.key: row for row in rows}
        inside = await connection.execute(
            select(room_members).where(room_members.c.room_key.in_(sorted(self.rooms)))
        )
        for row in inside:
            self.inside.setdefault(row.room_key, set()).add(row.member_id)

    async def _look_up_accounts(self, connection: AsyncConnection, people: set[int]) -> None:
        """The accounts of members that are in use, where Kindred is, oldest first."""
        wanted = sorted(people)
        them = select(members.c.id, members.c.name, members.c.reached_in)
        found = (await connection.execute(them.where(members.c.id.in_(wanted)))).all()
        wish = {row.id: row.reached_in for row in found}
        self._names = {row.id: row.name for row in found}
        rows = await connection.execute(
            select(*ACCOUNT, accounts.c.closed_at)
            .join(spaces, spaces.c.id == accounts.c.space_id)
            .where(accounts.c.member_id.in_(wanted), accounts.c.gone_at.is_(None))
            .where(spaces.c.lost_at.is_(None))
            .order_by(accounts.c.id)
        )
        for row in rows:
            closed, preferred = row.closed_at is not None, wish[row.member_id] == row.space_id
            way = _Way(as_account(row), closed, preferred)
            self._known.setdefault(row.member_id, []).append(way)
        in_two = {id_ for id_, ways in self._known.items() if len({w.own for w in ways}) > 1}
        if in_two:
            self._in_own_chat = await in_own_chat(connection, in_two)

    # Ways -------------------------------------------------------------------------------------

    def ways(self, to: Address, *, open_it: bool = False) -> list[Destination]:
        """Every way to deliver to an address, the best first; a room is opened only if `open_it`.

        See the ladder in docs/decisions/0003-outbox.md.
        """
        match to:
            case ToAccount(space=id_, account=account):
                return self._to_account(self.spaces[id_], account)
            case ToChannel(channel=channel):
                return [InChannel(channel)]
            case ToSquare(space=id_):
                return [self._square(self.spaces[id_])]
            case ToMember(member=member):
                return self._to_member(member)
            case ToRoom(key=key):
                room = self.rooms.get(key)
                return self._to_room(room, open_it=open_it) if room else [Nowhere("no such room")]

    def destination(
        self,
        to: Address,
        refused: Collection[str] = (),
        trying: str = "",
        *,
        open_it: bool = False,
    ) -> Destination:
        """The way that is being tried while there is one, or the best of those not `refused`."""
        left = [each for each in self.ways(to, open_it=open_it) if way_name(each) not in refused]
        same = (each for each in left if way_name(each) == trying)
        return next(same, left[0] if left else Nowhere(_NO_WAY))

    def _to_member(self, member: int) -> list[Destination]:
        """Alone, then by a word in public that something is there.

        The community's own chat counts for those who have looked into it, or have no other. Those
        who live elsewhere and never did would not find there what was said to them.
        """
        known = self._known.get(member, [])
        elsewhere = any(not way.own for way in known)
        seen = [
            way
            for way in known
            if not (way.own and elsewhere) or way.preferred or member in self._in_own_chat
        ]
        seen.sort(key=lambda way: (not way.preferred, way.own))
        alone = [Direct(way.account, way.closed) for way in seen]
        called = [callout for way in known if (callout := self._callout(way))]
        return [*alone, *{each.space: each for each in called}.values()]

    def _to_account(self, space: Space, account: Ref) -> list[Destination]:
        if space.lost:
            return [Nowhere(_LOST)]
        for way in (way for ways in self._known.values() for way in ways):
            if (way.account.space, way.account.ref) == (space.id, account):
                callout = self._callout(way)
                return [Direct(way.account, way.closed), *([callout] if callout else [])]
        return [Direct(Account(0, space.id, account, space.ref))]

    def _callout(self, way: _Way) -> Callout | None:
        space = self.spaces.get(way.account.space)
        if way.own or space is None or space.square is None:
            return None
        member = way.account.member
        return Callout(member, self._names[member], space.square, space.ref)

    def _square(self, space: Space) -> Destination:
        if space.lost:
            return Nowhere(_LOST)
        if space.square is None:
            return Nowhere("no channel for everybody")
        return InChannel(space.square, space.ref)

    # Rooms ------------------------------------------------------------------------------------

    def _to_room(self, room: AnyRow, *, open_it: bool) -> list[Destination]:
        """The room, or each of its people alone where there is none."""
        each_alone = self._each_alone(room)
        if room.apart:
            return each_alone or [Nowhere("nobody is left")]
        if room.channel:
            space = self.spaces.get(room.space_id)
            if space and space.lost:
                return each_alone or [Nowhere(_LOST)]
            return [InChannel(Ref.parse(room.channel), space.ref if space else None), *each_alone]
        if not open_it:
            return [Nowhere("the room was never opened")]
        if len(self.inside.get(room.key, ())) < 2:
            # Nobody is alone in a room: nothing is opened, and nobody is told.
            return [EachAlone(())]
        reachable = self.inside.get(room.key, set()) <= self._known.keys()
        rungs = [*self._new_rooms(room), *(each_alone if reachable else [])]
        return rungs or [Nowhere("they share no chat")]

    def _new_rooms(self, room: AnyRow) -> list[Destination]:
        """A room in each space that they share; in their own chat only if they share no other."""
        wanted = self.inside.get(room.key, set())
        there: dict[int, dict[int, Account]] = {}
        for member in sorted(wanted):
            for way in self._known.get(member, ()):
                there.setdefault(way.account.space, {}).setdefault(member, way.account)
        shared = [
            NewRoom(self.spaces[id_], room.title, tuple(known.values()))
            for id_, known in sorted(there.items())
            if known.keys() == wanted
        ]
        others = [each for each in shared if each.space.ref.platform != OWN_CHAT]
        return list(others or shared)

    def _each_alone(self, room: AnyRow) -> list[Destination]:
        """Each of its people alone; who cannot be written to is told of as of anything else."""
        people = []
        for member in sorted(self.inside.get(room.key, set())):
            ways = [way for way in self._to_member(member) if isinstance(way, Direct)]
            space = self.spaces[ways[0].account.space] if ways else None
            people.append(Reached(member, self._names[member], space))
        return [EachAlone(tuple(people))] if people else []


async def in_own_chat(connection: AsyncConnection, people: Iterable[int]) -> set[int]:
    """Which of these members have read, said or asked for anything in the web chat."""
    wanted = sorted(people)
    author, asked = web_messages.c.author_id, web_messages.c.asked_by
    found: set[int] = set()
    said = await connection.execute(
        select(author, asked).where(or_(author.in_(wanted), asked.in_(wanted))).distinct()
    )
    for row in said:
        found.update(id_ for id_ in row if id_ is not None)
    read = await connection.execute(
        select(web_place_members.c.member_id)
        .where(web_place_members.c.member_id.in_(wanted), web_place_members.c.last_read > 0)
        .distinct()
    )
    return (found | set(read.scalars())) & set(wanted)


async def _behind(connection: AsyncConnection, wanted: set[tuple[int, str]]) -> set[int]:
    """The members whose accounts these are, each a space's id and what it calls the account."""
    these = [
        (accounts.c.space_id == space) & (accounts.c.external_id == id_) for space, id_ in wanted
    ]
    return set(await connection.scalars(select(accounts.c.member_id).where(or_(*these))))


ADDRESS = ("to_member", "to_room", "to_space", "to_channel", "to_account")
"""The columns that `read_address` reads."""


TRIED = ("attempts", "refused", "trying")
"""The columns that `read_tried` reads."""


def read_tried(row: AnyRow) -> tuple[tuple[str, ...], str]:
    """The ways that refused, and the one in which something may have arrived, by `way_name`."""
    return tuple(filter(None, row.refused.split("\n"))), row.trying if row.attempts else ""


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
