"""Where the cards of events hang: in channels that were chosen since, and of the next date."""

from datetime import datetime

from bot.community.domain_events import EventCancelled, EventChanged, EventHeld
from bot.community.roles import Role
from bot.features.events import feature
from bot.features.events.plans import posting
from bot.features.events.ports import Work


@feature.when(EventChanged)
async def has_changed(changed: EventChanged, work: Work, now: datetime) -> None:
    """Hang an event where it was not before."""
    event = await work.events.plans.get(changed.event)
    to_come = await work.events.dates.to_come(changed.event, now)
    by = await work.people.member(event.made_by) if event and event.made_by else None
    if event and to_come and by:
        free = by.may(Role.FACILITATOR)
        await posting.hang_by_rule(work, event, to_come[0].id, by.id, now, unbounded=free)
    else:
        await _hang_next(work, changed.event, now)


@feature.when(EventCancelled, EventHeld)
async def a_date_is_no_more(gone: EventCancelled | EventHeld, work: Work, now: datetime) -> None:
    """Let the next date of a series hang where one does not take place, or did."""
    await _hang_next(work, gone.event, now)


async def _hang_next(work: Work, id_: int, now: datetime) -> None:
    event = await work.events.plans.get(id_)
    to_come = await work.events.dates.to_come(id_, now)
    if event and to_come:
        await posting.hang(work, event, to_come[0].id)
