"""What threads that are joined up have to do with the group and its cards."""

from datetime import datetime

from bot.community.domain_events import (
    ChallengeClosed,
    ChallengeJoined,
    DeliveryArrived,
    PlacesChanged,
    Said,
)
from bot.features.challenges import feature
from bot.features.challenges.cards.live import card_of
from bot.features.challenges.domain import fact_of
from bot.features.challenges.participants.signs import heard_from
from bot.features.challenges.ports import Work
from bot.features.challenges.threads.people import one_comes_in

_CHALLENGE = fact_of(0).kind


@feature.when(DeliveryArrived)
async def a_card_hangs(arrived: DeliveryArrived, work: Work, now: datetime) -> None:
    """Let a card that was hung later be joined up, too."""
    card = card_of(arrived.fact.id)
    if arrived.fact.kind != card.kind:
        return
    conversation = await work.conversations.of(fact_of(arrived.fact.id))
    if conversation is not None:
        await work.conversations.show_in(conversation.id, *await work.live.threads(card))


@feature.when(PlacesChanged)
async def places_have_changed(changed: PlacesChanged, work: Work, now: datetime) -> None:
    """Let each card say where what is said below it is carried."""
    if changed.about.kind == _CHALLENGE:
        await work.live.touch(card_of(changed.about.id))


@feature.when(ChallengeJoined)
async def somebody_joins(joined: ChallengeJoined, work: Work, now: datetime) -> None:
    """Let them take part, under the name that the others may know."""
    conversation = await work.conversations.of(fact_of(joined.challenge))
    if conversation is not None:
        who, hidden = joined.member, joined.hidden
        await one_comes_in(work, joined.challenge, conversation, who, hidden=hidden)


@feature.when(Said)
async def somebody_spoke(said: Said, work: Work, now: datetime) -> None:
    """Who says something in the group is not quiet."""
    if said.about.kind == _CHALLENGE:
        await heard_from(work, said.about.id, said.member, now)


@feature.when(ChallengeClosed)
async def a_group_has_ended(closed: ChallengeClosed, work: Work, now: datetime) -> None:
    """Carry nothing any more, once the group has ended."""
    await work.conversations.close(fact_of(closed.challenge))
