"""What the kernel needs of the database and of the chats to know people and places."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.community.domain_events import MemberChanged
from bot.community.mailboxes import Mailbox, MailLink
from bot.community.people import (
    Account,
    AccountInfo,
    ActingMember,
    Community,
    Member,
    Named,
    Network,
    Reach,
    Ref,
    Space,
)
from bot.community.places import Place, Purpose
from bot.community.roles import Role


class Whois(Protocol):
    """Asks a chat who an account belongs to. One per adapter."""

    async def whois(self, space: Ref, account: Ref) -> AccountInfo | None:
        """Return what the chat tells, or `None` when it knows no such account.

        Raises `NotReady` when the chat does not answer.
        """
        ...


class NameBook(Protocol):
    """Offers members by what was typed of their names.

    What to say is the name; or "Name (Network)", if several people have it; or a mention in the
    space where it will be said. Who cannot be told from somebody else by any of these is left out.
    """

    async def autocomplete(
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

    async def shown_to_each(
        self, looking: Sequence[tuple[Member, Collection[int]]]
    ) -> list[set[int]]:
        """For each viewer, those of these members whose profiles they may see."""
        ...

    async def named(self, community: int, space: Ref, members: Collection[int]) -> list[Named]:
        """These members, in the same order."""
        ...


class Audience(Protocol):
    """Who is in which network, by which it is told whom things of one kind are for."""

    async def networks(self, community: int) -> list[Network]:
        """Every network of a community, by name."""
        ...

    async def of(self, member: int) -> frozenset[int]:
        """The networks of a member."""
        ...

    async def of_each(self, members: Collection[int]) -> dict[int, frozenset[int]]:
        """The networks of each of these members."""
        ...

    async def networks_of(self, member: int) -> list[Network]:
        """The networks of a member by their names, that of their home first."""
        ...

    async def usual_language(self, community: int) -> str:
        """The language that most of a community speak, of whom that is known; or nothing."""
        ...

    async def behind(self, things: Collection[int]) -> dict[int, frozenset[int]]:
        """The networks of the hosts of each of these things; those without any are left out."""
        ...


class PeopleBook(Protocol):
    """Finds people and places. Everything is within one community."""

    async def establish(self, name: str) -> Community:
        """The community of this name, founded with its web chat if there is none."""
        ...

    async def found(self, name: str) -> Community | None:
        """A new community with its web chat; `None` when there is one of this name."""
        ...

    async def communities(self) -> list[Community]:
        """All communities, oldest first."""
        ...

    async def community(self, community: int) -> Community:
        """The community; it exists."""
        ...

    async def member(self, member: int) -> Member | None:
        """The member, if there still is one of this id."""
        ...

    async def members(self, ids: list[int]) -> dict[int, Member]:
        """The members of these ids that exist, by id."""
        ...

    async def member_behind(self, account: Ref, space: Ref) -> Member | None:
        """Who uses this account in this space."""
        ...

    async def acting_member(self, account: Ref, space: Ref) -> ActingMember | None:
        """Who uses this account in this space, with all that is asked of whoever does something."""
        ...

    async def called(self, community: int, name: str, *, by_email: bool = False) -> list[Member]:
        """Members whose whole name, or "name (network)", is `name`, as names are folded.

        E-mail addresses are no way for members to find each other: only operators look `by_email`.
        """
        ...

    async def first_named(self, community: int, name: str, limit: int = 2) -> list[Member]:
        """Some members whose names begin with these words, and go on; by id."""
        ...

    async def named_like(self, community: int, name: str, limit: int = 5) -> list[Member]:
        """Members whose names come nearest to `name`, nearest first."""
        ...

    async def with_role(self, community: int, role: Role) -> list[Member]:
        """Members who have at least `role`, by id."""
        ...

    async def spaces(self, community: int) -> list[Space]:
        """The community's spaces, oldest first."""
        ...

    async def space(self, ref: Ref) -> Space | None:
        """The space that a chat knows by this name."""
        ...

    async def connect(self, community: int, ref: Ref, name: str) -> Space:
        """Make a space part of a community; it must not be part of another one."""
        ...

    async def lose(self, space: Ref, why: str, now: datetime) -> Space | None:
        """Note that a space has put Kindred out; `None` if that was known, or it is unknown."""
        ...

    async def regain(self, space: Ref, name: str) -> Space | None:
        """Note that Kindred is in a space, and what that is called; the space if it was lost."""
        ...

    async def account(self, account: Ref, space: Ref) -> Account | None:
        """The account, if it is some member's."""
        ...

    async def accounts_in(self, space: Ref, members: Collection[int]) -> dict[int, Ref]:
        """How these members are known in a space, by member; those unknown there are left out."""
        ...

    async def accounts_of(self, member: int) -> list[Account]:
        """Every account of a member, oldest first."""
        ...

    async def has_gone(self, member: int) -> bool:
        """Whether somebody is in none of the chats any more in which they were."""
        ...

    async def gone(self, members: Collection[int]) -> frozenset[int]:
        """Those of these members who are in none of the chats any more in which they were."""
        ...

    async def everywhere(self, account: Ref) -> list[Account]:
        """Every place where this very account is some member's, the first joined first."""
        ...

    async def with_email(self, community: int, email: str) -> Member | None:
        """The member with this e-mail address."""
        ...

    async def known_as(self, community: int, account: Ref) -> Member | None:
        """Who uses this very account in any space of a community.

        The same id is the same person on every platform but a community's own chat.
        """
        ...

    async def attach(self, member: int, space: Space, account: Ref, who: AccountInfo) -> None:
        """Let an account of a space be this member's; raises `Conflict` if it is somebody's."""
        ...

    async def follow(
        self, account: Ref, space: Ref, who: AccountInfo, now: datetime
    ) -> MemberChanged | None:
        """Keep in step with what a chat tells about an account.

        The member's name and zone change with the account's, unless the member gave their own, and
        their language with what is told; an account that is gone is written to no more, until it
        is back.
        """
        ...

    async def set_locale(self, member: int, locale: str) -> None:
        """Remember in which language a member is to be spoken to."""
        ...

    async def reach(self, member: int) -> Reach:
        """The spaces in which a member has an account in use, and Kindred is; and their wish."""
        ...

    async def reach_of_each(self, members: Collection[int]) -> Mapping[int, Reach]:
        """The same of each of these."""
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


