"""What this feature needs to remember and to know of people."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.community.facts import Fact
from bot.community.people import Member
from bot.community.profiles import Profile
from bot.work import Work as CoreWork


@dataclass(frozen=True, slots=True)
class DigestChannel:
    """A channel, by its place, in which digests are shown."""

    place: int
    space: int
    community: int


@dataclass(frozen=True, slots=True)
class Digest:
    """What is shown in a channel at one time."""

    place: int
    number: str


class Digests(Protocol):
    """What was shown where, and whom it is shown to."""

    async def channels(self) -> list[DigestChannel]:
        """Every channel that is for digests, in spaces that are not lost."""
        ...

    async def zones(self, spaces: Collection[int]) -> dict[int, str]:
        """The zone of most people of each of these spaces, of those in which there are any."""
        ...

    async def people(self, space: int) -> list[Member]:
        """Who can be in the channels of a space."""
        ...

    async def networks_in(self, space: int) -> dict[int, int]:
        """The networks of those people, each with how many of them belong to it."""
        ...

    async def shown(self, place: int) -> set[Fact]:
        """What was ever shown in a channel."""
        ...

    async def show(self, digest: Digest, what: Collection[Fact], now: datetime) -> None:
        """Note that these are shown in it."""
        ...

    async def with_(self, what: Fact) -> list[Digest]:
        """The digests in which something was shown."""
        ...

    async def within(self, digest: Digest) -> set[Fact]:
        """All that was shown in one."""
        ...

    async def networks_of(self, member: int) -> frozenset[int]:
        """The networks of a member."""
        ...

    async def names(self, networks: Collection[int]) -> dict[int, str]:
        """What these networks are called."""
        ...


class Profiles(Protocol):
    """What members tell about themselves."""

    async def profiles(self, members: Collection[int]) -> dict[int, Profile]:
        """The profiles of those members who exist, by member."""
        ...


class Work(CoreWork, Protocol):
    """The unit of work, with what digests remember, and what members tell."""

    @property
    def digests(self) -> Digests: ...
    @property
    def members(self) -> Profiles: ...
