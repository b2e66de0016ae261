"""An event that is taken down: nobody sees its cards any more, and it does not take place."""

from datetime import datetime

from bot.community.domain_events import TakenDown
from bot.features.events import feature, planning
from bot.features.events.afterwards import outcomes
from bot.features.events.cards.live import card_of
from bot.features.events.domain import EVENT, Details
from bot.features.events.ports import Happening, Work


@feature.when(TakenDown)
async def is_taken_down(down: TakenDown, work: Work, now: datetime) -> None:
    """Take down its cards, forget what was said of it but its title, and cancel it."""
    event = await work.events.plans.lock(down.about.id) if down.about.kind == EVENT else None
    if event is None:
        return
    await work.events.covers.put(event.id, None, "", now)
    for date in await work.events.dates.of(event.id):
        await work.live.take_down(card_of(date.id))
        await work.events.dates.place(date.id, None, None)
        await outcomes.keep(work, Happening(event, date), "", "", down.by, now)
        await outcomes.take_back(work, Happening(event, date))
    await work.events.plans.change(event.id, _bare(event.details), now)
    await planning.cancel(work, event, now, taken_down=True)


def _bare(details: Details) -> Details:
    """When it would have been and for whom: by that it is known in calendars."""
    return Details(
        details.title,
        details.start,
        details.zone,
        details.minutes,
        capacity=details.capacity,
        networks=details.networks,
        series=details.series,
        open_page=False,
    )
