"""Where somebody stands with a date: their answer, their seats, and what they wait for."""

from collections.abc import Sequence
from dataclasses import replace

from bot.features.events.ports import Happening, LockedDate, Work
from bot.features.events.reminders.domain import DEFAULT, Before
from bot.features.events.rsvps.domain import Attendee, Rsvp
from bot.features.events.rsvps.outcomes import Outcome
from bot.features.events.rsvps.views import Mine


async def mine_of(work: Work, happening: Happening, member: int, zone: str = "") -> Mine:
    """What a member has answered to a date, and where they stand; `zone` is theirs."""
    rsvp = await work.events.attendance.get(happening.date.id, Attendee(member))
    return await standing_of(work, happening, member, rsvp, zone)


async def standing_of(
    work: Work, happening: Happening, member: int, rsvp: Rsvp | None, zone: str = ""
) -> Mine:
    """Where a member stands with this answer, which is theirs; `zone` is theirs."""
    seated = rsvp is not None and rsvp.seats > 0  # whoever has none is not reminded
    chosen = await work.events.reminders.chosen(happening.event.id, member) if seated else ()
    return await _standing(work, happening, rsvp, chosen, zone)


async def standing_after(work: Work, locked: LockedDate, outcome: Outcome, zone: str) -> Mine:
    """Where a member stands once they have answered a date that was locked for it."""
    happening, rsvp = replace(locked.happening, date=outcome.date), outcome.rsvp
    chosen = locked.reminders if rsvp and rsvp.seats else ()
    return await _standing(work, happening, rsvp, chosen, zone)


async def standing_of_guest(work: Work, happening: Happening, guest: int) -> Mine:
    """What a guest has answered to a date, and where they stand."""
    rsvp = await work.events.attendance.get(happening.date.id, Attendee(guest=guest))
    return await _standing(work, happening, rsvp, DEFAULT, "")


async def _standing(
    work: Work, happening: Happening, rsvp: Rsvp | None, reminders: Sequence[Before], zone: str
) -> Mine:
    waits = rsvp if rsvp and rsvp.need else None
    place = await work.events.attendance.place_of(happening.date, waits) if waits else None
    return Mine(happening, rsvp, place, reminders, zone)


async def happening_of(work: Work, date: int) -> Happening | None:
    """A date with its event, if it is there."""
    return await work.events.dates.happening(date)
