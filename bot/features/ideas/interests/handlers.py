"""Being interested in an idea, offering to help host it, and who is."""

from functools import partial

from bot.community.domain_events import HelperChanged
from bot.community.facts import Fact
from bot.community.roles import ScopedRole
from bot.community.told_names import told_to
from bot.delivery.addresses import ToMember
from bot.errors import UserError
from bot.features.ideas import feature, words
from bot.features.ideas.cards.live import card_of
from bot.features.ideas.domain import Idea, IdeaState
from bot.features.ideas.interests import views
from bot.features.ideas.interests.domain import Interest
from bot.features.ideas.lookup import SeenIdea
from bot.features.ideas.ports import Work
from bot.routing.interaction import Answer, Call, Reply


@feature.command("interested", action="interested", carries=("idea",))
async def interested(call: Call, work: Work, idea: SeenIdea) -> Answer:
    """Be interested; whoever was so before is asked whether they are no more."""
    return await _say(call, work, idea)


@feature.command("host", action="host", carries=("idea",))
async def host(call: Call, work: Work, idea: SeenIdea) -> Answer:
    """Be interested, and offer to help host it."""
    return await _say(call, work, idea, can_host=True)


@feature.action("not_host")
async def not_host(call: Call, work: Work, idea: SeenIdea) -> Answer:
    """Stay interested, and help host it no more."""
    return await _say(call, work, idea, can_host=False)


@feature.action("unnamed")
async def unnamed(call: Call, work: Work, idea: SeenIdea) -> Answer:
    """Be interested, without one's name being told to anybody."""
    return await _say(call, work, idea, hidden=True)


@feature.command("name hide", action="hide_name", carries=("idea",))
async def hide_name(call: Call, work: Work, idea: SeenIdea) -> Answer:
    """Let nobody know that I am interested."""
    return await _show_name(call, work, idea, hidden=True)


@feature.command("name reveal", action="show_name", carries=("idea",))
async def show_name(call: Call, work: Work, idea: SeenIdea) -> Answer:
    """Let others know that I am interested."""
    return await _show_name(call, work, idea, hidden=False)


@feature.command("leave", action="leave", carries=("idea",))
async def leave(call: Call, work: Work, idea: SeenIdea) -> Answer:
    """Be interested no more."""
    before = await work.ideas.interests.get(idea.id, call.me.id)
    if not await work.ideas.interests.take_back(idea.id, call.me.id):
        return Reply(views.never_was(idea), refused=True)
    await work.live.touch(card_of(idea.id))
    _change_helper(call, work, idea, before, None)
    return Reply(views.taken_back(idea))


@feature.command("who", action="who", carries=("idea",))
async def who(call: Call, work: Work, idea: SeenIdea) -> Answer:
    """Tell who is interested, as far as the reader may know."""
    found = await work.ideas.interests.all_of(idea.id)
    return Reply(views.who(idea, found, await told_to(work, call.me, found, call.now)))


async def _show_name(call: Call, work: Work, idea: Idea, *, hidden: bool) -> Answer:
    if await work.ideas.interests.get(idea.id, call.me.id) is None:
        raise UserError(words("name.first_interested", title=idea.title))
    return await _say(call, work, idea, hidden=hidden)


async def _say(
    call: Call,
    work: Work,
    idea: Idea,
    *,
    can_host: bool | None = None,
    hidden: bool | None = None,
) -> Answer:
    """Take what is said: once for each member, from whatever chat, however often it is tapped."""
    if idea.state in (IdeaState.WITHDRAWN, IdeaState.PLANNED):
        raise UserError(views.too_late(idea))
    before = await work.ideas.interests.get(idea.id, call.me.id)
    said = await work.ideas.interests.say(
        idea.id, call.me.id, call.now, can_host=can_host, hidden=hidden
    )
    await work.ideas.proposals.stir(idea.id, call.now)
    await work.live.touch(card_of(idea.id))
    _change_helper(call, work, idea, before, said)
    if can_host and not (before and before.can_host):
        await _tell_proposers(call, work, idea)
    return Reply(views.mine(idea, said, again=before == said))


def _change_helper(
    call: Call, work: Work, idea: Idea, before: Interest | None, now: Interest | None
) -> None:
    """Let it be heard whether somebody helps by name whose own the idea is not."""
    proposes = (ScopedRole.HOST, idea.scope) in call.standing.things
    helped, helps = (each is not None and each.helps_by_name for each in (before, now))
    if helped != helps and not proposes:
        changed = HelperChanged(idea.fact, idea.community, call.me.id, helps, call.now)
        work.domain_events.append(changed)


async def _tell_proposers(call: Call, work: Work, idea: Idea) -> None:
    """Tell them, the first time, that somebody could help host: now it can become something."""
    for proposer in await work.roles.holders(ScopedRole.HOST, idea.scope):
        if proposer.id != call.me.id:
            fact = Fact.of("ideas.first_host", idea.id, member=proposer.id)
            told = partial(views.could_host, idea)
            await work.outbox.post(ToMember(proposer.id), told, fact, community=idea.community)
