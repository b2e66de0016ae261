"""What ideas hear of the events that were made of them."""

from collections.abc import Collection
from datetime import datetime
from functools import partial

from bot.community.domain_events import (
    EventCancelled,
    EventHeld,
    EventOutcomeTold,
    EventPlanned,
)
from bot.community.facts import Fact
from bot.community.roles import Scope, ScopedRole
from bot.delivery.addresses import ToMember
from bot.delivery.outbox import Composed
from bot.features.ideas import feature
from bot.features.ideas.cards.live import card_of
from bot.features.ideas.domain import Idea, IdeaState
from bot.features.ideas.outcomes import views
from bot.features.ideas.outcomes.forms import LONGEST
from bot.features.ideas.ports import Work
from bot.ui.capabilities import short


@feature.when(EventPlanned)
async def is_planned(planned: EventPlanned, work: Work, now: datetime) -> None:
    """Let an idea lead to the event that was made of it."""
    if planned.origin is None or planned.origin.kind != "ideas.idea":
        return
    idea = await work.ideas.proposals.lock(planned.origin.id)
    if idea is None or idea.community != planned.community:
        return
    if idea.state is not IdeaState.TAKEN_DOWN:  # which it may be since somebody looked
        await work.ideas.proposals.plan(idea.id, planned.event, now)
        await work.live.touch(card_of(idea.id))


@feature.when(EventHeld)
async def is_held(held: EventHeld, work: Work, now: datetime) -> None:
    """Ask what came of an idea, once its event was over for the first time.

    Its proposers are asked who do not host the event: of those who do, events ask it.
    """
    hosts = await work.roles.holders(ScopedRole.HOST, Scope("event", held.event))
    for idea in await work.ideas.proposals.of_event(held.event):
        await work.ideas.proposals.held(idea.id, held.at)
        await work.live.touch(card_of(idea.id))
        fact = Fact.of("ideas.held", idea.id, part=str(held.event))
        without = [host.id for host in hosts]
        if not idea.outcome:
            await _tell(work, idea, partial(views.what_came, idea), fact, without=without)


@feature.when(EventOutcomeTold)
async def outcome_is_told(told: EventOutcomeTold, work: Work, now: datetime) -> None:
    """Show what came of its event as what came of an idea, unless its proposers have told that.

    Not where some may see the idea for whom the event was not.
    """
    text, before = short(told.text, LONGEST), short(told.before, LONGEST)
    for idea in await work.ideas.proposals.of_event(told.event):
        readers = frozenset(idea.details.networks)
        may_read = not told.open_to or (readers and readers <= told.open_to)
        if idea.outcome in ("", before) and may_read:
            await work.ideas.proposals.tell_outcome(idea.id, text)
            await work.live.touch(card_of(idea.id))


@feature.when(EventCancelled)
async def is_called_off(cancelled: EventCancelled, work: Work, now: datetime) -> None:
    """Offer that an idea goes on of whose event a date does not take place."""
    for idea in await work.ideas.proposals.of_event(cancelled.event):
        if idea.state is IdeaState.PLANNED and idea.held_at is None:
            part = str(cancelled.event)
            fact = Fact.of("ideas.called_off", idea.id, part=part)
            await _tell(work, idea, partial(views.called_off, idea), fact)


async def _tell(
    work: Work, idea: Idea, message: Composed, fact: Fact, *, without: Collection[int] = ()
) -> None:
    for proposer in await work.roles.holders(ScopedRole.HOST, idea.scope):
        if proposer.id not in without:
            to, each = ToMember(proposer.id), fact.to(proposer.id)
            await work.outbox.post(to, message, each, community=idea.community)
