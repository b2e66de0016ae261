"""The asker notes what they take away, and tells what came of it, a month later or when it has."""

from dataclasses import replace
from functools import partial
from typing import Literal

from bot.delivery.addresses import ToMember
from bot.errors import UserError
from bot.features.peer_assists import feature, words
from bot.features.peer_assists.domain import Assist, AssistState, outcome_to, takeaway_to
from bot.features.peer_assists.lookup import MyAssist
from bot.features.peer_assists.outcomes import views
from bot.features.peer_assists.outcomes.forms import NoteForm, OutcomeForm
from bot.features.peer_assists.ports import Work
from bot.routing.interaction import Answer, Call, Open, Prefill, Reply
from bot.ui.forms import FieldErrors
from bot.ui.text import clean, read_id

_TALKED = (AssistState.UNDER_WAY, AssistState.OVER)


@feature.command("stuck note", opens=NoteForm, action="note", carries=("assist",))
async def note(call: Call, work: Work, assist: MyAssist) -> Answer:
    """Note what one takes away, in the half hour or after it."""
    return Open(NoteForm, str(_talked(assist).id))


@feature.prefill(NoteForm)
async def noted_so_far(call: Call, work: Work, subject: str) -> Prefill:
    """What was noted before."""
    found = await _mine(call, work, subject)
    return Prefill({"note": found.takeaway, "share": "yes" if found.shared else "no"})


@feature.submitted(NoteForm)
async def noted(call: Call, form: NoteForm, work: Work, subject: str) -> Answer:
    """Keep it for the asker; the helpers read it if the asker likes."""
    found, share = await _mine(call, work, subject), _said(form.share)
    text = clean(form.note).strip()
    await work.peer_assists.save(replace(found, takeaway=text, shared=share))
    await _tell(call, work, found, "takeaway", text if share else None)
    return Reply(views.kept("takeaway", share=share))


@feature.command("stuck outcome", opens=OutcomeForm, action="outcome", carries=("assist",))
async def outcome(call: Call, work: Work, assist: MyAssist) -> Answer:
    """Tell what came of it."""
    return Open(OutcomeForm, str(_talked(assist).id))


@feature.prefill(OutcomeForm)
async def told_so_far(call: Call, work: Work, subject: str) -> Prefill:
    """What was told before."""
    found = await _mine(call, work, subject)
    return Prefill({"outcome": found.outcome, "share": "yes" if found.outcome_shared else "no"})


@feature.submitted(OutcomeForm)
async def told(call: Call, form: OutcomeForm, work: Work, subject: str) -> Answer:
    """Keep what came of it; the helpers read it if the asker likes."""
    found, share = await _mine(call, work, subject), _said(form.share)
    text = clean(form.outcome).strip()
    await work.peer_assists.save(replace(found, outcome=text, outcome_shared=share))
    await _tell(call, work, found, "outcome", text if share else None)
    return Reply(views.kept("outcome", share=share))


@feature.action("nothing")
async def nothing(call: Call, work: Work, assist: MyAssist) -> Answer:
    """There is nothing to tell, which is an answer like any other."""
    return Reply(views.nothing())


async def _tell(
    call: Call,
    work: Work,
    assist: Assist,
    what: Literal["takeaway", "outcome"],
    text: str | None,
) -> None:
    """Let the helpers read it as it is now, or no more: what they had is empty then."""
    fact_to = takeaway_to if what == "takeaway" else outcome_to
    message = partial(views.told, what, call.me, assist, text)
    for helper in assist.helpers if text is not None else ():
        to, fact = ToMember(helper), fact_to(assist.id, helper)
        await work.outbox.post(to, message, fact, community=assist.community)
    await work.outbox.edit_each({fact_to(assist.id, each): message for each in assist.helpers})


def _talked(assist: Assist) -> Assist:
    if assist.state not in _TALKED:
        raise UserError(words("note.too_early"))
    return assist


async def _mine(call: Call, work: Work, subject: str) -> Assist:
    found = await work.peer_assists.lock(read_id(subject))
    if found is None or found.asker != call.me.id:
        raise UserError(words("assist.gone"))
    return _talked(found)


def _said(share: str) -> bool:
    if share not in ("yes", "no"):
        raise FieldErrors({"share": words.text("share.choose")})
    return share == "yes"
