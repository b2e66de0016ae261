"""What several coroutines ask of a database, in one step for all of them.

A step into SQLite's thread, or a way to a server and back, costs more than most statements do. Each
goes on until it puts a question (`storage.kernel.direct`) or has ended; then all questions are
asked at once. Only one goes on at a time: what else it waits for, the others wait for, too.
"""

from collections.abc import Awaitable, Callable, Coroutine, Generator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import coroutine
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.kernel.columns import AnyRow

if TYPE_CHECKING:
    from storage.kernel.direct import Direct

_BATCHED = "kindred_batched"
"""Of a connection: somebody goes on just now who is asking together with others."""

T = TypeVar("T")
Rows = Sequence[AnyRow]


@dataclass(frozen=True, slots=True)
class Question:
    """A statement, and its values."""

    statement: "Direct"
    values: Mapping[str, object]


AskAll = Callable[[Sequence[Question]], Awaitable[Sequence[Rows]]]
"""Asks questions; returns the rows of each."""


def is_batched(connection: AsyncConnection) -> bool:
    """Whether who asks just now is to `put` their question, for it to be asked with others."""
    return bool(connection.info.get(_BATCHED))


@coroutine
def put(question: Question) -> Generator[Question, Rows, Rows]:
    """The rows of a statement, once it was asked."""
    return (yield question)


async def at_once(
    connection: AsyncConnection, asking: Sequence[Coroutine[Any, Any, T]], ask_all: AskAll
) -> list[T]:
    """What each of these returns. If one raises, that is raised, and the others are ended."""
    found: dict[int, T] = {}
    rows: dict[int, Rows | None] = dict.fromkeys(range(len(asking)))
    try:
        while rows:
            put_now: dict[int, Question] = {}
            for at, its_rows in rows.items():
                step = await _go_on(connection, asking[at], its_rows)
                if isinstance(step, Question):
                    put_now[at] = step
                else:
                    found[at] = step.result
            answers = await ask_all(list(put_now.values())) if put_now else ()
            rows = dict(zip(put_now, answers, strict=True))
    finally:
        for each in asking:
            each.close()  # which does nothing to one that has ended
    return [found[at] for at in range(len(asking))]


@dataclass(frozen=True, slots=True)
class _Ended(Generic[T]):
    result: T


@coroutine
def _go_on(
    connection: AsyncConnection, one: Coroutine[Any, Any, T], rows: Rows | None
) -> Generator[Any, Any, Question | _Ended[T]]:
    """Give it the rows it has asked for, and let it go on until it asks again, or has ended."""
    step = partial(one.send, rows)
    while True:
        connection.info[_BATCHED] = True
        try:
            wanted = step()
        except StopIteration as end:
            return _Ended(end.value)
        finally:
            del connection.info[_BATCHED]
        if isinstance(wanted, Question):
            return wanted
        try:
            step = partial(one.send, (yield wanted))
        except BaseException as fault:  # noqa: BLE001  # it is told, as if it waited by itself
            step = partial(one.throw, fault)
