"""Who may have Kindred post a card in a channel, and how many a day: facilitators say so."""

from dataclasses import dataclass
from enum import StrEnum

from bot.community.roles import Needs, Role, Standing, may


class Posters(StrEnum):
    """Who may have a card posted."""

    EVERYBODY = "everybody"
    HOSTS = "hosts"  # whom somebody has made a host or convenor of something; and facilitators


A_DAY, EACH = 6, 3
"""How many cards a day there are in a channel, of all and of one member, if nobody says else."""


@dataclass(frozen=True, slots=True)
class PostingRule:
    """What holds in one channel: `a_day` are all cards of 24 hours, `each` those of one member.

    What is beyond is posted the next day.
    """

    posters: Posters = Posters.EVERYBODY
    a_day: int = A_DAY
    each: int = EACH

    def allows(self, standing: Standing) -> bool:
        """Whether somebody may have a card posted there at all."""
        return self.posters is Posters.EVERYBODY or standing.entrusted


def unbounded(standing: Standing) -> bool:
    """Whether somebody has cards posted however many there were: facilitators do."""
    return may(standing, Needs(Role.FACILITATOR))
