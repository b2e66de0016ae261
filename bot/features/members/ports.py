"""What this feature needs of the database, and what each promises."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.community.people import AccountInfo, KnownAs, Network
from bot.community.profiles import Profile
from bot.community.roles import Role
from bot.features.members.directory.search import Column, Document, Term
from bot.features.members.domain import Viewer
from bot.features.members.names.ports import Renamings
from bot.work import Work as CoreWork


@dataclass(frozen=True, slots=True)
class ExistingMember:
    """A member as an import recognises them. The keys are folded.

    Whoever has `joined` has come in themselves, or has been given a role.
    """

    id: int
    joined_at: datetime
    email_key: str
    name_key: str
    home_network_key: str
    profile: Profile
    joined: bool = False


class MembersBook(Protocol):
    """Profiles, kept in step with the search index in the same unit of work.

    Networks are known by name, letters' case aside, and founded when they are new.
    """

    async def add(self, community: int, profile: Profile, now: datetime) -> int:
        """Add a member, who can be reached in the web chat; return their id."""
        ...

    async def add_many(
        self, community: int, profiles: Sequence[Profile], now: datetime
    ) -> list[int]:
        """Add members; return their ids in the same order."""
        ...

    async def enrol(self, community: int, who: AccountInfo, now: datetime) -> int:
        """Add a member of this name, address and zone (if any); return their id."""
        ...

    async def lock(self, member: int, naming: Collection[str] = ()) -> Profile | None:
        """The profile as it is; nobody else saves it before this unit of work has ended.

        Which of the networks that are going to be named there are is found out on the way.
        """
        ...

    async def save(self, member: int, profile: Profile, now: datetime) -> Profile | None:
        """Put a profile in the place of a member's former one.

        Returns it as it is kept, with the names that its networks have; `None` without a member.
        """
        ...

    async def save_many(
        self, community: int, profiles: Mapping[int, Profile], now: datetime
    ) -> dict[int, Profile]:
        """Put profiles in the place of the former ones, by member; all of one community."""
        ...

    async def profile(self, member: int) -> Profile | None:
        """A member's profile, if there is such a member."""
        ...

    async def profiles(self, members: Collection[int]) -> dict[int, Profile]:
        """The profiles of those members who exist, by member."""
        ...

    async def known(
        self, community: int, emails: Collection[str], names: Collection[str]
    ) -> list[ExistingMember]:
        """Members with one of these e-mail addresses or names, all in small letters."""
        ...

    async def page(self, community: int, after: int, limit: int) -> list[tuple[int, Profile]]:
        """The next members after an id, by id."""
        ...

    async def guarded(self, community: int) -> bool:
        """Whether anybody has chosen that not everyone may see their profile."""
        ...

    async def networks(self, community: int, limit: int | None = None) -> list[Network]:
        """Every network of a community, by name; or the first ones."""
        ...

    async def networks_called(self, community: int, names: Collection[str]) -> list[Network]:
        """Those networks of a community that have one of these names."""
        ...

    async def grant(self, member: int, role: Role) -> None:
        """Give a member a role in the place of their former one."""
        ...

    async def accounts(self, member: int) -> list[KnownAs]:
        """How each chat knows a member."""
        ...

    async def erase_profile(self, member: int) -> None:
        """Empty a member's profile and leave their name; nobody finds them any more."""
        ...

    async def leave_networks(self, member: int) -> None:
        """Take a member out of all networks."""
        ...

    async def erase(self, member: int) -> None:
        """Remove a member with everything that refers to them."""
        ...


@dataclass(frozen=True, slots=True)
class Where:
    """What everybody found must have: a town of some of these words, one of these networks.

    `town` is what was said of the towns.
    """

    towns: tuple[tuple[str, ...], ...] = ()
    networks: frozenset[int] = frozenset()
    town: str = field(default="", compare=False)

    def __bool__(self) -> bool:
        return bool(self.towns or self.networks)


@dataclass(frozen=True, slots=True)
class Matches:
    """One page of who was found, best first, and how many there are; `capped` if even more."""

    ids: tuple[int, ...] = ()
    total: int = 0
    capped: bool = False


Counts = tuple[tuple[str, int], ...]
"""What there is, each with how many people have it, the most first."""


@dataclass(frozen=True, slots=True)
class Overview:
    """What there is to find: topics, networks and towns, each with a count of people."""

    people: int
    topics: Counts
    networks: Counts
    towns: Counts


@dataclass(frozen=True, slots=True)
class Held:
    """What of the directory holds some letters, each with how many people have it."""

    topics: Counts
    networks: Counts
    towns: Counts


class Directory(Protocol):
    """Search. Nobody is found, counted or hinted at whose profile the viewer may not see."""

    async def viewer(self, member: int, community: int) -> Viewer:
        """Who looks, with whom they know."""
        ...

    async def sees(self, viewer: Viewer, member: int) -> bool:
        """Whether the viewer may see this member's profile."""
        ...

    async def matches(
        self,
        viewer: Viewer,
        terms: Sequence[Term],
        where: Where,
        *,
        offset: int,
        limit: int,
        any_of: bool = False,
    ) -> Matches:
        """Who matches all of the terms, or `any_of` them; without terms, whoever is there."""
        ...

    async def anyone(self, viewer: Viewer, terms: Sequence[Term], where: Where) -> bool:
        """Whether `matches` would find anybody."""
        ...

    async def spelled_like(self, community: int, *words: str) -> list[str]:
        """Words of the community's profiles that share most with each folded word, nearest first.

        However many words there are, it is one query.
        """
        ...

    async def touched(
        self, documents: Mapping[int, Document], terms: Sequence[Term]
    ) -> set[tuple[int, Column, int]]:
        """Member, column and number of each entry in which one of the terms is found."""
        ...

    async def overview(self, viewer: Viewer, limit: int) -> Overview:
        """What there is most of, at most `limit` of each kind."""
        ...

    async def holding(self, viewer: Viewer, part: str, limit: int) -> Held:
        """What there is most of among what holds these letters, at most `limit` of each kind."""
        ...

    async def topics(self, viewer: Viewer, limit: int) -> list[str]:
        """The topics that most people share."""
        ...


class Work(CoreWork, Protocol):
    """A unit of work as this feature uses it."""

    @property
    def members(self) -> MembersBook: ...
    @property
    def directory(self) -> Directory: ...

    @property
    def renamings(self) -> Renamings: ...
