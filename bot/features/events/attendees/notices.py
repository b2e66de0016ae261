"""What hosts are asked about those who want to come, and what these are told of the answer."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

from bot.community.facts import Fact
from bot.community.roles import ScopedRole
from bot.delivery.addresses import ToMember
from bot.delivery.notices import tell_facilitators, tell_facilitators_anew
from bot.features.events.attendees import views
from bot.features.events.domain import Event
from bot.features.events.guests.notices import write
from bot.features.events.guests.views import answered as answered_by_guest
from bot.features.events.ports import Happening, Work
from bot.features.events.rsvps.domain import Attendee, Pending, Rsvp
from bot.features.events.rsvps.outcomes import Outcome
from bot.features.events.rsvps.standing import mine_of, standing_of_guest
from bot.features.events.rsvps.views import answered
from bot.ui.messages import Message

_OfSomebody = Callable[[str], Message]
"""Words about somebody of this name; of nobody who is named, where there is none."""


async def ask_hosts(work: Work, happening: Happening, rsvp: Rsvp) -> None:
    """Ask every host whether somebody may come; facilitators, where none is in any chat."""
    name = await name_of(work, rsvp.who)
    if name:
        question = partial(views.request, happening, rsvp)
        await tell_hosts(work, happening.event, rsvp, name, question, _request(rsvp))


async def tell_hosts(
    work: Work, event: Event, rsvp: Rsvp, name: str, told: _OfSomebody, fact: Fact
) -> None:
    """Tell every host of somebody who has answered; facilitators, where none is in any chat."""
    hosts = await work.roles.present_holders(ScopedRole.HOST, event.scope)
    for host in hosts:
        to, each = ToMember(host.id), fact.to(host.id)
        await work.outbox.post(to, partial(told, name), each, community=event.community)
    if not hosts:
        message = partial(told, _known_to_facilitators(rsvp, name))
        await tell_facilitators(work, event.community, message, fact)


async def name_of(work: Work, who: Attendee) -> str:
    """What hosts know somebody as; empty where nobody is there."""
    if who.guest is not None:
        guest = await work.events.guests.get(who.guest)
        return guest.name if guest else ""
    member = await work.people.member(who.member) if who.member else None
    return member.name if member else ""


async def keep_request(work: Work, happening: Happening, outcome: Outcome) -> None:
    """Let the question to hosts say what whoever asks says now, if that is something else."""
    before, after = outcome.former, outcome.rsvp
    if before is None or before.pending is not Pending.APPROVAL or before == after:
        return
    name = await name_of(work, before.who)
    if not name:
        return
    told: _OfSomebody = views.asks_no_more
    if after and after.pending is Pending.APPROVAL:
        told = partial(views.request, happening, after)
    now = replace(before, hidden=after.hidden) if after else before
    await _say_anew(work, happening.event, now, name, told)


async def close_request(
    work: Work, event: Event, rsvp: Rsvp, name: str, decided: _OfSomebody
) -> None:
    """Say to all who were asked what was `decided` of this one, in the place of the question."""
    await _say_anew(work, event, rsvp, name, decided)


async def _say_anew(work: Work, event: Event, rsvp: Rsvp, name: str, told: _OfSomebody) -> None:
    fact = _request(rsvp)
    known = _known_to_facilitators(rsvp, name)
    await tell_facilitators_anew(work, event.community, partial(told, known), fact)
    for host in await work.roles.holders(ScopedRole.HOST, event.scope):
        await work.outbox.edit(fact.to(host.id), partial(told, name))


def _known_to_facilitators(rsvp: Rsvp, name: str) -> str:
    """The name; nothing where that is for hosts alone, which facilitators are not by themselves."""
    return "" if rsvp.hidden else name


async def tell_admitted(work: Work, happening: Happening, who: Attendee, now: datetime) -> None:
    """Tell somebody who asked that a host lets them in."""
    if who.guest is not None:
        mine = await standing_of_guest(work, happening, who.guest)
        message, at = partial(answered_by_guest, mine), now.isoformat()
        await write(work, who.guest, happening, "admitted", message, part=at, calendar=mine.seated)
        return
    if who.member is None:
        return
    mine = await mine_of(work, happening, who.member)
    fact = _decided("admitted", happening, who.member, now)
    told = partial(answered, mine, now)
    await work.outbox.post(ToMember(who.member), told, fact, community=happening.event.community)


async def tell_removed(
    work: Work, happening: Happening, who: Attendee, now: datetime, *, asked: bool
) -> None:
    """Tell somebody that a host did not let them in, or took them off the list."""
    message = partial(views.taken_off, happening, asked=asked)
    if who.guest is not None:
        await write(work, who.guest, happening, "removed", message, part=now.isoformat())
    elif who.member is not None:
        fact = _decided("removed", happening, who.member, now)
        to = ToMember(who.member)
        await work.outbox.post(to, message, fact, community=happening.event.community)


def _request(rsvp: Rsvp) -> Fact:
    """Somebody's question to come; whoever asks anew has another place in the order of coming."""
    who = rsvp.who.member if rsvp.who.guest is None else f"guest{rsvp.who.guest}"
    return Fact.of("events.request", f"{rsvp.date}:{who}", part=str(rsvp.position))


def _decided(kind: str, happening: Happening, member: int, now: datetime) -> Fact:
    at = now.isoformat()
    return Fact.of(f"events.{kind}", happening.date.id, part=at, member=member)
