"""What this feature needs of the database, and what each promises."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.community.people import KnownAs, Ref, Space
from bot.community.profiles import Profile
from bot.features.linking.domain import Link
from bot.work import Work as CoreWork


class Profiles(Protocol):
    """The profiles of members, and how chats know them."""

    async def profile(self, member: int) -> Profile | None: ...

    async def profiles(self, members: Collection[int]) -> dict[int, Profile]:
        """The profiles of those members who exist, by member."""
        ...

    async def accounts(self, member: int) -> list[KnownAs]:
        """How each chat knows a member."""
        ...


class Links(Protocol):
    """Accounts that are offered to become one person's, or lately have; with the way back."""

    async def offer(self, member: int, space: Space, account: Ref, now: datetime) -> Link:
        """Keep that an account may become a member's, in the place of an earlier offer to it."""
        ...

    async def get(self, id_: int) -> Link | None:
        """The link of this id."""
        ...

    async def offered_to(self, account: Ref, space: Ref) -> Link | None:
        """What is offered to an account, be that too old or not."""
        ...

    async def choose(self, id_: int, choices: Mapping[str, str]) -> None:
        """Keep what is to stay of both profiles, by field."""
        ...

    async def withdraw(self, id_: int) -> None:
        """Forget an offer."""
        ...

    async def withdraw_all(self, member: int) -> None:
        """Forget what is offered to accounts that used a member's codes."""
        ...

    async def lock(self, who: Sequence[int]) -> None:
        """Keep others from changing these members until this unit of work ends.

        Raises `Conflict` when one of them has gone meanwhile.
        """
        ...

    async def attached(self, link: Link, now: datetime) -> None:
        """Note that what was offered is done, and that there was no second member."""
        ...

    async def merge(self, link: Link, gone: int, kept: int, merged: Profile, now: datetime) -> None:
        """Do what was offered: everything that is one member's becomes the other's.

        Introductions to themselves are closed without a word; drafts of rounds are matched again.
        """
        ...

    async def undo(self, link: Link, now: datetime) -> None:
        """Restore both as they were; what has happened since stays with the one who was kept."""
        ...

    async def latest_of(self, member: int) -> Link | None:
        """What was done last for a member, as long as there is a way back."""
        ...

    async def older(self, offered: datetime, done: datetime) -> list[Link]:
        """What was offered, or done, no later than these instants."""
        ...

    async def forget(self, id_: int) -> None:
        """Erase a link with what there was before."""
        ...

    async def concerning(self, member: int) -> list[Link]:
        """Everything that is kept about links of a member, or of their accounts."""
        ...

    async def former(self, id_: int) -> Profile | None:
        """The profile of the one who is gone, as it was."""
        ...

    async def drop_all(self, member: int) -> None:
        """Erase everything about links of a member, or of their accounts."""
        ...


class Work(CoreWork, Protocol):
    """A unit of work as this feature uses it."""

    @property
    def members(self) -> Profiles: ...
    @property
    def links(self) -> Links: ...
