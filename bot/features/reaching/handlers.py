"""How members get what could not be written to them, and find out whether they can be reached."""

from bot.community.facts import Fact
from bot.delivery.addresses import ToAccount
from bot.errors import UserError
from bot.features.reaching import feature, views, words
from bot.routing.interaction import Answer, Call, Reply
from bot.ui.messages import Message
from bot.ui.text import read_id
from bot.work import Work

# What is held ---------------------------------------------------------------------------------


@feature.command("waiting")
async def waiting(call: Call, work: Work) -> Answer:
    """Hand over what waits longest, or else once more what was read last."""
    held = await work.outbox.held(call.me.id)
    if held:
        return await _hand_over(call, work, held[0])
    last = await work.outbox.fetched(call.me.id)
    message = await _fetched(call, work, last) if last else None
    if message is None:
        raise UserError(words("reaching.nothing"))
    return Reply(views.once_more(message), only_for_actor=True)


@feature.action("show")
async def show(call: Call, work: Work, value: str) -> Answer:
    """Hand over what the button is about, if it is for whoever presses it."""
    return await _hand_over(call, work, read_id(value))


async def _hand_over(call: Call, work: Work, held: int) -> Answer:
    message = await _fetched(call, work, held)
    if message is None:
        raise UserError(words("reaching.not_yours"))
    more = await work.outbox.held(call.me.id)
    return Reply(views.fetched(message, more), only_for_actor=True)


async def _fetched(call: Call, work: Work, held: int) -> Message | None:
    """What was held; a live view as it is now, since none of its words are kept."""
    message = await work.outbox.fetch(call.me.id, held, call.now)
    view = await work.live.hung(held) if message else None
    now = await call.catalogue.view(view, work, call.now) if view else None
    return now or message


# Trying it out --------------------------------------------------------------------------------


@feature.command("test", action="test")
async def test(call: Call, work: Work) -> Answer:
    """Send a message to the account that asks for it."""
    space = await work.people.space(call.arrival.space)
    assert space is not None  # noqa: S101  # members are members of some space
    part = f"{call.arrival.actor.id}:{call.arrival.interaction_id}"
    await work.outbox.post(
        ToAccount(space.id, call.arrival.actor),
        views.try_out,
        Fact.of("reaching.test", space.id, part=part),
        community=call.community.id,
    )
    return Reply(views.sent())
