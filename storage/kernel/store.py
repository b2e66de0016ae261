"""What the storage of a feature consists of: the shape of every `STORE`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from sqlalchemy import Column, Table
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.kernel.journal import Journal

if TYPE_CHECKING:
    from storage.kernel.unit_of_work import SqlWork

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True)
class Repository(Generic[T_co]):
    """A repository that handlers find as `work.<name>`, of the type of the port it satisfies."""

    name: str
    make: Callable[[SqlWork], T_co]


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


@dataclass(frozen=True, slots=True)
class Store:
    """The storage of one feature, or of one chat; `name` is that of its package.

    That of the community's own chat also tells who was ever `in_own_chat`.
    """

    name: str
    tables: tuple[Table, ...] = ()
    repositories: tuple[Repository[object], ...] = ()
    merging: Merging | None = field(default=None, kw_only=True)
    in_own_chat: InOwnChat | None = field(default=None, kw_only=True)
