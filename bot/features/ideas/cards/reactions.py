"""What a card shows has changed: it is shown anew wherever it hangs."""

from datetime import datetime

from bot.community.domain_events import MembersMerged
from bot.features.ideas import feature
from bot.features.ideas.cards.live import card_of
from bot.features.ideas.ports import Work


@feature.when(MembersMerged)
async def two_are_one(merged: MembersMerged, work: Work, now: datetime) -> None:
    """Count somebody once who was counted twice."""
    theirs = await work.ideas.proposals.of_interested(merged.kept)
    await work.live.touch(*(card_of(idea.id) for idea in theirs))
