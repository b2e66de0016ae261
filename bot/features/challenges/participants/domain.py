"""Somebody who is in a challenge."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Participant:
    """That a member is in a challenge, since when, and when they last gave a sign of life.

    They give one by joining, a word, a commitment, a check-in (`heard_from`). The name of one who
    is `hidden` is told to nobody but the hosts. Nothing is asked of them up to and with the day
    `resting_until`, which is one of their own zone.
    """

    challenge: int
    member: int
    name: str
    hidden: bool
    since: datetime
    heard_at: datetime
    resting_until: date | None = None
