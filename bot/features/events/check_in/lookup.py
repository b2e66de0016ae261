"""Which date somebody means who is there, or looks after who is."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated

from bot.community.roles import require
from bot.errors import UserError
from bot.features.events import words
from bot.features.events.audience import HOSTS, hosts_it
from bot.features.events.check_in.domain import (
    LATE,
    OPENS_BEFORE,
    has_begun,
    hosts_may,
    is_code,
    is_open,
    leads_in,
    looks_like_code,
)
from bot.features.events.dates.domain import EventDate
from bot.features.events.dates.views import called
from bot.features.events.lookup import MOST_DATES, seen_date
from bot.features.events.ports import Happening, Work
from bot.features.events.rsvps.domain import Answer, Attendee
from bot.features.events.rsvps.standing import happening_of
from bot.routing.arguments import Said, ThingArg
from bot.routing.interaction import Call
from bot.ui.folding import unaccented
from bot.ui.messages import Bullets, Message, bullets, say

_NEAR = timedelta(hours=12)
_SHOWN = 10

Fits = Callable[[EventDate, datetime], bool]
"""Of which dates a command makes sense."""


@dataclass(frozen=True, slots=True)
class Door:
    """A date, and whether whoever is there has a code of its door."""

    happening: Happening
    by_code: bool = False


async def door(call: Call, work: Work, said: Said) -> Door:
    """Where somebody is: by a code, an event's name, or the one to which they said yes."""
    if said.by_button:
        return Door(await seen_date(call, work, said))
    if looks_like_code(said.text) and (found := await behind_code(call, work, said.text)):
        return Door(found, by_code=True)
    if said.text:
        return Door(await _by_name(call, work, said))
    answered = await work.events.dates.of_attendee(Attendee(call.me.id), call.now)
    open_ = [
        each
        for each, rsvp in answered
        if rsvp.answer is not Answer.NO and is_open(each.date, call.now)
    ]
    if len(open_) == 1:
        return Door(open_[0])
    raise UserError(say(words("here.which" if open_ else "here.none"), _named(said, open_)))


async def _by_name(call: Call, work: Work, said: Said) -> Happening:
    """The date that is named: one to come, or else one that ended a short while ago."""
    try:
        return await seen_date(call, work, said)
    except UserError:
        key = unaccented(said.text)
        mine = await work.events.audience.of(call.me.id)
        since = call.now - _NEAR
        for each in await work.events.dates.in_community(call.me.community, since, MOST_DATES):
            over = each.date.ends_at <= call.now and each.event.details.open_to(mine)
            if over and unaccented(called(each.event, each.date)).startswith(key):
                return each
        if looks_like_code(said.text):
            raise UserError(words("here.no_such_code")) from None
        raise


async def behind_code(call: Call, work: Work, code: str) -> Happening | None:
    """The date at whose door this code stands now, or stood a moment ago."""
    before, after = call.now + OPENS_BEFORE, call.now
    for date, key in await work.events.check_ins.doors(call.me.community, before, after):
        if is_code(key, code, call.now):
            return await happening_of(work, date)
    return None


def looking_after(fits: Fits) -> Callable[[Call, Work, Said], Awaitable[Happening]]:
    """What finds a date of which the actor is a host, for a command that makes sense of some.

    Of those it is the one that is on or was lately, or else the next; where none is meant of them,
    another that is named, which is then told why not.
    """

    async def looked_after(call: Call, work: Work, said: Said) -> Happening:
        if said.by_button:
            happening = await seen_date(call, work, said)
            require(call.standing, HOSTS, happening.event.scope)
            return happening
        since = call.now - LATE
        found = await work.events.dates.in_community(call.me.community, since, MOST_DATES)
        mine = [each for each in found if hosts_it(call, each.event)]
        fitting = [each for each in mine if fits(each.date, call.now)]
        for some in (fitting, mine):
            if meant := _meant(some, call, said):
                return meant
        if not mine:  # no host of anything: what they may see tells them what they may not
            happening = await seen_date(call, work, said)
            require(call.standing, HOSTS, happening.event.scope)
        raise UserError(_which(fitting or mine, call, said))

    return looked_after


def _meant(mine: Sequence[Happening], call: Call, said: Said) -> Happening | None:
    """The one of these that is named, or the only one where nothing is said."""
    there = _nearest(mine, call)
    if not said.text:
        return there[0] if len(there) == 1 else None
    key = unaccented(said.text)
    by_day = [each for each in mine if unaccented(called(each.event, each.date)) == key]
    titled = _titled(there, said)
    exact = [each for each in titled if unaccented(each.event.details.title) == key]
    return next((some[0] for some in (by_day, exact, titled) if len(some) == 1), None)


def _titled(there: Sequence[Happening], said: Said) -> list[Happening]:
    key = unaccented(said.text)
    return [each for each in there if unaccented(each.event.details.title).startswith(key)]


def _which(mine: Sequence[Happening], call: Call, said: Said) -> Message:
    there = _nearest(mine, call)
    titled = _titled(there, said)
    unknown = said.text and not titled
    question = words("day.unknown", name=said.text) if unknown else words("day.which")
    return say(question, _named(said, titled or there))


def _nearest(mine: Sequence[Happening], call: Call) -> list[Happening]:
    """Of each event the date that is on, is soon or was lately, or else the next one."""
    of: dict[int, Happening] = {}
    for each in mine:  # soonest first
        if each.event.id not in of or each.date.starts_at <= call.now + _NEAR:
            of[each.event.id] = each
    return list(of.values())


def _named(said: Said, there: Sequence[Happening]) -> Bullets | None:
    names = dict.fromkeys(called(each.event, each.date) for each in there)
    return bullets(said.again(event=name) for name in list(names)[:_SHOWN])


AtDoor = Annotated[Door, ThingArg("door", door)]
LookedAfter = Annotated[Happening, ThingArg("my_date", looking_after(lambda date, now: True))]
NotOver = Annotated[Happening, ThingArg("my_date", looking_after(leads_in))]
Noted = Annotated[Happening, ThingArg("my_date", looking_after(hosts_may))]
Begun = Annotated[Happening, ThingArg("my_date", looking_after(has_begun))]
