"""Which event, and which date of it, somebody means; and whether it is for them.

What is typed is read in one way for all commands. It names the soonest date of an event, unless it
ends in the day of another one. Buttons carry the id of a date, or of an event.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Annotated

from bot.community.roles import Scope, require
from bot.errors import UserError
from bot.features.events import words
from bot.features.events.audience import HOSTS, hosts_it, is_for, not_for_you
from bot.features.events.dates.domain import DateState
from bot.features.events.dates.views import title_and_day
from bot.features.events.domain import Event
from bot.features.events.ports import Happening, LockedDate, Work
from bot.features.events.rsvps.domain import Attendee
from bot.routing.arguments import Said, ThingArg
from bot.routing.interaction import Call
from bot.routing.titles import Titled, by_title
from bot.ui.folding import folded, unaccented
from bot.ui.messages import Button, Moment, Part, bullets
from bot.ui.text import read_id

MOST_DATES = 400  # that are looked at for a list
MOST_EVENTS = 200  # of those that were, for copying
LATELY = timedelta(days=60)
"""So long after its end an event is still found where it is kept, or taken out."""


# What there is --------------------------------------------------------------------------------


async def coming_up(call: Call, work: Work) -> list[Happening]:
    """The dates not over that the actor may see, or has answered, soonest first."""
    seen = await _visible_dates(call, work)
    answered = await work.events.dates.of_attendee(Attendee(call.me.id), call.now)
    known = {each.date.id for each in seen}
    rest = [each for each, _ in answered if each.date.id not in known]
    planned = [each for each in rest if each.date.state is DateState.PLANNED]
    return sorted([*seen, *planned], key=lambda each: (each.date.starts_at, each.date.id))


async def visible(call: Call, work: Work) -> list[Happening]:
    """The next date of each event that the actor may see, soonest first."""
    return next_dates(await _visible_dates(call, work))


async def _visible_dates(call: Call, work: Work, since: timedelta = timedelta()) -> list[Happening]:
    mine = await work.events.audience.of(call.me.id)
    ended_after = call.now - since
    found = await work.events.dates.in_community(call.community.id, ended_after, MOST_DATES)
    return _open_to(found, call, mine)


def _open_to(found: Iterable[Happening], call: Call, mine: Collection[int]) -> list[Happening]:
    return [
        each for each in found if each.event.details.open_to(mine) or hosts_it(call, each.event)
    ]


async def _or_over(call: Call, work: Work) -> list[Happening]:
    """Those to come, then the newest of each other name that lately were."""
    there = await coming_up(call, work)
    titles = {folded(each.event.details.title) for each in there}
    for each in reversed(await _visible_dates(call, work, LATELY)):
        title = folded(each.event.details.title)
        if title not in titles:
            titles.add(title)
            there.append(each)
    return there


async def _were(call: Call, work: Work) -> list[Happening]:
    """The dates that are over and that the actor may see, the last ones first."""
    mine = await work.events.audience.of(call.me.id)
    found = await work.events.dates.ended(call.community.id, call.now, MOST_DATES)
    return _open_to(found, call, mine)


def next_dates(happenings: Iterable[Happening]) -> list[Happening]:
    """The first of these for each event."""
    first: dict[int, Happening] = {}
    for each in happenings:
        first.setdefault(each.event.id, each)
    return list(first.values())


# By a button ----------------------------------------------------------------------------------


async def by_id(call: Call, work: Work, id_: str) -> Event:
    """The event that a button is about, if the actor may see it; raises `UserError`."""
    event = await work.events.plans.get(read_id(id_))
    if event is None or event.community != call.community.id:
        raise UserError(words("event.gone"))
    if not await is_for(call, work, event):
        raise UserError(await not_for_you(work, event))
    return event


async def _next_of(call: Call, work: Work, id_: str) -> Happening:
    """The event that a button is about with its next date, or else its last one."""
    event = await by_id(call, work, id_)
    to_come = await work.events.dates.to_come(event.id, call.now)
    dates = to_come[:1] or (await work.events.dates.of(event.id))[-1:]
    if not dates:
        raise UserError(words("event.gone"))
    return Happening(event, dates[0])


async def _by_date(call: Call, work: Work, id_: str) -> Happening:
    """The date that a button is about; raises `UserError` where it is none, or not for them."""
    happening = await work.events.dates.happening(read_id(id_))
    if happening is None or happening.event.community != call.community.id:
        raise UserError(words("event.gone"))
    if not await is_for(call, work, happening.event):
        answered = await work.events.attendance.get(happening.date.id, Attendee(call.me.id))
        if answered is None:
            raise UserError(await not_for_you(work, happening.event))
    return happening


async def locked_for(call: Call, work: Work, happening: Happening) -> LockedDate:
    """A date as it is now, for the actor to answer; raises `UserError` where it is gone."""
    locked = await work.events.rsvps.lock(happening.date.id, call.me.id)
    if locked is None:
        raise UserError(words("event.gone"))
    return locked


async def _locked_by_button(call: Call, work: Work, id_: str) -> LockedDate:
    """The same of the date that a button is about, if it is for them."""
    locked = await work.events.rsvps.lock(read_id(id_), call.me.id)
    if locked is None or locked.happening.event.community != call.community.id:
        raise UserError(words("event.gone"))
    if locked.rsvp is None and not await is_for(call, work, locked.happening.event):
        raise UserError(await not_for_you(work, locked.happening.event))
    return locked


# By its name ----------------------------------------------------------------------------------


async def seen_ever(call: Call, work: Work, said: Said) -> Happening:
    """An event that the actor may see: of one name the next, or else the last that there was.

    One that is called exactly so is meant; else what is to come wins over what was.
    """
    there = await coming_up(call, work)
    if said.by_button or not said.text or _called_so(there, said.text):
        return await seen(call, work, said)
    were = await _were(call, work)
    titles = {folded(each.event.details.title): each for each in reversed(were)}
    last = list(titles.values())
    for some in (last, were):
        if _called_so(some, said.text):
            return EVENTS.pick(some, said)
    lately = _named(last, said.text) and not _named(there, said.text)
    return EVENTS.pick(last if lately else there, said)


def _called_so(there: Sequence[Happening], text: str) -> bool:
    """Whether one of these is called exactly so, by its title, or by title and day."""
    key = folded(text)
    return any(key in (folded(e.event.details.title), folded(_title_and_day(e))) for e in there)


async def answered_date(call: Call, work: Work, said: Said) -> LockedDate:
    """A date that the actor may see, to be answered by them next."""
    if said.by_button:
        return await _locked_by_button(call, work, said.text)
    return await locked_for(call, work, EVENTS.pick(await coming_up(call, work), said))


async def seen_or_over(call: Call, work: Work, said: Said) -> Happening | None:
    """An event that the actor may see, to come or lately over; none where nothing is said."""
    return await _to_come_or_over(call, work, said) if said.text else None


async def hosted(call: Call, work: Work, said: Said) -> Happening:
    """An event to come that the actor may change; raises `UserError` for another's.

    A button may be about something else alone, as about a picture: then it is to be one's only one.
    """
    return await _hosted(call, work, said if said.text else replace(said, by_button=False))


async def copied(call: Call, work: Work, said: Said) -> Event:
    """An event that the actor has looked after, also one that is over: the newest of its name."""
    if said.by_button:
        found = await by_id(call, work, said.text)
        require(call.standing, HOSTS, found.scope)
        return found
    newest = await work.events.plans.in_community(call.community.id, MOST_EVENTS)
    mine = [each for each in newest if hosts_it(call, each)]
    of_each_name = {folded(each.details.title): each for each in reversed(mine)}
    there = sorted(of_each_name.values(), key=lambda each: -each.id)
    return there[0] if there and not said.text else FORMER.pick(there, said)


def _named(there: Sequence[Happening], text: str) -> Sequence[Happening]:
    """Those that are called like this, of each event the soonest; all where nothing is said."""
    key = unaccented(text)
    on_that_day = [each for each in there if key == unaccented(_title_and_day(each))]
    return on_that_day or by_title(next_dates(there), text, _title)


def _title(happening: Happening) -> str:
    return happening.event.details.title


def _title_and_day(happening: Happening) -> str:
    return title_and_day(happening.event, happening.date)


def _apart(shown: Sequence[Happening], said: Said) -> Part | None:
    """Several events of one name: told apart by their days, or else by looking at them."""
    days = list(dict.fromkeys(map(_title_and_day, shown)))
    if len(days) == len(shown):
        return bullets(said.again(event=day) for day in days)
    return bullets((Moment(each.date.starts_at),) for each in shown)


def show_button(happening: Happening) -> Button:
    """The button that shows an event to whoever presses it."""
    return Button(words.text("button.show"), "events.show", str(happening.event.id))


def _scope(happening: Happening) -> Scope:
    return happening.event.scope


EVENTS = Titled[Happening](words, "event", _title, show_button, _named, _apart)
FORMER = Titled[Event](words, "event", lambda event: event.details.title)

seen = EVENTS.among(coming_up, _next_of)
"""An event that the actor may see, with its next date; by a button, also one that is over."""

seen_date = EVENTS.among(coming_up, _by_date)
"""A date that the actor may see; by a button, also one that is over."""

hosted_date = seen_date.of_ones_own(HOSTS, _scope)
"""A date of an event that the actor may change."""

_to_come_or_over = EVENTS.among(_or_over, _next_of)

hosted_or_over = _to_come_or_over.of_ones_own(HOSTS, _scope)
"""An event that the actor may change, to come or lately over."""

_hosted = seen.of_ones_own(HOSTS, _scope)

SeenEvent = Annotated[Happening, ThingArg("event", seen)]
EverSeen = Annotated[Happening, ThingArg("event", seen_ever)]
SeenDate = Annotated[Happening, ThingArg("event", seen_date)]
AnsweredDate = Annotated[LockedDate, ThingArg("event", answered_date)]
SeenOrOverEvent = Annotated[Happening | None, ThingArg("event", seen_or_over)]
HostedEvent = Annotated[Happening, ThingArg("my_event", hosted)]
HostedDate = Annotated[Happening, ThingArg("my_event", hosted_date)]
HostedOrOverEvent = Annotated[Happening, ThingArg("my_event", hosted_or_over)]
CopiedEvent = Annotated[Event, ThingArg("former_event", copied)]
