"""In which lists of events an event stands: by its next date, if everybody may come to it."""

from datetime import datetime

from bot.community.places import Place
from bot.delivery.addresses import ToPlace
from bot.features.events.dates.domain import has_begun
from bot.features.events.listings.live import listing_of
from bot.features.events.ports import Work

_MOST = 1000  # dates of a community that are looked at


async def arrange(work: Work, event: int, community: int, now: datetime) -> None:
    """List the next date of an event everywhere, and no other one of it."""
    lists = await work.places.agendas(community)
    found = await work.events.plans.get(event) if lists else None
    if found is None:
        return
    to_come = await work.events.dates.to_come(event, now) if found.details.open_to(()) else []
    next_ = to_come[0] if to_come else None
    all_ = await work.events.dates.of(event)
    await work.live.take_down(*(listing_of(each.id) for each in all_ if each != next_))
    if next_ is None:
        return
    await work.live.touch(listing_of(next_.id))
    if not has_begun(next_, now):
        for place in lists:
            await work.live.hang(ToPlace(place.id), listing_of(next_.id), community=community)


async def list_all(work: Work, place: Place, now: datetime) -> None:
    """List the next date of every event of a community in one place."""
    community, seen = place.space.community, set[int]()
    for each in await work.events.dates.in_community(community, now, _MOST):
        event, date = each.event, each.date
        if event.id in seen:
            continue
        seen.add(event.id)
        if event.details.open_to(()) and not has_begun(date, now):
            await work.live.hang(ToPlace(place.id), listing_of(date.id), community=community)


async def list_none(work: Work, place: Place, now: datetime) -> None:
    """Take everything out of one list that is not over."""
    there = await work.events.dates.in_community(place.space.community, now, _MOST)
    views = [listing_of(each.date.id) for each in there]
    if views:
        await work.live.take_down(*views, hangs_in=ToPlace(place.id))


async def show_all_anew(work: Work, community: int, now: datetime) -> None:
    """Show all that is listed of a community as it is now, since what they point to has changed."""
    if await work.places.agendas(community):
        there = await work.events.dates.in_community(community, now, _MOST)
        await work.live.touch(*(listing_of(each.date.id) for each in there))
