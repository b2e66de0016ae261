"""What is kept of who takes part in programmes, who pauses, and who refuses whom."""

from datetime import datetime
from typing import Protocol

from bot.community.people import Ref
from bot.features.introductions.domain import Participants, Programme


class Membership(Protocol):
    """Who takes part, who pauses, and whom nobody may introduce to whom."""

    async def join(self, programme: int, member: int, now: datetime) -> bool:
        """Take part; `False` when they did already."""
        ...

    async def leave(self, programme: int, member: int) -> bool:
        """Take part no longer; `False` when the member did not."""
        ...

    async def joined(self, member: int) -> frozenset[int]:
        """The programmes that the member takes part in."""
        ...

    async def pause(self, member: int, until: datetime) -> None:
        """Be in no round before `until`."""
        ...

    async def resume(self, member: int) -> None:
        """End a pause now."""
        ...

    async def paused_until(self, member: int, now: datetime) -> datetime | None:
        """When a pause that lasts ends."""
        ...

    async def say(self, programme: int, number: int, member: int, coming: bool) -> None:
        """Say whether one is in this very round."""
        ...

    async def statuses(
        self, member: int, community: int
    ) -> list[tuple[Programme, bool, bool | None]]:
        """Each running programme, whether the member takes part, and if they are in its next round.

        The oldest programme is first; of rounds about which they have said nothing, it is `None`.
        """
        ...

    async def forget_what_was_said(self, programme: int, number: int) -> None:
        """Forget who is in a round: it was put off."""
        ...

    async def refuse(self, member: int, other: int, now: datetime) -> bool:
        """Never introduce these two; `False` when the member said so before."""
        ...

    async def allow(self, member: int, other: int) -> bool:
        """Take that back; what the other said stays."""
        ...

    async def refused(self, member: int) -> list[tuple[int, str]]:
        """Ids and names of those the member does not want to be introduced to."""
        ...

    async def refuse_account(self, member: int, account: Ref, now: datetime) -> bool:
        """Never introduce a member to whoever uses this account, now or later; `False` if known."""
        ...

    async def know_again(self, member: int, account: Ref, email: str) -> None:
        """Let hold for a newcomer what was said of whoever had this account or address before."""
        ...

    async def allow_account(self, member: int, account: Ref) -> bool:
        """Take that back; `False` when it was never said."""
        ...

    async def refused_accounts(self, member: int) -> list[Ref]:
        """The accounts on a member's list that are nobody's yet."""
        ...

    async def to_ask(self, programme: Programme) -> list[int]:
        """Members who will be there when the next round opens, and have not said yet."""
        ...

    async def participants(self, programme: Programme, now: datetime) -> Participants:
        """Everybody who may be in the next round if it opens now, in bulk."""
        ...

    async def has_profile(self, member: int) -> bool:
        """Whether the member tells anything that others can be found by."""
        ...
