"""What is taken down that is no other feature's: a message of Kindred's own."""

from datetime import datetime

from bot.community.domain_events import TakenDown
from bot.features.reports import feature
from bot.features.reports.domain import MESSAGE
from bot.features.reports.ports import Work


@feature.when(TakenDown)
async def a_message_is_taken_down(down: TakenDown, work: Work, now: datetime) -> None:
    """Take it back."""
    told = await work.outbox.post_of(down.about.id) if down.about.kind == MESSAGE else None
    if told:
        await work.outbox.retract(told.fact)
