"""Forgetting guests: at once where they want it, and by and by where nobody needs to know them."""

from datetime import datetime

from bot.features.events.attendees.notices import keep_request
from bot.features.events.ports import Work
from bot.features.events.rsvps import changes
from bot.features.events.rsvps.domain import Attendee
from bot.features.events.rsvps.outcomes import Guest
from bot.features.events.rsvps.standing import happening_of


async def forget(work: Work, guest: Guest, now: datetime) -> None:
    """Forget a guest with all they have answered; their seats go on."""
    for date in await work.events.guests.answered(guest.id):
        outcome = await changes.withdraw(work, date, Attendee(guest=guest.id), now)
        happening = await happening_of(work, date)
        if outcome and happening:
            await keep_request(work, happening, outcome)
    await _close_mailbox(work, guest)
    await work.events.guests.forget(guest.id)


async def forget_name(work: Work, guest: Guest) -> None:
    """Forget who a guest was: that somebody came stays."""
    await _close_mailbox(work, guest)
    await work.events.guests.forget_name(guest.id)


async def _close_mailbox(work: Work, guest: Guest) -> None:
    """Forget the address, unless it is also that of a guest of another event."""
    if guest.mailbox is not None and not await work.events.guests.shares_mailbox(guest):
        await work.mailboxes.close(guest.mailbox)
