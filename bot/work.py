"""One unit of work: what happens together or not at all. Implemented by `storage.unit_of_work`."""

from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol, TypeVar

from bot.forms import Raw
from bot.outbox import Mailbag, Outbox
from bot.people import PeopleBook


class Answers(Protocol):
    """Answers already given, so that an interaction delivered twice acts once."""

    async def given(self, delivery_id: str) -> str | None:
        """The answer (as JSON) to an interaction; `None` claims it for this unit of work."""
        ...

    async def keep(self, delivery_id: str, answer: str) -> None: ...

    async def forget_before(self, when: datetime) -> None: ...


class Drafts(Protocol):
    """Forms left half-way, by member, form and what the form is about."""

    async def of(self, member: int, form: str, subject: str) -> dict[str, Raw]: ...

    async def keep(self, member: int, form: str, subject: str, values: dict[str, Raw]) -> None: ...

    async def drop(self, member: int, form: str, subject: str) -> None: ...

    async def all_of(self, member: int) -> list[dict[str, object]]: ...

    async def drop_all(self, member: int) -> None: ...


class Ticks(Protocol):
    """Which periods of which schedule have been run."""

    async def take(self, feature: str, schedule: str, period: str, now: datetime) -> bool:
        """Take a period for this unit of work; `False` when it has been run before."""
        ...


class Settings(Protocol):
    """The few things that are set once for all, by name."""

    async def get(self, name: str) -> str | None: ...

    async def put(self, name: str, value: str) -> None: ...


class Work(Protocol):
    """What every feature may use; each feature's own `Work` adds its repositories."""

    @property
    def people(self) -> PeopleBook: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def mailbag(self) -> Mailbag: ...
    @property
    def answers(self) -> Answers: ...
    @property
    def drafts(self) -> Drafts: ...
    @property
    def ticks(self) -> Ticks: ...
    @property
    def settings(self) -> Settings: ...
    @property
    def events(self) -> list[object]:
        """Domain events that happened, oldest first; emptied as features react to them."""
        ...


W_co = TypeVar("W_co", bound=Work, covariant=True)


class OpenWork(Protocol[W_co]):
    """Begins units of work. Leaving the block commits; an exception rolls back.

    A unit that only reads (`read_only=True`) holds up no writer. Raises `Conflict` when another
    unit of work got there first (do it again), `NotReady` when the database does not answer.
    """

    def __call__(self, *, read_only: bool = False) -> AbstractAsyncContextManager[W_co]: ...
