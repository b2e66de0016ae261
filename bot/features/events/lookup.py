"""Which event, and which date of it, somebody means; and whether it is for them.

What is typed is read in one way for all commands. It names the soonest date of an event, unless it
ends in the day of another one. Buttons carry the id of a date, or of an event.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta
from typing import Annotated

from bot.community.roles import require
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
from bot.ui.messages import Button, Message, Moment, bullets, row, say
from bot.ui.text import name_key, read_id, title_key, titled

MOST_DATES = 400  # that are looked at for a list
MOST_EVENTS = 200  # of those that were, for copying
LATELY = timedelta(days=60)
"""So long after its end an event is still found where it is kept, or taken out."""

_NAMED = 8  # events that are named where one has to be chosen
_SAME = 5  # events of one name that are offered as buttons


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
    titles = {name_key(each.event.details.title) for each in there}
    for each in reversed(await _visible_dates(call, work, LATELY)):
        title = name_key(each.event.details.title)
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


async def seen(call: Call, work: Work, said: Said) -> Happening:
    """An event that the actor may see, with its next date; by a button, also one that is over."""
    if said.by_button:
        return await _next_of(call, work, said.text)
    return pick(await coming_up(call, work), said)


async def seen_ever(call: Call, work: Work, said: Said) -> Happening:
    """An event that the actor may see: of one name the next, or else the last that there was.

    One that is called exactly so is meant; else what is to come wins over what was.
    """
    there = await coming_up(call, work)
    if said.by_button or not said.text or _called_so(there, said.text):
        return await seen(call, work, said)
    were = await _were(call, work)
    titles = {name_key(each.event.details.title): each for each in reversed(were)}
    last = list(titles.values())
    for some in (last, were):
        if _called_so(some, said.text):
            return pick(some, said)
    return pick(last if _named(last, said.text) and not _named(there, said.text) else there, said)


def _called_so(there: Sequence[Happening], text: str) -> bool:
    """Whether one of these is called exactly so, by its title, or by title and day."""
    key = name_key(text)
    return any(key in (name_key(e.event.details.title), name_key(_title_and_day(e))) for e in there)


async def seen_date(call: Call, work: Work, said: Said) -> Happening:
    """A date that the actor may see; by a button, also one that is over."""
    if said.by_button:
        return await _by_date(call, work, said.text)
    return pick(await coming_up(call, work), said)


async def answered_date(call: Call, work: Work, said: Said) -> LockedDate:
    """A date that the actor may see, to be answered by them next."""
    if said.by_button:
        return await _locked_by_button(call, work, said.text)
    return await locked_for(call, work, pick(await coming_up(call, work), said))


async def seen_or_over(call: Call, work: Work, said: Said) -> Happening | None:
    """An event that the actor may see, to come or lately over; none where nothing is said."""
    if not said.text:
        return None
    if said.by_button:
        return await _next_of(call, work, said.text)
    return pick(await _or_over(call, work), said)


async def hosted(call: Call, work: Work, said: Said) -> Happening:
    """An event to come that the actor may change; raises `UserError` for another's.

    A button may be about something else alone, as about a picture: then it is to be one's only one.
    """
    if said.by_button and said.text:
        return _theirs(call, await _next_of(call, work, said.text))
    return _pick_hosted(call, await coming_up(call, work), said)


async def hosted_date(call: Call, work: Work, said: Said) -> Happening:
    """A date of an event that the actor may change; raises `UserError` for another's."""
    if said.by_button:
        return _theirs(call, await _by_date(call, work, said.text))
    return _pick_hosted(call, await coming_up(call, work), said)


async def hosted_or_over(call: Call, work: Work, said: Said) -> Happening:
    """An event that the actor may change, to come or lately over; raises `UserError`."""
    if said.by_button:
        return _theirs(call, await _next_of(call, work, said.text))
    return _pick_hosted(call, await _or_over(call, work), said)


