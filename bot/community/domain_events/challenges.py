"""What happens to challenges, and to the people in them."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ChallengeOpened:
    """A group works on a challenge from now on: it is new, has enough people, or is open again."""

    challenge: int
    community: int
    question: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ChallengeClosed:
    """A group has ended; these members were in it, and `outcome` is what it leaves for others.

    Where it leaves nothing it was withdrawn, or taken down.
    """

    challenge: int
    community: int
    question: str
    members: tuple[int, ...]
    outcome: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ChallengeJoined:
    """A member is in a challenge, or has shown or `hidden` their name in one they are in."""

    challenge: int
    community: int
    member: int
    question: str
    hidden: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class ChallengeLeft:
    """A member is in a challenge no more."""

    challenge: int
    community: int
    member: int
    at: datetime
