"""What facilitators should know: said in the channels for that, or else to each of them alone."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from bot.community.facts import Fact
from bot.community.places import Purpose
from bot.community.ports import PeopleBook, PlaceBook
from bot.community.roles import Role
from bot.delivery.addresses import ChannelFor, ToMember, ToPlace
from bot.delivery.outbox import Composed, Outbox


class Work(Protocol):
    """What is needed of a unit of work."""

    @property
    def people(self) -> PeopleBook: ...
    @property
    def places(self) -> PlaceBook: ...
    @property
    def outbox(self) -> Outbox: ...


async def tell_facilitators(work: Work, community: int, message: Composed, fact: Fact) -> None:
    """Say it in every channel for facilitators' notices, and to those alone who are in none."""
    channels = await work.places.channels(community, Purpose.NOTICES)
    spaces = {place.space.id for place in channels if not place.space.lost}
    for space in sorted(spaces):
        to, told = ToPlace(ChannelFor(Purpose.NOTICES, space)), _in(fact, space)
        await work.outbox.post(to, message, told, community=community)
    for each in await work.people.with_role(community, Role.FACILITATOR):
        there = (await work.people.reach(each.id)).spaces if spaces else ()
        if spaces.isdisjoint(space.id for space in there):
            to_them = fact.to(each.id)
            await work.outbox.post(ToMember(each.id), message, to_them, community=community)


async def tell_facilitators_anew(work: Work, community: int, message: Composed, fact: Fact) -> None:
    """Put other words in the place of what they were told of a fact, wherever it was said."""
    for told in await _told(work, community, fact):
        await work.outbox.edit(told, message)


async def _told(work: Work, community: int, fact: Fact) -> Sequence[Fact]:
    facilitators = await work.people.with_role(community, Role.FACILITATOR)
    spaces = await work.people.spaces(community)
    return [*(fact.to(each.id) for each in facilitators), *(_in(fact, each.id) for each in spaces)]


def _in(fact: Fact, space: int) -> Fact:
    """The same, told in a space."""
    return replace(fact, part=":".join(filter(None, (fact.part, f"in {space}"))))
