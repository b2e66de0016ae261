"""What hosts decide about guests, and the file of an event that guests are sent."""

from functools import partial
from typing import Annotated

from bot.community.roles import ScopedRole
from bot.errors import UserError
from bot.features.events import feature, words
from bot.features.events.attendees import views
from bot.features.events.attendees.handlers import known_as
from bot.features.events.attendees.notices import close_request, tell_admitted, tell_removed
from bot.features.events.audience import HOSTS
from bot.features.events.calendars.domain import Entry, calendar_of
from bot.features.events.guests.links import link_of
from bot.features.events.lookup import HostedDate
from bot.features.events.ports import Happening, Work
from bot.features.events.rsvps import changes
from bot.features.events.rsvps.domain import Attendee, Pending, Rsvp
from bot.features.events.rsvps.outcomes import Guest
from bot.features.events.rsvps.standing import happening_of, standing_of_guest
from bot.routing.arguments import TextArg
from bot.routing.files import FileGone, FileRequest
from bot.routing.interaction import Answer, Call, Reply
from bot.ui.content import Content
from bot.ui.folding import called, unaccented
from bot.ui.text import read_id

_LONGEST_NAME = 80
Name = Annotated[str, TextArg("name_of_guest", max_length=_LONGEST_NAME, word=True)]


@feature.action("admit_guest", role=HOSTS)
async def admit_guest(call: Call, work: Work, event: HostedDate, guest: str) -> Answer:
    """Let in a guest who asks; or who waits, past the limit if need be."""
    who, rsvp = await _answer_of(work, event, guest)
    pending = rsvp.pending is Pending.APPROVAL
    if not pending and not rsvp.in_line:
        return Reply(
            views.nothing_to_do(event, known_as(call, event.event, rsvp, who.name)), refused=True
        )
    change = changes.admit if pending else changes.let_in
    outcome = await change(work, event.date.id, rsvp.who, call.now)
    if outcome is None:
        raise UserError(words("people.gone", name=who.name))
    after = Happening(event.event, outcome.date)
    if pending:
        decided = partial(views.let_in_by, call.me.name)
        await close_request(work, event.event, rsvp, who.name, decided)
        await tell_admitted(work, after, rsvp.who, call.now)
    mine = await standing_of_guest(work, after, who.id)
    return Reply(views.admitted(mine, known_as(call, event.event, rsvp, who.name)))


@feature.action("decline_guest", role=HOSTS)
async def decline_guest(call: Call, work: Work, event: HostedDate, guest: str) -> Answer:
    """Tell a guest who asked: not this time."""
    who, rsvp = await _answer_of(work, event, guest)
    if rsvp.pending is not Pending.APPROVAL:
        return Reply(
            views.nothing_to_do(event, known_as(call, event.event, rsvp, who.name)), refused=True
        )
    await changes.withdraw(work, event.date.id, rsvp.who, call.now)
    decided = partial(views.declined_by, call.me.name)
    await close_request(work, event.event, rsvp, who.name, decided)
    await tell_removed(work, event, rsvp.who, call.now, asked=True)
    return Reply(views.declined(event, known_as(call, event.event, rsvp, who.name)))


@feature.action("remove_guest", role=HOSTS)
async def remove_guest(call: Call, work: Work, event: HostedDate, guest: str) -> Answer:
    """Take a guest off the list; their seats go on."""
    who, rsvp = await _answer_of(work, event, guest)
    await changes.withdraw(work, event.date.id, rsvp.who, call.now)
    await tell_removed(work, event, rsvp.who, call.now, asked=bool(rsvp.pending))
    return Reply(views.removed(event, known_as(call, event.event, rsvp, who.name)))


# By their names -------------------------------------------------------------------------------


@feature.command("guest admit", role=HOSTS)
async def admit_named(call: Call, work: Work, guest: Name, event: HostedDate) -> Answer:
    """Let in a guest who asks, or who waits, by what they are called."""
    return await admit_guest(call, work, event, await _called(call, work, event, guest))


@feature.command("guest decline", role=HOSTS)
async def decline_named(call: Call, work: Work, guest: Name, event: HostedDate) -> Answer:
    """Tell a guest who asks, by what they are called: not this time."""
    return await decline_guest(call, work, event, await _called(call, work, event, guest))


@feature.command("guest remove", role=HOSTS)
async def remove_named(call: Call, work: Work, guest: Name, event: HostedDate) -> Answer:
    """Take a guest off the list, by what they are called."""
    return await remove_guest(call, work, event, await _called(call, work, event, guest))


async def _called(call: Call, work: Work, event: Happening, name: str) -> str:
    """The one guest of a date who is called so, or whose name begins so; raises `UserError`.

    Facilitators find no guest whose name is for hosts alone.
    """
    there = await work.events.attendance.all_of(event.date.id)
    guests = [each for each in there if each.rsvp.who.guest is not None]
    by_host = (ScopedRole.HOST, event.event.scope) in call.standing.things
    known = [each for each in guests if by_host or not each.rsvp.hidden]
    key = unaccented(name)
    exact = called(name, known, lambda each: each.name)
    found = exact or [each for each in known if unaccented(each.name).startswith(key)]
    if len(found) != 1:
        raise UserError(views.which_guest(event, name, found or known, several=bool(found)))
    return str(found[0].rsvp.who.guest)


async def _answer_of(work: Work, event: Happening, guest: str) -> tuple[Guest, Rsvp]:
    who = await work.events.guests.get(read_id(guest))
    rsvp = await work.events.attendance.get(event.date.id, Attendee(guest=who.id)) if who else None
    if who is None or rsvp is None:
        raise UserError(
            words("people.gone", name=who.name if who else words.text("guest.nameless"))
        )
    return who, rsvp


@feature.file("guest_calendar")
async def calendar(request: FileRequest, work: Work) -> Content:
    """A date as a file for one guest: with its place, if they have a seat when it is sent."""
    at, _, id_ = request.subject.partition(":")
    happening = await happening_of(work, read_id(at))
    guest = await work.events.guests.get(read_id(id_))
    if request.member or happening is None or guest is None:
        raise FileGone(request.subject)
    mine = await standing_of_guest(work, happening, guest.id)
    place = mine.seated or not happening.event.details.hidden_place
    url = link_of(work, guest, happening.date.id)
    tentative = not mine.seated
    entry = Entry(happening.event, date=happening.date, place=place, tentative=tentative, url=url)
    return calendar_of([entry])
