"""Letting an idea rest, waking it, taking it on, and withdrawing it."""

from functools import partial

from bot.community.facts import Fact
from bot.community.roles import ScopedRole, require
from bot.delivery.addresses import ToMember
from bot.errors import UserError
from bot.features.ideas import feature, words
from bot.features.ideas.cards.live import card_of
from bot.features.ideas.domain import ALIVE, Idea, IdeaState
from bot.features.ideas.lookup import PROPOSERS, ProposedIdea, SeenIdea, by_id
from bot.features.ideas.ports import Work
from bot.features.ideas.rests import views
from bot.features.ideas.rests.forms import WithdrawForm
from bot.routing.interaction import Answer, Call, Open, Reply


@feature.command("rest", role=PROPOSERS, action="rest", carries=("idea",))
async def rest(call: Call, work: Work, idea: ProposedIdea) -> Answer:
    """Let an idea rest; it can be woken."""
    if idea.state is not IdeaState.OPEN:
        raise UserError(words("rest.not_open", title=idea.title))
    await _become(call, work, idea, IdeaState.RESTING)
    return Reply(views.rests(idea))


@feature.action("keep", role=PROPOSERS)
async def keep(call: Call, work: Work, idea: ProposedIdea) -> Answer:
    """Say that an idea is still alive, having been asked."""
    if idea.state not in ALIVE:
        raise UserError(words("rest.not_open", title=idea.title))
    await _become(call, work, idea, IdeaState.OPEN)
    return Reply(views.kept(idea))


@feature.command("wake", action="wake", carries=("idea",))
async def wake(call: Call, work: Work, idea: SeenIdea) -> Answer:
    """Wake an idea that rests, or of whose event nothing came: whoever does is interested."""
    found = await work.ideas.proposals.lock(idea.id)
    if found is None or found.state not in (IdeaState.RESTING, IdeaState.PLANNED):
        raise UserError(words("wake.not_asleep", title=idea.title))
    if found.state is IdeaState.PLANNED:
        require(call.standing, PROPOSERS, idea.scope)
    proposers = [each.id for each in await work.roles.holders(ScopedRole.HOST, idea.scope)]
    said = await work.ideas.interests.get(idea.id, call.me.id)
    if call.me.id not in proposers:
        said = await work.ideas.interests.say(idea.id, call.me.id, call.now)
    who = None if said and said.hidden else call.me
    await _become(call, work, idea, IdeaState.OPEN)
    for member in proposers:
        if member != call.me.id:
            fact = Fact.of("ideas.woken", idea.id, part=call.now.isoformat(), member=member)
            told = partial(views.woken_by, idea, who)
            await work.outbox.post(ToMember(member), told, fact, community=idea.community)
    return Reply(views.woken(idea))


@feature.action("adopt")
async def adopt(call: Call, work: Work, idea: SeenIdea) -> Answer:
    """Take on an idea whose proposer has gone."""
    found = await work.ideas.proposals.lock(idea.id)
    if found is None or found.state not in ALIVE:
        raise UserError(words("rest.not_open", title=idea.title))
    there = await work.roles.present_holders(ScopedRole.HOST, idea.scope)
    if there and call.me.id not in [each.id for each in there]:
        raise UserError(words("adopt.too_late", title=idea.title, who=there[0].name))
    await work.roles.grant(call.me.id, ScopedRole.HOST, idea.scope, call.me.id, call.now)
    await _become(call, work, idea, IdeaState.OPEN)
    return Reply(views.adopted(idea))


# Withdrawing ----------------------------------------------------------------------------------


@feature.command(
    "withdraw", role=PROPOSERS, opens=WithdrawForm, action="withdraw", carries=("idea",)
)
async def withdraw(call: Call, work: Work, idea: ProposedIdea) -> Answer:
    """Ask for a word to those who are interested; nothing is withdrawn before it is sent."""
    if idea.state not in ALIVE:
        raise UserError(words("rest.not_open", title=idea.title))
    return Open(WithdrawForm, str(idea.id))


@feature.submitted(WithdrawForm, role=PROPOSERS)
async def withdrawn(call: Call, form: WithdrawForm, work: Work, subject: str) -> Answer:
    """Withdraw an idea, and tell those who are interested."""
    idea = await by_id(call, work, subject)
    require(call.standing, PROPOSERS, idea.scope)
    found = await work.ideas.proposals.lock(idea.id)
    if found is None or found.state not in ALIVE:
        raise UserError(words("rest.not_open", title=idea.title))
    await _become(call, work, idea, IdeaState.WITHDRAWN)
    await work.cards.withdraw(card_of(idea.id))
    there = await work.ideas.interests.all_of(idea.id)
    for each in there:
        if each.member != call.me.id:
            fact = Fact.of("ideas.withdrawn", idea.id, member=each.member)
            told = partial(views.withdrawn, idea, form.message)
            await work.outbox.post(ToMember(each.member), told, fact, community=idea.community)
    return Reply(views.withdrew(idea, len(there)))


async def _become(call: Call, work: Work, idea: Idea, state: IdeaState) -> None:
    await work.ideas.proposals.become(idea.id, state, call.now)
    await work.live.touch(card_of(idea.id))
