"""What came of a date is kept, and told to whoever has to do with its event."""

from datetime import datetime

from bot.community.domain_events import EventOutcomeTold
from bot.features.events.domain import Event
from bot.features.events.ports import Work


async def keep_outcome(
    work: Work, event: Event, date: int, text: str, link: str, by: int | None, now: datetime
) -> None:
    """Keep what came of a date in the place of what was told before; nothing: forget it."""
    former = await work.events.afterwards.outcome(date)
    await work.events.afterwards.tell(date, text, link, by, now)
    before, open_to = former.text if former else "", frozenset(event.details.networks)
    if text != before:
        told = EventOutcomeTold(event.id, event.community, text, before, now, open_to)
        work.domain_events.append(told)
