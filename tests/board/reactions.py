"""What a board hears of itself, so that tests can look."""

from datetime import datetime

from bot.community.domain_events import DeliveryRefused, ViewGone
from bot.work import Work
from tests.board import feature


@feature.when(ViewGone)
async def gone(event: ViewGone, work: Work, now: datetime) -> None:
    """Note which board is gone, and where it was."""
    await work.settings.put("heard.gone", f"{event.fact.subject} in {event.channel}")


@feature.when(DeliveryRefused)
async def refused(event: DeliveryRefused, work: Work, now: datetime) -> None:
    """Note which board never arrived, or what was to be said of it, and where."""
    await work.settings.put("heard.refused", event.fact.subject)
    await work.settings.put("heard.refused_in", str(event.space))
