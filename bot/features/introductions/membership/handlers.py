"""Taking part in introductions: what members do."""

from datetime import date, datetime, time
from typing import Annotated

from bot.community.domain_events import MeetingRefused
from bot.community.people import Member, Ref
from bot.community.zones import zone
from bot.errors import UserError
from bot.features.introductions import feature, words
from bot.features.introductions.domain import Programme
from bot.features.introductions.lookup import RunningProgramme
from bot.features.introductions.membership import views
from bot.features.introductions.membership.forms import NeverForm, PauseForm
from bot.features.introductions.ports import Work
from bot.features.introductions.programmes.live import invitation_to
from bot.routing.arguments import DateArg, NumberArg, PersonArg
from bot.routing.interaction import Answer, Call, Open, Reply
from bot.ui.forms import FieldErrors


@feature.command("introduce")
async def introduce(call: Call, work: Work) -> Answer:
    """Show how I stand to every programme."""
    membership = work.introductions.membership
    found = await membership.statuses(call.me.id, call.me.community)
    statuses = [views.ProgrammeStatus(*each, call.now) for each in found]
    until = await membership.paused_until(call.me.id, call.now)
    return Reply(views.my_introductions(statuses, until))


# Joining and leaving --------------------------------------------------------------------------


@feature.command("introduce join", action="join", carries=("programme",))
async def join(call: Call, work: Work, programme: RunningProgramme) -> Answer:
    """Take part in a programme."""
    membership = work.introductions.membership
    new = await membership.join(programme.id, call.me.id, call.now)
    await work.live.touch(invitation_to(programme.id))
    standing = views.ProgrammeStatus(programme, True, None, call.now)
    known = await membership.has_profile(call.me.id)
    return Reply(views.joined(standing, new=new, has_profile=known))


@feature.command("introduce leave", action="leave", carries=("programme",))
async def leave(call: Call, work: Work, programme: RunningProgramme) -> Answer:
    """Take part no longer."""
    was_in = await work.introductions.membership.leave(programme.id, call.me.id)
    await work.live.touch(invitation_to(programme.id))
    return Reply(views.left(programme, was_in=was_in))


# This round or not ----------------------------------------------------------------------------


RoundAsked = Annotated[int | None, NumberArg("round")]
"""The round that a question was about; a command is about the next one."""


@feature.command("introduce yes", action="yes", carries=("programme", "number"))
async def yes(
    call: Call, work: Work, programme: RunningProgramme, *, number: RoundAsked = None
) -> Answer:
    """Be in the next round."""
    return await _say(call, work, _asked(programme, number), coming=True)


@feature.command("introduce skip", action="skip", carries=("programme", "number"))
async def skip(
    call: Call, work: Work, programme: RunningProgramme, *, number: RoundAsked = None
) -> Answer:
    """Sit out the next round, and only that."""
    return await _say(call, work, _asked(programme, number), coming=False)


def _asked(programme: Programme, number: int | None) -> Programme:
    if number not in (None, programme.number):
        raise UserError(words("coming.too_late", name=programme.name))
    return programme


async def _say(call: Call, work: Work, programme: Programme, *, coming: bool) -> Answer:
    membership = work.introductions.membership
    if programme.opens_at is None:
        raise UserError(words("programme.no_more_rounds"))
    if programme.id not in await membership.joined(call.me.id):
        if not coming:
            return Reply(views.left(programme, was_in=False))
        await membership.join(programme.id, call.me.id, call.now)
        await work.live.touch(invitation_to(programme.id))
    await membership.say(programme.id, programme.number, call.me.id, coming=coming)
    return Reply(views.coming(programme, yes=coming))


# Pausing --------------------------------------------------------------------------------------


@feature.command("introduce pause", opens=PauseForm, action="pause")
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


@feature.command("introduce back", action="back")
async def back(call: Call, work: Work) -> Answer:
    """End a pause now."""
    membership = work.introductions.membership
    was_paused = await membership.paused_until(call.me.id, call.now) is not None
    await membership.resume(call.me.id)
    return Reply(views.back(was_paused=was_paused))


# Never introduce me to … ----------------------------------------------------------------------


@feature.command("introduce never", opens=NeverForm, action="never")
async def never(
    call: Call,
    work: Work,
    who: Annotated[Member | Ref | None, PersonArg("whom_never", takes="account")] = None,
) -> Answer:
    """Never be introduced to somebody. Nobody is told."""
    if isinstance(who, Ref):
        new = await work.introductions.membership.refuse_account(call.me.id, who, call.now)
        return Reply(views.refused_account(who, new=new))
    return await _refuse(call, work, who) if who else Open(NeverForm)


@feature.submitted(NeverForm)
async def never_whom(call: Call, form: NeverForm, work: Work, subject: str) -> Answer:
    """Never be introduced to whom the form names."""
    return await _refuse(call, work, form.who)


async def _refuse(call: Call, work: Work, who: Member) -> Answer:
    if who.id == call.me.id:
        raise UserError(words("never.yourself"))
    new = await work.introductions.membership.refuse(call.me.id, who.id, call.now)
    work.domain_events.append(MeetingRefused(call.me.community, call.me.id, who.id))
    return Reply(views.refused(who.name, new=new))


@feature.command("introduce never list", action="never_list")
async def never_list(call: Call, work: Work) -> Answer:
    """Show whom I am never introduced to, to me alone."""
    book = work.introductions.membership
    people, accounts = (await book.refused(call.me.id), await book.refused_accounts(call.me.id))
    return Reply(views.never_list(people, accounts))


@feature.command("introduce never undo", action="allow", carries=("who",))
async def allow(
    call: Call,
    work: Work,
    who: Annotated[Member | Ref | None, PersonArg("listed", takes="account")],
) -> Answer:
    """Take somebody off the list; without a person, show who is on it."""
    if who is None:
        return await never_list(call, work)
    if isinstance(who, Ref):
        was = await work.introductions.membership.allow_account(call.me.id, who)
        return Reply(views.allowed(words.text("never.somebody"), was_refused=was))
    was_on_it = await work.introductions.membership.allow(call.me.id, who.id)
    return Reply(views.allowed(who.name, was_refused=was_on_it))
