"""A yes that waits for a host: the hosts are asked."""

from datetime import datetime

from bot.community.domain_events import RsvpChanged
from bot.features.events import feature
from bot.features.events.attendees.notices import ask_hosts
from bot.features.events.ports import Work
from bot.features.events.rsvps.domain import Answer, Attendee, Pending
from bot.features.events.rsvps.standing import happening_of


@feature.when(RsvpChanged)
async def somebody_asks(changed: RsvpChanged, work: Work, now: datetime) -> None:
    """Ask the hosts, if this is a yes that waits for one."""
    if changed.answer != Answer.COMING or not changed.asks:
        return
    who = Attendee(changed.member, changed.guest)
    rsvp = await work.events.attendance.get(changed.date, who)
    happening = await happening_of(work, changed.date)
    if rsvp and happening and rsvp.pending is Pending.APPROVAL:
        await ask_hosts(work, happening, rsvp)
