"""What is said in every channel that is for something: once in each, and changed in each."""

from dataclasses import replace
from typing import Protocol

from bot.community.facts import Fact
from bot.community.places import Place, Purpose
from bot.community.ports import PlaceBook
from bot.delivery.addresses import ChannelFor, ToPlace
from bot.delivery.outbox import Composed, Outbox


class Work(Protocol):
    """What is needed of a unit of work."""

    @property
    def places(self) -> PlaceBook: ...
    @property
    def outbox(self) -> Outbox: ...


async def say_in_channels(
    work: Work, community: int, purpose: Purpose, message: Composed, fact: Fact
) -> list[Place]:
    """Say it in every channel of a community that is for this now; returns them."""
    channels = await work.places.channels(community, purpose)
    spoken = [place for place in channels if not place.space.lost]
    for place in spoken:
        to = ToPlace(ChannelFor(purpose, place.id))
        await work.outbox.post(to, message, _at(fact, place), community=community)
    return spoken


async def say_anew_in_channels(work: Work, community: int, message: Composed, fact: Fact) -> None:
    """Put other words in the place of what was said of a fact, in whichever channels that was."""
    for place in await work.places.channels(community, former=True):
        await work.outbox.edit(_at(fact, place), message)


def _at(fact: Fact, place: Place) -> Fact:
    """The same, told in a channel."""
    return replace(fact, part=":".join(filter(None, (fact.part, f"at {place.id}"))))
