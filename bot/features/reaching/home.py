"""Whether somebody can be reached, on their home."""

from collections.abc import Sequence

from bot.features.reaching import feature, views
from bot.routing.interaction import Call
from bot.ui.messages import Part
from bot.work import Work


@feature.home
async def whether_reached(call: Call, work: Work) -> Sequence[Part | None]:
    """What waits for me, and where I cannot be written to."""
    held = await work.outbox.held(call.me.id)
    return views.home_lines(held, await work.people.closed_in(call.me.id))