def _pick_hosted(call: Call, there: Sequence[Happening], said: Said) -> Happening:
    """The one that is meant of one's own; of all where it names another's, which is then said."""
    mine = [each for each in there if hosts_it(call, each.event)]
    another = said.text and _named(there, said.text)
    return _theirs(call, pick(there if another or not mine else mine, said))


def _theirs(call: Call, found: Happening) -> Happening:
    require(call.standing, HOSTS, found.event.scope)
    return found


async def copied(call: Call, work: Work, said: Said) -> Event:
    """An event that the actor has looked after, also one that is over: the newest of its name."""
    if said.by_button:
        found = await by_id(call, work, said.text)
        require(call.standing, HOSTS, found.scope)
        return found
    newest = await work.events.plans.in_community(call.community.id, MOST_EVENTS)
    mine = [each for each in newest if hosts_it(call, each)]
    unique = {name_key(each.details.title): each for each in reversed(mine)}
    meant = titled(said.text, unique)
    if len(meant) == 1 or (meant and not said.text):
        return max(meant, key=lambda each: each.id)
    titles = [each.details.title for each in meant or mine]
    raise UserError(_which(said, titles, several=bool(meant)))


def pick(there: Sequence[Happening], said: Said) -> Happening:
    """The one of these that is meant: by its name, or the only one; raises `UserError`."""
    meant = _named(there, said.text)
    if len(meant) == 1:
        return meant[0]
    titles = {each.event.details.title for each in meant}
    if meant and len(titles) == 1:
        raise UserError(_same_name(meant, said))
    if not there:
        raise UserError(words("event.none"))
    titles_ = [each.event.details.title for each in meant or there]
    raise UserError(_which(said, titles_, several=bool(meant)))


def _named(there: Sequence[Happening], text: str) -> Sequence[Happening]:
    """Those that are called like this, of each event the soonest; all where nothing is said."""
    key = title_key(text)
    on_that_day = [each for each in there if key == title_key(_title_and_day(each))]
    by_title: dict[str, list[Happening]] = {}
    for each in next_dates(there):
        by_title.setdefault(name_key(each.event.details.title), []).append(each)
    return on_that_day or [each for found in titled(text, by_title) for each in found]


def _which(said: Said, titles: Sequence[str], *, several: bool) -> Message:
    question = words("event.which") if several else words("event.unknown", name=said.text)
    named = list(dict.fromkeys(titles))[:_NAMED]
    return say(question, bullets(said.again(event=title) for title in named))


def _title_and_day(happening: Happening) -> str:
    return title_and_day(happening.event, happening.date)


def _same_name(meant: Sequence[Happening], said: Said) -> Message:
    """Several events of one name: told apart by their days, or else by looking at them."""
    shown = meant[:_SAME]
    days = list(dict.fromkeys(map(_title_and_day, shown)))
    apart = len(days) == len(shown)
    return say(
        words("event.same_name", name=meant[0].event.details.title, count=len(meant)),
        bullets(said.again(event=day) for day in days) if apart else None,
        None if apart else bullets(Moment(each.date.starts_at) for each in shown),
        row(*(show_button(each, number) for number, each in enumerate(shown, 1))),
    )


def show_button(happening: Happening, number: int = 0) -> Button:
    """The button that shows an event to whoever presses it; one of several has a number."""
    key = "button.show_numbered" if number else "button.show"
    label = words.text(key, number=number) if number else words.text(key)
    return Button(label, "events.show", str(happening.event.id))


SeenEvent = Annotated[Happening, ThingArg("event", seen)]
EverSeen = Annotated[Happening, ThingArg("event", seen_ever)]
SeenDate = Annotated[Happening, ThingArg("event", seen_date)]
AnsweredDate = Annotated[LockedDate, ThingArg("event", answered_date)]
SeenOrOverEvent = Annotated[Happening | None, ThingArg("event", seen_or_over)]
HostedEvent = Annotated[Happening, ThingArg("my_event", hosted)]
HostedDate = Annotated[Happening, ThingArg("my_event", hosted_date)]
HostedOrOverEvent = Annotated[Happening, ThingArg("my_event", hosted_or_over)]
CopiedEvent = Annotated[Event, ThingArg("former_event", copied)]
