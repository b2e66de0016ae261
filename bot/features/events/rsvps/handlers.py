"""Answering a date, or a whole series."""

from dataclasses import replace
from typing import Annotated, NoReturn

from bot.errors import UserError
from bot.features.events import feature, words
from bot.features.events.attendees.notices import keep_request
from bot.features.events.audience import is_for, not_for_you
from bot.features.events.dates.domain import NotTaken
from bot.features.events.domain import Event
from bot.features.events.lookup import AnsweredDate, SeenDate, locked_for
from bot.features.events.ports import Happening, LockedDate, Work
from bot.features.events.rsvps import changes, views
from bot.features.events.rsvps.domain import MOST_PARTY, Attendee, Respond, Response, Rsvp
from bot.features.events.rsvps.domain import Answer as Said
from bot.features.events.rsvps.outcomes import Outcome
from bot.features.events.rsvps.standing import standing_after
from bot.features.events.waiting_list.notices import close_offer
from bot.routing.arguments import ChoiceArg, NumberArg
from bot.routing.interaction import Answer, Call, Reply
from bot.ui.messages import Option

Party = Annotated[int | None, NumberArg("party", 1, MOST_PARTY, after=("party",))]
"""With how many they come, themselves among them; not said: as before, or alone."""


@feature.command("coming", action="coming", carries=("event", "party"))
async def coming(call: Call, work: Work, event: AnsweredDate, party: Party = None) -> Answer:
    """Come, alone or with others."""
    return await _answer(call, work, event, Said.COMING, party)


@feature.command("maybe", action="maybe", carries=("event",))
async def maybe(call: Call, work: Work, event: AnsweredDate) -> Answer:
    """Perhaps come; that takes no seat."""
    return await _answer(call, work, event, Said.MAYBE)


@feature.command("no", action="no", carries=("event",))
async def no(call: Call, work: Work, event: AnsweredDate) -> Answer:
    """Not come; seats go on to those who wait."""
    return await _answer(call, work, event, Said.NO)


def _answers() -> tuple[Option, ...]:
    return tuple(Option(words.text(f"answer.{each}"), each.value) for each in Said)


@feature.command("all", action="all", carries=("event", "answer", "party"))
async def all_(
    call: Call,
    work: Work,
    answer: Annotated[str, ChoiceArg("answer", _answers)],
    event: SeenDate,
    party: Party = None,
) -> Answer:
    """Answer every date to come of a series."""
    said = Said(answer)
    if event.event.details.series is None:
        return await _answer(call, work, await locked_for(call, work, event), said, party)
    await _check_it_is_for(call, work, event, said)
    former = await work.events.attendance.get(event.date.id, Attendee(call.me.id))
    hides = await _hides_name(call, work, event.event)
    response = replace(_response(said, party, former), hidden=hides)
    outcomes = await changes.answer_series(work, event.event.id, call.me.id, response, call.now)
    taken = [outcome for outcome in outcomes if isinstance(outcome, Outcome)]
    for outcome in taken:
        await _follow(work, event.event, outcome)
    if not taken:
        _refuse(next((each for each in outcomes if isinstance(each, NotTaken)), None), event)
    return Reply(views.answered_all(event.event, said, taken))


# Whether others read my name ------------------------------------------------------------------


@feature.command("name hide", action="hide_name", carries=("event",))
async def hide_name(call: Call, work: Work, event: SeenDate) -> Answer:
    """Let only hosts know that I come."""
    return await _show_name(call, work, event, hidden=True)


@feature.command("name reveal", action="show_name", carries=("event",))
async def show_name(call: Call, work: Work, event: SeenDate) -> Answer:
    """Let others know that I come."""
    return await _show_name(call, work, event, hidden=False)


async def _show_name(call: Call, work: Work, event: Happening, *, hidden: bool) -> Answer:
    rsvp = await work.events.attendance.get(event.date.id, Attendee(call.me.id))
    if rsvp is None:
        raise UserError(words("name.first_answer"))
    if rsvp.offered:  # a yes would take it
        raise UserError(words("name.first_take"))
    await _name_in_series(call, work, event, hidden=hidden)
    response = Response(rsvp.answer, max(rsvp.party, 1), hidden)
    return await _take(call, work, await locked_for(call, work, event), response)


async def _name_in_series(call: Call, work: Work, event: Happening, *, hidden: bool) -> None:
    """Let it hold for every date to come, where the whole series was answered."""
    said = dict(await work.events.standing_answers.of(event.event.id)).get(call.me.id)
    if said is None:
        return
    me, standing = Attendee(call.me.id), replace(said, hidden=hidden)
    await work.events.standing_answers.say(event.event.id, call.me.id, standing, call.now)
    for date in await work.events.dates.to_come(event.event.id, call.now):
        rsvp = await work.events.attendance.get(date.id, me)
        if rsvp and not rsvp.offered:
            response = Response(rsvp.answer, max(rsvp.party, 1), hidden)
            await changes.answer(work, date.id, me, response, call.now)


# How an answer is taken -----------------------------------------------------------------------


async def _answer(
    call: Call, work: Work, locked: LockedDate, said: Said, party: int | None = None
) -> Answer:
    event = locked.happening
    await _check_it_is_for(call, work, event, said)
    series = event.event.details.series is not None
    hides = series and await _hides_name(call, work, event.event)

    def response(former: Rsvp | None) -> Response:
        first = _response(said, party, former)
        return first if former else replace(first, hidden=hides)

    return await _take(call, work, locked, response)


async def _hides_name(call: Call, work: Work, event: Event) -> bool:
    """Whether the actor has hidden their name at any date to come of an event."""
    answered = await work.events.dates.of_attendee(Attendee(call.me.id), call.now)
    return any(rsvp.hidden for each, rsvp in answered if each.event.id == event.id)


async def _take(call: Call, work: Work, locked: LockedDate, response: Response | Respond) -> Answer:
    me, event = Attendee(call.me.id), locked.happening
    outcome = await changes.answer_locked(work, locked, me, response, call.now)
    if not isinstance(outcome, Outcome):
        _refuse(outcome, event)
    await _follow(work, event.event, outcome)
    mine = await standing_after(work, locked, outcome, call.me.zone)
    return Reply(views.answered(mine, call.now))


async def _follow(work: Work, event: Event, outcome: Outcome) -> None:
    """Let messages that ask for an answer say what became of it."""
    await close_offer(work, event, outcome)
    await keep_request(work, Happening(event, outcome.date), outcome)


def _response(said: Said, party: int | None, former: Rsvp | None) -> Response:
    """What is answered; what was said before of others and of the name holds on."""
    if said is not Said.COMING:
        return Response(said, hidden=bool(former and former.hidden))
    before = former.party if former else 1
    return Response(said, party or max(before, 1), bool(former and former.hidden))


async def _check_it_is_for(call: Call, work: Work, event: Happening, said: Said) -> None:
    if said is not Said.NO and not await is_for(call, work, event.event):
        raise UserError(await not_for_you(work, event.event))


def _refuse(why: NotTaken | None, event: Happening) -> NoReturn:
    if why is None:
        raise UserError(words("event.gone"))
    most = min(MOST_PARTY, event.date.capacity or MOST_PARTY)
    raise UserError(words(f"not_taken.{why}", count=most))
