"""What hosts are asked about those who want to come, and what these are told of the answer."""

from datetime import datetime
from functools import partial

from bot.community.facts import Fact
from bot.community.roles import ScopedRole
from bot.delivery.addresses import ToMember
from bot.delivery.notices import tell_facilitators, tell_facilitators_anew
from bot.delivery.outbox import Composed
from bot.features.events.attendees import views
from bot.features.events.domain import Event
from bot.features.events.ports import Happening, Work
from bot.features.events.rsvps.domain import Pending, Rsvp
from bot.features.events.rsvps.outcomes import Outcome
from bot.features.events.rsvps.standing import mine_of
from bot.features.events.rsvps.views import answered


async def ask_hosts(work: Work, happening: Happening, rsvp: Rsvp) -> None:
    """Ask every host whether somebody may come; facilitators, where there is none."""
    event, member = happening.event, rsvp.who.member
    who = await work.people.member(member) if member else None
    if who is None:
        return
    fact, hosts = _request(rsvp), await work.roles.holders(ScopedRole.HOST, event.scope)
    question = partial(views.request, happening, who.id, who.name, rsvp)
    for host in hosts:
        to, each = ToMember(host.id), fact.to(host.id)
        await work.outbox.post(to, question, each, community=event.community)
    if not hosts:
        await tell_facilitators(work, event.community, question, fact)


async def keep_request(work: Work, happening: Happening, outcome: Outcome) -> None:
    """Let the question to hosts say what whoever asks says now, if that is something else."""
    before, after = outcome.former, outcome.rsvp
    if before is None or before.pending is not Pending.APPROVAL or before == after:
        return
    who = await work.people.member(before.who.member or 0)
    if who is None:
        return
    if after is None or after.pending is not Pending.APPROVAL:
        await _say_anew(work, happening.event, before, partial(views.asks_no_more, who.name))
    else:
        question = partial(views.request, happening, who.id, who.name, after)
        await _say_anew(work, happening.event, before, question)


async def close_request(work: Work, event: Event, rsvp: Rsvp, decided: Composed) -> None:
    """Say to all who were asked what was decided, in the place of the question."""
    await _say_anew(work, event, rsvp, decided)


async def _say_anew(work: Work, event: Event, rsvp: Rsvp, message: Composed) -> None:
    fact = _request(rsvp)
    for host in await work.roles.holders(ScopedRole.HOST, event.scope):
        await work.outbox.edit(fact.to(host.id), message)
    await tell_facilitators_anew(work, event.community, message, fact)


async def tell_admitted(work: Work, happening: Happening, member: int, now: datetime) -> None:
    """Tell somebody who asked that a host lets them in."""
    mine = await mine_of(work, happening, member)
    fact = _decided("admitted", happening, member, now)
    told = partial(answered, mine, now)
    await work.outbox.post(ToMember(member), told, fact, community=happening.event.community)


async def tell_removed(
    work: Work, happening: Happening, member: int, now: datetime, *, asked: bool
) -> None:
    """Tell somebody that a host did not let them in, or took them off the list."""
    message = partial(views.taken_off, happening, asked=asked)
    fact = _decided("removed", happening, member, now)
    community = happening.event.community
    await work.outbox.post(ToMember(member), message, fact, community=community)


def _request(rsvp: Rsvp) -> Fact:
    """Somebody's question to come; whoever asks anew has another place in the order of coming."""
    return Fact.of("events.request", f"{rsvp.date}:{rsvp.who.member}", part=str(rsvp.position))


def _decided(kind: str, happening: Happening, member: int, now: datetime) -> Fact:
    at = now.isoformat()
    return Fact.of(f"events.{kind}", happening.date.id, part=at, member=member)
