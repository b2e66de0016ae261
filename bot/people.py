"""The shared kernel: who there is, where they chat, and what they may do."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol, Self


@dataclass(frozen=True, slots=True)
class Ref:
    """An address on a chat platform. The core never looks inside `id`."""

    platform: str
    id: str

    def __str__(self) -> str:
        return f"{self.platform}:{self.id}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what `str` wrote."""
        platform, _, id_ = text.partition(":")
        return cls(platform, id_)


class Role(IntEnum):
    """What a member may do; each role may do all that the lower ones may."""

    MEMBER = 0
    FACILITATOR = 1
    ADMIN = 2


@dataclass(frozen=True, slots=True)
class Community:
    """The people who share one directory, over however many chats and networks."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Network:
    """An organisation or a network of them, to which members belong."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Space:
    """One place of a community to chat in: a Slack workspace, a Discord server, the web chat.

    `square` is the channel where everybody may be spoken to at once.
    """

    id: int
    community: int
    ref: Ref
    square: Ref | None


@dataclass(frozen=True, slots=True)
class Member:
    """A person in a community, however many chats they use."""

    id: int
    community: int
    name: str
    role: Role
    zone: str
    locale: str

    def may(self, role: Role) -> bool:
        """Tell whether this member has at least `role`."""
        return self.role >= role


@dataclass(frozen=True, slots=True)
class Account:
    """How one member is known in one space."""

    member: int
    space: int
    ref: Ref


class PeopleBook(Protocol):
    """Finds people and places. Everything is within one community."""

    async def establish(self, name: str) -> Community:
        """The community of this name, founded with its web chat if there is none."""
        ...

    async def communities(self) -> list[Community]: ...

    async def community(self, community: int) -> Community: ...

    async def member(self, member: int) -> Member | None: ...

    async def members(self, ids: list[int]) -> dict[int, Member]: ...

    async def member_behind(self, account: Ref, space: Ref) -> Member | None: ...

    async def called(self, community: int, name: str, *, by_email: bool = False) -> list[Member]:
        """Members whose whole name, or "name (network)", is `name`, letters' case aside.

        E-mail addresses are no way for members to find each other: only operators look `by_email`.
        """
        ...

    async def named_like(self, community: int, name: str, limit: int = 5) -> list[Member]:
        """Members whose names come nearest to `name`, nearest first."""
        ...

    async def with_role(self, community: int, role: Role) -> list[Member]:
        """Members who have at least `role`, by id."""
        ...

    async def spaces(self, community: int) -> list[Space]: ...
