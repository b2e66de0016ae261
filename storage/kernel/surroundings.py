"""What is known, at this moment, of who and what some addresses are about."""

from collections.abc import Iterable

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.community.mailboxes import Mailbox
from bot.community.people import Ref, Space
from bot.community.places import Place, PlaceKind, Purpose
from bot.community.roles import Role
from bot.delivery.addresses import (
    Address,
    Below,
    ChannelFor,
    ToAccount,
    ToMailbox,
    ToMember,
    ToPlace,
)
from storage.kernel.columns import AnyRow
from storage.kernel.delivery_tables import outbox
from storage.kernel.known_ways import KnownWay
from storage.kernel.mailboxes import mailboxes_wanting_mail
from storage.kernel.places import SqlPlaces
from storage.kernel.rows import ACCOUNT, as_account, as_space, members_behind
from storage.kernel.tables import accounts, members, place_members, place_purposes, places, spaces

# Made once: to make them anew takes longer than to have them answered.
_THESE: BindParameter[int] = bindparam("these", expanding=True)
_PLACES = select(places).where(places.c.id.in_(_THESE))
_INSIDE = select(place_members).where(place_members.c.place_id.in_(_THESE))
_SPACES = select(spaces).where(spaces.c.id.in_(_THESE))
_PEOPLE = select(members.c.id, members.c.name, members.c.reached_in).where(members.c.id.in_(_THESE))
_ACCOUNTS = (
    select(*ACCOUNT, accounts.c.closed_at, places.c.channel)
    .join(spaces, spaces.c.id == accounts.c.space_id)
    .outerjoin(places, places.c.account_id == accounts.c.id)
    .where(accounts.c.member_id.in_(_THESE), accounts.c.gone_at.is_(None))
    .where(spaces.c.lost_at.is_(None))
    .order_by(accounts.c.id)
)
_CHANNELS = (
    select(places, place_purposes.c.purpose)
    .join(place_purposes, place_purposes.c.place_id == places.c.id)
    .where(places.c.space_id.in_(_THESE), places.c.kind == PlaceKind.CHANNEL)
    .order_by(place_purposes.c.id)
)


