"""Which event somebody means who wants it as a file, and whom a file is made for."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated

from bot.community.people import Member
from bot.community.roles import Needs, Role, ScopedRole, Standing, may, require
from bot.errors import UserError
from bot.features.events import words
from bot.features.events.domain import Event
from bot.features.events.ports import Work
from bot.routing.arguments import Said, ThingArg
from bot.routing.files import FileGone, FileRequest
from bot.routing.interaction import Call
from bot.ui.messages import Message, bullets, say
from bot.ui.text import name_key, read_id

HOSTS = Needs(Role.FACILITATOR, or_scoped=ScopedRole.HOST)
"""Who looks after an event: its hosts, and facilitators after all."""

_LATELY = timedelta(days=60)
"""So long after its end an event is still found by its name."""

_MOST_DATES = 400
_NAMED = 8


def is_host(standing: Standing, event: Event) -> bool:
    """Whether somebody looks after an event."""
    return may(standing, HOSTS, event.scope)


async def seen(call: Call, work: Work, said: Said) -> Event | None:
    """An event that the actor may see, or none where nothing is said."""
    return await _meant(call, work, said) if said.text else None


async def hosted(call: Call, work: Work, said: Said) -> Event:
    """An event that the actor looks after; raises `UserError` for another's."""
    event = await _meant(call, work, said, hosted=not said.text)
    require(call.standing, HOSTS, event.scope)
    return event


async def _meant(call: Call, work: Work, said: Said, *, hosted: bool = False) -> Event:
    """The event that is said, of those that the actor may see; raises `UserError`."""
    if said.by_button:
        event = await work.events.plans.get(read_id(said.text))
        there = [event] if event and event.community == call.community.id else []
    else:
        there = await _of_late(call, work)
    networks = {network.id for network in await work.events.feeds.networks_of(call.me.id)}
    visible = [
        event
        for event in there
        if is_host(call.standing, event) or (event.details.open_to(networks) and not hosted)
    ]
    meant = visible if said.by_button else _called(visible, said.text)
    if not meant:
        raise UserError(words("calendar.no_event"))
    if len({name_key(event.details.title) for event in meant}) > 1:
        raise UserError(_which(meant, said))
    return meant[0]


async def _of_late(call: Call, work: Work) -> list[Event]:
    """The events of a community, those to come before those that were lately."""
    since = call.now - _LATELY
    found = await work.events.dates.in_community(call.community.id, since, _MOST_DATES)
    found.sort(key=lambda each: each.date.ends_at <= call.now)
    events = {each.event.id: each.event for each in reversed(found)}
    return list(reversed(events.values()))


def _called(events: Sequence[Event], text: str) -> list[Event]:
    """Those that have this name, or else one that begins like this, or has it in it."""
    key, titles = name_key(text), [(name_key(each.details.title), each) for each in events]
    for ways in (str.__eq__, str.startswith, str.__contains__):
        if like := [event for title, event in titles if ways(title, key)]:
            return like
    return []


def _which(events: Sequence[Event], said: Said) -> Message:
    titles = list(dict.fromkeys(event.details.title for event in events))[:_NAMED]
    question = words("calendar.which_event")
    return say(question, bullets(said.command.filled(event=title) for title in titles))


# Whom a file is for ---------------------------------------------------------------------------


def subject(event: Event, member: Member) -> str:
    """What a file is about: an event, for one person."""
    return f"{event.id}:{member.id}"


async def asked(request: FileRequest, work: Work) -> tuple[Event, Member, bool]:
    """The event, whom its file is for, and whether they look after it by now.

    Raises `FileGone` where either is no more, or somebody else fetches it.
    """
    id_, _, whose = request.subject.partition(":")
    event = await work.events.plans.get(read_id(id_))
    member = await work.people.member(read_id(whose))
    if event is None or member is None or member.community != event.community:
        raise FileGone(request.subject)
    if request.member and request.member.id != member.id:
        raise FileGone(request.subject)
    return event, member, is_host(await work.roles.standing(member), event)


SeenEvent = Annotated[Event | None, ThingArg("event", seen)]
HostedEvent = Annotated[Event, ThingArg("my_event", hosted)]
