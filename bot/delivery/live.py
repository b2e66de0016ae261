"""Live views: cards, boards and homes that stay current wherever they hang.

A feature says what composes a view of its subject (`Feature.live`), hangs it somewhere, and touches
it when the subject has changed. A moment later it is composed anew and put in the place of what was
shown, at most once every few seconds in each place. See docs/decisions/0024-live-views.md.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, Self

from bot.community.people import Account
from bot.delivery.addresses import Below, ToMember, ToPlace
from bot.delivery.outbox import Told
from bot.ui.message_json import to_json
from bot.ui.messages import Message

HOME = "home"
"""The kind of everybody's own page; its subject is the id of the account whose page it is."""


@dataclass(frozen=True, slots=True)
class View:
    """What is shown: `kind` is what a feature declared (`events.card`), `subject` says of what."""

    kind: str
    subject: str

    @classmethod
    def of(cls, kind: str, subject: object) -> Self:
        """The view of this kind of a subject, which may be a row's id."""
        return cls(kind, str(subject))


@dataclass(frozen=True, slots=True)
class Hanging:
    """One place where a view hangs, as it was when it was looked up.

    It is shown in `locale`. `shown` is the digest of what stands there, empty if that is not known;
    `touches` counts how often the view was touched, so that no touch is taken for an earlier one.
    """

    id: int
    view: View
    locale: str
    touches: int
    shown: str


@dataclass(frozen=True, slots=True)
class HomeHanging:
    """The home of an account."""

    account: Account
    hanging: Hanging


def digest(message: Message) -> str:
    """What a message is told from others by, so that nothing is sent that is there already."""
    return hashlib.sha256(to_json(message).encode()).hexdigest()[:32]


class LiveViews(Protocol):
    """What features may ask for; nothing happens before the unit of work is committed."""

    async def hang(self, to: ToMember | ToPlace | Below, view: View, *, community: int) -> None:
        """Show a view somewhere from now on; nothing happens if it hangs there already.

        What is posted tells of a fact of the view's kind and subject. Where that cannot arrive,
        `DeliveryRefused` says so; when it is there no more, `ViewGone` does.
        """
        ...

    async def hang_each(
        self, views: Sequence[tuple[ToMember | ToPlace | Below, View]], *, community: int
    ) -> None:
        """The same of several, in the order in which they are to be said where they share a place.

        However many they are, it is a few statements.
        """
        ...

    async def touch(self, *views: View) -> None:
        """Note that what these show has changed."""
        ...

    async def take_down(
        self, *views: View, hangs_in: ToMember | ToPlace | Below | None = None
    ) -> None:
        """Take these views back wherever they hang, or in one place alone."""
        ...

    async def threads(self, view: View, *, space: int | None = None) -> list[Below]:
        """The threads below a view: one in each channel or room where it hangs, or is about to.

        With a `space`, those that are in it.

        What is said there: `bot.delivery.threads`. Nothing hangs in the threads of what hangs for a
        member alone, or in a thread itself.
        """
        ...

    async def hung(self, post: int) -> View | None:
        """The view that hangs where this post of the outbox is, if one does."""
        ...

    def shown_otherwise(self) -> None:
        """Note that what is touched here has been shown somewhere by another way than the relay."""
        ...


class ViewBook(LiveViews, Protocol):
    """What those need who keep views current."""

    async def touched(self, before: datetime, rested: datetime) -> bool:
        """Whether there is something to ask edits for."""
        ...

    async def ask_for_edits(self, before: datetime, rested: datetime, limit: int) -> int:
        """Let the relay edit what was touched before an instant and has `rested` since another.

        What is being changed already is left alone. Returns how many edits were asked for.
        """
        ...

    async def shown(self, hanging: Hanging, shown: str, now: datetime) -> None:
        """Note what is shown now: a touch that came after the hanging was looked up still counts.

        Nothing `shown` means that this is not known: then it is composed once more.
        """
        ...

    async def let_be(self, hanging: Hanging) -> None:
        """Leave what is shown as it is until it is touched again, since it cannot be changed."""
        ...

    async def try_again(self, hanging: Hanging, at: datetime) -> None:
        """Let it count as touched at an instant, which may be to come."""
        ...

    async def hold(self, hanging: Hanging) -> None:
        """Note that its member was only told in public that it is there; it is composed later."""
        ...

    async def gone(self, hanging: Hanging) -> None:
        """Note that the view hangs there no more."""
        ...

    async def lose(self, thread: Below) -> Told | None:
        """Note that a view, if one is above this thread, hangs there no more; what it told of."""
        ...
