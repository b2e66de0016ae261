"""What is offered while people type which conversation they mean."""

from bot.features.conversations import feature
from bot.features.conversations.ports import Work
from bot.routing.interaction import Call
from bot.ui.messages import Option


@feature.autocomplete("conversation")
async def mine(call: Call, work: Work, typed: str) -> list[Option]:
    """Those that the actor reads alone."""
    there = await work.conversations.of_member(call.me.id)
    return [Option.of(each.title, each.title) for each in there]
