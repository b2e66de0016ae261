"""Making an event of an idea, and telling what came of it."""

from datetime import datetime

from bot.community.origins import Origin
from bot.community.people import Member
from bot.community.roles import ScopedRole, may
from bot.errors import UserError
from bot.features.ideas import feature, words
from bot.features.ideas.cards.live import card_of
from bot.features.ideas.domain import Idea, IdeaState
from bot.features.ideas.lookup import PROPOSERS, SeenIdea, by_id
from bot.features.ideas.outcomes import views
from bot.features.ideas.outcomes.forms import OutcomeForm
from bot.features.ideas.ports import Work
from bot.routing.interaction import Answer, Call, Open, Prefill, Reply
from bot.ui.capabilities import short
from bot.ui.text import clean, read_id

_EVENT_TITLE = 64  # characters of the title of an event


@feature.command("event", action="event", carries=("idea",))
async def event(call: Call, work: Work, idea: SeenIdea) -> Answer:
    """Offer what an idea can become: a poll about its time, or an event at a time that is known."""
    if idea.state is IdeaState.PLANNED:
        return Reply(views.planned(idea))
    if idea.state is not IdeaState.OPEN:
        raise UserError(words("rest.not_open", title=idea.title))
    if not await _may_make_one(work, idea, call.me):
        return Reply(views.for_hosts(idea), refused=True)
    return Reply(views.make_event(idea))


@feature.origin("idea")
async def origin(subject: str, who: Member, work: Work, now: datetime) -> Origin | None:
    """What is known of an event that is made of an idea: its proposers and helpers host it.

    Hosts are named, so a helper who stays unnamed is invited as anybody who is interested.
    """
    idea = await work.ideas.proposals.get(read_id(subject))
    if idea is None or idea.community != who.community or idea.state is not IdeaState.OPEN:
        return None
    if not await _may_make_one(work, idea, who):
        return None
    interested = await work.ideas.interests.all_of(idea.id)
    holders = await work.roles.present_holders(ScopedRole.HOST, idea.scope)
    proposers = [each.id for each in holders]
    helpers = [each.member for each in interested if each.can_host and not each.hidden]
    hosts = [*proposers, *helpers]
    title, details = short(idea.title, _EVENT_TITLE), idea.details
    whole = "" if title == idea.title else idea.title
    return Origin(
        about=idea.fact,
        title=title,
        description="\n\n".join(filter(None, (whole, details.why))),
        networks=details.networks,
        hosts=tuple(dict.fromkeys(hosts)),
        interested=tuple(each.member for each in sorted(interested, key=lambda each: each.since)),
        unnamed=frozenset(each.member for each in interested if each.hidden),
    )


async def _may_make_one(work: Work, idea: Idea, who: Member) -> bool:
    """Whether somebody may make an event of it: proposers, who could help host, facilitators."""
    if may(await work.roles.standing(who), PROPOSERS, idea.scope):
        return True
    said = await work.ideas.interests.get(idea.id, who.id)
    return said is not None and said.can_host


# What came of it ------------------------------------------------------------------------------


@feature.command("outcome", opens=OutcomeForm, action="outcome", carries=("idea",))
async def outcome(call: Call, work: Work, idea: SeenIdea) -> Answer:
    """Ask what came of an idea."""
    await _check_outcome(call, work, idea)
    return Open(OutcomeForm, str(idea.id))


@feature.prefill(OutcomeForm)
async def outcome_form(call: Call, work: Work, subject: str) -> Prefill:
    """What has been told so far."""
    return Prefill({"outcome": (await by_id(call, work, subject)).outcome})


@feature.submitted(OutcomeForm)
async def outcome_told(call: Call, form: OutcomeForm, work: Work, subject: str) -> Answer:
    """Keep what came of an idea: on its card, and where it is looked for."""
    idea = await by_id(call, work, subject)
    await _check_outcome(call, work, idea)
    await work.ideas.proposals.tell_outcome(idea.id, clean(form.outcome).strip())
    await work.live.touch(card_of(idea.id))
    return Reply(views.told(idea))


async def _check_outcome(call: Call, work: Work, idea: Idea) -> None:
    if idea.state is IdeaState.WITHDRAWN:
        raise UserError(words("rest.not_open", title=idea.title))
    if not await _may_make_one(work, idea, call.me):
        raise UserError(words("outcome.for_hosts"))
