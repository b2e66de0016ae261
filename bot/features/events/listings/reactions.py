"""What is listed has changed, or another date is next."""

from datetime import datetime

from bot.community.domain_events import (
    EventCancelled,
    EventChanged,
    EventHeld,
    EventPlanned,
    EventRelocated,
    PermissionsChanged,
)
from bot.features.events import feature
from bot.features.events.listings.hanging import arrange, list_all
from bot.features.events.ports import Work


@feature.when(EventPlanned)
async def is_planned(planned: EventPlanned, work: Work, now: datetime) -> None:
    """List an event that is new."""
    await arrange(work, planned.event, planned.community, now)


@feature.when(EventChanged)
async def has_changed(changed: EventChanged, work: Work, now: datetime) -> None:
    """List what is said of it now; nothing, if it is not for everybody any more."""
    await arrange(work, changed.event, changed.community, now)


@feature.when(EventRelocated)
async def is_elsewhere(relocated: EventRelocated, work: Work, now: datetime) -> None:
    """List where it is now."""
    await arrange(work, relocated.event, relocated.community, now)


@feature.when(EventCancelled)
async def is_cancelled(cancelled: EventCancelled, work: Work, now: datetime) -> None:
    """List the next date that takes place, if there is one."""
    await arrange(work, cancelled.event, cancelled.community, now)


@feature.when(EventHeld)
async def is_over(held: EventHeld, work: Work, now: datetime) -> None:
    """List the next date."""
    await arrange(work, held.event, held.community, now)


@feature.when(PermissionsChanged)
async def is_permitted(changed: PermissionsChanged, work: Work, now: datetime) -> None:
    """List all that could not be listed while something was missing."""
    space = None if changed.missing else await work.people.space(changed.space)
    for place in await work.places.agendas(space.community) if space else ():
        if space and place.space.id == space.id:
            await list_all(work, place, now)
