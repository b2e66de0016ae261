"""Where somebody stands with a date: their answer, their seats, and what they wait for."""

from collections.abc import Sequence

from bot.features.events.ports import Happening, Work
from bot.features.events.reminders.domain import DEFAULT, Before
from bot.features.events.rsvps.domain import Attendee
from bot.features.events.rsvps.views import Mine


async def mine_of(work: Work, happening: Happening, member: int, zone: str = "") -> Mine:
    """What a member has answered to a date, and where they stand; `zone` is theirs."""
    chosen = await work.events.reminders.chosen(happening.event.id, member)
    return await _standing(work, happening, Attendee(member), chosen, zone)


async def standing_of_guest(work: Work, happening: Happening, guest: int) -> Mine:
    """What a guest has answered to a date, and where they stand."""
    return await _standing(work, happening, Attendee(guest=guest), DEFAULT, "")


async def _standing(
    work: Work, happening: Happening, who: Attendee, reminders: Sequence[Before], zone: str
) -> Mine:
    date = happening.date.id
    rsvp = await work.events.attendance.get(date, who)
    place = await work.events.attendance.place(date, who) if rsvp and rsvp.need else None
    return Mine(happening, rsvp, place, reminders, zone)


async def happening_of(work: Work, date: int) -> Happening | None:
    """A date with its event, if it is there."""
    found = await work.events.dates.get(date)
    event = await work.events.plans.get(found.event) if found else None
    return Happening(event, found) if found and event else None