class Surroundings:
    """The people, places and posts that some addresses are about: read in a few queries for all."""

    def __init__(self) -> None:
        self.places: dict[int, AnyRow] = {}
        self.inside: dict[int, set[int]] = {}
        self.spaces: dict[int, Space] = {}
        self.channels: dict[tuple[int, Purpose], list[Place]] = {}
        self.known: dict[int, list[KnownWay]] = {}
        self.names: dict[int, str] = {}
        self.in_own_chat: set[int] = set()
        self.facilitators: dict[int, list[int]] = {}
        self.mailboxes: dict[int, tuple[Mailbox, bool]] = {}
        self.above: dict[int, AnyRow] = {}

    @classmethod
    async def of(
        cls, connection: AsyncConnection, book: SqlPlaces, addresses: Iterable[Address]
    ) -> "Surroundings":
        """Look up what there is to know for these addresses."""
        found, wanted = cls(), list(addresses)
        inside = {to.place for to in wanted if isinstance(to, ToPlace)}
        ids = {each for each in inside if isinstance(each, int)}
        ids |= {each.place for each in inside if isinstance(each, ChannelFor)}
        people = {to.member for to in wanted if isinstance(to, ToMember)}
        there = {to.space for to in wanted if isinstance(to, ToAccount)}
        strangers = {(to.space, to.account.id) for to in wanted if isinstance(to, ToAccount)}
        written = {to.mailbox for to in wanted if isinstance(to, ToMailbox)}
        if written:
            found.mailboxes = await mailboxes_wanting_mail(connection, written)
        above = {to.post for to in wanted if isinstance(to, Below)}
        if above:
            await found._look_above(connection, above)
            ids |= {row.to_place for row in found.above.values() if row.to_place}
            people |= {row.to_member for row in found.above.values() if row.to_member}
        if ids:
            await found._look_into_places(connection, ids)
            there |= {row.space_id for row in found.places.values() if row.space_id is not None}
            people |= {member for inside in found.inside.values() for member in inside}
        if strangers:
            people |= set(await connection.scalars(members_behind(strangers)))
        notices = {
            each.place
            for each in inside
            if isinstance(each, ChannelFor) and each.purpose is Purpose.NOTICES
        }
        told = {row.space_id for row in found.places.values() if row.id in notices}
        if told:
            people |= await found._look_up_facilitators(connection, told)
        if people:
            await found._look_up_accounts(connection, book, people)
            there |= {way.account.space for ways in found.known.values() for way in ways}
        if there:
            await found._look_up_spaces(connection, there)
        return found

    async def _look_into_places(self, connection: AsyncConnection, ids: set[int]) -> None:
        rows = await connection.execute(_PLACES, {"these": sorted(ids)})
        self.places = {row.id: row for row in rows}
        inside = await connection.execute(_INSIDE, {"these": sorted(self.places)})
        for row in inside:
            self.inside.setdefault(row.place_id, set()).add(row.member_id)

    async def _look_above(self, connection: AsyncConnection, posts: set[int]) -> None:
        """Where the posts stand in whose threads something is said."""
        columns = (outbox.c.id, outbox.c.to_place, outbox.c.to_member, outbox.c.state)
        where = (outbox.c.posted_channel, outbox.c.posted_message, outbox.c.trying)
        rows = await connection.execute(
            select(*columns, *where).where(outbox.c.id.in_(sorted(posts)))
        )
        self.above = {row.id: row for row in rows}

    async def _look_up_facilitators(self, connection: AsyncConnection, of: set[int]) -> set[int]:
        """Those who are in each of these spaces."""
        rows = await connection.execute(
            select(accounts.c.space_id, members.c.id)
            .join(members, members.c.id == accounts.c.member_id)
            .where(accounts.c.space_id.in_(sorted(of)), accounts.c.gone_at.is_(None))
            .where(members.c.role >= Role.FACILITATOR)
            .order_by(members.c.id)
            .distinct()
        )
        for row in rows:
            self.facilitators.setdefault(row.space_id, []).append(row.id)
        return {member for some in self.facilitators.values() for member in some}

    async def _look_up_accounts(
        self, connection: AsyncConnection, book: SqlPlaces, people: set[int]
    ) -> None:
        """The accounts of members that are in use, where Kindred is, oldest first."""
        wanted = sorted(people)
        found = (await connection.execute(_PEOPLE, {"these": wanted})).all()
        wish = {row.id: row.reached_in for row in found}
        self.names = {row.id: row.name for row in found}
        rows = await connection.execute(_ACCOUNTS, {"these": wanted})
        for row in rows:
            direct = Ref.parse(row.channel) if row.channel else None
            preferred = wish[row.member_id] == row.space_id
            way = KnownWay(as_account(row), direct, row.closed_at is not None, preferred)
            self.known.setdefault(row.member_id, []).append(way)
        in_two = {id_ for id_, ways in self.known.items() if len({w.own for w in ways}) > 1}
        if in_two:
            self.in_own_chat = await book.in_own_chat(in_two)

    async def _look_up_spaces(self, connection: AsyncConnection, there: set[int]) -> None:
        rows = await connection.execute(_SPACES, {"these": sorted(there)})
        self.spaces = {row.id: as_space(row) for row in rows}
        chosen = await connection.execute(_CHANNELS, {"these": sorted(there)})
        for row in chosen:
            its_own = self.channels.setdefault((row.space_id, Purpose(row.purpose)), [])
            its_own.append(channel_of(row, self.spaces[row.space_id]))


def channel_of(row: AnyRow, space: Space) -> Place:
    """A channel, of a row of its table."""
    return Place(space, PlaceKind.CHANNEL, Ref.parse(row.channel), id=row.id)
