"""What is noted of live views when a delivery of one has been carried out, or could not be."""

from datetime import datetime, timedelta
from typing import Protocol

from bot.community.domain_events import DeliveryRefused, ViewGone
from bot.community.facts import Fact
from bot.community.people import Ref
from bot.delivery.addresses import Below, ToMember
from bot.delivery.destinations import Destination, EachAlone, Into
from bot.delivery.live import Hanging, ViewBook, digest
from bot.delivery.outbox import Outbox
from bot.delivery.queue import Delivery, DeliveryQueue
from bot.delivery.sender import Gone
from jobs.view_composer import Outcome, Skipped, Uncomposed

AWHILE = timedelta(minutes=10)
"""How long what could not be composed is left alone, unless it is touched."""


class Work(Protocol):
    """What is needed of a unit of work."""

    @property
    def queue(self) -> DeliveryQueue: ...
    @property
    def live(self) -> ViewBook: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def domain_events(self) -> list[object]: ...


async def settle(
    work: Work, delivery: Delivery, where: Destination, outcome: Outcome, now: datetime
) -> bool:
    """Settle what is only a matter of live views, or of what is there no more; else `False`."""
    match outcome:
        case Skipped():
            await work.queue.skip(delivery)
            if delivery.hanging:
                await work.live.gone(delivery.hanging)
        case Gone(reason=reason) if delivery.act == "post":
            await _no_thread(work, delivery, where, reason)
        case Gone():
            await work.queue.skip(delivery)
            if delivery.hanging:
                await _gone(work, delivery, delivery.hanging)
        case Uncomposed():
            await work.queue.skip(delivery)
            if delivery.hanging:
                await work.live.try_again(delivery.hanging, now + AWHILE)
        case _:
            return False
    return True


async def _gone(work: Work, delivery: Delivery, hanging: Hanging) -> None:
    await work.live.gone(hanging)
    if delivery.posted:
        there = delivery.posted.channel
        work.domain_events.append(ViewGone(delivery.fact, delivery.community, there))


async def _no_thread(work: Work, delivery: Delivery, where: Destination, reason: str) -> None:
    """Give up what cannot be said, since its thread is gone; what is left above it is taken back.

    So the feature knows that nobody can be spoken to there, and may hang its view anew.
    """
    lost = await lose_view_above(work, delivery, where)
    if lost:
        await work.outbox.retract(lost)
    if delivery.hanging:
        await work.live.gone(delivery.hanging)
    await work.queue.give_up(delivery, reason)
    work.domain_events.append(refused(delivery, where, None, reason))


async def lose_view_above(work: Work, delivery: Delivery, where: Destination) -> Fact | None:
    """Tell of a view that hangs no more above a thread that is gone, or whose channel is."""
    there = _channel(where)
    if not isinstance(delivery.address, Below) or there is None:
        return None
    lost = await work.live.lose(delivery.address)
    if lost is None:
        return None
    work.domain_events.append(ViewGone(lost.fact, lost.community, there))
    return lost.fact


def refused(
    delivery: Delivery, where: Destination, member: int | None, reason: str
) -> DeliveryRefused:
    """What is told of something that could not be said."""
    place = where.place if isinstance(where, Into) else None
    space = place.space.id if place and not place.account else None
    return DeliveryRefused(delivery.fact, delivery.community, member, reason, space)


def _channel(where: Destination) -> Ref | None:
    return where.place.ref if isinstance(where, Into) else None


async def note_shown(work: Work, delivery: Delivery, now: datetime) -> None:
    """Note what stands there now, unless a first try may have left something else there."""
    hanging = delivery.hanging
    if hanging is None:
        return
    if delivery.act == "retract":
        await work.live.gone(hanging)
    elif delivery.message is None:  # it was there already
        await work.live.shown(hanging, hanging.shown, now)
    else:
        sure = delivery.act == "edit" or delivery.attempts == 1
        await work.live.shown(hanging, digest(delivery.message) if sure else "", now)


async def hang_for_each(work: Work, delivery: Delivery, where: EachAlone) -> None:
    """Hang a view where each of the people of a place that is none is alone, and not in it."""
    hanging = delivery.hanging
    if hanging is None:
        return
    for each in where.people:
        there = ToMember(each.member)
        await work.live.hang(there, hanging.view, community=delivery.community)
    await work.live.gone(hanging)


async def give_up(work: Work, delivery: Delivery, where: Destination, *, gone: bool) -> bool:
    """Leave a live view as it is, unless its channel has `gone`; `False` if it never arrived."""
    hanging = delivery.hanging
    if gone:
        await lose_view_above(work, delivery, where)
    if hanging is None:
        return False
    if delivery.act == "post":
        await work.live.gone(hanging)
        return False
    if gone:
        await _gone(work, delivery, hanging)
    else:
        await work.live.let_be(hanging)
    await work.queue.skip(delivery)
    return True
