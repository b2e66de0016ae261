"""Joining and leaving, and what follows: a challenge that gathers people opens when enough are."""

from datetime import datetime
from functools import partial

from bot.community.domain_events import ChallengeJoined, ChallengeLeft, ChallengeOpened
from bot.community.facts import Fact
from bot.delivery.addresses import ToMember
from bot.features.challenges.cards.live import card_of
from bot.features.challenges.domain import Challenge, ChallengeState
from bot.features.challenges.participants import views
from bot.features.challenges.participants.domain import Participant
from bot.features.challenges.ports import Work
from bot.features.challenges.proposals.interest import how_many_it_takes


async def join(
    work: Work, challenge: Challenge, member: int, now: datetime, *, hidden: bool | None = None
) -> Participant:
    """Let somebody be in a challenge: once, from whatever chat, however often it is said."""
    before = await work.challenges.participants.get(challenge.id, member)
    joined = await work.challenges.participants.join(challenge.id, member, now, hidden=hidden)
    await work.live.touch(card_of(challenge.id))
    if before is None or before.hidden != joined.hidden:
        told = ChallengeJoined(
            challenge.id, challenge.community, member, challenge.question, joined.hidden, now
        )
        work.domain_events.append(told)
    if before is None and challenge.state is ChallengeState.PROPOSED:
        await _open_if_enough(work, challenge.id, member, now)
    return joined


async def leave(work: Work, challenge: Challenge, member: int, now: datetime) -> bool:
    """Let somebody be in it no more; `False` if they were not."""
    if not await work.challenges.participants.leave(challenge.id, member):
        return False
    left = ChallengeLeft(challenge.id, challenge.community, member, now)
    work.domain_events.append(left)
    await work.live.touch(card_of(challenge.id))
    return True


async def _open_if_enough(work: Work, challenge: int, by: int, now: datetime) -> None:
    """Open it, once as many are in it as the community wants to see."""
    found = await work.challenges.proposals.lock(challenge)
    if found is None or found.state is not ChallengeState.PROPOSED:
        return
    if found.people >= await how_many_it_takes(work, found.community):
        await open_now(work, found, by, now)


async def open_now(work: Work, challenge: Challenge, by: int, now: datetime) -> None:
    """Let a challenge be open that gathered people, and tell them, but for who has just come."""
    await work.challenges.proposals.become(challenge.id, ChallengeState.OPEN, now)
    await work.live.touch(card_of(challenge.id))
    here = challenge.community
    work.domain_events.append(ChallengeOpened(challenge.id, here, challenge.question, now))
    for each in await work.challenges.participants.all_of(challenge.id):
        if each.member != by:
            fact = Fact.of("challenges.opened", challenge.id, member=each.member)
            told = partial(views.opened, challenge)
            await work.outbox.post(ToMember(each.member), told, fact, community=here)
