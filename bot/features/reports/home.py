"""What facilitators have to decide."""

from collections.abc import Sequence

from bot.features.reports import feature, views
from bot.features.reports.ports import Work
from bot.routing.interaction import Call
from bot.ui.messages import Part


@feature.to_do
async def open_cases(call: Call, work: Work) -> Sequence[Part | None]:
    """How much was reported that nobody has decided."""
    return views.waiting(len(await work.reports.open(call.community.id)))
