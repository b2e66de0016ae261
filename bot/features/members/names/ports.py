"""What is needed of where names are kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.features.members.names.domain import Named, NameKind, Renaming


class Renamings(Protocol):
    """Names of networks, topics and towns, and how they change for everybody at once."""

    async def names(self, community: int, kind: NameKind) -> Sequence[Named]:
        """Every name of a kind, that of most people first."""
        ...

    async def rename(
        self, community: int, kind: NameKind, former: str, name: str, by: int, now: datetime
    ) -> Renaming | None:
        """Let what has one name have another one; with what has that already, it becomes one.

        Members keep one membership, roles follow, and home networks stay first. `None` where
        nothing has the former name, or has it as it is.
        """
        ...

    async def latest(self, community: int, since: datetime, limit: int) -> Sequence[Renaming]:
        """The newest that can be undone."""
        ...

    async def get(self, id_: int) -> Renaming | None:
        """One of them."""
        ...

    async def undo(self, renaming: Renaming, now: datetime) -> None:
        """Give back the former name; what has changed since stays. Raises `Conflict`."""
        ...

    async def by(self, member: int) -> Sequence[Renaming]:
        """Those of one facilitator."""
        ...

    async def disown(self, member: int) -> None:
        """Forget that they were of this facilitator."""
        ...

    async def older(self, than: datetime) -> Sequence[Renaming]:
        """Those of before an instant."""
        ...

    async def forget(self, id_: int) -> None:
        """Forget one of them, and with it the way back."""
        ...

    async def drop_unused(self, network: int) -> None:
        """Let a network go that nobody belongs to, and nothing is open to."""
        ...
