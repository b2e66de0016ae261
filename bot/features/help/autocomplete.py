"""What is offered while somebody types what they want help with."""

from collections.abc import Sequence

from bot.features.help import feature, views
from bot.features.help.domain import parts
from bot.routing.interaction import Call
from bot.ui.messages import Option
from bot.work import Work


@feature.autocomplete("part")
async def parts_to_ask_for(call: Call, work: Work, typed: str) -> Sequence[Option]:
    """The parts of what the actor may do."""
    commands = views.without_help(call.catalogue.commands_for(call.standing))
    return [Option.of(name, name) for name in parts(commands)]
