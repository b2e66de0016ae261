"""Which event somebody means, and who may see it or look after it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Annotated, TypeVar

from bot.community.roles import require
from bot.errors import UserError
from bot.features.events import words
from bot.features.events.dates.lookup import HOSTS, hosts_it
from bot.features.events.domain import Event
from bot.features.events.ports import Happening, Work
from bot.routing.arguments import Said, ThingArg
from bot.routing.interaction import Call
from bot.ui.commands import SlashCommand
from bot.ui.messages import Button, Message, Moment, bullets, row, say
from bot.ui.text import name_key, read_id

T = TypeVar("T")

MOST_DATES = 400  # that are looked at for a list
MOST_EVENTS = 200  # of those that were, for copying
LATELY = timedelta(days=60)
"""So long after its end an event is still found where it is kept, or taken out."""

_NAMED = 8  # events that are named where one has to be chosen
_SAME = 5  # events of one name that are offered as buttons


# Who may see and change -----------------------------------------------------------------------


def may_see(call: Call, event: Event, networks: Collection[int]) -> bool:
    """Whether the actor, who is in these networks, may see an event."""
    return event.details.open_to(networks) or hosts_it(call, event)


async def visible(call: Call, work: Work) -> list[Happening]:
    """The next date of each event that the actor may see, soonest first."""
    community = call.community.id
    found = await work.events.dates.in_community(community, call.now, MOST_DATES)
    networks = await work.events.audience.of(call.me.id)
    return next_dates(each for each in found if may_see(call, each.event, networks))


async def to_come_or_over(call: Call, work: Work) -> list[Happening]:
    """Those to come that the actor may see, then the newest of each other name that lately were."""
    there = await visible(call, work)
    since = call.now - LATELY
    found = await work.events.dates.in_community(call.community.id, since, MOST_DATES)
    networks = await work.events.audience.of(call.me.id)
    titles = {name_key(each.event.details.title) for each in there}
    for each in reversed(found):
        title = name_key(each.event.details.title)
        if title not in titles and may_see(call, each.event, networks):
            titles.add(title)
            there.append(each)
    return there


def next_dates(happenings: Iterable[Happening]) -> list[Happening]:
    """The first of these for each event."""
    first: dict[int, Happening] = {}
    for each in happenings:
        first.setdefault(each.event.id, each)
    return list(first.values())


async def next_of(work: Work, event: Event, call: Call) -> Happening:
    """The event with its next date, or else its last one."""
    to_come = await work.events.dates.to_come(event.id, call.now)
    dates = to_come[:1] or (await work.events.dates.of(event.id))[-1:]
    if not dates:
        raise UserError(words("event.gone"))
    return Happening(event, dates[0])


async def by_id(call: Call, work: Work, id_: str) -> Event:
    """The event that a button is about, if the actor may see it; raises `UserError`."""
    event = await work.events.plans.get(read_id(id_))
    networks = await work.events.audience.of(call.me.id)
    if event is None or event.community != call.community.id:
        raise UserError(words("event.gone"))
    if not may_see(call, event, networks):
        raise UserError(words("event.gone"))
    return event


# Which one is meant ---------------------------------------------------------------------------


async def seen(call: Call, work: Work, said: Said) -> Happening:
    """An event to come that the actor may see; by a button, also one that is over."""
    if said.by_button:
        return await next_of(work, await by_id(call, work, said.text), call)
    return pick(await visible(call, work), said)


async def hosted(call: Call, work: Work, said: Said) -> Happening:
    """An event to come that the actor may change; raises `UserError` for another's."""
    return await _hosted(call, work, said, over=False)


async def seen_or_over(call: Call, work: Work, said: Said) -> Happening | None:
    """An event that the actor may see, to come or lately over; none where nothing is said."""
    if not said.text:
        return None
    if said.by_button:
        return await seen(call, work, said)
    return pick(await to_come_or_over(call, work), said)


async def hosted_or_over(call: Call, work: Work, said: Said) -> Happening:
    """An event that the actor may change, to come or lately over; raises `UserError`."""
    return await _hosted(call, work, said, over=True)


async def _hosted(call: Call, work: Work, said: Said, *, over: bool) -> Happening:
    if said.by_button:
        found = await next_of(work, await by_id(call, work, said.text), call)
    else:
        there = await (to_come_or_over if over else visible)(call, work)
        mine = [each for each in there if hosts_it(call, each.event)]
        another = said.text and _named(there, said.text)
        found = pick(there if another or not mine else mine, said)
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
    meant = _like(said.text, unique)
    if len(meant) == 1 or (meant and not said.text):
        return max(meant, key=lambda each: each.id)
    raise UserError(_which(said, [each.details.title for each in meant or mine]))


def pick(there: Sequence[Happening], said: Said) -> Happening:
    """The one of these that is meant: by its name, or the only one; raises `UserError`."""
    meant = _named(there, said.text)
    if len(meant) == 1:
        return meant[0]
    titles = {each.event.details.title for each in meant}
    if meant and len(titles) == 1:
        raise UserError(_same_name(meant))
    if not there:
        raise UserError(words("event.none"))
    raise UserError(_which(said, [each.event.details.title for each in meant or there]))


def _named(there: Sequence[Happening], text: str) -> list[Happening]:
    """Those that are called like this; all of them where nothing is said."""
    by_title: dict[str, list[Happening]] = {}
    for each in there:
        by_title.setdefault(name_key(each.event.details.title), []).append(each)
    return [each for found in _like(text, by_title) for each in found]


def _like(text: str, by_title: Mapping[str, T]) -> list[T]:
    """The one of this name, or else those that begin with it, or else those that hold it."""
    key = name_key(text)
    if key in by_title:
        return [by_title[key]]
    beginning = [each for title, each in by_title.items() if title.startswith(key)]
    return beginning or [each for title, each in by_title.items() if key in title]


def _which(said: Said, titles: Sequence[str]) -> Message:
    question = words("event.unknown", name=said.text) if said.text else words("event.which")
    named = list(dict.fromkeys(titles))[:_NAMED]
    return say(question, bullets(_again(said.command, title) for title in named))


def _again(command: SlashCommand, title: str) -> SlashCommand:
    return command.filled(event=title)


def _same_name(meant: Sequence[Happening]) -> Message:
    shown = meant[:_SAME]
    return say(
        words("event.same_name", name=meant[0].event.details.title, count=len(meant)),
        bullets(Moment(each.date.starts_at) for each in shown),
        row(*(show_button(each, number) for number, each in enumerate(shown, 1))),
    )


def show_button(happening: Happening, number: int = 0) -> Button:
    """The button that shows an event to whoever presses it; one of several has a number."""
    key = "button.show_numbered" if number else "button.show"
    label = words.text(key, number=number) if number else words.text(key)
    return Button(label, "events.show", str(happening.event.id))


SeenEvent = Annotated[Happening, ThingArg("event", seen)]
HostedEvent = Annotated[Happening, ThingArg("my_event", hosted)]
SeenOrOverEvent = Annotated[Happening | None, ThingArg("event", seen_or_over)]
HostedOrOverEvent = Annotated[Happening, ThingArg("my_event", hosted_or_over)]
CopiedEvent = Annotated[Event, ThingArg("former_event", copied)]
