"""Reminders that fall due, and dates that begin: each is told once, and only while it is of use."""

import logging
from datetime import datetime, timedelta
from functools import partial

from bot.community.facts import Fact
from bot.delivery.addresses import ToMember
from bot.features.events import feature
from bot.features.events.guests.notices import write
from bot.features.events.ports import Work
from bot.features.events.reminders import views
from bot.features.events.reminders.domain import Reminder, due, in_the_night, useful_start
from bot.features.events.rsvps.domain import Answer, Attendee
from bot.features.events.rsvps.standing import happening_of
from bot.ui.text import read_id

log = logging.getLogger(__name__)

_SINCE = timedelta(days=2)
"""Dates that began so long ago are looked at, so that what was missed is logged."""


async def _reminders_due(work: Work, now: datetime) -> list[str]:
    return [each.period for each in due(await work.events.reminders.of_dates(now), now)]


@feature.schedule("reminders", due=_reminders_due)
async def send_reminders(work: Work, period: str, now: datetime, seed: int) -> None:
    """Remind everybody in one zone who wants to be reminded so long before a date."""
    for reminder in await work.events.reminders.of_dates(now):
        if reminder.period == period:
            await _send(work, reminder, now)


async def _send(work: Work, reminder: Reminder, now: datetime) -> None:
    if not reminder.useful(now):
        log.info("reminder %s is too late, and is not sent", reminder.period)
        return
    happening = await happening_of(work, reminder.date)
    if happening is None:
        return
    message = partial(views.reminder, happening, reminder.before)
    community = happening.event.community
    for member in await work.events.reminders.to(reminder):
        rsvp = await work.events.attendance.get(reminder.date, Attendee(member))
        if rsvp and rsvp.answered_at and rsvp.answered_at > reminder.due_at:
            continue  # who has just answered knows
        await work.outbox.post(ToMember(member), message, reminder.to(member), community=community)


# Starting now ---------------------------------------------------------------------------------


async def _starting(work: Work, now: datetime) -> list[str]:
    begun = await work.events.dates.begun(now - _SINCE, now)
    return [f"{each.id}:{each.starts_at:%Y-%m-%dT%H:%M}" for each in begun]


@feature.schedule("starting", due=_starting)
async def tell_starting(work: Work, period: str, now: datetime, seed: int) -> None:
    """Tell those who come that a date begins, with its link; not who wants no reminders."""
    happening = await happening_of(work, read_id(period.partition(":")[0]))
    if happening is None:
        return
    event, date = happening.event, happening.date
    if not useful_start(date.starts_at, date.ends_at, now):
        log.info("start of %s is too late to tell of", period)
        return
    by_mail = partial(views.starting, happening)
    for each in await work.events.attendance.all_of(date.id, [Answer.COMING]):
        who = each.rsvp.who
        if each.rsvp.seats and who.guest is not None:
            await write(work, who.guest, happening, "starting", by_mail, part=str(date.sequence))
        if who.member is None or not each.rsvp.seats:
            continue
        if not await work.events.reminders.chosen(event.id, who.member):
            continue
        fact = Fact.of("events.starting", period, member=who.member)
        message = partial(views.starting, happening, quiet=in_the_night(now, each.zone))
        await work.outbox.post(ToMember(who.member), message, fact, community=event.community)
