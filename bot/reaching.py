"""How members get what could not be written to them, and find out whether they can be reached."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot import reaching_views as views
from bot.delivery.outbox import ToAccount
from bot.errors import UserError
from bot.routing.feature import Feature
from bot.routing.interaction import Answer, Call, Reply
from bot.ui.messages import Part
from bot.ui.words import WordBook
from bot.work import Work

words = WordBook("bot")
feature = Feature[Work]("reaching", words)

_KEPT = timedelta(days=30)  # by then a round is over, and every suggestion has lapsed
_REREAD = timedelta(days=1)  # an answer may be lost, or closed too soon
_LONGEST_ID = 18


# What is held ---------------------------------------------------------------------------------


@feature.command("waiting")
async def waiting(call: Call, work: Work) -> Answer:
    """Hand over what waits longest, or else once more what was read last."""
    held = await work.outbox.held(call.me.id)
    if held:
        return await _hand_over(call, work, held[0])
    last = await work.outbox.fetched(call.me.id)
    message = await work.outbox.fetch(call.me.id, last, call.now) if last else None
    if message is None:
        raise UserError(words("reaching.nothing"))
    return Reply(views.once_more(message), only_for_actor=True)


@feature.action("show")
async def show(call: Call, work: Work, value: str) -> Answer:
    """Hand over what the button is about, if it is for whoever presses it."""
    known = value.isdecimal() and len(value) <= _LONGEST_ID
    return await _hand_over(call, work, int(value) if known else 0)


async def _hand_over(call: Call, work: Work, held: int) -> Answer:
    message = await work.outbox.fetch(call.me.id, held, call.now)
    if message is None:
        raise UserError(words("reaching.not_yours"))
    more = await work.outbox.held(call.me.id)
    return Reply(views.fetched(message, more), only_for_actor=True)


async def _daily(work: Work, now: datetime) -> Sequence[str]:
    return [now.date().isoformat()]


@feature.schedule("forget_held", due=_daily)
async def forget_held(work: Work, period: str, now: datetime, seed: int) -> None:
    """Keep for a month what nobody fetches, and for a day what was fetched."""
    await work.outbox.forget_held(now - _KEPT, now - _REREAD)


# Trying it out --------------------------------------------------------------------------------


@feature.command("test")
async def test(call: Call, work: Work) -> Answer:
    """Send a message to the account that asks for it."""
    space = await work.people.space(call.arrival.space)
    assert space is not None  # noqa: S101  # members are members of some space
    await work.outbox.post(
        ToAccount(space.id, call.arrival.actor),
        views.try_out,
        f"reaching.test:{space.id}:{call.arrival.actor.id}:{call.arrival.delivery_id}",
        community=call.community.id,
    )
    return Reply(views.sent())


@feature.action("test")
async def press_test(call: Call, work: Work, value: str) -> Answer:
    """Send a message to the account that asks for it, by a button."""
    return await test(call, work)


@feature.glance
async def whether_reached(call: Call, work: Work) -> Sequence[Part | None]:
    """What waits for me, and where I cannot be written to."""
    held = await work.outbox.held(call.me.id)
    return views.glance(held, await work.people.closed_in(call.me.id))
