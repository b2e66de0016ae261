"""Guests whose seats were given, offered or lost; and those to whom mails do not get through."""

from datetime import datetime
from functools import partial

from bot.community.domain_events import (
    DeliveryArrived,
    DeliveryRefused,
    SeatGiven,
    SeatLost,
    SeatOffered,
)
from bot.community.facts import Fact
from bot.features.events import feature
from bot.features.events.attendees.notices import tell_hosts
from bot.features.events.guests import forgetting, notices, views
from bot.features.events.guests.domain import REFUSED_AT_MOST
from bot.features.events.ports import Work
from bot.features.events.rsvps import changes
from bot.features.events.rsvps.domain import Attendee
from bot.features.events.rsvps.outcomes import Guest
from bot.features.events.rsvps.standing import happening_of, standing_of_guest
from bot.features.events.waiting_list import views as waiting
from bot.ui.text import read_id


@feature.when(SeatOffered)
async def a_seat_is_offered(offered: SeatOffered, work: Work, now: datetime) -> None:
    """Ask whether they take it."""
    happening = await happening_of(work, offered.date)
    if happening and offered.guest:
        message = partial(waiting.offer, happening, offered.seats, offered.until)
        part = offered.until.isoformat()
        await notices.write(work, offered.guest, happening, "offer", message, part=part)


@feature.when(SeatGiven)
async def a_seat_is_given(given: SeatGiven, work: Work, now: datetime) -> None:
    """Tell them that they are in."""
    happening = await happening_of(work, given.date)
    if happening and given.guest:
        mine = await standing_of_guest(work, happening, given.guest)
        message, part = partial(waiting.given, mine, now), now.isoformat()
        await notices.write(
            work, given.guest, happening, "given", message, part=part, calendar=True
        )


@feature.when(SeatLost)
async def a_seat_is_lost(lost: SeatLost, work: Work, now: datetime) -> None:
    """Tell them kindly, and where they stand now."""
    happening = await happening_of(work, lost.date)
    if happening and lost.guest:
        mine = await standing_of_guest(work, happening, lost.guest)
        message, part = partial(waiting.lost, mine, lapsed=lost.lapsed), now.isoformat()
        await notices.write(work, lost.guest, happening, "lost", message, part=part)


# Mails that do not get through ----------------------------------------------------------------


@feature.when(DeliveryArrived)
async def a_mail_was_taken(arrived: DeliveryArrived, work: Work, now: datetime) -> None:
    """Count refusals anew."""
    if arrived.fact.kind.startswith(notices.KINDS):
        await work.events.guests.reached(_guest_of(arrived.fact))


@feature.when(DeliveryRefused)
async def a_mail_was_refused(refused: DeliveryRefused, work: Work, now: datetime) -> None:
    """Forget an address that was none; let the seats go on of whom no mail reaches any more.

    Hosts see in their list that the last mail came back. Whoever has asked for no more mail comes.
    """
    if not refused.fact.kind.startswith(notices.KINDS):
        return
    guest = await work.events.guests.get(_guest_of(refused.fact))
    mailbox = await work.mailboxes.find(guest.mailbox) if guest and guest.mailbox else None
    if guest is None or mailbox is None or not await work.mailboxes.wants_mail(mailbox):
        return
    if guest.confirmed_at is None:
        await forgetting.forget(work, guest, now)
    elif await work.events.guests.refused(guest.id) > REFUSED_AT_MOST:
        await _let_go(work, guest, now)


async def _let_go(work: Work, guest: Guest, now: datetime) -> None:
    who = Attendee(guest=guest.id)
    for id_ in await work.events.guests.answered(guest.id):
        happening = await happening_of(work, id_)
        rsvp = await work.events.attendance.get(id_, who)
        if happening is None or rsvp is None or happening.date.ends_at <= now:
            continue
        await changes.withdraw(work, id_, who, now)
        told = partial(views.out_of_reach, happening)
        fact = Fact.of("events.guest_out_of_reach", f"{guest.id}:{id_}")
        await tell_hosts(work, happening.event, rsvp, guest.name, told, fact)


def _guest_of(fact: Fact) -> int:
    return read_id(fact.subject.partition(":")[0])
