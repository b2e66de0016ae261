"""Programmes of introductions: what facilitators set up."""

from datetime import datetime, timedelta
from typing import Annotated

from bot.community.dates.instants import next_weekly
from bot.community.facts import Fact
from bot.community.origins import Origin
from bot.community.people import Member
from bot.community.places import Purpose
from bot.community.roles import Role
from bot.delivery.addresses import ChannelFor, ToPlace
from bot.features.introductions import feature, words
from bot.features.introductions.domain import (
    Across,
    Numbers,
    Programme,
    TakingPart,
    Terms,
)
from bot.features.introductions.lookup import RunningProgramme, by_id, running
from bot.features.introductions.ports import Work
from bot.features.introductions.programmes import views as programme_views
from bot.features.introductions.programmes.forms import ProgrammeForm
from bot.features.introductions.programmes.live import invitation_to
from bot.routing.arguments import Said, ThingArg
from bot.routing.interaction import Answer, Call, Open, Prefill, Reply
from bot.ui.folding import folded
from bot.ui.forms import FieldErrors
from bot.ui.text import read_id


@feature.command("programme", role=Role.FACILITATOR)
async def programme(call: Call, work: Work) -> Answer:
    """List the programmes with their next dates and numbers."""
    book = work.introductions.programmes
    found = await book.running(call.me.community)
    return Reply(programme_views.listed(found, await book.numbers(call.me.community, call.now)))


@feature.command("programme list", role=Role.FACILITATOR)
async def programme_list(call: Call, work: Work) -> Answer:
    """List the programmes."""
    return await programme(call, work)


# Setting up and changing ----------------------------------------------------------------------


@feature.command("programme new", role=Role.FACILITATOR, opens=ProgrammeForm)
async def new(call: Call, work: Work) -> Answer:
    """Set up a programme."""
    return Open(ProgrammeForm)


@feature.command(
    "programme change",
    role=Role.FACILITATOR,
    opens=ProgrammeForm,
    action="change",
    carries=("programme",),
)
async def change(call: Call, work: Work, programme: RunningProgramme) -> Answer:
    """Change what a programme is like."""
    return Open(ProgrammeForm, str(programme.id))


@feature.prefill(ProgrammeForm)
async def programme_form(call: Call, work: Work, subject: str) -> Prefill:
    """What stands in the form: the programme's terms, or what most choose."""
    terms = Terms("", zone=call.me.zone)
    if subject:
        terms = (await by_id(call, work, subject)).terms
    return Prefill(
        {
            "name": terms.name,
            "weeks": str(terms.weeks),
            "weekday": str(terms.weekday),
            "hour": str(terms.hour),
            "zone": terms.zone,
            "group_size": str(terms.group_size),
            "taking_part": terms.taking_part.value,
            "weeks_apart": str(terms.weeks_apart),
            "across": terms.across.value,
        }
    )


@feature.submitted(ProgrammeForm, role=Role.FACILITATOR)
async def programme_filled(call: Call, form: ProgrammeForm, work: Work, subject: str) -> Answer:
    """Set up the programme, or change it."""
    existing = await by_id(call, work, subject) if subject else None
    terms = _terms(form)
    others = await work.introductions.programmes.running(call.me.community)
    taken = {folded(p.name) for p in others if not existing or p.id != existing.id}
    if folded(terms.name) in taken:
        raise FieldErrors({"name": words.text("programme.name_taken", name=terms.name)})
    if existing is None:
        return await _set_up(call, work, terms)
    return await _change(call, work, existing, terms)


def _terms(form: ProgrammeForm) -> Terms:
    return Terms(
        name=form.name,
        weeks=int(form.weeks),
        weekday=int(form.weekday),
        hour=int(form.hour),
        zone=form.zone,
        group_size=int(form.group_size),
        taking_part=TakingPart(form.taking_part),
        weeks_apart=form.weeks_apart,
        across=Across(form.across),
    )


async def _set_up(call: Call, work: Work, terms: Terms) -> Answer:
    opens_at = terms.first_opening(call.now)
    made = await work.introductions.programmes.add(call.me.community, terms, opens_at)
    return Reply(programme_views.created(made, await _invite(work, made)))


async def _invite(work: Work, made: Programme) -> int:
    """Say it once in every channel for announcements; returns in how many."""
    spoken = await work.places.channels(made.community, Purpose.ANNOUNCEMENTS)
    spoken = [place for place in spoken if not place.space.lost]
    for place in spoken:
        there = ToPlace(ChannelFor(Purpose.ANNOUNCEMENTS, place.id))
        await work.live.hang(there, invitation_to(made.id), community=made.community)
    return len(spoken)


async def _change(call: Call, work: Work, existing: Programme, terms: Terms) -> Answer:
    existing = await work.introductions.programmes.lock(existing.id) or existing
    opens_at = rescheduled(existing, terms, call.now)
    await work.introductions.programmes.change(existing.id, terms, opens_at)
    after = await by_id(call, work, str(existing.id))
    await work.live.touch(invitation_to(existing.id))
    return Reply(programme_views.changed(after))


def rescheduled(existing: Programme, terms: Terms, now: datetime) -> datetime | None:
    """When the next round opens under other terms: the new hour nearest to the old date."""
    before = existing.terms
    if existing.opens_at is None:
        return terms.first_opening(now) if terms.weeks else None
    moved = ("weekday", "hour", "zone")
    if all(getattr(before, name) == getattr(terms, name) for name in moved):
        return existing.opens_at
    around = existing.opens_at - timedelta(days=3, hours=12)
    return next_weekly(max(around, now), terms.weekday, terms.hour, terms.zone)


# An event for its people ----------------------------------------------------------------------


@feature.origin("programme")
async def programme_origin(subject: str, who: Member, work: Work, now: datetime) -> Origin | None:
    """What a facilitator makes an event of for everybody who takes part."""
    found = await work.introductions.programmes.get(read_id(subject))
    if found is None or not found.running or found.community != who.community:
        return None
    if not who.may(Role.FACILITATOR):
        return None
    people = await work.introductions.programmes.members(found.id)
    about = Fact.of("introductions.programme", found.id)
    return Origin(about, found.name, interested=tuple(people), zone=found.terms.zone)


# Stopping -------------------------------------------------------------------------------------


async def _to_stop(call: Call, work: Work, said: Said) -> tuple[Programme, bool]:
    """The programme that is meant, and whether it was named in full, or by a button."""
    found = await running(call, work, said)
    return found, said.by_button or folded(said.text) == folded(found.name)


@feature.command("programme stop", role=Role.FACILITATOR, action="stop", carries=("programme",))
async def stop(
    call: Call,
    work: Work,
    programme: Annotated[tuple[Programme, bool], ThingArg("programme", _to_stop)],
) -> Answer:
    """Stop a programme; asks first when it is not named in full."""
    found, is_sure = programme
    if is_sure:
        return await _stop(work, found)
    numbers = await work.introductions.programmes.numbers(call.me.community, call.now)
    return Reply(programme_views.sure_to_stop(found, numbers.get(found.id, Numbers())))


async def _stop(work: Work, programme: Programme) -> Answer:
    await end(work, programme)
    return Reply(programme_views.stopped(programme))


async def end(work: Work, programme: Programme) -> None:
    """Stop a programme, and say so where it invited people."""
    await work.introductions.programmes.stop(programme.id)
    await work.live.touch(invitation_to(programme.id))
