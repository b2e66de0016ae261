"""Who is in the rooms of a date: whoever has a seat and shows their name, in a chat of theirs."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta
from functools import partial

from bot.community.facts import Fact
from bot.community.people import OWN_CHAT, Reach, Space
from bot.delivery.addresses import ToMember
from bot.features.events.ports import Happening, Work
from bot.features.events.rooms import views
from bot.features.events.rsvps.domain import Answer
from bot.features.events.rsvps.outcomes import Attending

KEPT_OPEN = timedelta(days=7)
"""So long after the end people can go on talking there."""


def room_of(date: int, space: int) -> Fact:
    """The room of a date in a space."""
    return Fact.of("events.room", date, part=str(space))


def first_words_of(date: int, space: int) -> Fact:
    """What is said there first."""
    return Fact.of("events.room_opening", date, part=str(space))


async def those_who_come(work: Work, date: int, *, shown: bool) -> list[int]:
    """The members with a seat; only those who show their names, if asked for."""
    seated = await all_who_come(work, date)
    return [e.member for e in seated if e.member and not (shown and e.hidden)]


async def all_who_come(work: Work, date: int) -> list[Attending]:
    """Everybody with a seat, guests among them."""
    coming = await work.events.attendance.all_of(date, [Answer.COMING])
    return [each for each in coming if each.rsvp.seats]


async def rather_not(
    work: Work, members: Collection[int], now: datetime, *, whom: int | None = None
) -> set[int]:
    """Those of these who never want to meet another of them, or just one of them (`whom`).

    They are put into no room with those; they come in by their own tap.
    """
    known = await work.acquaintances.among(members, now)
    return {one for one, other in known.never if one != other and whom in (None, other)}


async def invite(work: Work, happening: Happening, member: int, key: str, part: str = "") -> None:
    """Tell somebody of a room into which they were not put, and why not: them alone."""
    fact = Fact.of("events.room_invited", happening.date.id, part=part, member=member)
    told = partial(views.invited, happening, key)
    await work.outbox.post(ToMember(member), told, fact, community=happening.event.community)


async def by_space(work: Work, community: int, members: Collection[int]) -> dict[int, set[int]]:
    """In which space each of these is to have a room: that which they like best, or the oldest.

    The community's own chat is for those who are in no other, and for whoever would be alone.
    """
    spaces = [space for space in await work.people.spaces(community) if not space.lost]
    own = next((space for space in spaces if space.ref.platform == OWN_CHAT), None)
    found: dict[int, set[int]] = defaultdict(set)
    for member, reach in (await work.people.reach_of_each(members)).items():
        if space := space_for(reach, spaces):
            found[space.id].add(member)
    alone = {id_ for id_, inside in found.items() if len(inside) < 2}
    for id_ in alone:
        inside = found.pop(id_)
        if own:
            found[own.id] |= inside
    return {id_: inside for id_, inside in found.items() if len(inside) > 1}


def space_for(reach: Reach, spaces: Collection[Space]) -> Space | None:
    """The one of these spaces in which somebody would be found."""
    there = [space for space in reach.spaces if space in spaces]
    others = [space for space in there if space.ref.platform != OWN_CHAT]
    wish = reach.preferred
    return wish if wish in there else next(iter(others or there), None)


async def let_in(work: Work, happening: Happening, member: int) -> bool:
    """Let somebody into a room of a date, in a space where they are; `False` if there is none."""
    open_ = await work.events.rooms.of(happening.date.id)
    if not open_:
        return False
    reach = await work.people.reach(member)
    theirs = sorted(reach.spaces, key=lambda each: each.ref.platform == OWN_CHAT)
    for space in theirs:
        if space.id in open_:
            await work.outbox.let_in(room_of(happening.date.id, space.id), [member])
            return True
    return False


async def let_out(work: Work, date: int, member: int) -> None:
    """Let somebody be in no room of a date."""
    for space in await work.events.rooms.of(date):
        await work.outbox.let_out(room_of(date, space), [member])


async def close(work: Work, date: int, now: datetime) -> None:
    """Put the rooms of a date away."""
    for space in await work.events.rooms.of(date):
        await work.outbox.close_room(room_of(date, space))
    await work.events.rooms.closed(date, now)
