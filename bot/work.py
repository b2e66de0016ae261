"""One unit of work: what happens together or not at all. `storage.kernel` implements it."""

from collections.abc import Collection, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol, TypeVar

from bot.community.codes import Codes
from bot.community.common_ground import CommonGround
from bot.community.facts import Fact
from bot.community.gatherings import Gathering
from bot.community.opportunities import Opportunity
from bot.community.origins import Origin
from bot.community.people import Account, Member, Ref
from bot.community.ports import MailboxBook, NameBook, PeopleBook, PlaceBook
from bot.community.presence import PresenceBook
from bot.community.records import Answers, Drafts, Settings, Ticks
from bot.community.reportables import Reportable
from bot.community.roles import Grant, Scope, ScopedRole, Standing
from bot.delivery.cards import Cards
from bot.delivery.live import HomeHanging, LiveViews
from bot.delivery.outbox import Outbox
from bot.delivery.questions import Questions
from bot.delivery.queue import DeliveryQueue
from bot.delivery.sender import SendResult
from bot.ui.messages import Message


class MemberSecrets(Protocol):
    """Secrets of members that can be used again, as in the address of a calendar of one's own.

    They are derived (`bot.community.member_secrets`): no table holds any. One is for one purpose,
    such as "events.calendar", and good until its member renews all of theirs.
    """

    async def of(self, member: int, purpose: str, now: datetime) -> str:
        """The secret of a member for this; a unit of work that only reads cannot make the first."""
        ...

    async def whose(self, secret: str, purpose: str) -> Member | None:
        """Whose secret for this it is; `None` for one that is none, or none any more."""
        ...

    async def renew(self, member: int, now: datetime) -> None:
        """Let all secrets that a member has be good for nothing, and others be theirs."""
        ...

    async def since(self, member: int) -> datetime | None:
        """Since when a member has had the secrets that they have; `None` if they have none."""
        ...

    async def drop(self, member: int) -> None:
        """Let all secrets that a member has be good for nothing, until they ask for one again."""
        ...


class Roles(Protocol):
    """Who has which role in what; what somebody may do by it is said by `bot.community.roles`.

    A scope is something of the member's own community. It goes when what it is about goes: whoever
    deletes that also ends the roles in it.
    """

    async def standing(self, member: Member) -> Standing:
        """What somebody is, on the ladder and in single things."""
        ...

    async def grant(
        self, member: int, role: ScopedRole, scope: Scope, by: int | None, now: datetime
    ) -> bool:
        """Give somebody a role in something; `False`, with nothing changed, if they have it."""
        ...

    async def withdraw(self, member: int, role: ScopedRole, scope: Scope) -> bool:
        """Take a role from somebody; `False` if they do not have it."""
        ...

    async def end(self, scope: Scope) -> None:
        """Take all roles in something that is there no more."""
        ...

    async def of(self, member: int) -> Sequence[Grant]:
        """What somebody has been given, the oldest first."""
        ...

    async def given_by(self, member: int) -> Sequence[Grant]:
        """What somebody has given to others, or to themselves, the oldest first."""
        ...

    async def holders(self, role: ScopedRole, scope: Scope) -> list[Member]:
        """Who has a role in something, by id."""
        ...

    async def present_holders(self, role: ScopedRole, scope: Scope) -> list[Member]:
        """Those of them who are still in some chat."""
        ...

    async def names(self, scopes: Collection[Scope]) -> dict[Scope, str]:
        """What those of these are called that are networks or communities."""
        ...

    async def drop_all(self, member: int) -> None:
        """Forget what somebody was given, and that what others have was given by them."""
        ...


class Homes(Protocol):
    """The homes that members have looked at in their chats: live views of a kind of their own."""

    async def seen(self, account: Ref, space: Ref) -> None:
        """Note that somebody looks at their home: it is kept current from now on."""
        ...

    async def touch(self, members: Collection[int], now: datetime) -> None:
        """Note that something these members can see has changed."""
        ...

    async def touch_facilitators(self, community: int, now: datetime) -> None:
        """Note that something all facilitators of a community can see has changed."""
        ...

    async def touched(self, before: datetime, limit: int) -> list[HomeHanging]:
        """Homes that were touched before an instant and not shown since; longest ago first."""
        ...


class LoginLinks(Protocol):
    """Links into the web chat, for members who are in another one."""

    async def create(self, member: Member) -> str:
        """The address of a page that lets this member into the web chat, once."""
        ...


class HomePublisher(Protocol):
    """Shows people their homes. One per adapter whose chat has such a place."""

    async def publish_home(self, account: Account, message: Message) -> SendResult:
        """Put a message in the place of what an account's home showed before."""
        ...


