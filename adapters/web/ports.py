"""What the web chat needs from outside: its places and messages, and a demo if there is one.

`storage.web.chat` keeps them; `bot.bootstrap` puts both together.
"""

from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import datetime
from typing import Protocol

from bot.community.own_chat import ChatChange, ChatMessage, ChatPlace, ListedPlace
from bot.community.people import Member
from bot.community.places import PlaceKind
from bot.ui.messages import Message
from bot.work import Work


class WebChatBook(Protocol):
    """Places and messages of the web chat. To a `viewer` it returns only what they may see."""

    async def open_place(
        self, key: str, kind: PlaceKind, title: str, community: int, members: Sequence[int] = ()
    ) -> int:
        """Return the id of the place of this key, opened with these members if it is new."""
        ...

    async def let_be_in(self, place: int, members: Collection[int]) -> None:
        """Let just these members be in a place."""
        ...

    async def place_called(self, key: str) -> int | None:
        """The id of the place of this key."""
        ...

    async def place(self, place: int, viewer: Member) -> ChatPlace | None:
        """The place if the viewer may see it."""
        ...

    async def places(self, viewer: Member, most_unread: int) -> Sequence[ListedPlace]:
        """Channels, rooms and the direct message of a member; more unread are not counted."""
        ...

    async def people_in(self, place: int, limit: int) -> Sequence[Member]:
        """The members of a room or of a direct message, by name."""
        ...

    async def page(
        self, place: int, viewer: int, *, limit: int, before: int | None, since: int | None
    ) -> Sequence[ChatMessage]:
        """The newest messages outside threads (before `before`, or from `since`), oldest first."""
        ...

    async def thread(self, root: int, viewer: int, limit: int) -> Sequence[ChatMessage]:
        """A message and the newest replies to it, oldest first; empty when there is none."""
        ...

    async def message(self, message: int, viewer: int) -> ChatMessage | None:
        """The message if it is there and not private to somebody else."""
        ...

    async def post(
        self,
        key: str,
        place: int,
        body: Message,
        at: datetime,
        *,
        author: int | None = None,
        only_for: int | None = None,
        thread: int | None = None,
        asked_by: int | None = None,
        asked: str = "",
        sealed: bool = False,
    ) -> int:
        """Keep a message and return its id; the same key again keeps nothing new.

        One with a secret in it is `sealed`: nobody reads it in the database.
        """
        ...

    async def edit(self, message: int, body: Message) -> bool:
        """Give a message new words; `False` when it is no longer there."""
        ...

    async def stands(self, message: int) -> bool:
        """Whether a message is there, so that something can be said below it."""
        ...

    async def retract(self, message: int) -> None:
        """Take a message back: its words are gone, its key stays taken."""
        ...

    async def read_up_to(self, place: int, member: int, message: int) -> None:
        """Note that a member has read a place up to a message; never goes back."""
        ...

    async def ticker(self) -> int:
        """The number of the newest change; it is never seen before that change is."""
        ...

    async def changes(self, since: int, limit: int) -> Sequence[ChatChange]:
        """The changes after number `since`, oldest first, each with whom it concerns."""
        ...

    async def keep_login(self, token_hash: str, member: int, expires: datetime) -> None:
        """Keep a link that lets a member in."""
        ...

    async def login(self, token_hash: str, now: datetime) -> int | None:
        """Whom this link lets in, if it still does."""
        ...

    async def use_login(self, token_hash: str, now: datetime) -> int | None:
        """Whom this link lets in, this once."""
        ...

    async def words_of(self, member: int) -> list[dict[str, str]]:
        """Everything a member said, and was told privately, as plain words."""
        ...

    async def forget(self, member: int) -> None:
        """Erase what a member said, their private messages, memberships and links."""
        ...


class WebSessions(Protocol):
    """In which browsers members are in the web chat, known by fingerprints of secrets."""

    async def begin(self, token_hash: str, member: int, now: datetime, expires: datetime) -> None:
        """Let a member be in by this secret, until an instant."""
        ...

    async def whose(self, token_hash: str, now: datetime) -> int | None:
        """Who is in by this secret."""
        ...

    async def end(self, token_hash: str) -> None:
        """Let this secret be good for nothing."""
        ...

    async def end_all(self, member: int) -> int:
        """End every session of a member, and every link they could come in by; how many ended."""
        ...


class WebWork(Work, Protocol):
    """A unit of work with the places and messages of the web chat."""

    @property
    def web(self) -> WebChatBook: ...
    @property
    def web_sessions(self) -> WebSessions: ...


class Demo(Protocol):
    """What only a demonstration offers: to be someone else, and to move time on."""

    async def people(self) -> Sequence[Member]:
        """Whom one may be; the first is who one is at first."""
        ...

    async def move(self, days: int) -> None:
        """Move the clock on, and do what falls due on the way."""
        ...


Ready = Callable[[], Awaitable[list[str]]]
"""Every fault that keeps Kindred from working, in words; empty when all is well."""
