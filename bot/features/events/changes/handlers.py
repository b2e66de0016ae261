"""Changing an event; of a series, what of it is asked first."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Annotated

from bot.community.dates.exact import typed
from bot.community.roles import Role, require
from bot.errors import UserError
from bot.features.events import feature, planning, words
from bot.features.events.audience import HOSTS
from bot.features.events.changes import views
from bot.features.events.changes.subjects import Change, Extent, lowered
from bot.features.events.dates.domain import DateState, EventDate, has_begun
from bot.features.events.domain import Event
from bot.features.events.lookup import HostedOrOverEvent
from bot.features.events.plans.details import MINUTES, when_on
from bot.features.events.plans.forms import BegunDateForm, BegunForm, DateForm, EventForm
from bot.features.events.plans.pending import plans
from bot.features.events.plans.remarks import as_link
from bot.features.events.ports import Work
from bot.features.events.rsvps.outcomes import Lowering
from bot.routing.arguments import ChoiceArg
from bot.routing.interaction import Answer, Call, Open, Prefill, Reply
from bot.ui.fields import Raw
from bot.ui.forms import FieldErrors
from bot.ui.messages import Option
from bot.ui.text import read_id
from bot.ui.words import listed

HOW = tuple(Option(each.value, each.value) for each in (Lowering.KEEP, Lowering.MOVE_LAST))


@feature.command("edit", role=Role.FACILITATOR, opens=EventForm)
@feature.command("edit", role=HOSTS, opens=EventForm, action="edit", carries=("event",))
async def edit(call: Call, work: Work, event: HostedOrOverEvent) -> Answer:
    """Change what an event is like; of a series, its next date or more."""
    found, date = event.event, event.date
    if found.details.series is None and not has_begun(date, call.now):
        return _open(found, date, "all")
    ahead = [
        each
        for each in await work.events.dates.to_come(found.id, call.now)
        if not has_begun(each, call.now)
    ]
    if found.details.series is None or not ahead:
        return Open(BegunForm, str(date.id))
    return Reply(views.which_dates(event, ahead[0], begun=has_begun(date, call.now)))


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
    kept = await plans.take(call, work, change)
    if found is None:
        raise UserError(words("post.gone"))
    try:
        return await lowered(call, work, found, kept.values, Lowering(how))
    except FieldErrors as wrong:  # its time has come meanwhile
        raise UserError(listed(wrong.errors.values())) from None


# One date -------------------------------------------------------------------------------------


@feature.action("edit_date", role=HOSTS, opens=DateForm)
async def edit_date(call: Call, work: Work, event: str, date: str) -> Answer:
    """Let one date of a series be at another time or place."""
    _, found = await _date(call, work, date, over=True)
    return Open(BegunDateForm if has_begun(found, call.now) else DateForm, date)


@feature.prefill(DateForm)
async def date_form(call: Call, work: Work, subject: str) -> Prefill:
    """When and where the date is."""
    event, date = await _date(call, work, subject)
    return Prefill({"when": typed(when_on(date)), **_place(event, date)})


def _place(event: Event, date: EventDate) -> dict[str, Raw]:
    return {
        "venue": event.details.venue if date.venue is None else date.venue,
        "link": event.details.link if date.link is None else date.link,
    }


@feature.submitted(DateForm, role=HOSTS)
async def date_filled(call: Call, form: DateForm, work: Work, subject: str) -> Answer:
    """Move the date, or let it be elsewhere."""
    event, date = await _date(call, work, subject)
    when = form.when
    if when.zone != date.zone or when.fold:
        raise FieldErrors({"when": words.text("edit.other_zone", zone=date.zone)})
    if when.recurrence:
        raise FieldErrors({"when": words.text("edit.one_date")})
    link = _link(form.link)
    minutes = MINUTES if when.length is None else int(when.length.total_seconds() // 60)
    if minutes <= 0:
        raise FieldErrors({"when": words.text("fault.end_before_start")})
    await _let_it_be(call, work, event, date, when.start, minutes, form.venue, link)
    moved = await work.events.dates.get(date.id)
    return Reply(views.date_changed(event, when_on(moved or date)))


def _link(said: str) -> str:
    try:
        return as_link(said)
    except ValueError as unclear:
        raise FieldErrors({"link": str(unclear)}) from None


async def _let_it_be(
    call: Call,
    work: Work,
    event: Event,
    date: EventDate,
    start: datetime,
    minutes: int,
    venue: str,
    link: str,
) -> None:
    """Let one date be then and there; what is as its event says it follows that."""
    elsewhere = (venue, link) != (event.details.venue, event.details.link)
    place, address = (venue, link) if elsewhere else (None, None)
    if (start, minutes) != (date.start, date.minutes):
        await planning.move(work, event, date, start, minutes, call.now)
        await work.events.dates.place(date.id, place, address)
    elif (place, address) != (date.venue, date.link):
        await planning.relocate(work, event, date, place, address, call.now)


# What has begun -------------------------------------------------------------------------------


@feature.prefill(BegunForm)
async def begun_form(call: Call, work: Work, subject: str) -> Prefill:
    """What the event is like; when it began, and who may come, stays as it is."""
    event, date = await _date(call, work, subject, over=True)
    details = event.details
    said = {"title": details.title, "description": details.description}
    return Prefill({**said, **_place_and_length(event, date)})


@feature.submitted(BegunForm, role=HOSTS)
async def begun_filled(call: Call, form: BegunForm, work: Work, subject: str) -> Answer:
    """Change what is said of an event that has begun, and how long it takes."""
    event, date = await _date(call, work, subject, over=True)
    link = _link(form.link)
    _check_length(date, form.minutes, call.now)
    details = replace(
        event.details, title=form.title, description=form.description, venue=form.venue, link=link
    )
    if details.series is None:
        details = replace(details, minutes=form.minutes)
    changed = await planning.change(work, event, details, call.now)
    assert isinstance(changed, Event)  # noqa: S101  # the limit is what it was
    found = await work.events.dates.get(date.id)
    return Reply(views.changed(changed, when_on(found or date), "all"))


@feature.prefill(BegunDateForm)
async def begun_date_form(call: Call, work: Work, subject: str) -> Prefill:
    """Where the date is, and how long it takes."""
    return Prefill(_place_and_length(*await _date(call, work, subject, over=True)))


@feature.submitted(BegunDateForm, role=HOSTS)
async def begun_date_filled(call: Call, form: BegunDateForm, work: Work, subject: str) -> Answer:
    """Let a date that has begun be elsewhere, or take longer."""
    event, date = await _date(call, work, subject, over=True)
    _check_length(date, form.minutes, call.now)
    await _let_it_be(
        call, work, event, date, date.start, form.minutes, form.venue, _link(form.link)
    )
    found = await work.events.dates.get(date.id)
    return Reply(views.date_changed(event, when_on(found or date)))


def _place_and_length(event: Event, date: EventDate) -> dict[str, Raw]:
    return {**_place(event, date), "minutes": str(date.minutes)}


def _check_length(date: EventDate, minutes: int, now: datetime) -> None:
    """Raise `FieldErrors` where a date would be over before now, or is, and is to be longer."""
    if minutes == date.minutes:
        return
    if date.ends_at <= now:
        raise FieldErrors({"minutes": words.text("edit.over")})
    if date.starts_at + timedelta(minutes=minutes) <= now:
        raise FieldErrors({"minutes": words.text("edit.over_by_then")})


async def _date(call: Call, work: Work, id_: str, *, over: bool = False) -> tuple[Event, EventDate]:
    """A date of an event that the actor looks after, with that event; raises `UserError`.

    One to come, unless it may be `over`.
    """
    date = await work.events.dates.lock(read_id(id_))
    event = await work.events.plans.get(date.event) if date else None
    if date is None or event is None or event.community != call.community.id:
        raise UserError(words("event.gone"))
    require(call.standing, HOSTS, event.scope)
    if date.state is not DateState.PLANNED or (date.ends_at <= call.now and not over):
        raise UserError(words("edit.date_gone"))
    return event, date
