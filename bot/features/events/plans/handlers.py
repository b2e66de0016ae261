"""Planning an event: in a line or by a form, shown first, then posted; or like a former one."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

from bot.community.dates.echo import said as said_back
from bot.community.dates.exact import typed
from bot.community.dates.reading import Either
from bot.community.dates.when import When
from bot.community.origins import Origin
from bot.community.posting_rules import unbounded
from bot.community.roles import Role
from bot.errors import UserError
from bot.features.events import feature, planning, words
from bot.features.events.audience import HOSTS, hosts_it
from bot.features.events.changes.subjects import Change
from bot.features.events.domain import MOST_TITLE, Cover
from bot.features.events.lookup import CopiedEvent, by_id
from bot.features.events.origins.filling import filled_in
from bot.features.events.origins.invitations import Making, carry_over
from bot.features.events.origins.summary import has_followed
from bot.features.events.plans import posting, views
from bot.features.events.plans.choices import for_repeats
from bot.features.events.plans.details import Plan, plan_of, values_of
from bot.features.events.plans.forms import EventForm
from bot.features.events.plans.pending import copied, copy_of, plans
from bot.features.events.plans.remarks import Remarks, as_link, read_remarks
from bot.features.events.plans.repeats import Repeats, end_as_typed, rules, series_of
from bot.features.events.ports import Work
from bot.features.events.waiting_list.domain import Passing
from bot.routing.arguments import TextArg, Unclear, WhenArg
from bot.routing.interaction import Answer, Call, Open, Prefill, Reply, Update
from bot.routing.plans import KeptPlan
from bot.routing.posting import NONE, PostingChoices, posting_choices
from bot.ui.fields import Raw
from bot.ui.forms import FieldErrors
from bot.ui.messages import Message, Part
from bot.ui.submit_words import SAVE
from bot.ui.text import read_id

_LONGEST_LINE = 1000


@feature.command("new", opens=EventForm, action="new")
async def new(
    call: Call,
    work: Work,
    title: Annotated[str, TextArg("title", max_length=_LONGEST_LINE, word=True)] = "",
    when: Annotated[When | Either | Unclear | None, WhenArg("when", asks=True)] = None,
    more: Annotated[str, TextArg("more", max_length=_LONGEST_LINE)] = "",
) -> Answer:
    """Show what a line says of an event; a form asks for what it does not."""
    title = " ".join(title.split())
    if len(title) > MOST_TITLE:
        raise UserError(words("new.long_title", count=len(title), limit=MOST_TITLE))
    if when is None:
        return Open(EventForm, values={"title": title} if title else {})
    remarks = read_remarks(more, call.now, call.me.zone)
    shared = {"title": title, **await _said(call, work, remarks)}
    times = _timed(when)
    if isinstance(times, Unclear):
        told = times.told if title else words("new.no_title")
        return Reply(views.not_yet(await plans.keep(call, work, shared), told))
    if not title:
        name = await _keep(call, work, shared, times[0])
        return Reply(views.not_yet(name, words("new.no_title")))
    names = [await _keep(call, work, shared, each) for each in times]
    if remarks.unclear:
        return Reply(views.unclear(names[0], remarks.unclear))
    if len(times) > 1:
        return Reply(views.which_time(title, list(zip(names, times, strict=True))))
    return await _shown(call, work, names[0], times[0])


def _timed(when: When | Either | Unclear) -> list[When] | Unclear:
    """The times that may be meant, or what is still to be said of them."""
    if isinstance(when, Unclear):
        return when
    both = [when.first, when.second] if isinstance(when, Either) else [when]
    if both[0].several_days:
        day = both[0].start.date().isoformat()
        return Unclear(words("new.dayless", days=said_back(both[0]), day=day))
    if any(not each.timed or each.part for each in both):
        days = {f"day_{n}": typed(each) for n, each in enumerate((both[0], both[-1]), 1)}
        return Unclear(words("new.timeless", **days))
    return both


async def _said(call: Call, work: Work, remarks: Remarks) -> dict[str, Raw]:
    """What a line says beside title and time, as it stands in the form."""
    there = await posting_choices(call, work, work.events.audience)
    return {
        **_defaults(there),
        "capacity": "" if remarks.capacity is None else str(remarks.capacity),
        "venue": remarks.venue,
        "link": as_link(remarks.link),
        "approval": "yes" if remarks.by_approval else "no",
    }


def _defaults(there: PostingChoices) -> dict[str, Raw]:
    """What most choose."""
    return {
        **there.defaults(),
        "repeats": Repeats.ONCE.value,
        "shown": "everyone",
        "passing": Passing.OFFERED.value,
        "approval": "no",
        "open_page": "yes",
    }


async def _keep(call: Call, work: Work, shared: Mapping[str, Raw], when: When) -> str:
    """Keep a plan that begins then."""
    series = series_of(when.recurrence) if when.recurrence else None
    values: dict[str, Raw] = dict(shared)
    values["when"] = typed(_once(when))
    if series:
        values |= {"repeats": series.rule, "until": end_as_typed(series)}
    return await plans.keep(call, work, values, part=typed(when))


def _once(when: When) -> When:
    return When(start=when.start, zone=when.zone, ends=when.ends, fold=when.fold)


# By a form ------------------------------------------------------------------------------------


@feature.prefill(EventForm)
async def event_form(call: Call, work: Work, subject: str) -> Prefill:
    """What most choose; or what the event is like that is changed, or copied, or made of what."""
    there = await posting_choices(call, work, work.events.audience)
    values = _defaults(there)
    if change := Change.read(subject):
        values = values_of(await change.details(call, work))
    elif like := copied(subject):
        values |= await _copied(call, work, like, there)
    elif origin := await plans.origin_behind(call, work, subject):
        values |= filled_in(origin, call)
    plan = await plans.look(call, work, subject)
    rule = str((plan.values if plan else values).get("repeats", values["repeats"]))
    options = {"repeats": for_repeats(rule), **there.options(values["networks"])}
    return Prefill(values, options, submit=SAVE if Change.read(subject) else "")


async def _copied(call: Call, work: Work, id_: str, there: PostingChoices) -> dict[str, Raw]:
    """All but the dates of a former event; not the channels that are there no more."""
    event = await by_id(call, work, id_)
    values = values_of(event.details.again(event.details.start))
    places = [str(each) for each in event.details.places if each in there.known.places]
    return {**values, "when": "", "channels": places or [NONE]}


@feature.submitted(EventForm)
async def event_filled(call: Call, form: EventForm, work: Work, subject: str) -> Answer:
    """Show what a form says of a new event; or change one."""
    if change := Change.read(subject):
        return await change.make(call, work, form)
    there = await posting_choices(call, work, work.events.audience)
    plan = plan_of(form, there.known, call.now)
    values: dict[str, Raw] = values_of(plan.details)
    if plan.readings or not plan.details.series:
        values |= {"repeats": form.repeats or Repeats.ONCE.value, "until": form.until}
    origin = await plans.origin_behind(call, work, subject)
    name = await plans.keep(call, work, values, after=subject)
    return Reply(_preview(call, name, plan, there, origin))


# What was understood --------------------------------------------------------------------------


@feature.action("preview", opens=EventForm)
async def preview(call: Call, work: Work, plan: str) -> Answer:
    """Show a plan of which there were two."""
    return await _shown(call, work, plan)


async def _shown(call: Call, work: Work, name: str, when: When | None = None) -> Reply:
    """Show a plan by its name, with its time as it was said; raises `UserError`."""
    there = await posting_choices(call, work, work.events.audience)
    values = (await plans.known(call, work, name)).values
    try:
        plan = plan_of(plans.read(call, values), there.known, call.now)
    except FieldErrors as wrong:
        raise UserError(views.faulty(name, wrong.errors)) from None
    origin = await plans.origin_behind(call, work, name)
    return Reply(_preview(call, name, plan.as_said(when) if when else plan, there, origin))


def _preview(
    call: Call, name: str, plan: Plan, there: PostingChoices, origin: Origin | None
) -> Message:
    return views.preview(views.Preview(name, plan, there, origin, call.me.id))


@feature.action("repeat")
async def choose_rule(call: Call, work: Work, plan: str, reading: str) -> Answer:
    """Let a plan happen again by the rule that is meant."""
    values = (await plans.known(call, work, plan)).values
    try:
        form = plans.read(call, values)
    except FieldErrors as wrong:
        raise UserError(views.faulty(plan, wrong.errors)) from None
    rule = rules(form.repeats, form.when.start).get(reading)
    if rule is None:
        raise UserError(words("post.gone"))
    await plans.take(call, work, plan)
    chosen = {**values, "repeats": rule}
    name = await plans.keep(call, work, chosen, after=plan)
    return Update((await _shown(call, work, name)).message)


@plans.post(views.faulty)
async def post(call: Call, work: Work, form: EventForm, plan: KeptPlan) -> Message:
    """Plan the event that was shown, and hang its card."""
    there = await posting_choices(call, work, work.events.audience)
    origin = await plans.origin_behind(call, work, plan.name)
    found = plan_of(form, there.known, call.now)
    me, now, about = call.me, call.now, origin.about if origin else None
    details = replace(found.details, cover=await _cover_of(call, work, plan.name))
    event = await planning.plan(work, call.community.id, details, me.id, now, origin=about)
    date = (await work.events.dates.to_come(event.id, now))[0].id
    followed: list[Part | None] = []
    if origin:
        followed = has_followed(await carry_over(work, Making(event, date, origin, me, now)))
    free = unbounded(call.standing)
    waits = await posting.hang_by_rule(work, event, date, me.id, now, unbounded=free)
    return views.posted(event, found.when, there, waits, followed)


async def _cover_of(call: Call, work: Work, plan: str) -> Cover | None:
    """The picture of the event that a plan is a copy of."""
    former = await work.events.plans.get(read_id(copied(plan)))
    if former is None or former.community != call.community.id or not hosts_it(call, former):
        return None
    return former.details.cover


# Like a former one ----------------------------------------------------------------------------


@feature.command("copy", role=Role.FACILITATOR, opens=EventForm)
@feature.command("copy", role=HOSTS, opens=EventForm, action="copy", carries=("event",))
async def copy(call: Call, work: Work, event: CopiedEvent) -> Answer:
    """Plan an event like one that there was: all but its time."""
    return Open(EventForm, copy_of(event.id))
