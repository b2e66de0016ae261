"""How a poll stands: what all its views are made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.features.polls.domain import Count, Poll, PollState, Respondent, best


@dataclass(frozen=True, slots=True)
class Overview:
    """A poll with all that was answered as it is `now`, and the names of who would host it."""

    poll: Poll
    respondents: Sequence[Respondent]
    counts: Sequence[Count]
    now: datetime
    hosts: Sequence[str] = ()

    @property
    def best(self) -> Count | None:
        """The slot that suits best of those to come."""
        return best(self.counts, self.now)

    @property
    def open(self) -> bool:
        """Whether it can be answered."""
        return self.poll.takes_answers(self.now)

    @property
    def planned(self) -> bool:
        """Whether it has become an event."""
        return self.poll.state is PollState.PLANNED

    @property
    def minutes(self) -> int | None:
        """How long it takes, if that is the same at all of its times."""
        lengths = {slot.minutes for slot in self.poll.slots}
        return lengths.pop() if len(lengths) == 1 else None

    @property
    def all_passed(self) -> bool:
        """Whether none of its times is to come."""
        return not self.poll.to_come(self.now)

    def of(self, member: int) -> Respondent | None:
        """What somebody has answered, if they have."""
        return next((each for each in self.respondents if each.member == member), None)
