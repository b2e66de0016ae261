"""What people may join or come to, in words that features share: ideas, events, what is to come.

A feature says what it has (`Feature.opportunities`); who shows people what is open, wherever it
comes from, asks `work.opportunities`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.community.facts import Fact
from bot.community.ports import Audience
from bot.ui.messages import Button


@dataclass(frozen=True, slots=True)
class Opportunity:
    """Something that members may join or come to.

    `about` is the row that it is, by a kind of the feature's own; `text` says more than the
    `title`, for looking whom it suits. Who is behind it belongs to the networks of `behind`; the
    members of `open_to` may join, where none are named everybody in the community. It has been open
    `since` then, and is `at` some instant, or whenever people like. `look` shows it. It hangs in
    these places already where it is `posted_in`; who joins one that is `full` has to wait.
    """

    about: Fact
    title: str
    text: str
    behind: frozenset[int]
    since: datetime
    look: Button
    open_to: frozenset[int] = frozenset()
    at: datetime | None = None
    posted_in: frozenset[int] = frozenset()
    full: bool = False

    def is_open_to(self, networks: frozenset[int]) -> bool:
        """Whether somebody of these networks may join."""
        return not self.open_to or not self.open_to.isdisjoint(networks)

    def is_from_elsewhere(self, networks: frozenset[int]) -> bool:
        """Whether people of other networks than these are behind it, and none of theirs."""
        return bool(self.behind) and self.behind.isdisjoint(networks)


async def near(audience: Audience, member: int, things: Sequence[int]) -> frozenset[int]:
    """Those of these things that are not of other networks than this member's alone.

    The rest stands further down on their home, in the order of what suits them.
    """
    mine, behind = await audience.of(member), await audience.behind(things)
    none: frozenset[int] = frozenset()
    theirs = {thing: behind.get(thing, none) for thing in things}
    return frozenset(
        thing for thing, those in theirs.items() if not those or not those.isdisjoint(mine)
    )
