"""What reading a form needs to know of the world."""

from datetime import date
from typing import Protocol


class Reading(Protocol):
    """What a field may need to understand what was typed."""

    def day(self, text: str) -> date:
        """The date that is meant; raises `ValueError` with words for the actor, as all do."""
        ...

    def when(self, text: str) -> object:
        """The time that is meant, with its zone."""
        ...

    def time_zone(self, text: str) -> str:
        """The name of the time zone that is meant."""
        ...

    def person(self, text: str) -> object:
        """Who is meant."""
        ...
