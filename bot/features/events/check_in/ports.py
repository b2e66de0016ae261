"""What checking in needs to remember."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from bot.features.events.check_in.domain import CheckIn, Present
from bot.features.events.rsvps.domain import Attendee


class CheckIns(Protocol):
    """Who is at which date. A row for each, and no counter: nobody waits for anybody."""

    async def add(
        self, date: int, who: Attendee, people: int, by: int | None, now: datetime
    ) -> bool:
        """Note that somebody is there; `False` if that was known."""
        ...

    async def add_name(self, date: int, name: str, by: int, now: datetime) -> bool:
        """Note that somebody is there who has no answer and is no member; `False` if known."""
        ...

    async def take_back(self, date: int, who: Attendee) -> bool:
        """Note that somebody is not there after all; `False` if nobody said so."""
        ...

    async def take_back_name(self, date: int, check_in: int) -> bool:
        """Note that somebody of whom only the name is known is not there after all."""
        ...

    async def has(self, date: int, who: Attendee) -> bool:
        """Whether somebody is there."""
        ...

    async def of(self, date: int) -> list[CheckIn]:
        """Who is there, in the order in which it was said."""
        ...

    async def of_event(self, event: int) -> list[CheckIn]:
        """Who was at any date of an event, by date."""
        ...

    async def count(self, date: int) -> int:
        """How many people are there, whoever came with somebody among them."""
        ...

    async def was_at(self, member: int, dates: Collection[int]) -> set[int]:
        """At which of these dates a member was, as `present` has it."""
        ...

    async def present(self, date: int) -> list[Present]:
        """Who was there; where nobody checked in, who has a seat. Names without a row are left out.

        In the order of coming.
        """
        ...

    async def zones(self, since: datetime, now: datetime) -> list[tuple[int, datetime, str]]:
        """Dates that ended after `since` and by now: each with its end and a zone of its people."""
        ...

    async def forget_names(self, over_before: datetime) -> None:
        """Forget names that hosts noted at dates that ended before, and not that somebody came."""
        ...

    async def noted_late(self, since: datetime) -> list[tuple[int, datetime]]:
        """Dates that ended after `since`, and at which somebody was noted within a day after that.

        Each with its end.
        """
        ...

    async def open_door(self, date: int) -> str:
        """The key of which the codes of a date are made, which is made for the first time here."""
        ...

    async def door(self, date: int) -> str | None:
        """That key, if there is one."""
        ...

    async def doors(
        self, community: int, begin_before: datetime, end_after: datetime
    ) -> list[tuple[int, str]]:
        """The planned dates of a community with a key that begin and end so, each with its key."""
        ...

    async def all_doors(self, begin_before: datetime, end_after: datetime) -> list[tuple[int, str]]:
        """Those of every community."""
        ...

    async def named(self, date: int, names: Collection[str]) -> list[tuple[Attendee, str]]:
        """Who has answered a date under one of these names (`name_key`), guests among them."""
        ...
