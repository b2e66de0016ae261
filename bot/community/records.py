"""What Kindred keeps of its own work: answers, forms left half-way, periods run, what is set."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from bot.ui.fields import Raw


class Answers(Protocol):
    """Answers already given, so that an interaction delivered twice acts once."""

    async def given(self, interaction_id: str, now: datetime) -> str | None:
        """The answer (as JSON) to an interaction; `None` claims it for this unit of work."""
        ...

    async def keep(self, interaction_id: str, answer: str) -> None:
        """Keep the answer to a claimed interaction."""
        ...

    async def kept(self, interaction_id: str) -> str | None:
        """The answer (as JSON) that was kept for an interaction; claims nothing."""
        ...

    async def forget_words(self) -> None:
        """Keep that interactions were answered, and no words of it: they may tell of anybody."""
        ...

    async def forget_before(self, when: datetime) -> bool:
        """Forget answers that were given before an instant; whether there is more to forget."""
        ...


class Drafts(Protocol):
    """Forms left half-way, by member, form and what the form is about."""

    async def of(self, member: int, form: str, subject: str) -> dict[str, Raw]:
        """What was typed so far; empty without a draft."""
        ...

    async def keep(
        self,
        member: int,
        form: str,
        subject: str,
        values: dict[str, Raw],
        at: float = 0.0,
        *,
        now: datetime,
    ) -> None:
        """Keep what was typed `at` an instant (0 is now), unless what is kept was typed later.

        `at` is as the chat tells it, `now` as Kindred's clock does.
        """
        ...

    async def drop(
        self, member: int, form: str, subject: str, at: float = 0.0, *, now: datetime
    ) -> None:
        """Forget the draft; from then on nothing is kept that was typed before `at`."""
        ...

    async def take(
        self, member: int, form: str, subject: str, at: float = 0.0, *, now: datetime
    ) -> dict[str, Raw]:
        """What was typed so far, which is dropped."""
        ...

    async def forget_before(self, sent: datetime, left: datetime, now: datetime) -> bool:
        """Forget when forms were sent that were sent before an instant, and drafts that were left.

        Tells whether there is more to forget. Of what the release before has kept it is not known
        since when: that counts from `now`.
        """
        ...

    async def all_of(self, member: int) -> list[dict[str, object]]:
        """Every draft of a member: form, subject and what was typed."""
        ...

    async def drop_all(self, member: int) -> None:
        """Forget every draft of a member."""
        ...


class Ticks(Protocol):
    """Which periods of which schedule have been run."""

    async def take(self, feature: str, schedule: str, period: str, now: datetime) -> bool:
        """Take a period for this unit of work; `False` when it has been run before."""
        ...

    async def taken(self, feature: str, schedule: str, periods: Collection[str]) -> set[str]:
        """Those of these periods that have been run."""
        ...

    async def forget_before(self, when: datetime) -> bool:
        """Forget what was run before an instant; whether there is more to forget."""
        ...


class Settings(Protocol):
    """The few things that are set once for all, by name."""

    async def get(self, name: str) -> str | None:
        """What is set under this name."""
        ...

    async def lock(self, name: str) -> str:
        """What is set, or else nothing; nobody else sets it until this unit of work has ended."""
        ...

    async def beginning(self, with_: str) -> dict[str, str]:
        """What is set under every name that begins like this."""
        ...

    async def put(self, name: str, value: str) -> None:
        """Set a value in the place of an earlier one."""
        ...

    async def drop(self, name: str) -> None: ...
