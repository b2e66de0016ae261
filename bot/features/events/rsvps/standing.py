"""Where somebody stands with a date: their answer, their seats, and what they wait for."""

from bot.features.events.ports import Happening, Work
from bot.features.events.rsvps.domain import Attendee
from bot.features.events.rsvps.views import Mine


async def mine_of(work: Work, happening: Happening, member: int, zone: str = "") -> Mine:
    """What a member has answered to a date, and where they stand; `zone` is theirs."""
    event, date, who = happening.event, happening.date, Attendee(member)
    rsvp = await work.events.attendance.get(date.id, who)
    place = await work.events.attendance.place(date.id, who) if rsvp and rsvp.need else None
    chosen = await work.events.reminders.chosen(event.id, member)
    return Mine(happening, rsvp, place, chosen, zone)


async def happening_of(work: Work, date: int) -> Happening | None:
    """A date with its event, if it is there."""
    found = await work.events.dates.get(date)
    event = await work.events.plans.get(found.event) if found else None
    return Happening(event, found) if found and event else None
