"""How a feature declares what of it other features show, make something of, or open with."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Generic, TypeVar

from bot.community.common_ground import CommonGround
from bot.community.facts import Fact
from bot.community.gatherings import Gathering
from bot.community.opportunities import Opportunity
from bot.community.origins import Origin
from bot.community.people import Member
from bot.community.reportables import Reportable
from bot.ui.messages import Message
from bot.work import Work

W = TypeVar("W", bound=Work)
OnOpportunities = Callable[[W, int, datetime], Awaitable[Sequence[Opportunity]]]
OnTakenUp = Callable[[W, int, datetime], Awaitable[Collection[Fact]]]
OnOpening = Callable[[Fact, int, W, datetime], Awaitable[Message | None]]
OnReportable = Callable[[str, W], Awaitable[Reportable | None]]
Grounds = Mapping[int, Sequence[CommonGround]]
OnCommonGround = Callable[[W, Collection[int], datetime], Awaitable[Grounds]]
OnGathering = Callable[[str, W, datetime], Awaitable[Gathering | None]]
OnOrigin = Callable[[str, Member, W, datetime], Awaitable[Origin | None]]


class Contributions(Generic[W]):
    """What of a feature others ask for by the unit of work (`bot.work.Declared`)."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.open_things: list[Callable[..., Awaitable[Sequence[Opportunity]]]] = []
        self.things_taken_up: list[Callable[..., Awaitable[Collection[Fact]]]] = []
        self.origins: list[tuple[str, Callable[..., Awaitable[Origin | None]]]] = []
        self.gatherings: list[tuple[str, Callable[..., Awaitable[Gathering | None]]]] = []
        self.common_grounds: list[OnCommonGround[Any]] = []
        self.reportables: list[tuple[str, Callable[..., Awaitable[Reportable | None]]]] = []
        self.openings: list[tuple[str, Callable[..., Awaitable[Message | None]]]] = []

    def opportunities(self, handler: OnOpportunities[W]) -> OnOpportunities[W]:
        """Declare what of this feature members of a community may join or come to now."""
        self.open_things.append(handler)
        return handler

    def taken_up(self, handler: OnTakenUp[W]) -> OnTakenUp[W]:
        """Declare of which opportunities a member has said what they do, be it that they do not."""
        self.things_taken_up.append(handler)
        return handler

    def origin(self, kind: str) -> Callable[[OnOrigin[W]], OnOrigin[W]]:
        """Declare what something else can be made of, by the subject of a fact of this kind.

        Events, polls, challenges and ideas are.
        `None`: it is no more, or not for this member to make something of.
        """

        def declare(handler: OnOrigin[W]) -> OnOrigin[W]:
            self.origins.append((self._whole(kind), handler))
            return handler

        return declare

    def common_ground(self, handler: OnCommonGround[W]) -> OnCommonGround[W]:
        """Declare what of this feature each of some members is openly in, the newest first."""
        self.common_grounds.append(handler)
        return handler

    def gathering(self, kind: str) -> Callable[[OnGathering[W]], OnGathering[W]]:
        """Declare when people come to something next, by the subject of a fact of this kind.

        `None`: it is no more, or has no time to come.
        """

        def declare(handler: OnGathering[W]) -> OnGathering[W]:
            self.gatherings.append((self._whole(kind), handler))
            return handler

        return declare

    def reportable(self, kind: str) -> Callable[[OnReportable[W]], OnReportable[W]]:
        """Declare what can be reported, by the subject of a fact of this kind: a row, or its card.

        `None`: it is no more. Whoever declares it hears `TakenDown`.
        """

        def declare(handler: OnReportable[W]) -> OnReportable[W]:
            self.reportables.append((self._whole(kind), handler))
            return handler

        return declare

    def opening(self, kind: str) -> Callable[[OnOpening[W]], OnOpening[W]]:
        """Declare what a member reads first, in the place of the first words in a room, who talks
        with the others of it through Kindred since they share no chat. `None`: it is no more."""

        def declare(handler: OnOpening[W]) -> OnOpening[W]:
            self.openings.append((self._whole(kind), handler))
            return handler

        return declare

    def _whole(self, name: str) -> str:
        return name if "." in name else f"{self.name}.{name}"
