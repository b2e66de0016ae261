"""Proposing an idea: in a line or by a form, held against those that are there, then posted."""

from datetime import datetime
from typing import Annotated

from bot.community.posting_rules import unbounded
from bot.errors import UserError
from bot.features.ideas import feature, words
from bot.features.ideas.cards.live import card_of
from bot.features.ideas.cards.views import line
from bot.features.ideas.domain import ALIVE, MOST_A_DAY, MOST_TITLE, Details, Idea
from bot.features.ideas.lookup import PROPOSERS, ProposedIdea, by_id, proposes, seen
from bot.features.ideas.ports import Work
from bot.features.ideas.proposals import posting, views
from bot.features.ideas.proposals.details import details_of, filled_in, values_of
from bot.features.ideas.proposals.forms import IdeaForm
from bot.routing.arguments import TextArg
from bot.routing.interaction import Answer, Call, Open, Reply
from bot.routing.plans import Plans
from bot.routing.proposals import Proposal, Proposals, edited
from bot.ui.fields import Raw
from bot.ui.messages import Message
from bot.ui.text import clean, label, read_id, without_quotes

_LONGEST_LINE = 2000


@feature.command("new", opens=IdeaForm, action="new")
async def new(
    call: Call,
    work: Work,
    title: Annotated[str, TextArg("title", max_length=_LONGEST_LINE)] = "",
) -> Answer:
    """Show an idea of which the title is said, before it is posted; a form asks for it."""
    said = without_quotes(" ".join(clean(title).split()))
    if not said:
        return Open(IdeaForm)
    if len(said) > MOST_TITLE:
        return Open(IdeaForm, values={"title": label(said, MOST_TITLE), "why": said})
    return Reply(await proposals.shown(call, work, {"title": said}))


@feature.command("edit", role=PROPOSERS, opens=IdeaForm, action="edit", carries=("idea",))
async def edit(call: Call, work: Work, idea: ProposedIdea) -> Answer:
    """Fill in what is to be said otherwise."""
    if idea.state not in ALIVE:
        raise UserError(words("edit.too_late", title=idea.title))
    return Open(IdeaForm, edited(idea.id))


async def _post(call: Call, work: Work, new: Proposal[Details]) -> Message:
    idea = await posting.post(work, call.community.id, new.details, call.me.id, call.now)
    free = unbounded(call.standing)
    waits = await posting.hang(work, idea, call.me.id, call.now, unbounded=free)
    return views.posted(idea, new.there, waits)


async def _said(call: Call, work: Work, id_: str) -> dict[str, Raw]:
    return values_of((await by_id(call, work, id_)).details)


async def _change(call: Call, work: Work, id_: str, details: Details) -> Message:
    idea = await work.ideas.proposals.lock(read_id(id_))
    if idea is None or not proposes(call, idea) or idea.community != call.community.id:
        raise UserError(words("idea.gone"))
    if idea.state not in ALIVE:
        raise UserError(words("edit.too_late", title=idea.title))
    await work.ideas.proposals.change(idea.id, details, call.now)
    changed = await by_id(call, work, str(idea.id))
    await posting.hang(work, changed, call.me.id, call.now, unbounded=unbounded(call.standing))
    await work.live.touch(card_of(idea.id))
    return views.changed(changed)


async def _posted_since(work: Work, member: int, since: datetime) -> int:
    return await work.ideas.proposals.posted_by(member, since)


proposals = Proposals[Work, IdeaForm, Details, Idea](
    plans=Plans(feature, IdeaForm),
    among=seen,
    audience=lambda work: work.ideas.audience,
    details_of=details_of,
    values_of=lambda details, call: values_of(details),
    filled_in=filled_in,
    edited=_said,
    facts=views.facts,
    line=line,
    join=views.join,
    post=_post,
    change=_change,
    posted_since=_posted_since,
    most_a_day=MOST_A_DAY,
)
proposals.declare()
