"""Where addresses lead at this moment: the ladders by which people and rooms are reached."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.community.mailboxes import mail_space
from bot.community.people import OWN_CHAT, Account, Ref, Space
from bot.community.places import Place, PlaceKind, Purpose
from bot.delivery.addresses import (
    Address,
    Below,
    ChannelFor,
    ToAccount,
    ToMailbox,
    ToMember,
    ToPlace,
)
from bot.delivery.destinations import (
    Callout,
    Destination,
    EachAlone,
    Into,
    Nowhere,
    Reached,
    way_name,
)
from bot.delivery.queue import Act
from storage.kernel.arrivals import top
from storage.kernel.columns import AnyRow
from storage.kernel.known_ways import KnownWay, lives_in_own_chat
from storage.kernel.places import SqlPlaces
from storage.kernel.surroundings import Surroundings, channel_of

_LOST = "this chat has put Kindred out"
_LEFT = "they are there no more"
_NEVER_ARRIVED = "it never arrived what this was to be said below"
_NO_WAY = "no way left"
_NO_CHANNEL = {
    Purpose.ANNOUNCEMENTS: "no channel for everybody",
    Purpose.INTRODUCTIONS: "no channel for introductions",
    Purpose.CALL_OUTS: "no channel for call-outs",
    Purpose.NOTICES: "no channel for facilitators",
}


class Ways:
    """Where some addresses lead, as of now."""

    def __init__(self, found: Surroundings) -> None:
        self._found = found

    @classmethod
    async def of(
        cls, connection: AsyncConnection, book: SqlPlaces, addresses: Iterable[Address]
    ) -> "Ways":
        """Look up what is needed for these addresses, in a few queries however many they are."""
        return cls(await Surroundings.of(connection, book, addresses))

    # Ways -------------------------------------------------------------------------------------

    def ways(self, to: Address, act: Act = "post") -> list[Destination]:
        """Every way to do this at an address, the best first.

        See the ladder in docs/decisions/0003-outbox.md.
        """
        match to:
            case ToMember(member=member):
                return self._to_member(member)
            case ToAccount(space=id_, account=account):
                return self._to_account(self._found.spaces[id_], account)
            case ToPlace(place=ChannelFor(purpose=purpose, place=id_)) if id_ in self._found.places:
                return self._to_channel(self._found.places[id_], purpose, act)
            case ToPlace(place=int(id_)) if id_ in self._found.places:
                return self._to_place(self._found.places[id_], act)
            case ToPlace():
                return [Nowhere("no such place")]
            case Below(post=post):
                return [self._to_thread(post)]
            case ToMailbox(mailbox=id_):
                return self._to_mailbox(id_)

    def destination(
        self,
        to: Address,
        act: Act,
        refused: Collection[str] = (),
        trying: str = "",
    ) -> Destination:
        """The way that is being tried while there is one, or the best of those not `refused`."""
        left = [each for each in self.ways(to, act) if way_name(each) not in refused]
        same = (each for each in left if way_name(each) == trying)
        return next(same, left[0] if left else Nowhere(_NO_WAY))

    def _to_member(self, member: int) -> list[Destination]:
        """Alone, then by a word in public that something is there.

        The community's own chat counts for those who have looked into it, or have no other. Those
        who live elsewhere and never did would not find there what was said to them.
        """
        known = self._found.known.get(member, [])
        elsewhere = any(not way.own for way in known)
        seen = [
            way
            for way in known
            if not (way.own and elsewhere) or way.preferred or member in self._found.in_own_chat
        ]
        seen.sort(key=lambda way: (not way.preferred, way.own))
        alone = [self._alone(way) for way in seen]
        called = [callout for way in known for callout in self._callouts(way)]
        return [*alone, *{each.place: each for each in called}.values()]

    def _to_account(self, space: Space, account: Ref) -> list[Destination]:
        if space.lost:
            return [Nowhere(_LOST)]
        for way in (way for ways in self._found.known.values() for way in ways):
            if (way.account.space, way.account.ref) == (space.id, account):
                return [self._alone(way), *self._callouts(way)]
        unknown = Account(0, space.id, account, space.ref)
        return [Into(Place(space, PlaceKind.DIRECT, people=(unknown,)))]

    def _to_mailbox(self, id_: int) -> list[Destination]:
        mailbox, wants_mail = self._found.mailboxes.get(id_, (None, False))
        if mailbox is None:
            return [Nowhere("the address is kept no longer")]
        if not wants_mail:
            return [Nowhere("they asked for no more mail")]
        return [Into(Place(mail_space(mailbox.community), PlaceKind.MAILBOX, mailbox=mailbox))]

    def _alone(self, way: KnownWay) -> Into:
        space = self._found.spaces[way.account.space]
        return Into(Place(space, PlaceKind.DIRECT, way.direct, people=(way.account,)), way.closed)

    def _callouts(self, way: KnownWay) -> list[Callout]:
        """In one channel of the space: the first that was chosen and does not refuse."""
        channels = self._found.channels.get((way.account.space, Purpose.CALL_OUTS), [])
        member = way.account.member
        return (
            []
            if way.own
            else [Callout(member, self._found.names[member], each) for each in channels]
        )

    # Channels ---------------------------------------------------------------------------------

    def _to_channel(self, row: AnyRow, purpose: Purpose, act: Act) -> list[Destination]:
        """The channel while it is for this; facilitators are told each alone, else.

        Of several channels that they share, they are told alone for the first one only. What was
        said in a channel is changed there, whatever it is for by now.
        """
        space = self._found.spaces.get(row.space_id)
        if space is None:
            return [Nowhere("no such place")]
        its_people = (
            self._found.facilitators.get(space.id, ()) if purpose is Purpose.NOTICES else ()
        )
        each_alone = self._each_alone(its_people)
        if act in ("edit", "retract"):
            return each_alone or [Nowhere(_LOST) if space.lost else Into(channel_of(row, space))]
        chosen = self._found.channels.get((space.id, purpose), [])
        if chosen and chosen[0].id != row.id:
            each_alone = []
        if space.lost:
            return each_alone or [Nowhere(_LOST)]
        into = [Into(each) for each in chosen if each.id == row.id]
        return [*into, *each_alone] or [Nowhere(_NO_CHANNEL[purpose])]

    # Threads ----------------------------------------------------------------------------------

    def _to_thread(self, post: int) -> Destination:
        """Below a post in the place where that stands, whatever the place is for by now."""
        above = self._found.above.get(post)
        if above is None or above.posted_message is None:
            return Nowhere(_NEVER_ARRIVED)
        if above.to_member:
            return self._to_thread_alone(above)
        row = self._found.places.get(above.to_place)
        if row is None:
            return Nowhere(_NEVER_ARRIVED)
        space = self._found.spaces.get(row.space_id)
        if space is None or space.lost:
            return Nowhere(_LOST)
        channel, first = Ref.parse(above.posted_channel), top(above.posted_message)
        kind = PlaceKind(row.kind)
        return Into(Place(space, kind, channel, row.title, id=row.id, below=first))

    def _to_thread_alone(self, above: AnyRow) -> Destination:
        """Below what one member was sent alone, where that arrived, while they are there."""
        if above.state != "done":  # there is only word of it, in public
            return Nowhere(_NEVER_ARRIVED)
        ways = (way for way in self._to_member(above.to_member) if isinstance(way, Into))
        into = next((way for way in ways if way_name(way) == above.trying), None)
        if into is None:
            return Nowhere(_LEFT)
        channel, first = Ref.parse(above.posted_channel), top(above.posted_message)
        return Into(replace(into.place, ref=channel, below=first), into.closed)

    # Rooms ------------------------------------------------------------------------------------

    def _to_place(self, row: AnyRow, act: Act) -> list[Destination]:
        """The place, or each of its people alone where there is none."""
        inside = self._found.inside.get(row.id, set())
        each_alone = self._each_alone(sorted(inside), row.title)
        if row.each_alone:
            return each_alone or [Nowhere("nobody is left")]
        if row.channel:
            space = self._found.spaces.get(row.space_id)
            if space is None or space.lost:
                return each_alone or [Nowhere(_LOST)]
            people = self._accounts_in(space, inside)
            place = Place(space, PlaceKind(row.kind), Ref.parse(row.channel), row.title, people)
            return [Into(place), *each_alone]
        if act != "open_room":
            return [Nowhere("the room was never opened")]
        if len(inside) < 2:
            # Nobody is alone in a room: nothing is opened, and nobody is told.
            return [EachAlone(())]
        reachable = inside <= self._found.known.keys()
        rungs = [*self._new_rooms(row, inside), *(each_alone if reachable else [])]
        return rungs or [Nowhere("they share no chat")]

    def _accounts_in(self, space: Space, people: Collection[int]) -> tuple[Account, ...]:
        """The account of each of these in a space, the first of several."""
        found: dict[int, Account] = {}
        for member in sorted(people):
            for way in self._found.known.get(member, ()):
                if way.account.space == space.id:
                    found.setdefault(member, way.account)
        return tuple(found.values())

    def _new_rooms(self, row: AnyRow, wanted: set[int]) -> list[Destination]:
        """A room in each space that they share; in their own chat only if they share no other.

        Those who may be apart live there, all of them, or get none there.
        """
        there: dict[int, dict[int, Account]] = {}
        for member in sorted(wanted):
            for way in self._found.known.get(member, ()):
                there.setdefault(way.account.space, {}).setdefault(member, way.account)
        shared = [
            self._new_room(self._found.spaces[id_], row.title, tuple(known.values()))
            for id_, known in sorted(there.items())
            if known.keys() == wanted
        ]
        others = [each for each in shared if each.place.space.ref.platform != OWN_CHAT]
        its_own = not row.apart or all(
            lives_in_own_chat(self._found.known[each]) for each in wanted
        )
        return list(others or (shared if its_own else ()))

    def _new_room(self, space: Space, title: str, people: tuple[Account, ...]) -> Into:
        channels = self._found.channels.get((space.id, Purpose.INTRODUCTIONS), [])
        parent = channels[0].ref if channels else None  # the first that was chosen
        return Into(Place(space, PlaceKind.ROOM, title=title, people=people, parent=parent))

    def _each_alone(self, people: Iterable[int], title: str = "") -> list[Destination]:
        """Each of its people alone; who cannot be written to is told of as of anything else."""
        reached = []
        for member in people:
            ways = [way for way in self._to_member(member) if isinstance(way, Into)]
            space = ways[0].place.space if ways else None
            reached.append(Reached(member, self._found.names[member], space))
        return [EachAlone(tuple(reached), title)] if reached else []
