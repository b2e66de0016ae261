"""What the Slack adapter needs from outside: where it is installed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.community.installations import Installation
from bot.routing.hearing import HearingWork


class Installations(Protocol):
    """Where Kindred is installed by OAuth, and who is about to install it."""

    async def save(
        self,
        team: str,
        *,
        name: str,
        token: str,
        bot: str,
        installed_at: datetime,
    ) -> None:
        """Keep an installation in the place of an earlier one in the same workspace."""
        ...

    async def of(self, team: str) -> Installation | None:
        """The installation in a workspace."""
        ...

    async def all(self) -> Sequence[Installation]:
        """Every installation, oldest first."""
        ...

    async def drop(self, team: str) -> None:
        """Forget the installation in a workspace, and its token with it."""
        ...

    async def expect(self, state: str, wish: str, now: datetime, until: datetime) -> None:
        """Remember what somebody wishes who was sent to Slack with this state.

        Those who have not come back in time are forgotten.
        """
        ...

    async def returned(self, state: str, now: datetime) -> str | None:
        """The wish of somebody who came back with this state; `None` for a state not given out.

        It works once.
        """
        ...


class SlackWork(HearingWork, Protocol):
    """The unit of work, with what the Slack adapter remembers."""

    @property
    def slack(self) -> Installations: ...
