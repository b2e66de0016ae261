"""What is listed has changed, or another date is next."""

from datetime import datetime

from bot.community.domain_events import (
    EventCancelled,
    EventChanged,
    EventHeld,
    EventPlanned,
    EventRelocated,
    PermissionsChanged,
    SpaceRegained,
)
from bot.community.people import Space
from bot.features.events import feature
from bot.features.events.listings.hanging import arrange, list_all
from bot.features.events.ports import Work


@feature.when(EventPlanned, EventChanged, EventRelocated, EventCancelled, EventHeld)
async def is_otherwise(
    now_so: EventPlanned | EventChanged | EventRelocated | EventCancelled | EventHeld,
    work: Work,
    now: datetime,
) -> None:
    """List what is said of it now, with its next date; nothing, if there is nothing for all."""
    await arrange(work, now_so.event, now_so.community, now)


@feature.when(SpaceRegained)
async def is_there_again(regained: SpaceRegained, work: Work, now: datetime) -> None:
    """List all that was planned while nothing could be listed there."""
    await _list_all_in(work, regained.space, now)


@feature.when(PermissionsChanged)
async def is_permitted(changed: PermissionsChanged, work: Work, now: datetime) -> None:
    """List all that could not be listed while something was missing."""
    space = None if changed.missing else await work.people.space(changed.space)
    await _list_all_in(work, space, now)


async def _list_all_in(work: Work, space: Space | None, now: datetime) -> None:
    for place in await work.places.agendas(space.community) if space else ():
        if space and place.space.id == space.id:
            await list_all(work, place, now)
