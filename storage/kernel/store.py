"""What the storage of a feature consists of: the shape of every `STORE`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

from sqlalchemy import Column, Select, Table
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.community.clock import Clock
from storage.kernel.journal import Journal

T_co = TypeVar("T_co", covariant=True)


class Opened(Protocol):
    """The unit of work that repositories are made in, with those of others by their names."""

    connection: AsyncConnection
    stores: Sequence[Store]
    clock: Clock
    secret_key: str

    def __getattr__(self, name: str, /) -> Any: ...


@dataclass(frozen=True)
class Repository(Generic[T_co]):
    """A repository that handlers find as `work.<name>`, of the type of the port it satisfies."""

    name: str
    make: Callable[[Opened], T_co]


Merge = Callable[[AsyncConnection, Journal, int, int], Awaitable[None]]
Part = Callable[[AsyncConnection, int, int], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Merging:
    """How rows about two members become one's (`merge`: gone, kept), written in a journal.

    `references` are the columns that refer to members and are looked after here. Once it is undone,
    `part` (kept, gone) does what goes beyond the rows as they were.
    """

    references: tuple[Column[Any], ...]
    merge: Merge
    part: Part | None = None


InOwnChat = Callable[[AsyncConnection, Collection[int]], Awaitable[set[int]]]
"""Which of these members have read, said or asked for anything in the community's own chat."""

Met = Callable[[Collection[int]], Sequence[Select[int, int]]]
"""Each of these members with the id of one whom they have met: they see each other's profiles."""


@dataclass(frozen=True, slots=True)
class Store:
    """The storage of one feature, or of one chat; `name` is that of its package.

    That of the community's own chat also tells who was ever `in_own_chat`; one by which people meet
    tells whom somebody has `met`.
    """

    name: str
    tables: tuple[Table, ...] = ()
    repositories: tuple[Repository[object], ...] = ()
    merging: Merging | None = field(default=None, kw_only=True)
    in_own_chat: InOwnChat | None = field(default=None, kw_only=True)
    met: Met | None = field(default=None, kw_only=True)
