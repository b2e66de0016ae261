"""Who comes is let into the room of a date, and who does not come any more is let out."""

from datetime import datetime

from bot.community.domain_events import EventCancelled, RsvpChanged, SeatGiven, SeatLost
from bot.community.facts import Fact
from bot.delivery.addresses import ToPlace
from bot.features.events import feature
from bot.features.events.ports import Work
from bot.features.events.rooms import views
from bot.features.events.rooms.gathering import (
    invite,
    let_in,
    let_out,
    rather_not,
    room_of,
    those_who_come,
)
from bot.features.events.rsvps.domain import Attendee
from bot.features.events.rsvps.standing import happening_of


@feature.when(RsvpChanged, SeatGiven, SeatLost)
async def somebody_comes_or_not(
    changed: RsvpChanged | SeatGiven | SeatLost, work: Work, now: datetime
) -> None:
    """Let them in or out, as they come, wait, or do not come."""
    if isinstance(changed, RsvpChanged) and not changed.may_have_rooms:
        return
    date, member = changed.date, changed.member
    if member is None or not await work.events.rooms.of(date):
        return
    rsvp = await work.events.attendance.get(date, Attendee(member))
    happening = await happening_of(work, date)
    if not (rsvp and rsvp.seats and happening) or rsvp.hidden:
        await let_out(work, date, member)
        return
    coming = await those_who_come(work, date, shown=True)
    if member in await rather_not(work, coming, now):
        await invite(work, happening, member, "rather_not")
        return
    await let_in(work, happening, member)
    for other in sorted(await rather_not(work, coming, now, whom=member)):
        await let_out(work, date, other)
        await invite(work, happening, other, "rather_not", part=str(member))


@feature.when(EventCancelled)
async def dates_are_cancelled(cancelled: EventCancelled, work: Work, now: datetime) -> None:
    """Say it in their rooms, too: people can go on talking there."""
    for date in cancelled.dates:
        happening = await happening_of(work, date)
        for space in await work.events.rooms.of(date) if happening else ():
            said = Fact.of("events.room_cancelled", date, part=str(space))
            if happening:
                message = views.cancelled(happening)
                to = ToPlace(room_of(date, space))
                await work.outbox.post(to, message, said, community=cancelled.community)
