"""What is kept of programmes."""

from datetime import datetime
from typing import Protocol

from bot.features.introductions.domain import Numbers, Programme, Terms


class Programmes(Protocol):
    """The programmes of all communities."""

    async def add(self, community: int, terms: Terms, opens_at: datetime) -> Programme:
        """Add a programme; raises `Conflict` when a running one has the same name."""
        ...

    async def change(self, programme: int, terms: Terms, opens_at: datetime | None) -> None:
        """Give a programme other terms, and its next round another opening."""
        ...

    async def stop(self, programme: int) -> None:
        """Stop it: no further round opens, and a draft of one is forgotten."""
        ...

    async def get(self, programme: int) -> Programme | None:
        """The programme of this id."""
        ...

    async def running(self, community: int) -> list[Programme]:
        """Those that have not stopped, oldest first."""
        ...

    async def every(self, community: int) -> list[Programme]:
        """All programmes, those that run first, then those that have stopped, newest first."""
        ...

    async def lock(self, programme: int) -> Programme | None:
        """The programme as it is now; nobody else changes it before this unit of work ends."""
        ...

    async def of_round(self, round_: int) -> Programme | None:
        """The programme that a round belongs to."""
        ...

    async def move_on(self, programme: int, number: int, opens_at: datetime | None) -> None:
        """Set the number of the next round, and when it opens."""
        ...

    async def numbers(self, community: int, now: datetime) -> dict[int, Numbers]:
        """How many take part in each programme, and how many of them are pausing."""
        ...

    async def members(self, programme: int) -> list[int]:
        """Who takes part in a programme, those first who joined first."""
        ...

    async def due_for_opening(self, now: datetime) -> list[Programme]:
        """Those whose next round should be open by now."""
        ...

    async def due_for_asking(self, now: datetime, opening_before: datetime) -> list[Programme]:
        """Those that ask each time and have not yet asked about their next round."""
        ...

    async def opening_before(self, now: datetime, before: datetime) -> list[Programme]:
        """Those whose next round opens after now, and until then."""
        ...

    async def asked(self, programme: int, number: int) -> None:
        """Note that the members were asked about this round."""
        ...
