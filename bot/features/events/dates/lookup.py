"""Which date of an event somebody means, and whether it is for them."""

from collections.abc import Sequence
from typing import Annotated

from bot.community.roles import Needs, Role, ScopedRole, may, require
from bot.errors import UserError
from bot.features.events import words
from bot.features.events.dates.domain import DateState
from bot.features.events.dates.views import called
from bot.features.events.domain import Event
from bot.features.events.ports import Happening, Work
from bot.features.events.rsvps.domain import Attendee
from bot.routing.arguments import Said, ThingArg
from bot.routing.interaction import Call
from bot.ui.messages import RichText, bullets, say
from bot.ui.text import name_key, read_id
from bot.ui.words import listed

HOSTS = Needs(Role.FACILITATOR, or_scoped=ScopedRole.HOST)
"""What hosts may do with their own events, and facilitators with all."""

MOST_KNOWN = 300
"""Dates of a community that can be named in a command."""

_SHOWN = 10  # dates that are listed as commands


def hosts_it(call: Call, event: Event) -> bool:
    """Whether the actor is a host of an event, or may do what hosts may."""
    return may(call.standing, HOSTS, event.scope)


async def is_for(call: Call, work: Work, event: Event) -> bool:
    """Whether an event is for the actor."""
    if event.details.open_to(()) or hosts_it(call, event):
        return True
    return event.details.open_to(await work.events.audience.of(call.me.id))


async def coming_up(call: Call, work: Work) -> list[Happening]:
    """The dates not over that the actor may see, or has answered, soonest first."""
    mine = await work.events.audience.of(call.me.id)
    found = await work.events.dates.in_community(call.me.community, call.now, MOST_KNOWN)
    seen = [
        each for each in found if each.event.details.open_to(mine) or hosts_it(call, each.event)
    ]
    answered = await work.events.dates.of_attendee(Attendee(call.me.id), call.now)
    known = {each.date.id for each in seen}
    rest = [each for each, _ in answered if each.date.id not in known]
    planned = [each for each in rest if each.date.state is DateState.PLANNED]
    return sorted([*seen, *planned], key=lambda each: (each.date.starts_at, each.date.id))


async def meant(call: Call, work: Work, said: Said) -> Happening:
    """The date that is meant, which the actor may see."""
    if said.by_button:
        return await by_id(call, work, said.text)
    found = await coming_up(call, work)
    if not found:
        raise UserError(words("date.none"))
    named = _named(found, said.text)
    if len(named) == 1:
        return named[0]
    question = words("date.unknown", name=said.text) if said.text else words("date.which")
    names = dict.fromkeys(called(each.event, each.date) for each in named or found)
    lines = (said.command.filled(event=name) for name in list(names)[:_SHOWN])
    raise UserError(say(question, bullets(lines)))


def _named(found: Sequence[Happening], said: str) -> Sequence[Happening]:
    """Those that these words name: of each event the soonest, unless they name its day."""
    key = name_key(said)
    whole = [each for each in found if name_key(called(each.event, each.date)) == key]
    by_day = [each for each in found if key == name_key(_with_day(each))]
    soonest: dict[int, Happening] = {}
    for each in found:
        soonest.setdefault(each.event.id, each)
    titles = [each for each in soonest.values() if name_key(each.event.details.title) == key]
    beginning = [
        each for each in soonest.values() if name_key(each.event.details.title).startswith(key)
    ]
    return whole or by_day or titles or beginning


def _with_day(happening: Happening) -> str:
    return f"{happening.event.details.title} {happening.date.start.date().isoformat()}"


async def by_id(call: Call, work: Work, id_: str) -> Happening:
    """The date that a button addresses; raises `UserError` where it is none, or not for them."""
    happening = await work.events.dates.happening(read_id(id_))
    if happening is None or happening.event.community != call.me.community:
        raise UserError(words("date.gone"))
    event, date = happening.event, happening.date
    if not await is_for(call, work, event):
        answered = await work.events.attendance.get(date.id, Attendee(call.me.id))
        if answered is None:
            raise UserError(await not_for_you(work, event))
    return happening


async def not_for_you(work: Work, event: Event) -> RichText:
    """Words for somebody for whom an event is not."""
    there = await work.events.audience.networks(event.community)
    names = [network.name for network in there if network.id in event.details.networks]
    return words("date.not_for_you", networks=listed(names))


async def hosted(call: Call, work: Work, said: Said) -> Happening:
    """The date that is meant, of which the actor is a host."""
    if said.by_button:
        happening = await by_id(call, work, said.text)
        require(call.standing, HOSTS, happening.event.scope)
        return happening
    happening = await meant(call, work, said)
    require(call.standing, HOSTS, happening.event.scope)
    return happening


Meant = Annotated[Happening, ThingArg("date", meant)]
"""A date that the actor may see, as a handler takes it."""

Hosted = Annotated[Happening, ThingArg("date", hosted)]
"""A date of which the actor is a host."""
