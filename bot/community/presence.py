"""Whether people are still where their accounts are: doubted, asked of the chat, and known again.

A chat that refuses a message because somebody is not there is not taken at its word: the account
is doubted, the chat is asked once, and only what it answers counts. A message that it accepts
proves nothing, since some chats let one write to accounts that are closed.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Protocol

from bot.community.people import Account, AccountInfo, Ref

SURE = timedelta(hours=1)
"""What a chat has said of an account is believed for so long."""


class Roster(Protocol):
    """Asks a chat about many accounts, in its pace. One per adapter."""

    async def told_of(self, space: Ref, accounts: Collection[Ref]) -> Mapping[Ref, AccountInfo]:
        """What a chat tells of accounts of a space; those it knows not to be there are `gone`.

        Those of whom it tells nothing, because it does not answer or may not, are left out.
        """
        ...


class PresenceBook(Protocol):
    """Which accounts are in doubt."""

    async def doubt(self, accounts: Collection[Account], now: datetime) -> bool:
        """Have it asked whether these are still there; `False` if that is known by now."""
        ...

    async def doubt_members(self, members: Collection[int], since: datetime, now: datetime) -> None:
        """Have it asked of these members, in every chat that told nothing of them `since`."""
        ...

    async def doubtful(self, limit: int) -> list[Account]:
        """Accounts that are in doubt, those first that have been the longest."""
        ...

    async def leave_alone(self, accounts: Collection[Account]) -> None:
        """Doubt these no more: there is nobody to ask."""
        ...


class Work(Protocol):
    """What is needed of a unit of work."""

    @property
    def presence(self) -> PresenceBook: ...


_AGAIN = timedelta(minutes=1)


async def doubt_again(work: Work, member: int, now: datetime) -> None:
    """Have it asked whether somebody is back: who has left a server can still press a button."""
    await work.presence.doubt_members([member], now - _AGAIN, now)
