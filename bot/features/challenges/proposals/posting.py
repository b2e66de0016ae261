"""Posting a challenge: added to the board, hung in its channels, in its proposer's hands."""

from datetime import datetime

from bot.community.domain_events import ChallengeOpened
from bot.community.roles import ScopedRole
from bot.delivery.cards import hang_in
from bot.features.challenges.cards.live import card_of
from bot.features.challenges.domain import Challenge, ChallengeState, Details
from bot.features.challenges.participants.joining import join
from bot.features.challenges.ports import Work
from bot.features.challenges.proposals.interest import how_many_it_takes


async def post(work: Work, community: int, details: Details, by: int, now: datetime) -> Challenge:
    """Post a challenge, whose first participant and host is whoever proposes it; `hang` it, too.

    It opens at once, unless the community wants to see more people in it first.
    """
    opens = await how_many_it_takes(work, community) < 2  # its proposer is one
    state = ChallengeState.OPEN if opens else ChallengeState.PROPOSED
    added = await work.challenges.proposals.add(community, details, by, now, state)
    await work.roles.grant(by, ScopedRole.HOST, added.scope, by, now)
    if opens:
        work.domain_events.append(ChallengeOpened(added.id, community, added.question, now))
    await join(work, added, by, now)
    found = await work.challenges.proposals.get(added.id)
    assert found is not None  # noqa: S101  # it was just added
    return found


async def hang(
    work: Work, challenge: Challenge, by: int, now: datetime, *, unbounded: bool
) -> frozenset[int]:
    """Hang the card of a challenge in its channels, by their rules; where it hangs, it stays.

    Returns those in which there were enough today, where it has to wait.
    """
    places, card = challenge.details.places, card_of(challenge.id)
    here = challenge.community
    return await hang_in(work.cards, places, card, by, now, community=here, unbounded=unbounded)
