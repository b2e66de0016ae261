"""A room for those who come, when a host wants one; and a word to all of them."""

from functools import partial

from bot.community.facts import Fact
from bot.community.roles import require
from bot.delivery.addresses import ToMember, ToPlace
from bot.errors import UserError
from bot.features.events import feature, words
from bot.features.events.audience import HOSTS
from bot.features.events.check_in.lookup import LookedAfter, NotOver
from bot.features.events.dates.domain import DateState
from bot.features.events.guests.notices import write
from bot.features.events.lookup import SeenDate
from bot.features.events.ports import Happening, Work
from bot.features.events.rooms import views
from bot.features.events.rooms.forms import WordForm
from bot.features.events.rooms.gathering import (
    all_who_come,
    by_space,
    first_words_of,
    invite,
    let_in,
    rather_not,
    room_of,
    those_who_come,
)
from bot.features.events.rsvps.domain import Attendee
from bot.features.events.rsvps.standing import happening_of
from bot.routing.interaction import Answer, Call, Open, Reply
from bot.ui.text import read_id


@feature.command("day room", role=HOSTS, action="room", carries=("event",))
async def room(call: Call, work: Work, event: NotOver) -> Answer:
    """Open a room for those who come, in each chat in which there are two of them."""
    _check_on(call, event)
    date, community = event.date.id, event.event.community
    await work.events.dates.lock(date)  # whoever answers meanwhile follows by themselves
    coming = {*await those_who_come(work, date, shown=True), call.me.id}
    hidden = {*await those_who_come(work, date, shown=False)} - coming
    apart = await rather_not(work, coming, call.now)
    found = await by_space(work, community, coming - apart)
    opened = 0
    for space, inside in sorted(found.items()):
        if await work.events.rooms.opened(date, space, call.now):
            await _open(work, event, space, sorted(inside))
            opened += 1
    there = len(await work.events.rooms.of(date))
    for key, some in (("hidden", hidden), ("rather_not", apart)) if there else ():
        for member in sorted(some):
            await invite(work, event, member, key)
    return Reply(views.opened(event, opened, there, len(hidden)))


async def _open(work: Work, event: Happening, space: int, inside: list[int]) -> None:
    date, community = event.date.id, event.event.community
    place = room_of(date, space)
    await work.outbox.open_room(place, inside, event.event.details.title, community=community)
    said = partial(views.first_message, event)
    fact = first_words_of(date, space)
    await work.outbox.post(ToPlace(place), said, fact, community=community)


@feature.command("day join", action="join_room", carries=("event",))
async def join(call: Call, work: Work, event: SeenDate) -> Answer:
    """Come into the room of a date, for whoever hides their name."""
    rsvp = await work.events.attendance.get(event.date.id, Attendee(call.me.id))
    if rsvp is None or not rsvp.seats:
        raise UserError(words("room.not_coming"))
    if not await let_in(work, event, call.me.id):
        raise UserError(words("room.none"))
    return Reply(views.joined(event))


# A word to all of them ------------------------------------------------------------------------


@feature.command("day tell", role=HOSTS, opens=WordForm, action="tell", carries=("event",))
async def tell(call: Call, work: Work, event: LookedAfter) -> Answer:
    """Ask for a word to everybody who comes."""
    if not await all_who_come(work, event.date.id):
        raise UserError(words("word.nobody"))
    return Open(WordForm, str(event.date.id))


@feature.submitted(WordForm, role=HOSTS)
async def told(call: Call, form: WordForm, work: Work, subject: str) -> Answer:
    """Write it to each of them, to guests by mail."""
    event = await happening_of(work, read_id(subject))
    if event is None or event.event.community != call.community.id:
        raise UserError(words("event.gone"))
    require(call.standing, HOSTS, event.event.scope)
    at, to_guests = call.now.isoformat(), partial(views.word, event, None, form.message)
    said = partial(views.word, event, call.me, form.message)
    others = [e for e in await all_who_come(work, event.date.id) if e.member != call.me.id]
    for each in others:
        if each.rsvp.who.guest is not None:
            await write(work, each.rsvp.who.guest, event, "word", to_guests, part=at)
        elif each.member is not None:
            fact = Fact.of("events.word", event.date.id, part=at, member=each.member)
            to = ToMember(each.member)
            await work.outbox.post(to, said, fact, community=event.event.community)
    return Reply(views.word_sent(event, len(others)))


def _check_on(call: Call, event: Happening) -> None:
    if event.date.state is not DateState.PLANNED or call.now >= event.date.ends_at:
        raise UserError(words("edit.date_gone"))
