"""Where somebody stands with a date: their answer, their seats, and what they wait for."""

from bot.features.events.ports import Happening, Work
from bot.features.events.rsvps.domain import Attendee, Rsvp
from bot.features.events.rsvps.views import Mine


async def mine_of(work: Work, happening: Happening, member: int) -> Mine:
    """What a member has answered to a date, and where they stand."""
    rsvp = await work.events.attendance.get(happening.date.id, Attendee(member))
    return await standing_of(work, happening, member, rsvp)


async def standing_of(work: Work, happening: Happening, member: int, rsvp: Rsvp | None) -> Mine:
    """Where a member stands with this answer."""
    event, date = happening.event, happening.date
    place = await work.events.attendance.place_of(date, rsvp) if rsvp and rsvp.need else None
    seated = rsvp is not None and rsvp.seats > 0  # whoever has none is not reminded
    chosen = await work.events.reminders.chosen(event.id, member) if seated else ()
    return Mine(happening, rsvp, place, chosen)


async def happening_of(work: Work, date: int) -> Happening | None:
    """A date with its event, if it is there."""
    return await work.events.dates.happening(date)
