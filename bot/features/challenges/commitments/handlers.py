"""Committing to something, in a group or just for oneself: in a line or by a form."""

from datetime import date
from typing import Annotated

from bot.errors import UserError
from bot.features.challenges import feature, words
from bot.features.challenges.commitments import pending, views
from bot.features.challenges.commitments.changes import make
from bot.features.challenges.commitments.domain import MOST_OPEN, MOST_TEXT
from bot.features.challenges.commitments.forms import JUST_ME, CommitmentForm
from bot.features.challenges.commitments.lookup import above, alive, joined
from bot.features.challenges.commitments.reading import read_step
from bot.features.challenges.domain import ALIVE, Challenge
from bot.features.challenges.participants.joining import join
from bot.features.challenges.ports import Work
from bot.routing.arguments import TextArg
from bot.routing.declared import KINDRED
from bot.routing.interaction import Answer, Call, Open, Prefill, Reply, Update
from bot.routing.plain_arguments import entries_in_all_languages
from bot.routing.plans import KeptPlan
from bot.ui.capabilities import FLOOR
from bot.ui.fields import Raw
from bot.ui.forms import FieldErrors
from bot.ui.messages import Message, Option
from bot.ui.text import clean, label, read_id

_LONGEST_LINE = 1000
_IN_FORM = FLOOR.select_options - 1  # challenges, beside "just for me"


@feature.command("commit", root=KINDRED, opens=CommitmentForm)
@feature.command("commit", opens=CommitmentForm)
async def commit(
    call: Call,
    work: Work,
    what: Annotated[str, TextArg("commitment", max_length=_LONGEST_LINE)] = "",
) -> Answer:
    """Commit to what a line says, by the day it says; a form asks for it."""
    leads = entries_in_all_languages(words, "said.by")
    step = read_step(what, leads, call.now, call.me.zone)
    here = await above(call, work)
    if not step.text:
        known: dict[str, Raw] = {"until": step.day.isoformat()} if step.day else {}
        return Open(CommitmentForm, str(here.id) if here else "", known)
    if len(step.text) > MOST_TEXT:
        values: dict[str, Raw] = {"what": label(step.text, MOST_TEXT)}
        return Open(CommitmentForm, str(here.id) if here else "", values)
    which = str(here.id) if here else ""
    if step.unclear:
        plan = await pending.keep(call, work, step.text, None, which)
        return Reply(views.by_when(plan, step.text, step.unclear))
    return Reply(await _in_group(call, work, step.text, step.day, which))


@feature.action("commit_to", opens=CommitmentForm)
async def commit_to(call: Call, work: Work, challenge: str = "") -> Answer:
    """Ask to what somebody commits; in this challenge, if it was begun on its card."""
    if challenge:
        await alive(call, work, read_id(challenge))
    return Open(CommitmentForm, challenge)


@feature.prefill(CommitmentForm)
async def commitment_form(call: Call, work: Work, subject: str) -> Prefill:
    """What is known of it, and for which of their challenges it may be."""
    there = await joined(call, work)
    values: dict[str, Raw] = {"which": str(there[0].id) if len(there) == 1 else JUST_ME}
    if read_id(subject):
        here = await alive(call, work, read_id(subject))
        values["which"] = str(here.id)
        there = [here, *(each for each in there if each.id != here.id)]
    elif subject:
        kept = (await pending.plans.known(call, work, subject)).values
        values = {**kept, "which": kept.get("which") or values["which"]}
    options = [Option.of(each.question, str(each.id)) for each in there[:_IN_FORM]]
    alone = Option.of(words.text("button.just_me"), JUST_ME)
    return Prefill(values, {"which": [*options, alone]})


@feature.submitted(CommitmentForm)
async def committed(call: Call, form: CommitmentForm, work: Work, subject: str) -> Answer:
    """Commit to what the form says."""
    challenge = None
    if form.which and form.which != JUST_ME:
        challenge = await alive(call, work, read_id(form.which))
    return Reply(await _make(call, work, step_text(form.what), form.until, challenge))


# What was left open in a line -----------------------------------------------------------------


@feature.action("commit_in")
async def commit_in(call: Call, work: Work, plan: str, challenge: str) -> Answer:
    """Commit to it in the challenge that is chosen, or in none."""
    id_ = read_id(challenge)
    found = await alive(call, work, id_) if id_ else None
    text, day = _said(await pending.plans.take(call, work, plan))
    return Update(await _make(call, work, text, day, found))


@feature.action("commit_day", opens=CommitmentForm)
async def commit_day(call: Call, work: Work, plan: str) -> Answer:
    """Ask by when."""
    await pending.plans.known(call, work, plan)
    return Open(CommitmentForm, plan)


@feature.action("commit_no_day")
async def commit_no_day(call: Call, work: Work, plan: str) -> Answer:
    """Commit to it without a day."""
    kept = await pending.plans.take(call, work, plan)
    text, which = str(kept.values["what"]), str(kept.values["which"])
    return Update(await _in_group(call, work, text, None, which))


def _said(kept: KeptPlan) -> tuple[str, date | None]:
    day = str(kept.values["until"])
    return str(kept.values["what"]), date.fromisoformat(day) if day else None


# All ways lead here ---------------------------------------------------------------------------


async def _in_group(call: Call, work: Work, text: str, day: date | None, which: str) -> Message:
    """Commit to it in the challenge that is meant, or the only one; several are asked about."""
    if which:
        return await _make(call, work, text, day, await alive(call, work, read_id(which)))
    there = await joined(call, work)
    if len(there) > 1:
        name = await pending.keep(call, work, text, day)
        return views.for_which(name, text, there)
    return await _make(call, work, text, day, there[0] if there else None)


async def _make(
    call: Call, work: Work, text: str, day: date | None, challenge: Challenge | None
) -> Message:
    in_ = challenge.id if challenge else None
    there = await work.challenges.commitments.open_of(call.me.id)
    for each in there:
        if (each.text, each.day, each.challenge) == (text, day, in_):
            return views.made(each, challenge, joined=False)
    if len(there) >= MOST_OPEN:
        raise UserError(words("commit.too_many", most=MOST_OPEN))
    if challenge is not None and challenge.state not in ALIVE:
        raise UserError(words("edit.too_late", question=challenge.question))
    joins = False
    if challenge is not None:
        joins = await work.challenges.participants.get(challenge.id, call.me.id) is None
    if challenge is not None and joins:
        await join(work, challenge, call.me.id, call.now)
    new = await make(work, call.me, text, day, challenge, call.now)
    return views.made(new, challenge, joined=joins)


def step_text(typed: str) -> str:
    """A step in one line; raises `FieldErrors` where nothing is said."""
    text = " ".join(clean(typed).split())
    if not text:
        raise FieldErrors({"what": words.text("fault.no_step")})
    return text