class Work(Protocol):
    """What every feature may use; each feature's own `Work` adds its repositories."""

    @property
    def people(self) -> PeopleBook: ...
    @property
    def presence(self) -> PresenceBook: ...
    @property
    def places(self) -> PlaceBook: ...
    @property
    def mailboxes(self) -> MailboxBook: ...
    @property
    def names(self) -> NameBook: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def queue(self) -> DeliveryQueue: ...
    @property
    def answers(self) -> Answers: ...
    @property
    def drafts(self) -> Drafts: ...
    @property
    def ticks(self) -> Ticks: ...
    @property
    def settings(self) -> Settings: ...
    @property
    def codes(self) -> Codes: ...
    @property
    def secrets(self) -> MemberSecrets: ...
    @property
    def roles(self) -> Roles: ...
    @property
    def homes(self) -> Homes: ...
    @property
    def live(self) -> LiveViews: ...
    @property
    def cards(self) -> Cards: ...
    @property
    def questions(self) -> Questions: ...
    @property
    def login_links(self) -> LoginLinks: ...
    @property
    def domain_events(self) -> list[object]:
        """Domain events that happened, oldest first; emptied as features react to them."""
        ...

    async def opportunities(self, community: int, now: datetime) -> list[Opportunity]:
        """What members of a community may join or come to now, of whatever feature."""
        ...

    async def taken_up(self, member: int, now: datetime) -> set[Fact]:
        """Of which opportunities a member has said already what they do."""
        ...

    async def origin(self, about: Fact, who: Member, now: datetime) -> Origin | None:
        """What this member may make something of; `None` when it is no more, or not theirs."""
        ...

    async def common_ground(
        self, members: Collection[int], now: datetime
    ) -> dict[int, list[CommonGround]]:
        """What each of these members is openly in, feature by feature."""
        ...

    async def gathering(self, about: Fact, now: datetime) -> Gathering | None:
        """When people come to something next; `None` when it is no more, or has no time to come."""
        ...

    async def opening(self, about: Fact, member: int, now: datetime) -> Message | None:
        """What a member reads first who shares no room with the others that a fact has one for."""
        ...

    async def reportable(self, about: Fact) -> Reportable | None:
        """What can be reported by this fact; `None` when it is no more, or nothing of the kind."""
        ...

    async def held_about(self, member: int) -> dict[str, object]:
        """Everything that is known about a member, kind by kind, in plain JSON values."""
        ...

    async def erase(self, member: int) -> None:
        """Erase all of it, and the member: nobody can undo that."""
        ...

    def address(self, path: str) -> str:
        """The full address, as people open it, of a page (`@feature.page`) at this path."""
        ...


class Declared(Protocol):
    """What features declare that other features ask for by the unit of work."""

    async def opportunities(self, work: Work, community: int, now: datetime) -> list[Opportunity]:
        """What members of a community may join or come to now, feature by feature."""
        ...

    async def taken_up(self, work: Work, member: int, now: datetime) -> set[Fact]:
        """Of which opportunities a member has said already what they do."""
        ...

    async def origin(self, work: Work, about: Fact, who: Member, now: datetime) -> Origin | None:
        """What this member may make something of; `None` when it is no more, or not theirs."""
        ...

    async def common_ground(
        self, work: Work, members: Collection[int], now: datetime
    ) -> dict[int, list[CommonGround]]:
        """What each of these members is openly in, feature by feature."""
        ...

    async def gathering(self, work: Work, about: Fact, now: datetime) -> Gathering | None:
        """When people come to something next; `None` when it is no more, or has no time to come."""
        ...

    async def opening(self, work: Work, about: Fact, member: int, now: datetime) -> Message | None:
        """What a member reads first who shares no room with the others that a fact has one for."""
        ...

    async def reportable(self, work: Work, about: Fact) -> Reportable | None:
        """What can be reported by this fact; `None` when it is no more, or nothing of the kind."""
        ...

    async def held_about(self, work: Work, member: int) -> dict[str, object]:
        """Everything that is known about a member, kind by kind, in plain JSON values."""
        ...

    async def erase(self, work: Work, member: int) -> None:
        """Erase all of it, and the member: nobody can undo that."""
        ...


W_co = TypeVar("W_co", bound=Work, covariant=True)


class OpenWork(Protocol[W_co]):
    """Begins units of work. Leaving the block commits; an exception rolls back.

    A unit that only reads (`read_only=True`) holds up no writer. Raises `Conflict` when another
    unit of work got there first (do it again), `NotReady` when the database does not answer.
    """

    def __call__(self, *, read_only: bool = False) -> AbstractAsyncContextManager[W_co]: ...
