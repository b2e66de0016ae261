"""What falls due for guests: reminders, and that they are forgotten."""

import logging
from datetime import datetime
from functools import partial

from bot.features.events import feature
from bot.features.events.guests import forgetting, notices
from bot.features.events.guests.domain import CONFIRMED_WITHIN, KNOWN_FOR
from bot.features.events.ports import Work
from bot.features.events.reminders import views
from bot.features.events.reminders.domain import due
from bot.features.events.rsvps.domain import Attendee
from bot.features.events.rsvps.standing import happening_of
from bot.ui.text import read_id

log = logging.getLogger(__name__)


async def _reminders_due(work: Work, now: datetime) -> list[str]:
    return [each.period for each in due(await work.events.guests.reminders(now), now)]


@feature.schedule("guest_reminders", due=_reminders_due)
async def remind(work: Work, period: str, now: datetime, seed: int) -> None:
    """Remind the guests in one zone of a date, in their day."""
    for reminder in await work.events.guests.reminders(now):
        if reminder.period != period:
            continue
        happening = await happening_of(work, reminder.date)
        if happening is None:
            continue
        if not reminder.useful(now):
            log.info("reminder %s of guests is too late, and is not sent", period)
            continue
        message = partial(views.reminder, happening, reminder.before)
        for guest in await work.events.guests.to(reminder):
            rsvp = await work.events.attendance.get(reminder.date, Attendee(guest=guest))
            if rsvp and rsvp.answered_at and rsvp.answered_at > reminder.due_at:
                continue  # who has just answered knows
            part = f"{reminder.sequence}:{reminder.before.value}"
            await notices.write(work, guest, happening, "reminder", message, part=part)


async def _to_forget(work: Work, now: datetime) -> list[str]:
    guests, hour = work.events.guests, f"{now:%Y-%m-%dT%H}"
    unconfirmed = await guests.unconfirmed(now - CONFIRMED_WITHIN)
    over = await guests.over(now - KNOWN_FOR)
    counts = [f"counts:{now.date()}"] if await guests.counted_before(now.date()) else []
    theirs = [f"guest:{id_}:{hour}" for id_ in (*unconfirmed, *over)]
    return [*theirs, *counts]


@feature.schedule("guests_forgotten", due=_to_forget)
async def forget(work: Work, period: str, now: datetime, seed: int) -> None:
    """Forget whoever has not confirmed in a day, or was a guest of something long over."""
    kind, _, rest = period.partition(":")
    if kind == "counts":
        await work.events.guests.forget_counts(now.date())
        return
    guest = await work.events.guests.get(read_id(rest.partition(":")[0]))
    if guest is None:
        return
    if guest.confirmed_at is None and guest.added_at < now - CONFIRMED_WITHIN:
        await forgetting.forget(work, guest, now)
    elif await work.events.guests.is_over(guest.id, now - KNOWN_FOR):
        await forgetting.forget_name(work, guest)
