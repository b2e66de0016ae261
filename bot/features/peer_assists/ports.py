"""What peer assists need to remember, and the work they do it in."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from bot.community.people import Ref
from bot.community.ports import Audience
from bot.features.peer_assists.domain import Assist, AssistState, Said
from bot.matching.pool import Candidate
from bot.matching.ports import Acquaintances
from bot.work import Work as CoreWork


class PeerAssists(Protocol):
    """The peer assists of all communities, and who was asked."""

    async def add(self, assist: Assist) -> Assist:
        """Keep one that is new, in the place of an earlier draft of its asker."""
        ...

    async def get(self, assist: int) -> Assist | None:
        """The one of this id."""
        ...

    async def lock(self, assist: int) -> Assist | None:
        """The one of this id; nobody else changes it before this unit of work ends."""
        ...

    async def save(self, assist: Assist) -> None:
        """Keep what it is now, but for who was asked."""
        ...

    async def delete(self, assist: int) -> None:
        """Forget one, with all who were asked."""
        ...

    async def forget_nobodys(self) -> None:
        """Forget every word of what nobody asks for any more; it has ended.

        Only who was asked, and when, is known as long as of anything else that is over: nobody is
        asked more often because others have gone.
        """
        ...

    async def of(self, asker: int) -> list[Assist]:
        """All that somebody has asked for, newest first."""
        ...

    async def with_helper(self, member: int) -> list[Assist]:
        """All that somebody was asked for, newest first."""
        ...

    async def in_state(self, community: int, states: Collection[AssistState]) -> list[Assist]:
        """Those of a community in these states, newest first."""
        ...

    async def in_room(self, channel: Ref) -> Assist | None:
        """The one whose room this is."""
        ...

    # Who is asked -----------------------------------------------------------------------------

    async def may_be_asked(self, community: int, now: datetime) -> list[int]:
        """Members whom a question would not be too much, and who want such questions.

        Not those who pause introductions, are in no chat any more, have such a question open or
        have said yes to one, or were asked as often this month as anybody is.
        """
        ...

    async def still_free(
        self, community: int, members: Collection[int], now: datetime
    ) -> list[int]:
        """Those of these, in their order, who may still be asked.

        Nobody else asks them before this unit of work ends.
        """
        ...

    async def candidates(self, members: Collection[int], now: datetime) -> list[Candidate]:
        """These people as the matching sees them."""
        ...

    async def ask(self, assist: int, members: Sequence[int], now: datetime) -> None:
        """Note that these are asked."""
        ...

    async def answer(self, assist: int, member: int, said: Said, now: datetime) -> None:
        """Note what has become of a question."""
        ...

    async def refuse(self, member: int, now: datetime) -> None:
        """Note that somebody is not to be asked such things."""
        ...

    async def allow(self, member: int) -> bool:
        """Note that they may be asked again; `False` if they might."""
        ...

    async def nobodys(self, community: int) -> list[Assist]:
        """Those of a community the words of whom are known who are no members any more."""
        ...

    # What falls due ---------------------------------------------------------------------------

    async def due(self, now: datetime) -> list[Assist]:
        """Those that have to be looked at, since nobody has done anything."""
        ...

    async def wanting_more(self, asked_before: datetime) -> list[Assist]:
        """Those for which more people are to be asked, since the last were asked by then."""
        ...

    async def ended(self, after: datetime, before: datetime) -> list[Assist]:
        """Those that were over between two instants."""
        ...

    async def rooms_to_close(self, ended_before: datetime) -> list[int]:
        """Those that were over by then, the rooms of which are open."""
        ...

    async def forget_unanswered(self, ended_before: datetime) -> None:
        """Forget who was asked and did not come, of what had ended by then.

        What nobody asks for any more is forgotten altogether.
        """
        ...

    # People -----------------------------------------------------------------------------------

    @property
    def audience(self) -> Audience: ...

    async def export(self, member: int) -> dict[str, object]:
        """All that this says about one person, as plain JSON values."""
        ...

    async def erase(self, member: int) -> None:
        """Remove it, as `forget_nobodys` does."""
        ...


class Work(CoreWork, Protocol):
    """The unit of work, with what peer assists remember, and who may not meet."""

    @property
    def peer_assists(self) -> PeerAssists: ...
    @property
    def acquaintances(self) -> Acquaintances: ...
