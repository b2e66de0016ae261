"""Posting an idea: added to the board, hung in its channels, in its proposer's hands."""

from datetime import datetime

from bot.community.roles import ScopedRole
from bot.delivery.cards import hang_in
from bot.features.ideas.cards.live import card_of
from bot.features.ideas.domain import Details, Idea
from bot.features.ideas.ports import Work


async def post(work: Work, community: int, details: Details, by: int, now: datetime) -> Idea:
    """Post an idea, which is then in the hands of whoever proposes it; `hang` it, too."""
    idea = await work.ideas.proposals.add(community, details, by, now)
    await work.roles.grant(by, ScopedRole.HOST, idea.scope, by, now)
    return idea


async def hang(
    work: Work, idea: Idea, by: int, now: datetime, *, unbounded: bool
) -> frozenset[int]:
    """Hang the card of an idea in its channels, by their rules; where it hangs, it stays.

    Returns those in which there were enough today, where it has to wait.
    """
    places, card, here = idea.details.places, card_of(idea.id), idea.community
    return await hang_in(work.cards, places, card, by, now, community=here, unbounded=unbounded)
