"""What check-ins need to remember."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from bot.features.challenges.check_ins.domain import (
    CheckIn,
    Offer,
    Person,
    Preferences,
    Rhythm,
    Round,
)


class Rhythms(Protocol):
    """When groups check in, what is asked, and which rounds there were."""

    async def of(self, challenge: int) -> Rhythm | None:
        """The rhythm of a challenge, if it has one."""
        ...

    async def choose(self, rhythm: Rhythm) -> None:
        """Put a rhythm in the place of what was there."""
        ...

    async def plan(self, challenge: int, day: date | None) -> None:
        """Let this be the round that is planned next; or none."""
        ...

    async def to_plan(self, now: datetime) -> list[tuple[int, int]]:
        """Challenges of which a round is to be planned by now, with the revision of the rhythm."""
        ...

    async def begin(self, round_: Round) -> None:
        """Note that a round is planned, and when its digest is due; be it planned anew."""
        ...

    async def round(self, challenge: int, day: date) -> Round | None:
        """The round of a day."""
        ...

    async def last_round(self, challenge: int) -> Round | None:
        """The last round of which there are words."""
        ...

    async def to_tell(self, now: datetime) -> list[tuple[int, date, datetime]]:
        """Rounds of which the digest is due by now, and since when."""
        ...

    async def told(self, round_: Round) -> None:
        """Keep what has become of the digest of a round."""
        ...

    async def end(self, challenge: int) -> None:
        """Let no digest be due any more."""
        ...

    async def standing(self, challenge: int) -> list[date]:
        """The rounds of which a digest stands in the thread."""
        ...

    async def forget(self, challenge: int) -> None:
        """Forget the rhythm of a challenge, its rounds, and what was answered."""
        ...

    async def naming(self, member: int) -> list[tuple[int, date]]:
        """Rounds of which a digest stands that tells of somebody, be they a member no more."""
        ...


class CheckInBook(Protocol):
    """What each person has made of each round; one of each, whatever their clocks do."""

    async def people(self, challenge: int) -> list[Person]:
        """Everybody who is in a challenge and still in some chat, as they are to be asked."""
        ...

    async def person(self, challenge: int, member: int) -> Person | None:
        """One of them."""
        ...

    async def prefer(self, challenge: int, member: int, preferences: Preferences) -> None:
        """Keep how somebody wants to be asked."""
        ...

    async def add(self, planned: Sequence[CheckIn]) -> None:
        """Note who is to be asked; whoever is there for that day already stays as they are."""
        ...

    async def get(self, challenge: int, member: int, day: date) -> CheckIn | None:
        """What somebody has made of a round."""
        ...

    async def keep(self, check_in: CheckIn) -> None:
        """Keep what somebody has made of a round, in the place of what was there."""
        ...

    async def keep_asked(self, asked: Sequence[CheckIn]) -> None:
        """Keep of several whether and when they are asked."""
        ...

    async def due(self, now: datetime) -> list[tuple[int, datetime]]:
        """Challenges and instants at which somebody was to be asked by now."""
        ...

    async def due_of(self, challenge: int, now: datetime) -> list[CheckIn]:
        """Who of a challenge was to be asked by now, the earliest round first."""
        ...

    async def open_of(self, challenge: int, member: int | None = None) -> list[CheckIn]:
        """What is not answered yet: of a challenge, or of one who is in it."""
        ...

    async def asked_of(self, challenge: int) -> list[CheckIn]:
        """What was asked in a challenge, answered or not."""
        ...

    async def asked_in_threads(self, member: int) -> list[CheckIn]:
        """What somebody was asked in threads, with others, in all challenges."""
        ...

    async def asked_with(self, check_in: CheckIn) -> list[CheckIn]:
        """Whom the same question in a thread addressed, the one of `check_in` among them."""
        ...

    async def waiting(self, member: int) -> list[CheckIn]:
        """What somebody has yet to be asked for the first time, in all challenges."""
        ...

    async def drop_open(self, challenge: int, member: int | None = None) -> None:
        """Forget what is not answered yet."""
        ...

    async def answers(self, challenge: int, day: date) -> list[CheckIn]:
        """What those who are in it have answered in a round, the earliest first."""
        ...

    async def leave(self, challenge: int, member: int) -> None:
        """Forget all of somebody who is in it no more."""
        ...

    async def offer(self, check_in: CheckIn, helper: int, now: datetime) -> bool:
        """Note that somebody offers help; `False` if they have."""
        ...

    async def settle(self, check_in: CheckIn, helper: int, offer: Offer) -> bool:
        """Note what became of an open offer; `False` if there was none."""
        ...

    async def offers_of(self, member: int) -> list[tuple[CheckIn, int]]:
        """With which answers somebody has offered help, or was offered it, and by whom."""
        ...

    async def helped(self, challenge: int, day: date) -> set[int]:
        """Those of a round who have found somebody to help them."""
        ...
