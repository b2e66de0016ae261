"""The shared kernel: who there is, where they chat, and what they may do."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from enum import IntEnum
from typing import Literal, Protocol, Self

from bot.community.zones import ZONES
from bot.ui.languages import read_locale
from bot.ui.words import WordBook

words = WordBook("bot")

OWN_CHAT = "web"
"""The chat that every community has of itself, where each member has an account from the start."""


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

    `square` is the channel where everybody may be spoken to at once. A space is `lost` when it
    has put Kindred out; what was said there is kept, and nothing more is sent.
    """

    id: int
    community: int
    ref: Ref
    square: Ref | None
    name: str = ""
    lost: bool = False

    def holds(self, channel: Ref) -> bool:
        """Tell whether a channel is in this space: its chat writes it as `space/channel`.

        The web chat is one space for each community, and its channels have names of their own.
        """
        if channel.platform != self.ref.platform:
            return False
        return self.ref.platform == OWN_CHAT or channel.id.startswith(f"{self.ref.id}/")


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
    """How one member is known in one space; `home` is that space as its chat knows it."""

    member: int
    space: int
    ref: Ref
    home: Ref


Kind = Literal["person", "guest", "visitor", "bot", "gone"]
"""What an account belongs to: somebody of the space, a guest with few channels, a visitor from
another space, a program, or nobody any more."""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What a chat tells about an account. `runs_the_space` is true of those who look after it.

    What it does not tell is empty. `place` is what the space is called, if the chat told that too.
    """

    name: str
    kind: Kind = "person"
    email: str = ""
    zone: str = ""
    locale: str = ""
    runs_the_space: bool = False
    place: str = ""

    def tidied(self) -> "Newcomer":
        """The same with names in one line, and without what is no address, time zone or locale."""
        email = self.email.strip()
        known = _EMAIL.fullmatch(email) and len(email) <= _EMAIL_LENGTH
        return replace(
            self,
            name=_line(self.name),
            email=email if known else "",
            zone=self.zone if self.zone in ZONES else "",
            locale=read_locale(self.locale),
            place=_line(self.place),
        )


_NAME_LENGTH = 80
_EMAIL_LENGTH = 254
_EMAIL = re.compile(r"[^@\s;,<>\x00]+@[^@\s;,<>\x00]+\.[^@\s;,<>\x00]+")
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def _line(text: str) -> str:
    """Text from a chat as one short line, without what breaks or turns lines."""
    return " ".join(_UNFIT.sub(" ", text).split())[:_NAME_LENGTH].rstrip()


class Whois(Protocol):
    """Asks a chat who an account belongs to. One per adapter."""

    async def whois(self, space: Ref, account: Ref) -> Newcomer | None:
        """Return what the chat tells, or `None` when it knows no such account.

        Raises `NotReady` when the chat does not answer.
        """
        ...


@dataclass(frozen=True, slots=True)
class MemberChanged:
    """Domain event: a member's name or zone has changed with that of their account."""

    member: int
    former_name: str


@dataclass(frozen=True, slots=True)
class Named:
    """A member as they are offered: by which label, and what to say that means nobody else."""

    member: int
    label: str
    said: str


@dataclass(frozen=True, slots=True)
class KnownAs:
    """How one chat knows a member: by which account, and what it last called it."""

    platform: str
    place: str
    account: str
    name: str
    zone: str


class NameBook(Protocol):
    """Offers members by what was typed of their names.

    What to say is the name; or "Name (Network)", if several people have it; or a mention in the
    space where it will be said. Who cannot be told from somebody else by any of these is left out.
    """

    async def offered(
        self,
        viewer: Member,
        space: Ref,
        typed: str,
        limit: int,
        *,
        everybody: bool = False,
        without: Collection[int] = (),
    ) -> list[Named]:
        """At most `limit` other members, best first; nothing typed fits all, the latest first.

        Only those whose profiles the viewer may see, unless it is for `everybody`: then hidden
        people and the viewer are offered, too.
        """
        ...

    async def named(self, community: int, space: Ref, members: Collection[int]) -> list[Named]:
        """These members, in the same order."""
        ...


class PeopleBook(Protocol):
    """Finds people and places. Everything is within one community."""

    async def establish(self, name: str) -> Community:
        """The community of this name, founded with its web chat if there is none."""
        ...

    async def found(self, name: str) -> Community | None:
        """A new community with its web chat; `None` when there is one of this name."""
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

    async def space(self, ref: Ref) -> Space | None: ...

    async def connect(self, community: int, ref: Ref, name: str) -> Space:
        """Make a space part of a community; it must not be part of another one."""
        ...

    async def lose(self, space: Ref, why: str, now: datetime) -> Space | None:
        """Note that a space has put Kindred out; `None` if that was known, or it is unknown."""
        ...

    async def regain(self, space: Ref, name: str) -> None:
        """Note that Kindred is back in a space that was lost, and what the space is called."""
        ...

    async def speak_to_all_in(self, space: int, channel: Ref | None) -> None:
        """Set the channel of a space where everybody may be spoken to."""
        ...

    async def account(self, account: Ref, space: Ref) -> Account | None: ...

    async def accounts_in(self, space: Ref, members: Collection[int]) -> dict[int, Ref]:
        """How these members are known in a space, by member; those unknown there are left out."""
        ...

    async def accounts_of(self, member: int) -> list[Account]:
        """Every account of a member, oldest first."""
        ...

    async def everywhere(self, account: Ref) -> list[Account]:
        """Every place where this very account is some member's, the first joined first."""
        ...

    async def with_email(self, community: int, email: str) -> Member | None: ...

    async def known_as(self, community: int, account: Ref) -> Member | None:
        """Who uses this very account in any space of a community.

        The same id is the same person on every platform but a community's own chat.
        """
        ...

    async def attach(self, member: int, space: Space, account: Ref, who: Newcomer) -> None:
        """Let an account of a space be this member's; raises `Conflict` if it is somebody's."""
        ...

    async def follow(
        self, account: Ref, space: Ref, who: Newcomer, now: datetime
    ) -> MemberChanged | None:
        """Keep in step with what a chat tells about an account.

        The member's name and zone change with the account's, unless the member gave their own, and
        their language with what is told; an account that is gone is written to no more, until it
        is back.
        """
        ...

    async def speaks(self, member: int, locale: str) -> None:
        """Remember in which language a member is to be spoken to."""
        ...

    async def reachable_in(self, member: int) -> list[Space]:
        """The spaces in which a member has an account in use, and Kindred is, oldest first."""
        ...

    async def closed_in(self, member: int) -> list[Space]:
        """Those of them where what was last written to the member alone was refused."""
        ...

    async def reached_in(self, member: int) -> Space | None:
        """Where a member prefers to be written to; `None` without a wish."""
        ...

    async def reach_in(self, member: int, space: int | None) -> None:
        """Keep where a member prefers to be written to."""
        ...

    async def written_to(self, account: Account, channel: Ref) -> None:
        """Remember the channel in which an account is spoken to alone."""
        ...

    async def channel_of(self, account: Account) -> Ref | None:
        """The channel that `written_to` remembered."""
        ...


def name_of(space: Space) -> str:
    """What a space is called, or else which chat it is in."""
    if space.name:
        return space.name
    key = f"chat.{space.ref.platform}"
    return words.text(key) if words.has(key) else space.ref.platform
