"""How a poll stands: what all its views are made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.features.polls.domain import Count, Poll, PollState, Respondent, best


@dataclass(frozen=True, slots=True)
class Standing:
    """A poll with all that was answered, as it is `now`."""

    poll: Poll
    respondents: Sequence[Respondent]
    counts: Sequence[Count]
    now: datetime

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
    def all_passed(self) -> bool:
        """Whether none of its times is to come."""
        return not self.poll.to_come(self.now)

    def of(self, member: int) -> Respondent | None:
        """What somebody has answered, if they have."""
        return next((each for each in self.respondents if each.member == member), None)