class PlaceBook(Protocol):
    """Knows the places of a community, and what its channels are for."""

    async def channels(
        self, community: int, purpose: Purpose | None = None, *, former: bool = False
    ) -> list[Place]:
        """The channels that are for this, or for anything; `former` ones are for nothing any more.

        Those of the oldest space come first, and in a space those that were chosen first.
        """
        ...

    async def choose(self, space: Space, channel: Ref, purposes: Collection[Purpose]) -> Place:
        """Let a channel of a space be for these, too, from now on; returns its place."""
        ...

    async def withdraw(
        self, space: Space, purposes: Collection[Purpose], channel: Ref | None = None
    ) -> frozenset[Purpose]:
        """Let this channel of a space, or none, be for these any more; tell which it was for."""
        ...

    async def agendas(self, community: int) -> list[Place]:
        """The lists of events that chats keep, in which this community's are to be, by space."""
        ...

    async def choose_agenda(self, space: Space, agenda: Ref) -> Place:
        """Let events be in the list that a space's chat keeps; returns its place."""
        ...

    async def leave_agenda(self, space: Space) -> Place | None:
        """Let no more events be in the list of a space; returns its place if any were to be."""
        ...

    async def direct(self, account: Account) -> Ref | None:
        """Where an account is spoken to alone, once that was `opened`."""
        ...

    async def opened(self, account: Account, channel: Ref) -> None:
        """Remember where an account is spoken to alone."""
        ...

    async def in_own_chat(self, members: Collection[int]) -> set[int]:
        """Which of these have read, said or asked for anything in the community's own chat."""
        ...


class MailboxBook(Protocol):
    """The mailboxes of people who are no members. Each is kept until an instant, and then goes."""

    @property
    def served(self) -> bool:
        """Whether mail goes out at all; where it does not, nobody need be asked for an address."""
        ...

    async def open(
        self,
        community: int,
        address: str,
        *,
        name: str = "",
        locale: str = "",
        zone: str = "",
        until: datetime,
        by_stranger: bool = False,
    ) -> Mailbox | None:
        """The mailbox of an address, kept until an instant or for longer; `None` if it is none.

        Name, language and zone are as they were given last, by whoever gave any; of a name only one
        line is taken. What is given `by_stranger`, of whom it is not known whether they read mail
        there, is taken only for an address that is new.
        """
        ...

    async def find(self, mailbox: int) -> Mailbox | None:
        """A mailbox by its id, while it is kept."""
        ...

    async def close(self, mailbox: int) -> None:
        """Forget an address at once, and whatever was to be sent there."""
        ...

    def proof(self, about: str) -> str:
        """What in a link proves that it comes from here; also a digest that nobody reads back.

        Different with another key of the server.
        """
        ...

    async def wants_mail(self, mailbox: Mailbox) -> bool:
        """Whether whoever reads it has not asked for no more mail from this community."""
        ...

    async def any_unsubscribed(self, address: str) -> bool:
        """Whether whoever reads this address has asked any community for no more mail."""
        ...

    async def linked(self, secret: str) -> MailLink | None:
        """What a link is about; `None` if it is nobody's."""
        ...

    async def unsubscribe(self, secret: str, now: datetime) -> bool:
        """Send nothing more to whose link this is; `False` if it is nobody's."""
        ...

    async def subscribe_again(self, secret: str) -> bool:
        """Let whose link this is have mail again; `False` if it is nobody's."""
        ...

    async def unknown_unsubscribed(self) -> int:
        """How many asked for no more mail under another key of the server, and are not known by it.

        Whoever of them gives their address anew is written to.
        """
        ...

    async def waiting(self) -> int:
        """How many mails wait to go out."""
        ...

    async def forget_before(self, now: datetime) -> bool:
        """Forget the addresses that are needed no longer; whether there are more to forget."""
        ...
