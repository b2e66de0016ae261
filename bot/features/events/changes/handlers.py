"""Changing an event; of a series, what of it is asked first."""

from typing import Annotated

from bot.community.dates.exact import typed
from bot.community.roles import Role, require
from bot.errors import UserError
from bot.features.events import feature, planning, words
from bot.features.events.audience import HOSTS
from bot.features.events.changes import views
from bot.features.events.changes.subjects import Change, Extent, lowered
from bot.features.events.dates.domain import DateState, EventDate
from bot.features.events.domain import Event
from bot.features.events.lookup import HostedEvent
from bot.features.events.plans import pending
from bot.features.events.plans.details import MINUTES, when_on
from bot.features.events.plans.forms import DateForm, EventForm
from bot.features.events.plans.remarks import as_link
from bot.features.events.ports import Work
from bot.features.events.rsvps.outcomes import Lowering
from bot.routing.arguments import ChoiceArg
from bot.routing.interaction import Answer, Call, Open, Prefill, Reply
from bot.ui.forms import FieldErrors
from bot.ui.messages import Option
from bot.ui.text import read_id
from bot.ui.words import listed

HOW = tuple(Option(each.value, each.value) for each in (Lowering.KEEP, Lowering.MOVE_LAST))


@feature.command("edit", role=Role.FACILITATOR, opens=EventForm)
@feature.command("edit", role=HOSTS, opens=EventForm, action="edit", carries=("event",))
async def edit(call: Call, work: Work, event: HostedEvent) -> Answer:
    """Change what an event is like; of a series, its next date or more."""
    if not event.event.details.series:
        return _open(event.event, event.date, "all")
    return Reply(views.which_dates(event, when_on(event.date)))


@feature.action("edit_all", role=HOSTS, opens=EventForm)
async def edit_all(call: Call, work: Work, event: str, date: str) -> Answer:
    """Change all dates to come of a series."""
    return _open(*await _date(call, work, date), "all")


@feature.action("edit_from", role=HOSTS, opens=EventForm)
async def edit_from(call: Call, work: Work, event: str, date: str) -> Answer:
    """Change a date of a series and all that follow."""
    return _open(*await _date(call, work, date), "from")


def _open(event: Event, date: EventDate, extent: Extent) -> Answer:
    return Open(EventForm, Change(extent, event.id, date.id).subject)


@feature.action("lower", role=HOSTS)
async def lower(
    call: Call, work: Work, change: str, how: Annotated[str, ChoiceArg("how", HOW)]
) -> Answer:
    """Let there be fewer places, now that a host has said what becomes of those who come."""
    found = Change.read(change)
    values = await work.drafts.take(call.me.id, pending.SPEC.key, change, now=call.now)
    if found is None or not values:
        raise UserError(words("post.gone"))
    try:
        return await lowered(call, work, found, values, Lowering(how))
    except FieldErrors as wrong:  # its time has come meanwhile
        raise UserError(listed(wrong.errors.values())) from None


# One date -------------------------------------------------------------------------------------


@feature.action("edit_date", role=HOSTS, opens=DateForm)
async def edit_date(call: Call, work: Work, event: str, date: str) -> Answer:
    """Let one date of a series be at another time or place."""
    await _date(call, work, date)
    return Open(DateForm, date)


@feature.prefill(DateForm)
async def date_form(call: Call, work: Work, subject: str) -> Prefill:
    """When and where the date is."""
    event, date = await _date(call, work, subject)
    return Prefill(
        {
            "when": typed(when_on(date)),
            "venue": event.details.venue if date.venue is None else date.venue,
            "link": event.details.link if date.link is None else date.link,
        }
    )


@feature.submitted(DateForm, role=HOSTS)
async def date_filled(call: Call, form: DateForm, work: Work, subject: str) -> Answer:
    """Move the date, or let it be elsewhere."""
    event, date = await _date(call, work, subject)
    when = form.when
    if when.zone != date.zone or when.fold:
        raise FieldErrors({"when": words.text("edit.other_zone", zone=date.zone)})
    if when.recurrence:
        raise FieldErrors({"when": words.text("edit.one_date")})
    try:
        link = as_link(form.link)
    except ValueError as unclear:
        raise FieldErrors({"link": str(unclear)}) from None
    minutes = MINUTES if when.length is None else int(when.length.total_seconds() // 60)
    if minutes <= 0:
        raise FieldErrors({"when": words.text("fault.end_before_start")})
    details = event.details
    elsewhere = (form.venue, link) != (details.venue, details.link)
    place = form.venue if elsewhere else None
    address = link if elsewhere else None
    if (when.start, minutes) != (date.start, date.minutes):
        await planning.move(work, event, date, when.start, minutes, call.now)
        await work.events.dates.place(date.id, place, address)
    elif (place, address) != (date.venue, date.link):
        await planning.relocate(work, event, date, place, address, call.now)
    moved = await work.events.dates.get(date.id)
    return Reply(views.date_changed(event, when_on(moved or date)))


async def _date(call: Call, work: Work, id_: str) -> tuple[Event, EventDate]:
    """A date of an event that the actor looks after, with that event; raises `UserError`."""
    date = await work.events.dates.lock(read_id(id_))
    event = await work.events.plans.get(date.event) if date else None
    if date is None or event is None or event.community != call.community.id:
        raise UserError(words("event.gone"))
    require(call.standing, HOSTS, event.scope)
    if date.state is not DateState.PLANNED or date.ends_at <= call.now:
        raise UserError(words("edit.date_gone"))
    return event, date
