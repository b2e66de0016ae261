"""Proposing a challenge: in a line or by a form, held against those that are there, then posted."""

from datetime import datetime
from typing import Annotated

from bot.community.facts import Fact
from bot.community.posting_rules import unbounded
from bot.community.roles import Role
from bot.community.zones import zone
from bot.errors import UserError
from bot.features.challenges import feature, words
from bot.features.challenges.cards.views import line
from bot.features.challenges.domain import ALIVE, MOST_A_DAY, MOST_QUESTION, Challenge, Details
from bot.features.challenges.lookup import HOSTS, HostedChallenge, by_id, hosts, locked, seen
from bot.features.challenges.origins.invitations import invite
from bot.features.challenges.ports import Work
from bot.features.challenges.proposals import posting, views
from bot.features.challenges.proposals.details import details_of, filled_in, values_of
from bot.features.challenges.proposals.forms import ChallengeForm
from bot.features.challenges.updates.history import change
from bot.routing.arguments import TextArg
from bot.routing.interaction import Answer, Call, Open, Reply
from bot.routing.plans import Plans
from bot.routing.proposals import Proposal, Proposals, edited
from bot.ui.fields import Raw
from bot.ui.messages import Message
from bot.ui.text import clean, label, read_id, without_quotes

_LONGEST_LINE = 1500


@feature.command("new", opens=ChallengeForm, action="new")
async def new(
    call: Call,
    work: Work,
    question: Annotated[str, TextArg("question", max_length=_LONGEST_LINE)] = "",
) -> Answer:
    """Show a challenge of which the question is said, before it is posted; a form asks for it."""
    said = without_quotes(" ".join(clean(question).split()))
    if not said:
        return Open(ChallengeForm)
    if len(said) > MOST_QUESTION:
        values: dict[str, Raw] = {"question": label(said, MOST_QUESTION), "why": said}
        return Open(ChallengeForm, values=values)
    return Reply(await proposals.shown(call, work, {"question": said}))


@feature.command("edit", role=Role.FACILITATOR, opens=ChallengeForm)
@feature.command("edit", role=HOSTS, opens=ChallengeForm, action="edit", carries=("challenge",))
async def edit(call: Call, work: Work, challenge: HostedChallenge) -> Answer:
    """Fill in what is to be said otherwise."""
    if challenge.state not in ALIVE:
        raise UserError(words("edit.too_late", question=challenge.question))
    return Open(ChallengeForm, edited(challenge.id))


async def _post(call: Call, work: Work, new: Proposal[Details]) -> Message:
    """Post a challenge; the people of what it is made of hear of it."""
    posted = await posting.post(work, call.community.id, new.details, call.me.id, call.now)
    free = unbounded(call.standing)
    waits = await posting.hang(work, posted, call.me.id, call.now, unbounded=free)
    told = await invite(work, posted, new.origin, call.me, call.now) if new.origin else 0
    return views.posted(posted, new.there, waits, told)


async def _said(call: Call, work: Work, id_: str) -> dict[str, Raw]:
    return _values((await by_id(call, work, id_)).details, call)


def _values(details: Details, call: Call) -> dict[str, Raw]:
    return values_of(details, after=call.now.astimezone(zone(call.me.zone)).date())


async def _change(call: Call, work: Work, id_: str, details: Details) -> Message:
    found = await locked(call, work, read_id(id_))
    if not hosts(call, found):
        raise UserError(words("challenge.gone"))
    if found.state not in ALIVE:
        raise UserError(words("edit.too_late", question=found.question))
    changed = await change(work, found, details, call.me.id, call.now)
    free = unbounded(call.standing)
    await posting.hang(work, changed, call.me.id, call.now, unbounded=free)
    return views.changed(changed)


async def _posted_since(work: Work, member: int, since: datetime) -> int:
    return await work.challenges.proposals.posted_by(member, since)


async def _made_of(work: Work, about: Fact) -> list[Challenge]:
    return await work.challenges.origins.made_of(about)


proposals = Proposals[Work, ChallengeForm, Details, Challenge](
    plans=Plans(feature, ChallengeForm),
    among=seen,
    audience=lambda work: work.challenges.audience,
    details_of=details_of,
    values_of=_values,
    filled_in=filled_in,
    edited=_said,
    facts=views.facts,
    line=line,
    join=views.join,
    post=_post,
    change=_change,
    posted_since=_posted_since,
    most_a_day=MOST_A_DAY,
    made_of=_made_of,
)
proposals.declare()
