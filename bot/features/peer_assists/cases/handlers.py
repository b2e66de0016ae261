"""Saying what one is stuck with: in a line or by a form, shown before anybody is asked."""

from datetime import datetime
from typing import Annotated

from bot.community.facts import Fact
from bot.community.origins import Origin, put_behind, read_behind, read_carried
from bot.community.people import Member
from bot.errors import UserError
from bot.features.peer_assists import feature, words
from bot.features.peer_assists.cases import views
from bot.features.peer_assists.cases.forms import CaseForm
from bot.features.peer_assists.domain import (
    ALIVE,
    KEPT,
    MONTH,
    MOST_A_MONTH,
    MOST_CASE,
    MOST_MORE,
    Assist,
    AssistState,
)
from bot.features.peer_assists.lookup import MyAssist, asker_of, called
from bot.features.peer_assists.ports import Work
from bot.routing.arguments import TextArg
from bot.routing.interaction import Answer, Call, Open, Prefill, Reply, Update
from bot.ui.forms import FieldErrors
from bot.ui.messages import Message
from bot.ui.text import clean, label, read_id


@feature.command("stuck", opens=CaseForm, action="new", carries=("about",))
async def stuck(
    call: Call,
    work: Work,
    case: Annotated[str, TextArg("case", max_length=MOST_MORE)] = "",
    *,
    about: str = "",
) -> Answer:
    """Show what would happen with a case, before anybody is asked; a form asks for it."""
    await check(call, work)
    subject = put_behind("new", read_carried(about)) if about else ""
    said = " ".join(clean(case).split())
    if not said:
        return Open(CaseForm, subject)
    if len(said) > MOST_CASE:
        return Open(CaseForm, subject, {"case": label(said, MOST_CASE), "more": said})
    return Reply(await _draft(call, work, CaseForm(case=said), read_behind(subject)))


@feature.action("change", opens=CaseForm)
async def change(call: Call, work: Work, assist: MyAssist) -> Answer:
    """Say it differently, or more of it, while nobody is asked."""
    if assist.state is not AssistState.DRAFT:
        raise UserError(words("draft.gone"))
    return Open(CaseForm, str(assist.id))


@feature.action("drop")
async def drop(call: Call, work: Work, assist: MyAssist) -> Answer:
    """Let it be, before anybody is asked."""
    found = await work.peer_assists.lock(assist.id)
    if found is None or found.state is not AssistState.DRAFT:
        raise UserError(words("draft.gone"))
    await work.peer_assists.delete(assist.id)
    return Update(views.dropped())


@feature.prefill(CaseForm)
async def as_it_is(call: Call, work: Work, subject: str) -> Prefill:
    """What was said before."""
    draft = await _my_draft(call, work, subject)
    if draft is None:
        return Prefill()
    return Prefill({"case": draft.case, "more": draft.more, "times": draft.times})


@feature.submitted(CaseForm)
async def said(call: Call, form: CaseForm, work: Work, subject: str) -> Answer:
    """Show it, before anybody is asked."""
    await check(call, work)
    if not clean(form.case).strip():
        raise FieldErrors({"case": words.text("fault.no_case")})
    draft = await _my_draft(call, work, subject)
    about = draft.about if draft else read_behind(subject)
    return Reply(await _draft(call, work, form, about))


async def check(call: Call, work: Work) -> None:
    """Raise `UserError` for somebody who has one under way, or had enough of them this month."""
    theirs = await work.peer_assists.of(call.me.id)
    alive = [each for each in theirs if each.state in ALIVE]
    if alive:
        raise UserError(views.one_at_a_time(alive[0]))
    since = call.now - MONTH
    lately = [each for each in theirs if each.asked_at and each.asked_at > since]
    if len(lately) >= MOST_A_MONTH:
        raise UserError(words("new.too_many", count=MOST_A_MONTH))


@feature.origin("assist")
async def origin(subject: str, who: Member, work: Work, now: datetime) -> Origin | None:
    """What its asker may make a challenge of: the one sentence, and nothing for helpers alone."""
    found = await work.peer_assists.get(read_id(subject))
    if found is None or found.asker != who.id or found.state is AssistState.TAKEN_DOWN:
        return None
    return Origin(found.fact, found.case)


async def _my_draft(call: Call, work: Work, subject: str) -> Assist | None:
    found = await work.peer_assists.get(read_id(subject)) if subject.isdecimal() else None
    mine = found and found.asker == call.me.id and found.state is AssistState.DRAFT
    return found if mine else None


async def _draft(call: Call, work: Work, form: CaseForm, about: Fact | None = None) -> Message:
    new = Assist(
        id=0,
        community=call.community.id,
        asker=call.me.id,
        case=" ".join(clean(form.case).split()),
        more=clean(form.more).strip(),
        times=" ".join(clean(form.times).split()),
        made_at=call.now,
        until=call.now + KEPT,
        about=about,
    )
    draft = await work.peer_assists.add(new)
    title = await called(work, draft, call.me, call.now)
    return views.preview(draft, await asker_of(work, draft), title)
