"""What the demo needs of the core that it is played into (`bot.bootstrap.Core` is one)."""

from typing import Any, Protocol

from bot.routing.dispatch import Dispatcher
from bot.work import OpenWork


class RunsDue(Protocol):
    """Does what is due."""

    async def run_due(self) -> None:
        """Do all that is due now."""
        ...


class Delivers(Protocol):
    """Carries what was said to where it goes."""

    async def drain(self) -> int:
        """Deliver some of what waits; returns how much it was."""
        ...


class Core(Protocol):
    """What people of the demo act upon."""

    @property
    def open_work(self) -> OpenWork[Any]: ...
    @property
    def dispatcher(self) -> Dispatcher: ...
    @property
    def ticks(self) -> RunsDue: ...
    @property
    def relay(self) -> Delivers: ...
