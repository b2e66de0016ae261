"""What was to be said in a room that is none: to each of its people alone."""

from bot.delivery.addresses import ToMember
from bot.delivery.destinations import EachAlone, Reached
from bot.delivery.queue import Delivery
from bot.delivery.views import alone
from bot.ui.languages import DEFAULT_LOCALE, in_language
from jobs.view_records import Work, hang_for_each


async def write_each_alone(work: Work, delivery: Delivery, where: EachAlone) -> None:
    """Say it to each of the people of a place that is none, or hang it for each."""
    for each in where.people:
        await _write_alone(work, delivery, each, where)
    await hang_for_each(work, delivery, where)
    await work.queue.write_each_alone(delivery)


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
