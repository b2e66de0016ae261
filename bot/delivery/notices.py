"""What facilitators should know: said in the channels for that, or else to each of them alone."""

from typing import Protocol

from bot.community.facts import Fact
from bot.community.places import Purpose
from bot.community.ports import PeopleBook, PlaceBook
from bot.community.roles import Role
from bot.delivery.addresses import ToMember
from bot.delivery.channels import say_anew_in_channels, say_in_channels
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
    channels = await say_in_channels(work, community, Purpose.NOTICES, message, fact)
    spaces = {place.space.id for place in channels}
    for each in await work.people.with_role(community, Role.FACILITATOR):
        there = (await work.people.reach(each.id)).spaces if spaces else ()
        if spaces.isdisjoint(space.id for space in there):
            to_them = fact.to(each.id)
            await work.outbox.post(ToMember(each.id), message, to_them, community=community)


async def tell_facilitators_anew(work: Work, community: int, message: Composed, fact: Fact) -> None:
    """Put other words in the place of what they were told of a fact, wherever it was said."""
    for each in await work.people.with_role(community, Role.FACILITATOR):
        await work.outbox.edit(fact.to(each.id), message)
    await say_anew_in_channels(work, community, message, fact)
