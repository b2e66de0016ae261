"""Who comes: to each reader as they may know it, and to hosts with all that they can do."""

from functools import partial
from typing import Annotated

from bot.community.people import Member
from bot.community.roles import ScopedRole
from bot.community.told_names import told_to
from bot.errors import UserError
from bot.features.events import feature, words
from bot.features.events.attendees import views
from bot.features.events.attendees.notices import close_request, tell_admitted, tell_removed
from bot.features.events.audience import HOSTS
from bot.features.events.domain import Event
from bot.features.events.lookup import HostedDate, SeenDate
from bot.features.events.ports import Happening, Work
from bot.features.events.rsvps import changes
from bot.features.events.rsvps.domain import Answer as Said
from bot.features.events.rsvps.domain import Attendee, Pending, Rsvp
from bot.features.events.rsvps.standing import mine_of
from bot.features.events.waiting_list.notices import close_offer
from bot.routing.arguments import PersonArg
from bot.routing.interaction import Answer, Call, Reply

Who = Annotated[Member, PersonArg("attendee")]


@feature.command("who", action="who", carries=("event",))
async def who(call: Call, work: Work, event: SeenDate) -> Answer:
    """Tell who comes, as far as the reader may know."""
    found = await work.events.attendance.all_of(event.date.id, [Said.COMING, Said.MAYBE])
    if _is_host(call, event.event):
        return Reply(views.who(event, found, found))
    return Reply(views.who(event, found, await told_to(work, call.me, found, call.now)))


def _is_host(call: Call, event: Event) -> bool:
    """Whether the actor is a host: facilitators, too, are told no hidden names."""
    return (ScopedRole.HOST, event.scope) in call.standing.things


# What hosts do --------------------------------------------------------------------------------


@feature.command("people", role=HOSTS, action="people", carries=("event",))
async def people(call: Call, work: Work, event: HostedDate) -> Answer:
    """Show everybody who has answered, with what a host can do for them."""
    return await everybody(call, work, event)


async def everybody(call: Call, work: Work, event: Happening) -> Reply:
    """Everybody who has answered, as whoever asks may see them who looks after the event."""
    found = await work.events.attendance.all_of(event.date.id)
    guests = {each.rsvp.who.guest for each in found if each.rsvp.who.guest is not None}
    unreached = await work.events.guests.unreached(guests) if guests else set[int]()
    by_host = _is_host(call, event.event)
    return Reply(views.people(event, found, by_host=by_host, unreached=unreached))


@feature.command("people admit", role=HOSTS, action="admit", carries=("event", "who"))
async def admit(call: Call, work: Work, who: Who, event: HostedDate) -> Answer:
    """Let in somebody who asks; or who waits, past the limit if need be."""
    rsvp = await _answer_of(call, work, event, who)
    pending = rsvp.pending is Pending.APPROVAL
    name = known_as(call, event.event, rsvp, who.name)
    if not pending and not rsvp.in_line:
        return Reply(views.nothing_to_do(event, name), refused=True)
    change = changes.admit if pending else changes.let_in
    outcome = await change(work, event.date.id, rsvp.who, call.now)
    if outcome is None:
        raise UserError(words("people.gone", name=name))
    after = Happening(event.event, outcome.date)
    if pending:
        decided = partial(views.let_in_by, call.me.name)
        await close_request(work, event.event, rsvp, who.name, decided)
        await tell_admitted(work, after, rsvp.who, call.now)
    else:
        await close_offer(work, event.event, outcome)
    return Reply(views.admitted(await mine_of(work, after, who.id), name))


@feature.command("people decline", role=HOSTS, action="decline", carries=("event", "who"))
async def decline(call: Call, work: Work, who: Who, event: HostedDate) -> Answer:
    """Tell somebody who asks: not this time."""
    rsvp = await _answer_of(call, work, event, who)
    name = known_as(call, event.event, rsvp, who.name)
    if rsvp.pending is not Pending.APPROVAL:
        return Reply(views.nothing_to_do(event, name), refused=True)
    await changes.withdraw(work, event.date.id, rsvp.who, call.now)
    decided = partial(views.declined_by, call.me.name)
    await close_request(work, event.event, rsvp, who.name, decided)
    await tell_removed(work, event, rsvp.who, call.now, asked=True)
    return Reply(views.declined(event, name))


@feature.command("people remove", role=HOSTS, action="remove", carries=("event", "who"))
async def remove(call: Call, work: Work, who: Who, event: HostedDate) -> Answer:
    """Take somebody off the list; their seats go on."""
    rsvp = await _answer_of(call, work, event, who)
    outcome = await changes.withdraw(work, event.date.id, rsvp.who, call.now)
    if outcome:
        await close_offer(work, event.event, outcome)
    if rsvp.answer is not Said.NO:
        await tell_removed(work, event, rsvp.who, call.now, asked=bool(rsvp.pending))
    return Reply(views.removed(event, known_as(call, event.event, rsvp, who.name)))


@feature.command("people move", role=HOSTS, action="move", carries=("event", "who", "before"))
async def move(
    call: Call,
    work: Work,
    who: Who,
    before: Annotated[Member, PersonArg("next_in_line", after=("before",))],
    event: HostedDate,
) -> Answer:
    """Put somebody who waits before somebody else who does."""
    return await _move(call, work, event, who, Attendee(before.id))


@feature.command("people last", role=HOSTS, action="last", carries=("event", "who"))
async def last(call: Call, work: Work, who: Who, event: HostedDate) -> Answer:
    """Put somebody who waits at the end of the line."""
    return await _move(call, work, event, who, None)


async def _move(
    call: Call, work: Work, event: Happening, who: Member, before: Attendee | None
) -> Answer:
    rsvp = await _answer_of(call, work, event, who)
    moved = await work.events.rsvps.move(event.date.id, rsvp.who, before, call.now)
    if moved is None:
        name = known_as(call, event.event, rsvp, who.name)
        return Reply(views.nothing_to_do(event, name), refused=True)
    changes.tell(work, moved)
    return await everybody(call, work, event)


async def _answer_of(call: Call, work: Work, event: Happening, who: Member) -> Rsvp:
    rsvp = await work.events.attendance.get(event.date.id, Attendee(who.id))
    if rsvp is None:
        if not _is_host(call, event.event):  # they may have been asked about a hidden name
            raise UserError(words("people.gone.who"))
        raise UserError(words("people.gone", name=who.name))
    return rsvp


def known_as(call: Call, event: Event, rsvp: Rsvp, name: str) -> str:
    """Who it is, to whoever decided; facilitators may have decided about a hidden name."""
    known = _is_host(call, event) or not rsvp.hidden
    return name if known else words.text("people.somebody")
