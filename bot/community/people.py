"""The shared kernel: who there is, where they chat, and what they may do."""

import re
from dataclasses import dataclass, replace
from typing import Literal, Self

from bot.community.roles import Grant, Needs, Role, Standing, may
from bot.community.zones import ZONES
from bot.ui.languages import read_locale
from bot.ui.text import as_name
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
    """One chat of a community: a Slack workspace, a Discord server, the web chat.

    It is `lost` when it has put Kindred out; what was said there is kept, and nothing more is sent.
    """

    id: int
    community: int
    ref: Ref
    name: str = ""
    lost: bool = False

    def contains(self, channel: Ref) -> bool:
        """Tell whether a channel is in this space: its chat writes it as `space/channel`.

        The web chat is one space for each community, and its channels have names of their own.
        """
        if channel.platform != self.ref.platform:
            return False
        return self.ref.platform == OWN_CHAT or channel.id.startswith(f"{self.ref.id}/")


@dataclass(frozen=True, slots=True)
class Reach:
    """The spaces in which a member can be written to, oldest first.

    `wish` is the id of the one that they would like best, whether or not it is among them.
    """

    spaces: tuple[Space, ...]
    wish: int | None

    @property
    def preferred(self) -> Space | None:
        """The one that they would like best, as long as they can be written to there."""
        return next((space for space in self.spaces if space.id == self.wish), None)


@dataclass(frozen=True, slots=True)
class Member:
    """A person in a community, however many chats they use.

    Where it is not known in which time zone they are, `zone` is that of most others.
    """

    id: int
    community: int
    name: str
    role: Role
    zone: str
    locale: str
    zone_known: bool = True

    def may(self, role: Role) -> bool:
        """Tell whether this member has at least `role` on the community's ladder."""
        return may(Standing(self.role), Needs(role))


@dataclass(frozen=True, slots=True)
class ActingMember:
    """A member who does something, with their community and what they were given in single things.

    `keeps_home` tells whether a home of theirs is kept, `gone` whether the account was thought to
    be nobody's any more.
    """

    member: Member
    community: Community
    grants: tuple[Grant, ...]
    keeps_home: bool
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Account:
    """How one member is known in one space; `space_ref` is that space as its chat knows it."""

    member: int
    space: int
    ref: Ref
    space_ref: Ref


Kind = Literal["person", "guest", "visitor", "bot", "gone"]
"""What an account belongs to: somebody of the space, a guest with few channels, a visitor from
another space, a program, or nobody any more."""


@dataclass(frozen=True, slots=True)
class AccountInfo:
    """What a chat tells about an account. `runs_the_space` is true of those who look after it.

    What it does not tell is empty. `space_name` is what the space is called, if that was told too.
    """

    name: str
    kind: Kind = "person"
    email: str = ""
    zone: str = ""
    locale: str = ""
    runs_the_space: bool = False
    space_name: str = ""

    def tidied(self) -> "AccountInfo":
        """The same with names in one line, and without what is no address, time zone or locale."""
        email = self.email.strip()
        known = _EMAIL.fullmatch(email) and len(email) <= _EMAIL_LENGTH
        return replace(
            self,
            name=as_name(self.name, _NAME_LENGTH),
            email=email if known else "",
            zone=self.zone if self.zone in ZONES else "",
            locale=read_locale(self.locale),
            space_name=as_name(self.space_name, _NAME_LENGTH),
        )


_NAME_LENGTH = 80
_EMAIL_LENGTH = 254
_EMAIL = re.compile(r"[^@\s;,<>\x00]+@[^@\s;,<>\x00]+\.[^@\s;,<>\x00]+")


@dataclass(frozen=True, slots=True)
class Named:
    """A member as they are offered: by which label, and what to say that means nobody else."""

    member: int
    label: str
    said: str


@dataclass(frozen=True, slots=True)
class KnownAs:
    """How a space knows a member: by which account, and what it last called it."""

    platform: str
    space_name: str
    account: str
    name: str
    zone: str


def name_of(space: Space) -> str:
    """What a space is called, or else which chat it is in."""
    if space.name:
        return space.name
    key = f"chat.{space.ref.platform}"
    return words.text(key) if words.has(key) else space.ref.platform
