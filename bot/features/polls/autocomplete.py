"""What is offered while people type which poll."""

from bot.features.polls import feature
from bot.features.polls.lookup import hosts_it, open_polls
from bot.features.polls.ports import Work
from bot.routing.interaction import Call
from bot.ui.messages import Option


@feature.autocomplete("poll")
async def polls_to_answer(call: Call, work: Work, typed: str) -> list[Option]:
    """Every open poll that the actor may answer."""
    return [Option.of(each.title, each.title) for each in await open_polls(call, work)]


@feature.autocomplete("my_poll")
async def polls_of_mine(call: Call, work: Work, typed: str) -> list[Option]:
    """Every open poll that the actor looks after."""
    there = [each for each in await open_polls(call, work) if hosts_it(call, each)]
    return [Option.of(each.title, each.title) for each in there]
