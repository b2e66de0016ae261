"""Saying that one is here; and, for hosts, who is: ticked off a list, by name, by a picker."""

from typing import Annotated

from bot.community.people import Member
from bot.community.roles import ScopedRole
from bot.errors import UserError
from bot.features.events import feature, words
from bot.features.events.attendees.handlers import known_as
from bot.features.events.audience import HOSTS
from bot.features.events.check_in import addresses, views
from bot.features.events.check_in.arrivals import arrive, note
from bot.features.events.check_in.domain import hosts_may, leads_in, read_attendee
from bot.features.events.check_in.lookup import AtDoor, LookedAfter, Noted, NotOver
from bot.features.events.dates.domain import DateState
from bot.features.events.ports import Happening, Work
from bot.features.events.rsvps.domain import Attendee, Rsvp
from bot.routing.arguments import NumberArg, PersonArg, TextArg
from bot.routing.interaction import Answer, Call, Reply, Update
from bot.ui.folding import folded
from bot.ui.messages import Message, RichText
from bot.ui.text import read_id

_LONGEST_NAME = 80
_PAGES = 40

Page = Annotated[int, NumberArg("page", 1, _PAGES, after=("page",))]


@feature.command("here", action="here", carries=("event",))
async def here(call: Call, work: Work, event: AtDoor) -> Answer:
    """Say that I am here: with the code at the door, or by my answer."""
    who = Attendee(call.me.id)
    came = await arrive(work, event.happening, who, call.now, at_the_door=event.by_code)
    return Reply(views.arrived(event.happening, came))


# Hosts ----------------------------------------------------------------------------------------


@feature.command("day", role=HOSTS, action="day", carries=("event", "page"))
async def day(call: Call, work: Work, event: LookedAfter, page: Page = 1) -> Answer:
    """Show who is there and who is not yet, with all that hosts do on the day."""
    return Reply(views.day(await roll_of(call, work, event), page, call.now))


@feature.action("day_again", role=HOSTS)
async def day_again(call: Call, work: Work, event: LookedAfter, page: Page = 1) -> Answer:
    """Show it anew, or another page of it, in its own place."""
    return Update(views.day(await roll_of(call, work, event), page, call.now))


@feature.command("day tick", role=HOSTS)
async def tick(
    call: Call, work: Work, who: Annotated[Member, PersonArg("who_is_here")], event: Noted
) -> Answer:
    """Note that a member is there, whether or not they have answered."""
    return Reply(await _tick(call, work, event, Attendee(who.id), who.name))


@feature.command("day name", role=HOSTS)
async def name(
    call: Call,
    work: Work,
    name: Annotated[str, TextArg("name_of_guest", max_length=_LONGEST_NAME, word=True)],
    event: Noted,
) -> Answer:
    """Note that somebody is there who is no member: a guest, or just a name."""
    _check_open(call, event)
    known = await work.events.check_ins.named(event.date.id, [folded(name)])
    guests = [who for who, _ in known if who.guest is not None]
    if len(guests) == 1:
        return Reply(await _tick(call, work, event, guests[0], name))
    await work.events.check_ins.add_name(event.date.id, name.strip(), call.me.id, call.now)
    return Reply(views.ticked(event, name))


@feature.action("tick", role=HOSTS)
async def tick_off(call: Call, work: Work, event: LookedAfter, who: str, page: Page = 1) -> Answer:
    """Note that somebody of the list is there."""
    attendee = read_attendee(who)
    if attendee is None:
        raise UserError(words("event.gone"))
    await _tick(call, work, event, attendee, "")
    return Update(views.day(await roll_of(call, work, event), page, call.now))


@feature.action("untick", role=HOSTS)
async def untick(call: Call, work: Work, event: LookedAfter, who: str, page: Page = 1) -> Answer:
    """Note that somebody of the list is not there after all."""
    _check_open(call, event)
    attendee, book = read_attendee(who), work.events.check_ins
    if attendee:
        await book.take_back(event.date.id, attendee)
    else:
        await book.take_back_name(event.date.id, read_id(who[1:]))
    return Update(views.day(await roll_of(call, work, event), page, call.now))


@feature.action("let_in_now", role=HOSTS)
async def let_in_now(
    call: Call,
    work: Work,
    event: LookedAfter,
    who: Annotated[Member, PersonArg("who_is_here")],
) -> Answer:
    """Let in somebody who stands at the door."""
    rsvp = await _noted(call, work, event, Attendee(who.id), who.name)
    return Reply(views.ticked(event, known_as(call, event.event, rsvp, who.name)))


@feature.command("day page", role=HOSTS, action="day_page", carries=("event",))
async def screen(call: Call, work: Work, event: NotOver) -> Answer:
    """Give a host the address of the screen at the door."""
    if not leads_in(event.date, call.now):
        raise UserError(_closed(event))
    await work.events.check_ins.open_door(event.date.id)
    where = await addresses.of_screen(work, event.date.id, call.me, call.now)
    return Reply(views.screen(event, where), secret=True)


async def roll_of(call: Call, work: Work, event: Happening) -> views.Roll:
    """Who has answered a date and who is there, as a host may know it."""
    all_ = await work.events.attendance.all_of(event.date.id)
    here_ = await work.events.check_ins.of(event.date.id)
    by_host = (ScopedRole.HOST, event.event.scope) in call.standing.things
    return views.Roll(event, all_, here_, by_host)


async def _tick(call: Call, work: Work, event: Happening, who: Attendee, name: str) -> Message:
    await _noted(call, work, event, who, name)
    return views.ticked(event, name)


async def _noted(call: Call, work: Work, event: Happening, who: Attendee, name: str) -> Rsvp:
    _check_open(call, event)
    rsvp = await note(work, event, who, call.me.id, call.now)
    if rsvp is None:
        raise UserError(words("people.gone", name=name))
    return rsvp


def _check_open(call: Call, event: Happening) -> None:
    """Raise `UserError` before the doors open, long after, and where the date is cancelled."""
    if not hosts_may(event.date, call.now):
        raise UserError(_closed(event))


def _closed(event: Happening) -> RichText:
    if event.date.state is not DateState.PLANNED:
        return words("here.cancelled", title=event.event.details.title)
    return words("day.closed")
