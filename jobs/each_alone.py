"""What was to be said in a room that is none: to each of its people alone."""

from typing import Literal, Protocol

from bot.community.domain_events import RoomNotShared
from bot.delivery.addresses import ToMember, ToPlace
from bot.delivery.conversations import Conversations
from bot.delivery.destinations import EachAlone, Reached
from bot.delivery.queue import Act, Delivery
from bot.delivery.views import alone
from bot.ui.languages import DEFAULT_LOCALE, in_language
from jobs.view_records import Work as WorkOfViews
from jobs.view_records import hang_for_each

_OF_ROOMS: dict[Act, Literal["opened", "members", "closed"]] = {
    "open_room": "opened",
    "gather": "members",
    "close_room": "closed",
}
"""What is done to a room without a word, and what has happened by that."""


class Work(WorkOfViews, Protocol):
    """What is needed of a unit of work."""

    @property
    def conversations(self) -> Conversations: ...


async def write_each_alone(work: Work, delivery: Delivery, where: EachAlone) -> None:
    """Say it to each of the people of a place that is none, or hang it for each.

    What was to be said first stands above their conversation, if they have one.
    """
    if delivery.act in _OF_ROOMS:
        people = tuple(each.member for each in where.people)
        its_own = (delivery.fact, delivery.community, where.title, people)
        work.domain_events.append(RoomNotShared(*its_own, _OF_ROOMS[delivery.act]))
    elif not await _reads_it_above(work, delivery):
        for each in where.people:
            await _write_alone(work, delivery, each, where)
    await hang_for_each(work, delivery, where)
    await work.queue.write_each_alone(delivery)


async def _reads_it_above(work: Work, delivery: Delivery) -> bool:
    match delivery.address:
        case ToPlace(place=int(id_)) if delivery.is_first:
            return await work.conversations.of_room(id_) is not None
        case _:
            return False


async def _write_alone(work: Work, delivery: Delivery, who: Reached, where: EachAlone) -> None:
    """Write to one of the people of a place that is none, and tell them who the others are."""
    fact, message = delivery.fact.alone_to(who.member), delivery.message
    if delivery.act == "retract":
        await work.outbox.retract(fact)
    if message is None:
        return
    others = [each for each in where.people if each is not who] if delivery.is_first else []
    with in_language(DEFAULT_LOCALE):  # as what was to be said to all of them
        said = alone(message, others)
    if delivery.act == "edit":
        await work.outbox.edit(fact, said)
    else:
        await work.outbox.post(ToMember(who.member), said, fact, community=delivery.community)
