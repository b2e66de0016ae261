"""The outbox table from the features' side: what they post, and how far it is."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import Table, delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.community.clock import Clock
from bot.community.facts import Fact
from bot.community.places import PlaceKind
from bot.delivery.addresses import Address, ToPlace
from bot.delivery.outbox import Composed, DeliveryProgress, Told
from bot.delivery.sender import Posted, RateLimit
from bot.ui.languages import DEFAULT_LOCALE, current_locale
from bot.ui.message_json import from_json
from bot.ui.messages import Message
from storage.kernel import posts
from storage.kernel.addresses import ADDRESS, address_values, read_address
from storage.kernel.arrivals import TRIED, read_tried
from storage.kernel.changes import Changes, in_words, slices
from storage.kernel.columns import AnyRow
from storage.kernel.database import insert
from storage.kernel.delivery_tables import EACH_ALONE, HELD, live_views, outbox
from storage.kernel.facts import FACT, fact_values, read_fact
from storage.kernel.held import SqlHeld, is_to
from storage.kernel.homes import SqlHomes
from storage.kernel.places import SqlPlaces
from storage.kernel.progress import time_left, together
from storage.kernel.pruning import PORTION, forget_finished
from storage.kernel.queue import BEGINNING, SAYS
from storage.kernel.tables import mailboxes, members, place_members, places
from storage.kernel.ways import Ways

_ROOM = "room:"
"""Stands before the key of a room in that of the delivery that opens it."""


class SqlOutbox:
    """What features may ask for (`bot.delivery.outbox.Outbox`).

    Rooms and posts are gathered, put into words and written together by `flush`: a round of a
    thousand introductions costs a few statements and not thousands.
    """

    def __init__(self, connection: AsyncConnection, book: SqlPlaces, clock: Clock) -> None:
        self._connection = connection
        self._book = book
        self._clock = clock
        self._held = SqlHeld(connection)
        self._changes = Changes(connection)
        self._rooms: list[dict[str, object]] = []
        self._inside: list[tuple[str, int]] = []
        self._posts: list[dict[str, object]] = []
        self._there: list[tuple[dict[str, object], str]] = []
        self._unsaid: list[tuple[dict[str, object], Composed, str]] = []

    async def open_room(
        self,
        room: Fact,
        members: Sequence[int],
        title: str,
        *,
        community: int,
        apart: bool = False,
    ) -> None:
        its_fact = {"key": room.key, "fact_kind": room.kind, "fact_subject": room.subject}
        its_own = {"community_id": community, "kind": PlaceKind.ROOM, "title": title}
        its_own["apart"] = apart
        self._rooms.append({**its_fact, **its_own})
        self._inside += [(room.key, member) for member in sorted(members)]
        self._add(_ROOM + room.key, room, "open_room", ToPlace(room), None, community)

    async def let_in(self, room: Fact, members: Collection[int]) -> None:
        place = await self._room(room)
        if place is None or not members:
            return
        inside = [{"place_id": place, "member_id": member} for member in sorted(set(members))]
        new = insert(self._connection, place_members).on_conflict_do_nothing()
        await self._connection.execute(new, inside)
        await self._change_room(room, "gather")

    async def let_out(self, room: Fact, members: Collection[int]) -> None:
        place = await self._room(room)
        inside = place_members.c
        gone = delete(place_members).where(inside.place_id == place, inside.member_id.in_(members))
        if place is not None and (await self._connection.execute(gone)).rowcount:
            await self._change_room(room, "gather")

    async def close_room(self, room: Fact) -> None:
        if await self._room(room) is not None:
            await self._change_room(room, "close_room")

    async def _room(self, room: Fact) -> int | None:
        await self.flush()
        return await self._connection.scalar(select(places.c.id).where(places.c.key == room.key))

    async def _change_room(self, room: Fact, act: str) -> None:
        """Do it once all that was said there before is done; one that waits does for all."""
        key = _ROOM + room.key
        waits = select(outbox.c.id).where(outbox.c.about == key, outbox.c.act == act)
        waits = waits.where(outbox.c.state == "waiting", outbox.c.attempts == 0)
        if await self._connection.scalar(waits.limit(1)) is None:
            await self._changes.follow(key, act)

    async def post(
        self, to: Address, message: Composed | None, fact: Fact, *, community: int
    ) -> None:
        """Post it; what shows a live view has no message, and is composed when it is sent."""
        self._add(fact.key, fact, "post", to, message, community)

    async def flush(self) -> None:
        """Write what was gathered; the unit of work does so before it is committed."""
        if self._rooms:
            new = insert(self._connection, places).on_conflict_do_nothing(index_elements=["key"])
            await self._connection.execute(new, self._rooms)
        await self._name_places()
        await posts.follow(self._connection, self._posts)
        if self._posts:
            await self._put_into_words()
            new = insert(self._connection, outbox).on_conflict_do_nothing(index_elements=["key"])
            await self._connection.execute(new, self._posts)
            await self._touch_homes()
        self._rooms, self._inside, self._posts, self._there = [], [], [], []

    async def _name_places(self) -> None:
        """Give rooms their people, and what is said in them the ids of the rooms, if there are."""
        keys, ids = sorted({key for _, key in self._there}), dict[str, int]()
        for some in slices(keys):
            found = await self._connection.execute(
                select(places.c.key, places.c.id).where(places.c.key.in_(some))
            )
            ids |= {row.key: row.id for row in found}
        inside = [{"place_id": ids[key], "member_id": member} for key, member in self._inside]
        if inside:
            new = insert(self._connection, place_members).on_conflict_do_nothing()
            await self._connection.execute(new, inside)
        for row, key in self._there:
            if key in ids:
                row.update(address_values(ToPlace(ids[key])))

    async def _put_into_words(self) -> None:
        """Compose what was posted, each in the language of whom it is for."""
        unsaid, self._unsaid = self._unsaid, []
        rows = [row for row, _, _ in unsaid]
        theirs = await self._locales(members, {row["to_member"] for row in rows})
        read_in = await self._locales(mailboxes, {row["to_mailbox"] for row in rows})
        for row, said, here in unsaid:
            unknown = here if row["to_account"] else DEFAULT_LOCALE
            known = theirs.get(row["to_member"]) or read_in.get(row["to_mailbox"])
            row["body"] = in_words(said, known or unknown)

    async def _locales(self, table: Table, ids: set[object]) -> dict[object, str]:
        """The languages of these rows by their ids, of which some may be none."""
        locales: dict[object, str] = {}
        for some in slices(sorted(cast("set[int]", ids - {None}))):
            found = await self._connection.execute(
                select(table.c.id, table.c.locale).where(table.c.id.in_(some))
            )
            locales |= {row.id: row.locale for row in found}
        return locales

    async def _touch_homes(self) -> None:
        """What people are written is often something that their homes show, too."""
        written = [post["to_member"] for post in self._posts if post["to_member"]]
        inside = [post["to_place"] for post in self._posts if post["to_place"]]
        touching, now = SqlHomes(self._connection), self._clock.now()
        await touching.touch(cast("list[int]", written), now)
        await touching.touch_places(cast("list[int]", inside), now)

    async def progress(
        self, facts: Sequence[Fact], rate_limits: Mapping[str, RateLimit], now: datetime
    ) -> DeliveryProgress:
        await self.flush()
        keys = [fact.key for fact in facts]
        rows = [row for some in slices(keys) for row in await self._deliveries(some)]
        alone = await self._alone(rows)
        states = Counter(together([row, *alone[row.key]]) for row in rows)
        every = [*rows, *(row for some in alone.values() for row in some)]
        waiting = {row.key: row for row in every if row.state == "waiting"}
        for some in slices(sorted({row.to_place for row in waiting.values() if row.to_place})):
            rooms_first = await self._connection.execute(
                select(*_AHEAD)
                .where(outbox.c.to_place.in_(some), outbox.c.act == "open_room")
                .where(outbox.c.state == "waiting")
            )
            waiting |= {row.key: row for row in rooms_first}
        there = [(row, read_address(row)) for row in waiting.values()]
        ways = await Ways.of(self._connection, self._book, [address for _, address in there])
        bound = [(row, ways.destination(to, "open_room", *read_tried(row))) for row, to in there]
        left = time_left(bound, rate_limits, now)
        dead, ahead = states["dead"], states["waiting"]
        return DeliveryProgress(len(rows) - dead - ahead, dead, ahead, left)

    async def _deliveries(self, keys: Sequence[str]) -> Sequence[AnyRow]:
        either = [*keys, *(_ROOM + key for key in keys)]
        found = await self._connection.execute(select(*_AHEAD).where(outbox.c.key.in_(either)))
        return found.all()

    async def _alone(self, rows: Sequence[AnyRow]) -> dict[str, list[AnyRow]]:
        """What each of the people of a room that is none is sent, by the key of all of it."""
        found: dict[str, list[AnyRow]] = defaultdict(list)
        alone = [row for row in rows if row.state == EACH_ALONE]
        for some in slices(alone):
            people: dict[int, list[int]] = defaultdict(list)
            inside = select(place_members).where(
                place_members.c.place_id.in_([row.to_place for row in some])
            )
            for row in await self._connection.execute(inside):
                people[row.place_id].append(row.member_id)
            whole = {
                read_fact(row).alone_to(one).key: row.key
                for row in some
                for one in people[row.to_place]
            }
            theirs = select(*_AHEAD).where(outbox.c.key.in_(whole))
            for row in await self._connection.execute(theirs):
                found[whole[row.key]].append(row)
        return found

    async def edit(self, fact: Fact, message: Composed) -> None:
        await self.edit_each({fact: message})

    async def edit_each(self, messages: Mapping[Fact, Composed]) -> None:
        await self.flush()
        await self._changes.edit({fact.key: said for fact, said in messages.items()})

    async def retract(self, *facts: Fact) -> None:
        await self.flush()
        await self._changes.retract([fact.key for fact in facts])

    async def posted(self, facts: Collection[Fact]) -> set[Fact]:
        await self.flush()
        found: set[str] = set()
        by_key = {fact.key: fact for fact in facts}
        for some in slices(sorted(by_key)):
            known = select(outbox.c.key).where(outbox.c.key.in_(some))
            found |= set(await self._connection.scalars(known))
        return {by_key[key] for key in found}

    async def given_up(self, community: int, since: datetime) -> int:
        people = select(func.count(outbox.c.to_member.distinct())).where(
            outbox.c.community_id == community,
            outbox.c.state == "dead",
            outbox.c.act.in_(SAYS),
            outbox.c.due_at >= since,
        )
        return await self._connection.scalar(people) or 0

    async def unreached(self, facts: Collection[Fact]) -> set[Fact]:
        found: set[str] = set()
        by_key = {fact.key: fact for fact in facts}
        for some in slices(sorted(by_key)):
            rows = await self._connection.execute(
                select(*_AHEAD)
                .where(outbox.c.key.in_(some), outbox.c.act.in_(SAYS))
                .where(outbox.c.state.in_(("dead", EACH_ALONE)))
            )
            those = rows.all()
            alone = await self._alone(those)
            found |= {r.key for r in those if together([r, *alone[r.key]]) == "dead"}
        return {by_key[key] for key in found}

    async def told(self, posted: Posted) -> Told | None:
        return await posts.told(self._connection, posts.stands_there(posted))

    async def post_of(self, id_: int) -> Told | None:
        return await posts.told(self._connection, outbox.c.id == id_)

    async def said_below(self, fact: Fact) -> list[Fact]:
        await self.flush()
        return await posts.said_below(self._connection, fact)

    async def recipient(self, posted: Posted, among: Collection[int]) -> int | None:
        return await posts.recipient(self._connection, posted, among)

    async def held(self, member: int) -> list[int]:
        return await self._held.of(member)

    async def fetched(self, member: int) -> int | None:
        return await self._held.read_last(member)

    async def fetch(self, member: int, held: int, now: datetime) -> Message | None:
        post = await self._held.fetch(member, held, now)
        if post and post.state == HELD:
            await self._changes.after([post], "retract", {})
        return from_json(post.body) if post else None

    async def forget_held(self, before: datetime, fetched_before: datetime) -> bool:
        unread = await self._held.forget(before)
        await self._changes.after(unread, "retract", {})
        return await self._held.forget_fetched(fetched_before) or len(unread) == PORTION

    async def forget_before(self, when: datetime) -> bool:
        return await forget_finished(self._connection, when)

    async def each_alone(self, room: Fact) -> bool:
        so_it_is = select(places.c.each_alone).where(places.c.key == room.key)
        return bool(await self._connection.scalar(so_it_is))

    async def concerning(self, member: int) -> dict[str, list[str]]:
        await self.flush()
        waiting = await self._connection.execute(
            select(outbox.c.body)
            .where(is_to(member), outbox.c.body.is_not(None))
            .order_by(outbox.c.id)
        )
        inside = await self._connection.execute(
            select(places.c.title)
            .join(place_members, place_members.c.place_id == places.c.id)
            .where(place_members.c.member_id == member)
            .order_by(places.c.title)
        )
        messages = [from_json(body).fallback for body in waiting.scalars()]
        return {"waiting": messages, "rooms": list(inside.scalars())}

    async def forget(self, member: int) -> None:
        """Erase messages to a member and to their accounts, and that they are in rooms.

        What was said in public of those that were held is taken back.
        """
        await self.flush()
        theirs = select(outbox.c.id).where(is_to(member))
        await self._connection.execute(delete(live_views).where(live_views.c.post_id.in_(theirs)))
        await self._changes.after(await self._held.leave(member), "retract", {})
        await self._connection.execute(delete(outbox).where(is_to(member)))
        await self._connection.execute(
            delete(place_members).where(place_members.c.member_id == member)
        )

    def _add(
        self, key: str, fact: Fact, act: str, to: Address, said: Composed | None, community: int
    ) -> None:
        row = {"community_id": community, "key": key, "about": key, "act": act, "body": None}
        row |= {"due_at": BEGINNING, **address_values(to), **fact_values(fact)}
        self._posts.append(row)
        if isinstance(to, ToPlace) and isinstance(to.place, Fact):
            self._there.append((row, to.place.key))
        if said is not None:
            self._unsaid.append((row, said, current_locale()))


_AHEAD = (
    *(outbox.c[name] for name in ("id", "key", "act", "state", "due_at", "paced")),
    *(outbox.c[name] for name in (*TRIED, *ADDRESS, *FACT)),
)
