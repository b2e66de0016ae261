"""What conversations need of the database."""

from typing import Protocol

from bot.delivery.conversations import Conversations
from bot.features.conversations.domain import SaidMessage, Tally
from bot.matching.ports import Acquaintances
from bot.work import Work as CoreWork


class SaidBook(Protocol):
    """What was said, to be shown."""

    async def get(self, message: int) -> SaidMessage | None:
        """What was said, whatever has become of it since."""
        ...

    async def tally(self, message: int) -> list[Tally]:
        """The pictures that people have put to it, what most have put first."""
        ...


class Work(CoreWork, Protocol):
    """The unit of work, with conversations."""

    @property
    def conversations(self) -> Conversations: ...
    @property
    def said(self) -> SaidBook: ...
    @property
    def acquaintances(self) -> Acquaintances: ...
