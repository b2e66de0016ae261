"""What is offered while somebody types which of their commitments they mean."""

from bot.features.challenges import feature
from bot.features.challenges.ports import Work
from bot.routing.interaction import Call
from bot.ui.messages import Option


@feature.autocomplete("my_commitment")
async def my_commitments(call: Call, work: Work, typed: str) -> list[Option]:
    """What the actor has yet to do."""
    there = await work.challenges.commitments.open_of(call.me.id)
    return [Option.of(each, each) for each in dict.fromkeys(each.text for each in there)]
