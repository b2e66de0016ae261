"""What becomes of ideas whose proposers go, and of those that facilitators take down."""

from datetime import datetime
from functools import partial

from bot.community.domain_events import AccountGone, MemberLeft, RecordForgotten, TakenDown
from bot.community.facts import Fact
from bot.delivery.addresses import ToMember
from bot.features.ideas import feature
from bot.features.ideas.cards.live import card_of, proposers_of
from bot.features.ideas.domain import Details, Idea, IdeaState, fact_of
from bot.features.ideas.ports import Work
from bot.features.ideas.rests import views


@feature.when(AccountGone)
async def somebody_has_gone(gone: AccountGone, work: Work, now: datetime) -> None:
    """See to the ideas of somebody who is in none of the chats any more in which they were."""
    if not await work.people.has_gone(gone.account.member):
        return
    for idea in await work.ideas.proposals.in_hands_of(gone.account.member):
        if not await proposers_of(work, idea):
            await _into_other_hands(work, idea, now)


@feature.when(MemberLeft)
async def a_member_has_left(left: MemberLeft, work: Work, now: datetime) -> None:
    """See to the ideas that are in nobody's hands since somebody is no member any more."""
    for idea in await work.ideas.proposals.in_nobodys_hands(left.community):
        await _into_other_hands(work, idea, now)


@feature.when(TakenDown)
async def is_taken_down(taken: TakenDown, work: Work, now: datetime) -> None:
    """Let nobody see an idea any more, wherever its card hangs, and forget all but its title."""
    idea = await work.ideas.proposals.lock(taken.about.id) if _is_idea(taken.about) else None
    if idea is not None:
        await work.ideas.proposals.change(idea.id, Details(idea.title), now)
        await work.ideas.proposals.tell_outcome(idea.id, "")
        await work.ideas.proposals.become(idea.id, IdeaState.TAKEN_DOWN, now)
        await work.live.take_down(card_of(taken.about.id))
        await work.cards.withdraw(card_of(taken.about.id))


@feature.when(RecordForgotten)
async def its_record_is_forgotten(gone: RecordForgotten, work: Work, now: datetime) -> None:
    """Forget the idea, too, that was taken down."""
    idea = await work.ideas.proposals.get(gone.about.id) if _is_idea(gone.about) else None
    if idea is not None and idea.state is IdeaState.TAKEN_DOWN:
        await work.roles.end(idea.scope)
        await work.ideas.proposals.delete(idea.id)


def _is_idea(about: Fact) -> bool:
    return about.kind == fact_of(0).kind


async def _into_other_hands(work: Work, idea: Idea, now: datetime) -> None:
    """Ask those who could help host whether they take it on; it rests if nobody cares for it."""
    await work.live.touch(card_of(idea.id))
    if not idea.interested:
        if idea.state is IdeaState.OPEN:
            await work.ideas.proposals.become(idea.id, IdeaState.RESTING, now)
        return
    for each in await work.ideas.interests.all_of(idea.id):
        if each.can_host:
            fact = Fact.of("ideas.taken_on", idea.id, member=each.member)
            question = partial(views.take_on, idea)
            await work.outbox.post(ToMember(each.member), question, fact, community=idea.community)
