"""The accounts by which members are reached."""

from collections.abc import Collection
from dataclasses import dataclass

from bot.community.people import OWN_CHAT, Account, Ref


@dataclass(frozen=True, slots=True)
class KnownWay:
    """One of a member's accounts, as it stands, and where it is written to alone."""

    account: Account
    direct: Ref | None
    closed: bool
    preferred: bool

    @property
    def own(self) -> bool:
        """Whether it is that in the community's own chat."""
        return self.account.space_ref.platform == OWN_CHAT


def lives_in_own_chat(known: Collection[KnownWay]) -> bool:
    """Whether somebody is in no other chat, or prefers to be written to in the community's own."""
    return all(way.own for way in known) or any(way.own and way.preferred for way in known)
