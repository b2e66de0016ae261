"""What follows for people once an event was made of something: hosts, answers, invitations.

Each is written to once, and nobody is answered for who did not answer.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from bot.community.domain_events import RsvpChanged
from bot.community.facts import Fact
from bot.community.origins import Origin
from bot.community.people import Member
from bot.community.roles import ScopedRole
from bot.delivery.addresses import ToMember
from bot.delivery.outbox import Composed
from bot.features.events.domain import Event
from bot.features.events.origins import views
from bot.features.events.origins.domain import at_that_time
from bot.features.events.origins.summary import Followed
from bot.features.events.ports import Happening, Work
from bot.features.events.reminders.domain import DEFAULT
from bot.features.events.rsvps.domain import Answer, Response, Rsvp
from bot.features.events.rsvps.views import Mine
from bot.matching.eligibility import never_meet


@dataclass(frozen=True, slots=True)
class Making:
    """An event that was made of something, by whom, with its first date."""

    event: Event
    date: int
    origin: Origin
    by: Member
    now: datetime


async def carry_over(work: Work, making: Making) -> Followed:
    """Let hosts host it, those have answered who have, and the others be invited."""
    origin, by = making.origin, making.by
    there = await _there(work, making)
    apart = await _apart(work, by.id, there, making.now)
    hosts = [each for each in origin.hosts if each in there - apart and each != by.id]
    for host in hosts:
        await work.roles.grant(host, ScopedRole.HOST, making.event.scope, by.id, making.now)
    may_come = await _may_come(work, making.event, there, {*hosts, by.id})
    rsvps = await _answer(work, making, may_come)
    invited = [
        each
        for each in dict.fromkeys(origin.interested)
        if each in may_come - apart and each not in {*hosts, *rsvps, by.id}
    ]
    await _tell(work, making, hosts, rsvps, invited)
    return Followed(len(rsvps), len(invited), len(hosts))


# Who ------------------------------------------------------------------------------------------


async def _there(work: Work, making: Making) -> frozenset[int]:
    """Everybody whom an origin names and who is in some chat of the community."""
    origin = making.origin
    named = [*origin.hosts, *origin.interested, *sorted(origin.coming | origin.maybe)]
    found = await work.people.members(list(dict.fromkeys(named)))
    ours = [each.id for each in found.values() if each.community == making.event.community]
    return frozenset(ours) - await work.people.gone(ours)


async def _apart(work: Work, by: int, there: Collection[int], now: datetime) -> frozenset[int]:
    """Those who never want to meet whoever plans it, or the other way round."""
    known = await work.acquaintances.among([by, *there], now)
    return frozenset(each for each in there if never_meet(by, each, known))


async def _may_come(
    work: Work, event: Event, there: Collection[int], hosts: Collection[int]
) -> frozenset[int]:
    if not event.details.networks:
        return frozenset(there)
    theirs = await work.events.audience.of_each(there)
    return frozenset(e for e in there if e in hosts or event.details.open_to(theirs[e]))


# What they have answered ----------------------------------------------------------------------


async def _answer(work: Work, making: Making, may_come: Collection[int]) -> dict[int, Rsvp]:
    """Take the answers of those who have answered for this very time, in their order."""
    origin, event, date = making.origin, making.event, making.date
    if not at_that_time(origin, event.details):
        return {}
    answers = [each for each in _answers(origin) if each[0] in may_come]
    await work.events.rsvps.take(date, answers, making.now)
    taken = {each.rsvp.who.member: each.rsvp for each in await work.events.attendance.all_of(date)}
    for member, response in answers:
        told = (event.id, date, event.community, member, None, response.answer.value)
        work.domain_events.append(RsvpChanged(*told))
    return {member: rsvp for member, rsvp in taken.items() if member}


def _answers(origin: Origin) -> Iterator[tuple[int, Response]]:
    said = origin.coming | origin.maybe
    for member in dict.fromkeys([*origin.interested, *sorted(said)]):
        if member in said:
            answer = Answer.COMING if member in origin.coming else Answer.MAYBE
            yield member, Response(answer, hidden=member in origin.unnamed)


# What they are told ---------------------------------------------------------------------------


async def _tell(
    work: Work,
    making: Making,
    hosts: Collection[int],
    rsvps: dict[int, Rsvp],
    invited: Collection[int],
) -> None:
    found = await work.events.dates.get(making.date)
    assert found is not None  # noqa: S101  # it was made just now
    happening = Happening(making.event, found)
    what, now = making.origin.title, making.now
    places = await work.events.attendance.places_of(found)
    for member in dict.fromkeys([*hosts, *rsvps]):
        rsvp = rsvps.get(member)
        mine = Mine(happening, rsvp, places.get(rsvp.id) if rsvp else None, DEFAULT)
        if member in hosts:
            await _post(work, making, member, partial(views.hosting, mine, making.by, what, now))
        elif member != making.by.id:
            await _post(work, making, member, partial(views.on_the_list, mine, what, now))
    for member in invited:
        await _post(work, making, member, partial(views.invitation, happening, what))


async def _post(work: Work, making: Making, member: int, message: Composed) -> None:
    fact = Fact.of("events.made_of", making.event.id, member=member)
    await work.outbox.post(ToMember(member), message, fact, community=making.event.community)
