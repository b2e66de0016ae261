"""What the web chat needs from outside: a memory, and a demo if there is one.

`storage.web.memory.memory` remembers; `bot.bootstrap` puts both together.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Literal, Protocol

from bot.community.people import Member
from bot.ui.messages import Message
from bot.work import Work

PlaceKind = Literal["square", "channel", "direct", "room"]


class Place(Protocol):
    """Somewhere to talk. `key` is what the core knows it by, as `Ref("web", key)`."""

    @property
    def id(self) -> int: ...
    @property
    def key(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def title(self) -> str: ...


class Listed(Place, Protocol):
    """A place in one member's list. `unread` is counted up to `limits.UNREAD`."""

    @property
    def unread(self) -> int: ...
    @property
    def newest(self) -> int: ...


class Said(Protocol):
    """One message as a member may see it. Without an `author` it is Kindred's own.

    `change` grows whenever the message changes; `replies` counts what was said in its thread.
    """

    @property
    def id(self) -> int: ...
    @property
    def place(self) -> int: ...
    @property
    def thread(self) -> int | None: ...
    @property
    def author(self) -> int | None: ...
    @property
    def author_name(self) -> str: ...
    @property
    def private(self) -> bool: ...
    @property
    def asked_by(self) -> str: ...
    @property
    def asked(self) -> str: ...
    @property
    def body(self) -> Message: ...
    @property
    def at(self) -> datetime: ...
    @property
    def change(self) -> int: ...
    @property
    def replies(self) -> int: ...


class Change(Protocol):
    """A message came, changed or went: who may learn of it (`None`: the whole community)."""

    @property
    def number(self) -> int: ...
    @property
    def community(self) -> int: ...
    @property
    def members(self) -> frozenset[int] | None: ...


class Web(Protocol):
    """The memory of the web chat. Whatever takes a `viewer` returns only what they may see."""

    async def open_place(
        self, key: str, kind: PlaceKind, title: str, community: int, members: Sequence[int] = ()
    ) -> int:
        """Return the id of the place of this key, opened with these members if it is new."""
        ...

    async def place_called(self, key: str) -> int | None: ...

    async def place(self, place: int, viewer: Member) -> Place | None: ...

    async def places(self, viewer: Member) -> Sequence[Listed]:
        """Channels, rooms and the direct message of a member, with what is unread."""
        ...

    async def people_in(self, place: int, limit: int) -> Sequence[Member]:
        """The members of a room or of a direct message, by name."""
        ...

    async def page(
        self, place: int, viewer: int, *, limit: int, before: int | None, since: int | None
    ) -> Sequence[Said]:
        """The newest messages outside threads (before `before`, or from `since`), oldest first."""
        ...

    async def thread(self, root: int, viewer: int, limit: int) -> Sequence[Said]:
        """A message and the newest replies to it, oldest first; empty when there is none."""
        ...

    async def message(self, message: int, viewer: int) -> Said | None: ...

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
    ) -> int:
        """Keep a message and return its id; the same key again keeps nothing new."""
        ...

    async def edit(self, message: int, body: Message) -> bool:
        """Give a message new words; `False` when it is no longer there."""
        ...

    async def retract(self, message: int) -> None:
        """Take a message back: its words are gone, its key stays taken."""
        ...

    async def read_up_to(self, place: int, member: int, message: int) -> None: ...

    async def ticker(self) -> int:
        """The number of the newest change; it is never seen before that change is."""
        ...

    async def changes(self, since: int, limit: int) -> Sequence[Change]: ...

    async def keep_login(self, token_hash: str, member: int, expires: datetime) -> None: ...

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


class WebWork(Work, Protocol):
    """A unit of work with the web chat's memory."""

    @property
    def web(self) -> Web: ...


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
