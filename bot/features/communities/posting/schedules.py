"""Cards that had to wait are hung on the next day, in the daytime of whoever posted them."""

from collections.abc import Sequence
from datetime import datetime

from bot.community.zones import zone
from bot.delivery.cards import DAY_BEGINS, DAY_ENDS, WaitingCard
from bot.features.communities import feature
from bot.features.communities.ports import Work
from bot.ui.text import read_id


async def _due(work: Work, now: datetime) -> Sequence[str]:
    """Once an hour for each card whose day it is: the channel may have had enough again."""
    waiting = await work.cards.waiting()
    return [f"{card.id}:{now:%Y-%m-%dT%H}" for card in waiting if _its_day(card, now)]


def _its_day(card: WaitingCard, now: datetime) -> bool:
    there = zone(card.zone)
    local = now.astimezone(there)
    return card.asked_at.astimezone(there).date() < local.date() and (
        DAY_BEGINS <= local.hour < DAY_ENDS
    )


@feature.schedule("hang_card", due=_due)
async def hang_card(work: Work, period: str, now: datetime, seed: int) -> None:
    """Hang a card that waited, if the rule of its channel lets it."""
    await work.cards.hang_waiting(read_id(period.partition(":")[0]), now)
