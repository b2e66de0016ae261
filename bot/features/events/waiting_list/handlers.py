"""Giving on an offer; it is taken by coming."""

from bot.features.events import feature
from bot.features.events.lookup import SeenDate
from bot.features.events.ports import Happening, Work
from bot.features.events.rsvps import changes
from bot.features.events.rsvps.domain import Answer as Said
from bot.features.events.rsvps.domain import Attendee, Response
from bot.features.events.rsvps.outcomes import Outcome
from bot.features.events.rsvps.standing import mine_of
from bot.features.events.rsvps.views import answered
from bot.features.events.waiting_list import views
from bot.features.events.waiting_list.notices import close_offer
from bot.routing.interaction import Answer, Call, Reply


@feature.command("pass", action="pass", carries=("event",))
async def pass_(call: Call, work: Work, event: SeenDate) -> Answer:
    """Give seats that are offered, or waited for, on to the next; keep those that one has."""
    me = Attendee(call.me.id)
    rsvp = await work.events.attendance.get(event.date.id, me)
    if rsvp is None or not rsvp.in_line:
        return Reply(answered(await mine_of(work, event, call.me.id, call.me.zone), call.now))
    keep = Response(Said.COMING, rsvp.seats, rsvp.hidden)
    response = keep if rsvp.seats else Response(Said.NO, hidden=rsvp.hidden)
    outcome = await changes.answer(work, event.date.id, me, response, call.now)
    if isinstance(outcome, Outcome):
        await close_offer(work, event.event, outcome)
        event = Happening(event.event, outcome.date)
    return Reply(views.passed_on(await mine_of(work, event, call.me.id)))
