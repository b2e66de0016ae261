"""What challenges need to remember, and the work they do it in."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Protocol

from bot.community.facts import Fact
from bot.community.people import Member, Ref
from bot.community.ports import Audience
from bot.delivery.conversations import Conversations
from bot.features.challenges.check_ins.ports import CheckInBook, Rhythms
from bot.features.challenges.commitments.ports import CommitmentData, Commitments
from bot.features.challenges.domain import Challenge, ChallengeState, Change, Details, Outcome
from bot.features.challenges.help_requests.ports import HelpRequests
from bot.features.challenges.participants.domain import Participant
from bot.matching.ports import Acquaintances
from bot.work import Work as CoreWork


class Proposals(Protocol):
    """The challenges of all communities, as they were proposed, and what has become of them."""

    async def add(
        self,
        community: int,
        details: Details,
        by: int,
        now: datetime,
        state: ChallengeState = ChallengeState.OPEN,
    ) -> Challenge:
        """Add a challenge; whoever proposes it has yet to join."""
        ...

    async def get(self, challenge: int) -> Challenge | None:
        """The challenge of this id."""
        ...

    async def questions(self, ids: Collection[int]) -> dict[int, str]:
        """What these challenges are called, by id."""
        ...

    async def lock(self, challenge: int) -> Challenge | None:
        """The challenge as it is now; nobody else changes it before this unit of work ends."""
        ...

    async def change(self, challenge: int, details: Details) -> None:
        """Let something else be said of a challenge; `Changes` say what was said before."""
        ...

    async def say_where_we_are(self, challenge: int, text: str) -> None:
        """Let a group be somewhere else."""
        ...

    async def go_on(self, challenge: int, until: date | None) -> None:
        """Let a group go on until a day, or for as long as it likes."""
        ...

    async def asked(self, challenge: int, now: datetime) -> None:
        """Note that its hosts were asked whether it goes on."""
        ...

    async def become(self, challenge: int, state: ChallengeState, now: datetime) -> None:
        """Let a challenge be in another state."""
        ...

    async def tell_outcome(self, challenge: int, outcome: Outcome) -> None:
        """Note what came of a challenge."""
        ...

    async def in_community(
        self, community: int, states: Collection[ChallengeState], limit: int
    ) -> list[Challenge]:
        """The challenges of a community that are in one of these states, the newest first."""
        ...

    async def of_participant(self, member: int) -> list[Challenge]:
        """The challenges somebody is in, the one they joined last first."""
        ...

    async def overdue(self, day: date) -> list[Challenge]:
        """Open challenges that wanted to go on until that day at most, and nobody was asked."""
        ...

    async def posted_by(self, member: int, since: datetime) -> int:
        """How many challenges a member has posted since an instant."""
        ...

    async def in_hands_of(self, member: int) -> list[Challenge]:
        """Living challenges that a member hosts, by id."""
        ...

    async def in_nobodys_hands(self, community: int) -> list[Challenge]:
        """Living challenges that nobody hosts who is still in some chat, by id."""
        ...

    async def is_nobodys(self, challenge: int, now: datetime) -> bool:
        """Note that nobody hosts it; `False` if that was noted since anybody has."""
        ...

    async def is_looked_after(self, challenge: int) -> None:
        """Note that somebody hosts it."""
        ...

    async def hangs_no_more_in(self, challenge: int, channel: Ref) -> None:
        """Note that its card is not to hang in a channel any more, where somebody took it away."""
        ...

    async def delete(self, challenge: int) -> None:
        """Forget a challenge, and all that belongs to it."""
        ...


class Participants(Protocol):
    """Who is in which challenge: one list for each, wherever people have joined."""

    async def join(
        self, challenge: int, member: int, now: datetime, *, hidden: bool | None = None
    ) -> Participant:
        """Be in a challenge, which is a sign of life; what is `None` stays, or is not so."""
        ...

    async def get(self, challenge: int, member: int) -> Participant | None:
        """Somebody, if they are in it."""
        ...

    async def leave(self, challenge: int, member: int) -> bool:
        """Be in it no more; `False` if they were not."""
        ...

    async def all_of(self, challenge: int) -> list[Participant]:
        """Everybody who is in it, the earliest first."""
        ...

    async def heard(self, challenge: int, member: int, now: datetime) -> None:
        """Note a sign of life; one that is older than what is known changes nothing."""
        ...

    async def rest(self, challenge: int, member: int, until: date | None) -> bool:
        """Let nothing be asked of somebody up to and with a day; `False` if they are not in it."""
        ...

    async def of(self, member: int) -> list[Participant]:
        """What somebody is in, by challenge."""
        ...

    async def openly_in(self, members: Collection[int]) -> list[tuple[int, int, str]]:
        """Member, challenge and question of what these are in by their name and that is alive.

        What somebody joined last comes first.
        """
        ...


class Changes(Protocol):
    """What was said of a challenge before: anybody who may see it may read its history."""

    async def keep(self, challenge: int, part: str, before: str, by: int, now: datetime) -> int:
        """Keep what stood in a part of it before somebody said it otherwise; returns its id."""
        ...

    async def of(self, challenge: int, limit: int) -> list[Change]:
        """The last changes, the newest first."""
        ...

    async def forget(self, challenge: int) -> None:
        """Forget the history of a challenge."""
        ...


class HostRequests(Protocol):
    """Who is asked to be a host, too, and has not answered yet."""

    async def ask(self, challenge: int, member: int, by: int, now: datetime) -> bool:
        """Note that somebody is asked; `False` if they are already."""
        ...

    async def take(self, challenge: int, member: int) -> bool:
        """Note that somebody has answered; `False` if nobody was asking."""
        ...

    async def all_of(self, challenge: int) -> list[Member]:
        """Who is asked and has not answered, by id."""
        ...


class Gatherings(Protocol):
    """Which events were made of a challenge."""

    async def add(self, challenge: int, event: int, now: datetime) -> None:
        """Note that an event was made of it; noting it again changes nothing."""
        ...

    async def of(self, challenge: int) -> Sequence[int]:
        """The events that were made of a challenge, by id."""
        ...

    async def behind(self, event: int) -> list[Challenge]:
        """The challenges that an event was made of."""
        ...


class Origins(Protocol):
    """Of what challenges were made: an idea, an event."""

    async def add(self, challenge: int, about: Fact) -> None:
        """Note of what a challenge was made."""
        ...

    async def made_of(self, about: Fact) -> list[Challenge]:
        """The challenges that were made of this, the oldest first, whatever became of them."""
        ...


class PersonalDataBook(Protocol):
    """What all this says about one person."""

    async def export(self, member: int) -> dict[str, object]:
        """All of it as plain JSON values."""
        ...

    async def erase(self, member: int) -> list[int]:
        """Remove it; returns the challenges they had to do with."""
        ...


class ChallengesBook(Protocol):
    """All that challenges remember."""

    @property
    def proposals(self) -> Proposals: ...
    @property
    def participants(self) -> Participants: ...
    @property
    def changes(self) -> Changes: ...
    @property
    def host_requests(self) -> HostRequests: ...
    @property
    def gatherings(self) -> Gatherings: ...
    @property
    def origins(self) -> Origins: ...
    @property
    def rhythms(self) -> Rhythms: ...
    @property
    def check_ins(self) -> CheckInBook: ...
    @property
    def commitments(self) -> Commitments: ...
    @property
    def help_requests(self) -> HelpRequests: ...
    @property
    def commitment_data(self) -> CommitmentData: ...
    @property
    def audience(self) -> Audience: ...
    @property
    def personal_data(self) -> PersonalDataBook: ...


class Work(CoreWork, Protocol):
    """The unit of work, with what challenges remember."""

    @property
    def challenges(self) -> ChallengesBook: ...
    @property
    def acquaintances(self) -> Acquaintances: ...
    @property
    def conversations(self) -> Conversations: ...
