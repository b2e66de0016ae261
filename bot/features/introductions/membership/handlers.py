"""Taking part in introductions: what members do."""

from datetime import date, datetime, time
from typing import Annotated

from bot.community.people import Member
from bot.community.zones import zone
from bot.errors import UserError
from bot.features.introductions import feature, words
from bot.features.introductions.domain import Programme
from bot.features.introductions.lookup import (
    ProgrammeName,
    addressed,
    by_id,
    running,
    somebody,
)
from bot.features.introductions.membership import views
from bot.features.introductions.membership.forms import NeverForm, PauseForm
from bot.features.introductions.ports import Work
from bot.routing.arguments import DateArg, PersonArg
from bot.routing.interaction import Answer, Call, Open, Reply
from bot.ui.commands import SlashCommand
from bot.ui.forms import FieldErrors
from bot.ui.text import read_number


@feature.command("introduce")
async def introduce(call: Call, work: Work) -> Answer:
    """Show how I stand to every programme."""
    membership = work.introductions.membership
    found = await membership.statuses(call.me.id, call.me.community)
    statuses = [views.ProgrammeStatus(*each, call.now) for each in found]
    until = await membership.paused_until(call.me.id, call.now)
    return Reply(views.my_introductions(statuses, until))


# Joining and leaving --------------------------------------------------------------------------


@feature.command("introduce join")
async def join(call: Call, work: Work, programme: ProgrammeName = "") -> Answer:
    """Take part in a programme."""
    found = await running(call, work, programme, SlashCommand("kindred introduce join"))
    return await _join(call, work, found)


@feature.action("join")
async def press_join(call: Call, work: Work, value: str) -> Answer:
    """Take part, by the button under an invitation."""
    return await _join(call, work, await by_id(call, work, value))


async def _join(call: Call, work: Work, programme: Programme) -> Answer:
    membership = work.introductions.membership
    new = await membership.join(programme.id, call.me.id, call.now)
    standing = views.ProgrammeStatus(programme, True, None, call.now)
    known = await membership.has_profile(call.me.id)
    return Reply(views.joined(standing, new=new, has_profile=known))


@feature.command("introduce leave")
async def leave(call: Call, work: Work, programme: ProgrammeName = "") -> Answer:
    """Take part no longer."""
    found = await running(call, work, programme, SlashCommand("kindred introduce leave"))
    return await _leave(call, work, found)


@feature.action("leave")
async def press_leave(call: Call, work: Work, value: str) -> Answer:
    """Take part no longer, by a button."""
    return await _leave(call, work, await by_id(call, work, value))


async def _leave(call: Call, work: Work, programme: Programme) -> Answer:
    was_in = await work.introductions.membership.leave(programme.id, call.me.id)
    return Reply(views.left(programme, was_in=was_in))


# This round or not ----------------------------------------------------------------------------


@feature.command("introduce yes")
async def yes(call: Call, work: Work, programme: ProgrammeName = "") -> Answer:
    """Be in the next round."""
    found = await running(call, work, programme, SlashCommand("kindred introduce yes"))
    return await _say(call, work, found, coming=True)


@feature.command("introduce skip")
async def skip(call: Call, work: Work, programme: ProgrammeName = "") -> Answer:
    """Sit out the next round, and only that."""
    found = await running(call, work, programme, SlashCommand("kindred introduce skip"))
    return await _say(call, work, found, coming=False)


@feature.action("yes")
async def press_yes(call: Call, work: Work, value: str) -> Answer:
    """Be in the round that was asked about."""
    return await _say_about(call, work, value, coming=True)


@feature.action("skip")
async def press_skip(call: Call, work: Work, value: str) -> Answer:
    """Sit out the round that was asked about."""
    return await _say_about(call, work, value, coming=False)


async def _say_about(call: Call, work: Work, value: str, *, coming: bool) -> Answer:
    id_, _, number = value.partition(":")
    programme = await by_id(call, work, id_)
    if programme.number != (read_number(number) or 0):
        raise UserError(words("coming.too_late", name=programme.name))
    return await _say(call, work, programme, coming=coming)


