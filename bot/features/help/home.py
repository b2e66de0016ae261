"""What stands on everybody's home below all else."""

from collections.abc import Sequence

from bot.delivery.views import test_button
from bot.features.help import feature, words
from bot.features.help.views import help_button
from bot.routing.interaction import Call
from bot.ui.messages import Divider, Heading, Part, row
from bot.work import Work


@feature.home
async def everything_else(call: Call, work: Work) -> Sequence[Part | None]:
    """What facilitators have to do, and the way to everything that there is to say."""
    to_do = await call.catalogue.to_do(call, work)
    return [
        *([Heading(words.text("home.to_do")), *to_do] if to_do else []),
        Divider(),
        row(help_button(), test_button()),
    ]
