"""Cancelling an event: asked first, with a word to those who answered."""

from bot.community.roles import Role, require
from bot.errors import UserError
from bot.features.events import feature, planning, words
from bot.features.events.audience import HOSTS
from bot.features.events.cancellations import views
from bot.features.events.cancellations.forms import CancelForm
from bot.features.events.dates.domain import DateState
from bot.features.events.lookup import HostedEvent
from bot.features.events.plans.details import when_on
from bot.features.events.ports import Happening, Work
from bot.routing.interaction import Answer, Call, Open, Reply
from bot.ui.text import read_id

_ALL = "all."


@feature.command("cancel", role=Role.FACILITATOR)
@feature.command("cancel", role=HOSTS, action="cancel", carries=("event",))
async def cancel(call: Call, work: Work, event: HostedEvent) -> Answer:
    """Ask whether an event is really to be cancelled, and how much of it."""
    found = await _still_on(call, work, str(event.date.id))
    return Reply(views.really(found, when_on(found.date)))


@feature.action("cancel_date", role=HOSTS, opens=CancelForm)
async def cancel_date(call: Call, work: Work, date: str) -> Answer:
    """Ask for a word to those who would have come on a date."""
    await _still_on(call, work, date)
    return Open(CancelForm, date)


@feature.action("cancel_all", role=HOSTS, opens=CancelForm)
async def cancel_all(call: Call, work: Work, date: str) -> Answer:
    """Ask for a word to those who would have come on any date."""
    await _still_on(call, work, date)
    return Open(CancelForm, f"{_ALL}{date}")


@feature.submitted(CancelForm, role=HOSTS)
async def cancelled(call: Call, form: CancelForm, work: Work, subject: str) -> Answer:
    """Cancel a date, or the event with all that is to come."""
    found = await _still_on(call, work, subject.removeprefix(_ALL))
    event, date = found.event, found.date
    whole = subject.startswith(_ALL) or event.details.series is None
    if whole:
        await planning.cancel(work, event, call.now, message=form.message)
    else:
        await planning.cancel_date(work, event, date, call.now, message=form.message)
    several = whole and event.details.series is not None
    return Reply(views.done(event.details.title, when_on(date), whole=several))


async def _still_on(call: Call, work: Work, id_: str) -> Happening:
    """A date to come of an event that the actor looks after; raises `UserError`."""
    date = await work.events.dates.lock(read_id(id_))
    event = await work.events.plans.get(date.event) if date else None
    if date is None or event is None or event.community != call.community.id:
        raise UserError(words("event.gone"))
    require(call.standing, HOSTS, event.scope)
    if date.state is not DateState.PLANNED or date.ends_at <= call.now:
        raise UserError(words("edit.date_gone"))
    return Happening(event, date)
