"""What is remembered of guests."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Protocol

from bot.features.events.reminders.domain import Reminder
from bot.features.events.rsvps.outcomes import Guest


class Guests(Protocol):
    """People who come without being members: a name and a mailbox, for one event."""

    async def add(
        self, event: int, mailbox: int, name: str, zone: str, locale: str, now: datetime
    ) -> Guest:
        """Add a guest, or find the one with this mailbox.

        Until they have confirmed it, they are called what was said last.
        """
        ...

    async def get(self, guest: int) -> Guest | None:
        """The guest of this id."""
        ...

    async def confirm(self, guest: int, name: str, now: datetime) -> None:
        """Note that the mailbox is theirs, and what they are called."""
        ...

    async def answered(self, guest: int) -> list[int]:
        """The dates that a guest has answered, also those that are over."""
        ...

    async def refused(self, guest: int) -> int:
        """Note that a mail to a guest was refused for good; returns how many in a row."""
        ...

    async def reached(self, guest: int) -> None:
        """Note that a mail to a guest was taken."""
        ...

    async def unreached(self, guests: Collection[int]) -> set[int]:
        """Those of these guests to whom the last mail was refused."""
        ...

    async def shares_mailbox(self, guest: Guest) -> bool:
        """Whether the same mailbox is that of a guest of another event."""
        ...

    async def unconfirmed(self, before: datetime) -> list[int]:
        """The first guests added before who have not confirmed their address since."""
        ...

    async def over(self, before: datetime) -> list[int]:
        """The first who are still known although all that they answered was over before."""
        ...

    async def is_over(self, guest: int, before: datetime) -> bool:
        """Whether that is so of this guest."""
        ...

    async def forget_name(self, guest: int) -> None:
        """Forget who a guest was, and not that somebody came."""
        ...

    async def forget(self, guest: int) -> None:
        """Forget a guest with what they have answered; free their seats first."""
        ...

    async def reminders(self, now: datetime) -> list[Reminder]:
        """The reminders of dates that are soon, for all guests who come to them, due or not."""
        ...

    async def to(self, reminder: Reminder) -> list[int]:
        """The guests who are to be reminded, unless the date was moved or cancelled since."""
        ...

    async def count(self, digests: Sequence[str], day: date) -> list[int]:
        """Count one more sign-up for each of these on a day; returns how many there are of each."""
        ...

    async def counted_before(self, day: date) -> bool:
        """Whether there are counts of days before."""
        ...

    async def forget_counts(self, before: date) -> None:
        """Forget the counts of days before."""
        ...
