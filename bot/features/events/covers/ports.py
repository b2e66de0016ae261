"""Where pictures of events are kept."""

from datetime import datetime
from typing import Protocol

from bot.features.events.covers.domain import Picture
from bot.features.events.domain import Cover


class Covers(Protocol):
    """Pictures by the names in their addresses."""

    async def put(
        self, event: int, picture: Picture | None, alt: str, now: datetime
    ) -> Cover | None:
        """Let an event have this picture, or none, in the place of another, which goes.

        One that another event has, too, stays: that which continues a series has its picture.
        """
        ...

    async def describe(self, event: int, alt: str, now: datetime) -> None:
        """Say otherwise what is on the picture that an event has."""
        ...

    async def get(self, key: str) -> Picture | None:
        """The picture of this name."""
        ...
