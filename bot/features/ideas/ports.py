"""What ideas need to remember, and the work they do it in."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from bot.community.ports import Audience
from bot.features.ideas.domain import Details, Idea, IdeaState
from bot.features.ideas.interests.domain import Interest
from bot.matching.ports import Acquaintances
from bot.work import Work as CoreWork


class Proposals(Protocol):
    """The ideas of all communities, as they were proposed, and what has become of them."""

    async def add(self, community: int, details: Details, by: int, now: datetime) -> Idea:
        """Add an open idea."""
        ...

    async def get(self, idea: int) -> Idea | None:
        """The idea of this id."""
        ...

    async def lock(self, idea: int) -> Idea | None:
        """The idea as it is now; nobody else changes it before this unit of work ends."""
        ...

    async def change(self, idea: int, details: Details, now: datetime) -> None:
        """Let something else be said of an idea."""
        ...

    async def in_community(
        self, community: int, states: Collection[IdeaState], limit: int
    ) -> list[Idea]:
        """The ideas of a community that are in one of these states, the newest first."""
        ...

    async def of_interested(self, member: int) -> list[Idea]:
        """What a member is interested in, the newest interest first."""
        ...

    async def posted_by(self, member: int, since: datetime) -> int:
        """How many ideas a member has posted since an instant."""
        ...

    async def delete(self, idea: int) -> None:
        """Forget an idea, and who was interested in it."""
        ...

    async def become(self, idea: int, state: IdeaState, now: datetime) -> None:
        """Let an idea be in another state, which is a sign of life."""
        ...

    async def stir(self, idea: int, now: datetime) -> None:
        """Note that somebody cares for an idea."""
        ...

    async def asked(self, idea: int, now: datetime) -> None:
        """Note that its proposers were asked whether it is still alive."""
        ...

    async def quiet(self, since: datetime) -> list[Idea]:
        """Open ideas for which nobody has cared since an instant, by id."""
        ...

    async def plan(self, idea: int, event: int, now: datetime) -> None:
        """Note that an event was made of an idea."""
        ...

    async def of_event(self, event: int) -> list[Idea]:
        """The ideas of which an event was made."""
        ...

    async def held(self, idea: int, at: datetime) -> None:
        """Note when the event was first over that was made of an idea."""
        ...

    async def tell_outcome(self, idea: int, outcome: str) -> None:
        """Note what came of an idea."""
        ...

    async def in_hands_of(self, member: int) -> list[Idea]:
        """Open or resting ideas that a member proposed, or took on, by id."""
        ...

    async def in_nobodys_hands(self, community: int) -> list[Idea]:
        """Open or resting ideas of which all proposers have gone, by id."""
        ...


class Interests(Protocol):
    """Who is interested in what: one list for an idea, wherever people have said so."""

    async def say(
        self,
        idea: int,
        member: int,
        now: datetime,
        *,
        can_host: bool | None = None,
        hidden: bool | None = None,
    ) -> Interest:
        """Be interested; what is `None` stays as it was, or is not so."""
        ...

    async def get(self, idea: int, member: int) -> Interest | None:
        """What a member has said."""
        ...

    async def take_back(self, idea: int, member: int) -> bool:
        """Be interested no more; `False` if they were not."""
        ...

    async def all_of(self, idea: int) -> list[Interest]:
        """Everybody who is interested, those who could help host first, then the earliest first."""
        ...


class PersonalDataBook(Protocol):
    """What all this says about one person."""

    async def export(self, member: int) -> dict[str, object]:
        """All of it as plain JSON values."""
        ...

    async def erase(self, member: int) -> list[int]:
        """Remove it; returns the ideas they had to do with."""
        ...


class IdeasBook(Protocol):
    """All that ideas remember."""

    @property
    def proposals(self) -> Proposals: ...
    @property
    def interests(self) -> Interests: ...
    @property
    def audience(self) -> Audience: ...
    @property
    def personal_data(self) -> PersonalDataBook: ...


class Work(CoreWork, Protocol):
    """The unit of work, with what ideas remember."""

    @property
    def ideas(self) -> IdeasBook: ...
    @property
    def acquaintances(self) -> Acquaintances: ...
