"""Posting an idea: added to the board, hung in its channels, in its proposer's hands."""

from datetime import datetime

from bot.community.places import Purpose
from bot.community.roles import ScopedRole
from bot.delivery.addresses import ChannelFor, ToPlace
from bot.features.ideas.cards.live import card_of
from bot.features.ideas.domain import Details, Idea
from bot.features.ideas.ports import Work


async def post(work: Work, community: int, details: Details, by: int, now: datetime) -> Idea:
    """Post an idea, which is then in the hands of whoever proposes it."""
    idea = await work.ideas.proposals.add(community, details, by, now)
    await work.roles.grant(by, ScopedRole.HOST, idea.scope, by, now)
    await hang(work, idea)
    return idea


async def hang(work: Work, idea: Idea) -> None:
    """Hang the card of an idea in its channels; where it hangs, it stays."""
    for place in idea.details.places:
        there = ToPlace(ChannelFor(Purpose.ANNOUNCEMENTS, place))
        await work.live.hang(there, card_of(idea.id), community=idea.community)
