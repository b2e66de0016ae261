"""Cards that members have posted in channels: so many a day, and the rest on the next.

A feature hangs a card of somebody's with `work.cards` and not with `work.live`, so that the rule of
the channel holds (`bot.community.posting_rules`); from then on it is a live view like any other.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.community.posting_rules import PostingRule
from bot.delivery.live import View

DAY_BEGINS, DAY_ENDS = 8, 20
"""Between these hours of whoever posted it a card is hung that had to wait."""


@dataclass(frozen=True, slots=True)
class WaitingCard:
    """A card that is to be hung on another day than it was asked for, in the zone of its member."""

    id: int
    zone: str
    asked_at: datetime


class Cards(Protocol):
    """Hangs cards in channels by the rules of these."""

    async def rules(self, places: Collection[int]) -> dict[int, PostingRule]:
        """The rule of each of these channels."""
        ...

    async def set_rule(self, place: int, rule: PostingRule) -> None:
        """Let another rule hold in a channel from now on."""
        ...

    async def hang(
        self,
        place: int,
        view: View,
        by: int,
        now: datetime,
        *,
        community: int,
        unbounded: bool = False,
    ) -> bool:
        """Hang a member's card in a channel; `False`: there were enough today, so it waits."""
        ...

    async def withdraw(self, view: View, place: int | None = None) -> None:
        """Let a card that waits not be hung any more, in one channel or in any."""
        ...

    async def waiting(self) -> list[WaitingCard]:
        """The cards that wait, the first first."""
        ...

    async def hang_waiting(self, card: int, now: datetime) -> bool:
        """Hang one of them, if the rule of its channel lets it by now."""
        ...

    async def forget_before(self, when: datetime) -> bool:
        """Forget by whom cards were posted before an instant; whether there is more to forget."""
        ...

    async def posted_by(self, member: int) -> list[tuple[str, datetime]]:
        """What a member has had posted lately, by its kind, and when they asked for it."""
        ...

    async def drop_all(self, member: int) -> None:
        """Forget that, and let what waits not be hung."""
        ...


async def hang_in(
    cards: Cards,
    places: Collection[int],
    view: View,
    by: int,
    now: datetime,
    *,
    community: int,
    unbounded: bool,
) -> frozenset[int]:
    """Hang a member's card in some channels, by their rules; returns those where it has to wait."""
    waits = set[int]()
    for place in places:
        if not await cards.hang(place, view, by, now, community=community, unbounded=unbounded):
            waits.add(place)
    return frozenset(waits)
