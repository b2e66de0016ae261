"""What rooms need to remember."""

from datetime import datetime
from typing import Protocol


class Rooms(Protocol):
    """In which spaces there is a room for those who come to a date."""

    async def opened(self, date: int, space: int, now: datetime) -> bool:
        """Note that a room was asked for in a space; `False` if there is one."""
        ...

    async def of(self, date: int) -> list[int]:
        """The ids of the spaces in which there is one that was not put away."""
        ...

    async def to_close(self, over_before: datetime) -> list[int]:
        """The dates that ended by then, the rooms of which are still to be put away."""
        ...

    async def closed(self, date: int, now: datetime) -> None:
        """Note that the rooms of a date were put away."""
        ...