async def _say(call: Call, work: Work, programme: Programme, *, coming: bool) -> Answer:
    membership = work.introductions.membership
    if programme.opens_at is None:
        raise UserError(words("programme.no_more_rounds"))
    if programme.id not in await membership.joined(call.me.id):
        if not coming:
            return Reply(views.left(programme, was_in=False))
        await membership.join(programme.id, call.me.id, call.now)
    await membership.say(programme.id, programme.number, call.me.id, coming=coming)
    return Reply(views.coming(programme, yes=coming))


# Pausing --------------------------------------------------------------------------------------


@feature.command("introduce pause", opens=PauseForm)
async def pause(
    call: Call, work: Work, until: Annotated[date | None, DateArg("until")] = None
) -> Answer:
    """Be in no round until a day."""
    if until is None:
        return Open(PauseForm)
    problem = _past(call, until)
    if problem:
        raise UserError(problem)
    return await _pause(call, work, until)


@feature.action("pause", opens=PauseForm)
async def press_pause(call: Call, work: Work, value: str) -> Answer:
    """Ask until when."""
    return Open(PauseForm)


@feature.submitted(PauseForm)
async def pause_until(call: Call, form: PauseForm, work: Work, subject: str) -> Answer:
    """Be in no round until the day in the form."""
    problem = _past(call, form.until)
    if problem:
        raise FieldErrors({"until": problem})
    return await _pause(call, work, form.until)


def _past(call: Call, until: date) -> str:
    today = call.now.astimezone(zone(call.me.zone)).date()
    return words.text("pause.past") if until <= today else ""


async def _pause(call: Call, work: Work, until: date) -> Answer:
    ends = datetime.combine(until, time(), tzinfo=zone(call.me.zone))
    await work.introductions.membership.pause(call.me.id, ends)
    return Reply(views.paused(ends))


@feature.command("introduce back")
async def back(call: Call, work: Work) -> Answer:
    """End a pause now."""
    membership = work.introductions.membership
    was_paused = await membership.paused_until(call.me.id, call.now) is not None
    await membership.resume(call.me.id)
    return Reply(views.back(was_paused=was_paused))


@feature.action("back")
async def press_back(call: Call, work: Work, value: str) -> Answer:
    """End a pause now, by a button."""
    return await back(call, work)


# Never introduce me to … ----------------------------------------------------------------------


@feature.command("introduce never", opens=NeverForm)
async def never(
    call: Call, work: Work, who: Annotated[Member | None, PersonArg("whom_never")] = None
) -> Answer:
    """Never be introduced to somebody. Nobody is told."""
    return await _refuse(call, work, who) if who else Open(NeverForm)


@feature.action("never", opens=NeverForm)
async def press_never(call: Call, work: Work, value: str) -> Answer:
    """Ask who."""
    return Open(NeverForm)


@feature.submitted(NeverForm)
async def never_whom(call: Call, form: NeverForm, work: Work, subject: str) -> Answer:
    """Never be introduced to whom the form names."""
    try:
        who = await somebody(call, work, form.who)
    except ValueError as unknown:
        raise FieldErrors({"who": str(unknown)}) from None
    return await _refuse(call, work, who)


async def _refuse(call: Call, work: Work, who: Member) -> Answer:
    if who.id == call.me.id:
        raise UserError(words("never.yourself"))
    new = await work.introductions.membership.refuse(call.me.id, who.id, call.now)
    return Reply(views.refused(who.name, new=new))


@feature.command("introduce never list")
async def never_list(call: Call, work: Work) -> Answer:
    """Show whom I am never introduced to, to me alone."""
    return await _never_list(call, work)


@feature.action("never_list")
async def press_never_list(call: Call, work: Work, value: str) -> Answer:
    """Show whom I am never introduced to, to me alone."""
    return await _never_list(call, work)


async def _never_list(call: Call, work: Work) -> Answer:
    return Reply(views.never_list(await work.introductions.membership.refused(call.me.id)))


@feature.command("introduce never undo")
async def allow(call: Call, work: Work, who: Annotated[Member, PersonArg("listed")]) -> Answer:
    """Take somebody off the list."""
    return await _allow(call, work, who)


@feature.action("allow")
async def press_allow(call: Call, work: Work, value: str) -> Answer:
    """Take somebody off the list."""
    return await _allow(call, work, await addressed(call, work, value))


async def _allow(call: Call, work: Work, who: Member) -> Answer:
    was_on_it = await work.introductions.membership.allow(call.me.id, who.id)
    return Reply(views.allowed(who.name, was_refused=was_on_it))
